"""Spreads the work of a run over processes. Each piece of it is made from its own seed, whoever does it."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice
from time import monotonic
from typing import TypeVar

from bench.largest import largest
from dsl.compile import analyse
from tests.fuzz.growth import Growth, measured
from tests.fuzz.planted import FAULTS, PLANTED, finding
from tests.fuzz.pricing import price_largest, price_tariff
from tests.fuzz.reading import read_text
from tests.fuzz.tally import Tally

T = TypeVar("T")
CHUNK = 10
"""Pieces of work that a process takes at a time."""
LEAST = 150
"""Pieces of work that are done however slow the machine is."""


def read_texts(seed: str, first: int, count: int) -> Tally:
    tally = Tally()
    for number in range(first, first + count):
        read_text(f"{seed} text {number}", tally)
    return tally


def price_tariffs(seed: str, first: int, count: int) -> Tally:
    tally = Tally()
    for number in range(first, first + count):
        price_tariff(f"{seed} tariff {number}", tally)
    return tally


def price_the_largest(seed: str) -> Tally:
    tally = Tally()
    price_largest(f"{seed} largest {largest().name}", tally)
    return tally


def find_faults(seed: str) -> dict[str, str | None]:
    """Where each planted fault was found; by one process, as all are tried on the same tariffs."""
    known = {fault.name: fault for fault in FAULTS}
    return {name: finding(known[name], seed) for name in PLANTED}


def measure(name: str, characters: int) -> Growth:
    return measured(name, characters)


class Workers:
    """Processes, as many as there are cores for us."""

    def __init__(self) -> None:
        self.count = max(1, len(os.sched_getaffinity(0)))
        analyse("")  # so that every process has the parser
        gc.freeze()
        self.pool = ProcessPoolExecutor(self.count, mp_context=multiprocessing.get_context("fork"))

    def __enter__(self) -> Workers:
        self.pool.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown(cancel_futures=True)

    def each(self, tasks: Iterator[Callable[[], Future[T]]]) -> Iterator[T]:
        """Answers as they come, a few tasks ahead."""
        running: set[Future[T]] = {start() for start in islice(tasks, self.count * 2)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {start() for start in islice(tasks, len(done))}
            for future in done:
                yield future.result()

    def tallied(
        self, work: Callable[[str, int, int], Tally], seed: str, count: int, until: float = float("inf")
    ) -> Tally:
        """The sum of so many pieces of work; the first `LEAST` are done in any case."""

        def tasks() -> Iterator[Callable[[], Future[Tally]]]:
            for first in range(0, count, CHUNK):
                if first >= LEAST and monotonic() >= until:
                    return
                size = min(CHUNK, count - first)
                yield lambda first=first, size=size: self.pool.submit(work, seed, first, size)  # type: ignore[misc]

        total = Tally()
        for tally in self.each(tasks()):
            total.add(tally)
        return total
