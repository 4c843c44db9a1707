"""How each line of a quote arose: what was measured, what was billed, at which price, and what acted on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

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
from engine.explanation_sentences import adjusted_sentence, charged_sentence, left_out_sentence
from engine.graph import Graph, Line, Part, Ref
from engine.input_kinds import Slots
from engine.input_problems import Refused
from engine.interpret import Evaluation
from engine.outcome import NoPriceAt
from engine.quote import Pricer, Quote, Unpriced, amount_type
from engine.units import ONE, currency_of


def explain(pricer: Pricer, values: Slots) -> Explanation | Unpriced | Refused:
    """Tells how the price of these values arose; what has no price has no explanation but its reason."""
    quote = pricer.quote(values)
    if not isinstance(quote, Quote):
        return quote
    teller = _Teller(pricer, values)
    lines: list[ExplainedLine] = []
    left_out: list[LeftOut] = []
    for line in pricer.graph.lines:
        if line.condition is None or teller.at.value(line.condition):
            lines.append(teller.line(line))
        else:
            left_out.append(teller.left_out(line))
    return Explanation(quote.currency, teller.priced_at(), tuple(lines), tuple(left_out), tuple(teller.dated()), quote)


class _Teller:
    """Tells the lines of one request."""

    def __init__(self, pricer: Pricer, values: Slots) -> None:
        self._graph: Graph = pricer.graph
        self._display = pricer.display
        self._wording = pricer.wording
        self._rows = dict(self._graph.row_origins)
        self.at = Evaluation(self._graph, values)

    def line(self, line: Line) -> ExplainedLine:
        """What is known about a line of the bill."""
        places = (None,) if line.list is None else self.at.items(line.list)
        steps = tuple(self._step(line, item) for item in places)
        amount = self._money(self.at.amount(line.amount))
        exact = self._money(self.at.amount(line.exact))
        before = None if line.before is None else self._money(self._number(line.before))
        bound = None if line.bound is None else self._money(self._number(line.bound))
        labels = {one.name: one.label for one in self._graph.lines}
        covers = tuple(labels.get(name, name) for name in line.covers)
        told = ExplainedLine(
            line.name,
            line.label,
            line.kind,
            amount,
            exact,
            steps,
            self._condition(line),
            covers,
            before,
            bound,
            line.origin,
            "",
        )
        tell = charged_sentence if line.kind == "charge" else adjusted_sentence
        return replace(told, sentence=tell(told, self._graph.currency))

    def left_out(self, line: Line) -> LeftOut:
        """A line that is not on the bill."""
        condition = self._condition(line) or "its condition"
        sentence = left_out_sentence(line.label or line.name, condition, line.origin)
        return LeftOut(line.name, line.label, line.kind, condition, line.origin, sentence)

    def priced_at(self) -> str | None:
        """The pricing date."""
        ref = self._graph.priced_at
        return None if ref is None else self._shown(ref)

    def dated(self) -> Iterator[DatedValue]:
        """The values that the pricing date picked, of those that a line on the bill may use."""
        graph, keys = self._graph, self._date_keys()
        for ref, node in enumerate(graph.nodes):
            if not isinstance(node, g.Pick) or not isinstance(table := graph.nodes[node.row], g.Table):
                continue
            if len(table.keys) == 1 and table.keys[0] in keys:
                try:
                    row, value = int(self._number(node.row)), self._shown(ref)
                except NoPriceAt:
                    continue
                yield DatedValue(table.name, value, self._row_line(node.row, row))

    def _date_keys(self) -> set[Ref]:
        at, nodes = self._graph.priced_at, self._graph.nodes
        dates = {ref for ref, node in enumerate(nodes) if isinstance(node, g.DateOf) and node.moment == at}
        return dates if at is None else dates | {at}

    def _condition(self, line: Line) -> str | None:
        return None if line.condition is None else self._wording.condition(line.condition)

    def _step(self, line: Line, item: int | None) -> Step:
        measured = None if line.measured is None else self._shown(line.measured, item)
        billed = None if line.billed is None else self._shown(line.billed, item)
        parts = tuple(self._part(part, item) for part in line.parts)
        return Step(None if item is None else item + 1, measured, billed, parts)

    def _part(self, part: Part, item: int | None) -> ExplainedPart:
        price = self.at.amount(part.price, item)
        is_share = self._is_share(part)
        return ExplainedPart(
            quantity=None if part.quantity is None else self._amount(part.quantity, item),
            price=self._display.percent(price) if is_share else self._amount(part.price, item),
            amount=self._amount(part.amount, item),
            above=None if part.lower is None else self._shown(part.lower, item),
            up_to=None if part.upper is None else self._shown(part.upper, item),
            row=self._row(part, item),
            origin=part.origin,
            is_free=price == 0,
            is_share=is_share,
        )

    def _is_share(self, part: Part) -> bool:
        """Whether the price is a percentage of an amount of money."""
        if part.quantity is None:
            return False
        measured = amount_type(self._graph, part.quantity).dimension
        return amount_type(self._graph, part.price).dimension == ONE and currency_of(measured) is not None

    def _row(self, part: Part, item: int | None) -> TableRow | None:
        if part.row is None:
            return None
        table = self._graph.nodes[part.row]
        assert isinstance(table, g.Table)
        row = int(self._number(part.row, item))
        return TableRow(table.name, row + 1, self._row_line(part.row, row))

    def _row_line(self, table: Ref, row: int) -> int | None:
        lines = self._rows.get(table, ())
        return lines[row].line if 0 <= row < len(lines) else None

    def _number(self, ref: Ref, item: int | None = None) -> Fraction:
        return Fraction(self.at.value(ref, item))

    def _shown(self, ref: Ref, item: int | None = None) -> str:
        return self._display.value(self._graph.types[ref], self.at.value(ref, item))

    def _amount(self, amount: g.Amount, item: int | None) -> str:
        return self._display.value(amount_type(self._graph, amount), self.at.amount(amount, item))

    def _money(self, amount: Fraction) -> str:
        return money_text(amount, self._graph.currency)
