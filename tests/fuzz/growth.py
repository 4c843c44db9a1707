"""Whether checking a text takes time in proportion to its length, measured on hostile families of texts."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import process_time
from types import FrameType

from dsl.compile import analyse
from tests.fuzz.bombs import FAMILIES, Family

MOST = 3.0
"""Time per character at the largest size against that at a tenth of it."""
MOST_REPETITIONS = 1_900
"""Of parts that are lines: the language allows 2,000 rules, and behind a limit nothing is worked out."""
MOST_CHARACTERS = 200_000
"""The language allows 256 KiB."""
TOO_SHORT = 0.01
"""Seconds that tell nothing: such a family grows as far as it may."""
LEAST_SECONDS = 0.001
"""What any text costs."""
PATIENCE = 20
"""Seconds after which a text is given up."""


class TooSlow(Exception):  # noqa: N818 - what became of a text
    """The text took longer than anybody would wait."""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Gives up after so many seconds of this process's own time. Only in its main thread."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow(f"not done after {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@dataclass(frozen=True, slots=True)
class Growth:
    """How the time per character grew over a factor of ten in size; or what happened instead."""

    family: str
    ratio: float
    seconds: float
    """For the largest text."""
    problem: str | None = None

    @property
    def is_linear(self) -> bool:
        return self.problem is None and self.ratio <= MOST

    def __str__(self) -> str:
        if self.problem is not None:
            return f"{self.family}: {self.problem}"
        return f"{self.family}: {self.ratio:.1f} times the time per character, {self.seconds:.2f} s"


def measured(name: str, characters: int) -> Growth:
    """One family, grown to about so many characters. What looks slow is measured again: a machine stutters."""
    family = FAMILIES[name]
    try:
        with at_most(PATIENCE):
            size = repetitions(family, characters)
            large, seconds = time_per_character(family, size)
            if seconds < TOO_SHORT:
                size = repetitions(family, min(8 * characters, MOST_CHARACTERS))
                large, seconds = time_per_character(family, size)
            ratio = float("inf")
            for attempt in range(4):
                small, _ = time_per_character(family, size // 10)
                if attempt:
                    large = min(large, time_per_character(family, size)[0])
                ratio = min(ratio, large / small)
                if ratio <= MOST:
                    break
    except Exception as error:
        return Growth(name, float("inf"), float("inf"), f"{type(error).__name__}: {str(error)[:200]}")
    return Growth(name, ratio, seconds)


def repetitions(family: Family, characters: int) -> int:
    """The size at which a family has about so many characters, within the limits of the language."""
    each = max((len(family(200)) - len(family(100))) / 100, 0.05)
    size = max(20, int(characters / each))
    return min(size, MOST_REPETITIONS) if each > 4 else size


def time_per_character(family: Family, size: int) -> tuple[float, float]:
    """Seconds of this process for a character, and for the whole text."""
    text = family(size)
    gc.collect()
    start = process_time()
    analyse(text)
    seconds = process_time() - start
    return max(seconds, LEAST_SECONDS) / len(text), seconds


__all__ = ["FAMILIES", "Growth", "TooSlow", "at_most", "measured"]
