"""Whether faults planted into the generator of functions are found by random tariffs and their boundary inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from dsl.compile import analyse
from engine.graph import Graph
from engine.interpret import outcome
from engine.outcome import Outcome
from tests.engine.planted_faults import FAULTS, Fault, planted
from tests.engine.random_requests import Values
from tests.fuzz.agreement import difference
from tests.fuzz.boundaries import Boundaries
from tests.fuzz.growth import at_most
from tests.fuzz.tariffs import random_tariff

TARIFFS = 400
REQUESTS = 16


@dataclass(frozen=True, slots=True)
class Sample:
    """A tariff, requests, and what the oracle says to each."""

    seed: str
    graph: Graph
    asked: tuple[tuple[Values, Outcome], ...]


@lru_cache(1)
def samples(seed: str, tariffs: int = TARIFFS) -> tuple[Sample, ...]:
    """The tariffs on which every fault is tried, the same for one seed."""
    found = []
    for number in range(tariffs):
        name = f"{seed} planted {number}"
        dice = Random(name)
        graph = analyse(random_tariff(dice)).graph
        if graph is not None:
            boundaries = Boundaries(dice, graph)
            requests = [boundaries.values() for _ in range(REQUESTS)]
            found.append(Sample(name, graph, tuple((values, outcome(graph, values)) for values in requests)))
    return tuple(found)


def finding(fault: Fault, among: Sequence[Sample]) -> str | None:
    """The first sample that shows the fault, None when none does. That it cannot be compiled shows it, too."""
    with planted(fault) as compiler:
        for sample in among:
            try:
                with at_most(20):
                    scalar = compiler(sample.graph, ())
                    if any(difference(scalar, values, expected) for values, expected in sample.asked):
                        return sample.seed
            except Exception:
                return sample.seed
    return None


__all__ = ["FAULTS", "Fault", "finding", "samples"]
