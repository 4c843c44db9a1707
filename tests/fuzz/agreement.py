"""Whether the generated function of a tariff says exactly what the oracle says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any
from unittest.mock import patch

from engine import interpret
from engine.graph import Graph, Ref
from engine.interpret import Evaluation, Place, outcome
from engine.outcome import NoPriceAt, Outcome, Priced, RequirementUnmet, Unmet, Unpriced, Value
from engine.scalar import AmountPlace, Scalar


def answer(scalar: Scalar, values: Sequence[object]) -> Outcome:
    """What the generated function says, in the words of the oracle."""
    try:
        found = scalar.price(*values)
    except NoPriceAt as missing:
        return Unpriced(missing.ref, missing.item)
    except RequirementUnmet as unmet:
        return Unmet(unmet.index, unmet.item)
    graph, layout = scalar.graph, scalar.layout

    def amount(place: AmountPlace, value: Ref, divisor: Ref | None) -> Any:
        top = exact(graph, value, found[place.value])
        if place.divisor is None or divisor is None:
            return top
        return top / exact(graph, divisor, found[place.divisor])

    amounts = tuple(
        amount(place.amount, line.amount.value, line.amount.divisor)
        if place.condition is None or found[place.condition]
        else None
        for line, place in zip(graph.lines, layout.lines, strict=True)
    )
    results = []
    for result, place in zip(graph.results, layout.results, strict=True):
        top, divisor = found[place.value], None if place.divisor is None else found[place.divisor]
        if result.list is None:
            results.append(amount(place, result.amount.value, result.amount.divisor))
            continue
        below = (None,) * len(top) if divisor is None else divisor  # type: ignore[arg-type]
        results.append(tuple(
            one if under is None else one / under
            for one, under in zip(
                (exact(graph, result.amount.value, one) for one in top),  # type: ignore[union-attr]
                (None if under is None else exact(graph, result.amount.divisor or 0, under) for under in below),  # type: ignore[union-attr]
                strict=True,
            )
        ))  # fmt: skip
    sums = [
        None if one is None or place is None else amount(place, one.value, one.divisor)
        for one, place in (
            (graph.total, layout.total),
            (graph.net, layout.net),
            (graph.tax, layout.tax),
            (graph.gross, layout.gross),
        )
    ]
    return Priced(amounts, tuple(results), *sums)


def exact(graph: Graph, ref: Ref, found: object) -> Any:
    """An answered value as the oracle has it. Only an integer stands for a number."""
    type_ = graph.types[ref]
    if type_.kind != "number":
        return found
    if type(found) is not int:
        raise TypeError(f"{found!r} is no integer")
    return found * type_.scale


def difference(scalar: Scalar, values: Sequence[object], expected: Outcome | None = None) -> str | None:
    """How the two differ, None where they agree to the last integer, in errors too."""
    wanted = outcome(scalar.graph, values) if expected is None else expected
    try:
        found = answer(scalar, values)
    except Exception as error:
        return f"for {values!r}: {wanted!r} is due, but {type(error).__name__}: {error}"
    return None if found == wanted else f"for {values!r}: {wanted!r} is due, found {found!r}"


@contextmanager
def watching() -> Iterator[set[Ref]]:
    """The nodes for which the oracle is asked in the meantime."""
    asked: set[Ref] = set()

    class Watched(Evaluation):
        def _steps(self, ref: Ref, item: int | None) -> Any:
            asked.add(ref)
            return super()._steps(ref, item)

    with patch.object(interpret, "Evaluation", Watched):
        yield asked


__all__ = ["Fraction", "Place", "Value", "answer", "difference", "watching"]
