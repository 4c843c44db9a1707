"""Whether faults planted into the generator of functions are found by random tariffs and their boundary inputs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from dsl.compile import analyse
from engine.graph import Graph
from engine.oracle.interpret import outcome
from engine.outcome import Outcome
from engine.scalar.program import compile_scalar
from tests.engine.comparison import Compiler
from tests.engine.planted_faults import FAULTS, Fault, planted
from tests.engine.random_requests import Values
from tests.fuzz.agreement import difference
from tests.fuzz.boundaries import Boundaries
from tests.fuzz.growth import at_most
from tests.fuzz.tariffs import random_tariff

PLANTED = (
    "negative numbers are rounded like positive ones",
    "numbers that are never positive are rounded like positive ones",
    "half up leaves ties down",
    "half even takes ties to odd",
    "up adds a step to whole steps",
    "a full block does not start the next",
    "a lower bound that is out is in",
    "an upper bound that is in is out",
    "a tier ends at its bound, not at its width",
    "the last fitting row is taken",
    "the shortest beginning of a text wins",
    "equal remainders favour the last share",
    "the sum so far holds the item itself",
    "the least of nothing is zero",
    "conditions behind the deciding one must exist",
    "an input that is not given is empty",
    "a window ends with its last second out",
    "the doubled hour is its second time",
    "the missing hour is as long again",
    "a day begins a second late",
)
"""The faults that every run plants; some of the others change what no tariff can ask for."""
TARIFFS = 600
REQUESTS = 8
BATCH = 30
PATIENCE = 20


@dataclass(frozen=True, slots=True)
class Sample:
    """A tariff, requests, and what the oracle says to each."""

    seed: str
    graph: Graph
    asked: tuple[tuple[Values, Outcome], ...]


@lru_cache(TARIFFS // BATCH)
def samples(seed: str, batch: int) -> tuple[Sample, ...]:
    """A batch of tariffs on which every fault is tried, the same for one seed. What is wrong without any fault
    shows none, and is left out."""
    made = (sample(f"{seed} planted {number}") for number in range(batch * BATCH, (batch + 1) * BATCH))
    return tuple(one for one in made if one is not None and shown_by(one, compile_scalar) is None)


def sample(seed: str) -> Sample | None:
    dice = Random(seed)
    try:
        graph = analyse(random_tariff(dice)).graph
    except Exception:  # the tariffs of the run itself tell of it
        return None
    if graph is None:
        return None
    boundaries = Boundaries(dice, graph)
    requests = [boundaries.values() for _ in range(REQUESTS)]
    return Sample(seed, graph, tuple((values, outcome(graph, values)) for values in requests))


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
    for batch in range(TARIFFS // BATCH):
        among = samples(seed, batch)
        with planted(fault) as compiler:
            found = next((one.seed for one in among if shown_by(one, compiler) is not None), None)
        if found is not None:
            return found
    return None


__all__ = ["FAULTS", "Fault", "finding", "samples"]
