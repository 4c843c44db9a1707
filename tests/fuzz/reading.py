"""Any text whatsoever: it is checked without an exception, every diagnostic has its place and its words."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from random import Random

from dsl.compile import Analysis, analyse
from dsl.diagnostics import Diagnostic, Span
from dsl.examples import run_examples
from dsl.format import format_text
from dsl.render import render_all
from engine.scalar.program import compile_scalar
from tests.fuzz.agreement import difference
from tests.fuzz.bombs import FAMILIES
from tests.fuzz.boundaries import Boundaries
from tests.fuzz.corpus import corpus
from tests.fuzz.growth import at_most
from tests.fuzz.layouts import layout_problems
from tests.fuzz.mutations import mutated
from tests.fuzz.tally import Tally
from tests.fuzz.tariffs import random_tariff
from tests.fuzz.wild import wild

PATIENCE = 30
"""Seconds for one text; a random text is short."""


def random_text(dice: Random) -> str:
    """Mostly a damaged tariff; else a small bomb, or what was never a tariff."""
    match dice.choices(["corpus", "own", "wild", "bomb"], [50, 25, 20, 5])[0]:
        case "corpus":
            return mutated(dice, dice.choice(corpus()))
        case "own":
            return mutated(dice, random_tariff(dice))
        case "wild":
            return wild(dice)
        case _:
            return FAMILIES[dice.choice(sorted(FAMILIES))](dice.randint(0, 120))


def read_text(seed: str, tally: Tally) -> None:
    """Makes the text of this seed, checks it and counts what is wrong with what is said about it."""
    dice = Random(seed)
    text = random_text(dice)
    tally.texts += 1
    watched(seed, tally, lambda: _read(seed, dice, text, tally))


def watched(seed: str, tally: Tally, work: Callable[[], None]) -> None:
    """Does some work; whatever it raises, or that it never ends, is counted."""
    try:
        with at_most(PATIENCE):
            work()
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
        tally.exceptions.append(f"{seed}: {type(error).__name__} at {place}: {str(error)[:200]}")


def _read(seed: str, dice: Random, text: str, tally: Tally) -> None:
    analysis = analyse(text)
    tally.misplaced += [f"{seed}: {problem}" for problem in misplaced(analysis)]
    if any(diagnostic.severity == "error" for diagnostic in analysis.diagnostics):
        format_text(analysis.source)
        render_all(analysis.diagnostics, analysis.source)
        return
    tally.round_trips += [f"{seed}: {problem}" for problem in layout_problems(analysis)]
    if analysis.graph is None:
        tally.misplaced.append(f"{seed}: no graph, and nobody says why")
        return
    run_examples(analysis)
    scalar, boundaries = compile_scalar(analysis.graph), Boundaries(dice, analysis.graph)
    for _ in range(2):
        problem = difference(scalar, boundaries.values())
        tally.requests += 1
        if problem is not None:
            tally.unequal.append(f"{seed}: {problem}")


def misplaced(analysis: Analysis) -> list[str]:
    """Diagnostics that do not say where, or what."""
    length = len(analysis.source.text)
    return [problem for one in analysis.diagnostics if (problem := _misplaced(one, length)) is not None]


def _misplaced(one: Diagnostic, length: int) -> str | None:
    spans: list[Span] = [one.span, *(related.span for related in one.related)]
    spans += [edit.span for fix in one.fixes for edit in fix.edits]
    if any(not 0 <= span.start <= span.end <= length for span in spans):
        return f"{one.name} has a place outside of the text: {spans}"
    if not one.message.strip() or not one.name or one.help == "":
        return f"{one.name or 'a diagnostic'} has no words"
    if any(not related.message.strip() for related in one.related) or any(not fix.label.strip() for fix in one.fixes):
        return f"{one.name} has a related place or a fix without words"
    return None
