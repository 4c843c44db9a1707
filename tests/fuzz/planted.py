"""Whether faults planted into the generator of functions are found by random tariffs and their boundary inputs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from dsl.compile import analyse
from engine.graph import Graph
from engine.interpret import outcome
from engine.outcome import Outcome
from engine.scalar import compile_scalar
from tests.engine.comparison import Compiler
from tests.engine.planted_faults import FAULTS, Fault, planted
from tests.engine.random_requests import Values
from tests.fuzz.agreement import difference
from tests.fuzz.boundaries import Boundaries
from tests.fuzz.growth import at_most
from tests.fuzz.tariffs import random_tariff

PLANTED = tuple(fault.name for fault in FAULTS)
TARIFFS = 300
REQUESTS = 12
PATIENCE = 20


@dataclass(frozen=True, slots=True)
class Sample:
    """A tariff, requests, and what the oracle says to each."""

    seed: str
    graph: Graph
    asked: tuple[tuple[Values, Outcome], ...]


class Samples:
    """The tariffs on which every fault is tried, made when asked for; the same for one seed."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.made: list[Sample] = []
        self.tried = 0

    def __iter__(self) -> Iterator[Sample]:
        place = 0
        while True:
            while place == len(self.made) and self.tried < TARIFFS:
                self._make()
            if place == len(self.made):
                return
            yield self.made[place]
            place += 1

    def _make(self) -> None:
        name = f"{self.seed} planted {self.tried}"
        self.tried += 1
        dice = Random(name)
        graph = analyse(random_tariff(dice)).graph
        if graph is None:
            return
        boundaries = Boundaries(dice, graph)
        requests = [boundaries.values() for _ in range(REQUESTS)]
        sample = Sample(name, graph, tuple((values, outcome(graph, values)) for values in requests))
        if shown_by(sample, compile_scalar) is None:  # what is wrong anyway shows no fault
            self.made.append(sample)


@lru_cache(1)
def samples(seed: str) -> Samples:
    """Those of a seed, kept for the next fault."""
    return Samples(seed)


def shown_by(sample: Sample, compiler: Compiler) -> str | None:
    """What is wrong with the function of a sample. That it cannot be compiled is wrong, too."""
    try:
        with at_most(PATIENCE):
            scalar = compiler(sample.graph, ())
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return next((text for asked in sample.asked if (text := difference(scalar, *asked)) is not None), None)


def finding(fault: Fault, seed: str) -> str | None:
    """The first tariff that shows the fault, None when none does."""
    with planted(fault) as compiler:
        return next((sample.seed for sample in samples(seed) if shown_by(sample, compiler) is not None), None)


__all__ = ["FAULTS", "Fault", "finding", "samples"]
