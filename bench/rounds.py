"""Contestants in turn: short rounds in which each runs once, so that a busy machine slows all of them alike.

A ratio is the median of the ratios within the rounds, never a quotient of two averages. Time is that of the processor
(of all threads), because by the clock on the wall a longer piece of work is interrupted more often than a short one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import Literal

LEAST_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Rounds:
    """Seconds of each contestant in each round, for one unit of its work."""

    seconds: Mapping[str, Sequence[float]]

    def typical(self, name: str) -> float:
        """The median of one contestant, in seconds."""
        return median(self.seconds[name])

    def ratio(self, name: str, to: str) -> float:
        """How many times as long as the other one takes."""
        return median(own / other for own, other in zip(self.seconds[name], self.seconds[to], strict=True))


def rounds(contestants: Mapping[str, Callable[[], int]], seconds: float) -> Rounds:
    """Runs the contestants for about so long. Each does a short piece of work and tells how many units it was."""
    found: dict[str, list[float]] = {name: [] for name in contestants}
    order = list(contestants.items())
    for _, work in order:
        work()  # caches fill, tables of windows are built
    end = perf_counter() + seconds
    done = 0
    while perf_counter() < end or done < LEAST_ROUNDS:
        for name, work in order:
            start = process_time()
            units = work()
            found[name].append((process_time() - start) / units)
        order.append(order.pop(0))
        done += 1
    return Rounds(found)


@dataclass(frozen=True, slots=True)
class Target:
    """A figure of the last line, and what it must be."""

    name: str
    at: Literal["most", "least"]
    bound: float

    def missed(self, figure: float) -> bool:
        """Judged on the figure as printed."""
        return figure > self.bound if self.at == "most" else figure < self.bound


def report(figures: Mapping[str, float], targets: Sequence[Target], largest: str) -> int:
    """Prints the figures and the name of the largest tariff as the last line, and on the error stream what was missed;
    the exit code."""
    shown = {name: float(f"{figure:.4g}") for name, figure in figures.items()}
    missed = [target for target in targets if target.missed(shown[target.name])]
    for target in missed:
        sys.stderr.write(f"missed: {target.name} is {shown[target.name]}, at {target.at} {target.bound} is due\n")
    sys.stdout.write(json.dumps({**shown, "largest": largest}) + "\n")
    return 1 if missed else 0


def options(command: str, about: str, seconds: float, n: int, of: str) -> argparse.ArgumentParser:
    """The options that all benchmarks have."""
    parser = argparse.ArgumentParser(prog=f"python -m {command}", description=about)
    parser.add_argument("--json", action="store_true", help="nothing but the last line, which is always JSON")
    parser.add_argument("--seconds", type=float, default=seconds, help="how long to measure (default %(default)s)")
    parser.add_argument("--n", type=int, default=n, help=f"{of} (default %(default)s)")
    return parser
