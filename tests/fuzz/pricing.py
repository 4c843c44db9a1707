"""A random tariff: it compiles, is laid out, stored and priced; every evaluator says the same."""

from __future__ import annotations

import json
from random import Random

from bench.largest import largest
from dsl.compile import Analysis, analyse
from dsl.examples import run_examples
from engine.graph import Graph
from engine.graph_json.document import from_json, to_json
from engine.oracle.interpret import outcome
from engine.quote import Pricer
from tests.fuzz.agreement import difference, watching
from tests.fuzz.boundaries import Boundaries
from tests.fuzz.kinds import reached
from tests.fuzz.layouts import layout_problems
from tests.fuzz.reading import misplaced, watched
from tests.fuzz.tally import MOST_SHOWN, Tally
from tests.fuzz.tariffs import random_tariff
from tests.fuzz.telling import explanation_problem, quote_problem

REQUESTS = 8
"""Boundary inputs of each tariff."""
REQUESTS_OF_THE_LARGEST = 100
EXPLAINED = 2
"""So many of them are also told line by line."""


def price_tariff(seed: str, tally: Tally) -> None:
    """Writes the tariff of this seed and counts what is wrong with it."""
    tally.tariffs += 1
    watched(seed, tally, lambda: _price(seed, tally))


def _price(seed: str, tally: Tally) -> None:
    dice = Random(seed)
    analysis = analyse(random_tariff(dice))
    tally.misplaced += [f"{seed}: {problem}" for problem in misplaced(analysis)]
    if analysis.graph is None:
        refuse(seed, analysis, tally)
        return
    tally.compiled += 1
    tally.round_trips += [f"{seed}: {problem}" for problem in layout_problems(analysis)]
    tally.round_trips += [f"{seed}: {problem}" for problem in storage_problems(analysis.graph)]
    with watching() as asked:
        compare(seed, analysis.graph, dice, REQUESTS, tally)
    run_examples(analysis)
    tally.kinds.update(reached(analysis.graph, asked))


def compare(seed: str, graph: Graph, dice: Random, requests: int, tally: Tally) -> None:
    """Prices boundary inputs of a graph by every evaluator."""
    pricer, boundaries = Pricer(graph), Boundaries(dice, graph)
    for number in range(requests):
        values = boundaries.values()
        expected = outcome(graph, values)
        tally.requests += 1
        tally.outcomes[type(expected).__name__] += 1
        problem = difference(pricer.scalar, values, expected) or quote_problem(pricer, values, expected)
        if number < EXPLAINED and problem is None:
            problem = explanation_problem(pricer, values)
        if problem is not None:
            tally.unequal.append(f"{seed}: {problem}")
            break


def price_largest(seed: str, tally: Tally) -> None:
    """The shipped tariff with the most nodes."""
    watched(seed, tally, lambda: compare(seed, largest().graph, Random(seed), REQUESTS_OF_THE_LARGEST, tally))


def refuse(seed: str, analysis: Analysis, tally: Tally) -> None:
    """Notes why a tariff that should compile does not."""
    errors = [one for one in analysis.diagnostics if one.severity == "error"]
    tally.refused[errors[0].name if errors else "without a word"] += 1
    if len(tally.refusals) < MOST_SHOWN:
        for one in errors[:1]:
            line = analysis.source.place(one.span.start).line
            words = analysis.source.line(line).strip()
            tally.refusals.append(f"{seed}: {one.name}: {one.message}\n    {line}: {words}")


def storage_problems(graph: Graph) -> list[str]:
    """What is wrong with the graph once it was written as JSON and read again."""
    again = from_json(json.loads(json.dumps(to_json(graph))))
    return [] if again == graph else ["the graph read from JSON is another one"]
