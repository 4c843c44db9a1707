"""How each line of a quote arose: what was measured, what was billed, at which price, and what acted on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from engine import graph as g
from engine.display import money_text
from engine.explained import (
    DatedValue,
    ExplainedLine,
    ExplainedPart,
    Explanation,
    LeftOut,
    Step,
    TableRow,
)
from engine.explained_nodes import amount_type, dated_picks, table_of
from engine.explanation_sentences import adjusted_sentence, charged_sentence, left_out_sentence
from engine.graph import Amount, Line, Part, Ref
from engine.input_problems import Refused
from engine.quote import Pricer, Quote, Unpriced
from engine.requests import Values
from engine.units import ONE, currency_of


def explain(pricer: Pricer, values: Values) -> Explanation | Unpriced | Refused:
    """Tells how the price of these values arose; what has no price has no explanation but its reason."""
    quote = pricer.quote(values)
    if not isinstance(quote, Quote):
        return quote
    teller = _Teller(pricer, values)
    lines: list[ExplainedLine] = []
    left_out: list[LeftOut] = []
    for line in pricer.graph.lines:
        if line.condition is None or teller.value(line.condition):
            lines.append(teller.line(line))
        else:
            left_out.append(teller.left_out(line))
    return Explanation(
        quote.currency, teller.priced_at(), tuple(lines), tuple(left_out), tuple(teller.dated()), quote
    )


class _Teller:
    """Tells the lines of one request."""

    def __init__(self, pricer: Pricer, values: Values) -> None:
        self._graph = pricer.graph
        self._display = pricer.display
        self._wording = pricer.wording
        self._rows = dict(self._graph.row_origins)
        self._lists = dict(zip(pricer.scalar.traced, pricer.scalar.traced_lists, strict=True))
        self._values = pricer.scalar.trace(*values)
        self._labels = {line.name: line.label or line.name for line in self._graph.lines}
        self._sizes = {
            slot.name: len(value) for slot, value in zip(slots(self._graph.inputs), values, strict=True)
        }
