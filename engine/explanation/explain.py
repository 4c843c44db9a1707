"""How each line of a quote arose: what was measured, what was billed, at which price, and what acted on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

from engine import graph as g
from engine.declarations import Origin
from engine.explanation.covered import Covered
from engine.explanation.display import money_text
from engine.explanation.explained import (
    ComparedPlan,
    DatedValue,
    ExplainedChoice,
    ExplainedLine,
    ExplainedPart,
    Explanation,
    LeftOut,
    Step,
    TableRow,
)
from engine.explanation.nodes import amount_type, dated_picks, layer_under, table_of
from engine.explanation.sentences import (
    adjusted_sentence,
    charged_sentence,
    chosen_sentence,
    left_out_sentence,
    other_plan_sentence,
)
from engine.graph import Amount, Choice, Line, Part, Plan, Ref
from engine.quote import Pricer, Quote, Unpriced
from engine.requests.problems import Refused
from engine.requests.reader import Values
from engine.slots import slots
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
    dated, choices = tuple(teller.dated()), tuple(map(teller.choice, pricer.graph.choices))
    return Explanation(quote.currency, teller.priced_at(), tuple(lines), tuple(left_out), dated, choices, quote)


class _Teller:
    """Tells the lines of one request, from the trace of its price."""

    def __init__(self, pricer: Pricer, values: Values) -> None:
        self._graph = pricer.graph
        self._display = pricer.display
        self._wording = pricer.wording
        self._lists = pricer.lists
        self._resting = pricer.coverages
        self._covered = Covered(pricer.graph, values, pricer.coverages)
        self._rows = dict(self._graph.row_origins)
        self._values = pricer.scalar.trace(*values)
        self._labels = {line.name: line.label or line.name for line in self._graph.lines}
        held = zip(slots(self._graph.inputs), values, strict=True)
        self._plans: dict[Ref, Plan] = {plan.chosen: plan for choice in self._graph.choices for plan in choice.plans}
        self._sizes = {slot.name: len(value) for slot, value in held if slot.declared.kind == "list" and not slot.part}

    def line(self, line: Line) -> ExplainedLine:
        """What is known about a line of the bill."""
        places = (None,) if line.list is None else range(self._size(line.list))
        told = ExplainedLine(
            name=line.name,
            label=line.label,
            kind=line.kind,
            amount=self._money(self._number(line.amount)),
            exact=self._money(self._number(line.exact)),
            steps=tuple(self._step(line, item) for item in places),
            condition=self._condition(line),
            covers=tuple(self._labels.get(name, name) for name in line.covers),
            before=None if line.before is None else self._money(self._number(Amount(line.before))),
            bound=None if line.bound is None else self._money(self._number(Amount(line.bound))),
            direction=self._direction(line),
            origin=line.origin,
            sentence="",
        )
        currency, within = self._graph.currency, line.within
        is_charge = line.kind == "charge"
        said = charged_sentence(told, currency) if is_charge else adjusted_sentence(told, currency, within)
        return replace(told, sentence=said)

    def left_out(self, line: Line) -> LeftOut:
        """A line that is not on the bill."""
        plan = self._plan(line)
        if plan is not None and not self.value(plan.chosen):
            is_open = plan.condition is None or self.value(plan.condition)
            condition = None if plan.condition is None else self._wording.condition(plan.condition)
            sentence = other_plan_sentence(line.label or line.name, plan.label, is_open, condition, line.origin)
            return LeftOut(line.name, line.label, line.kind, None if is_open else condition, line.origin, sentence)
        condition = self._condition(line)
        sentence = left_out_sentence(line.label or line.name, condition, line.origin)
        return LeftOut(line.name, line.label, line.kind, condition, line.origin, sentence)

    def choice(self, choice: Choice) -> ExplainedChoice:
        """What each plan would have come to, and the one that was taken."""
        compared = []
        for plan in choice.plans:
            is_open = plan.condition is None or self.value(plan.condition)
            amount = self._money(self._number(plan.amount)) if is_open else None
            compared.append(ComparedPlan(plan.name, plan.label, amount))
        chosen = next(plan.name for plan in choice.plans if self.value(plan.chosen))
        sentence = chosen_sentence(chosen, compared, self._graph.currency, choice.origin)
        return ExplainedChoice(choice.name, chosen, tuple(compared), choice.origin, sentence)

    def priced_at(self) -> str | None:
        """The pricing date."""
        ref = self._graph.priced_at
        return None if ref is None else self._shown(ref)

    def dated(self) -> Iterator[DatedValue]:
        """The values that the pricing date picked."""
        for pick, table in dated_picks(self._graph):
            value, row = self._shown(pick), self.value(table_of(self._graph, pick))
            if value is not None:
                origin = self._row_origin(table_of(self._graph, pick), row)
                if origin is not None and origin.text.endswith("%") and self._graph.types[pick].dimension == ONE:
                    value = self._display.percent(self._number(Amount(pick)))
                yield DatedValue(table.name, value, origin)

    def _size(self, list: g.ListRef) -> int:
        """How many items a list has."""
        if isinstance(list, str):
            return self._sizes[list]
        counted = self.value(list) or 0
        return counted if isinstance(counted, int) else len(counted)

    def value(self, ref: Ref, item: int | None = None) -> Any:
        """The traced value, a number as an integer in its scale; None where there is none."""
        value: Any = self._values[ref]
        if self._lists[ref] is None or value is None:
            return value
        assert item is not None
        return value[item]

    def _direction(self, line: Line) -> Literal["at most", "at least"] | None:
        """A sum over its bound is cut to what is at most allowed, or is more than what is at least due."""
        if line.bound is None or line.before is None:
            return None
        before, bound = self._number(Amount(line.before)), self._number(Amount(line.bound))
        acted = self._number(line.amount)
        if line.within:
            return "at most" if acted < 0 else "at least" if acted > 0 else None
        if acted or before != bound:
            return "at most" if acted < 0 or (not acted and before < bound) else "at least"
        return None

    def _condition(self, line: Line) -> str | None:
        """The line's own condition in words; that its plan was taken is told with the choice."""
        plan = self._plan(line)
        if plan is None:
            return None if line.condition is None else self._wording.condition(line.condition)
        _, *own = self._both(line)
        return self._wording.condition(own[0]) if own else None

    def _plan(self, line: Line) -> Plan | None:
        """The plan that a line belongs to."""
        return next((self._plans[ref] for ref in self._both(line)[:1] if ref in self._plans), None)

    def _both(self, line: Line) -> tuple[Ref, ...]:
        """A line's condition; for one of a plan that it was taken, and its own."""
        if line.condition is None:
            return ()
        node = self._graph.nodes[line.condition]
        return node.args if isinstance(node, g.All) and node.args[0] in self._plans else (line.condition,)

    def _step(self, line: Line, item: int | None) -> Step:
        measured = None if line.measured is None else self._shown(line.measured, item)
        billed = None if line.billed is None else self._shown(line.billed, item)
        parts = [self._part(part, item) for part in line.parts]
        told = tuple(part for part in parts if part is not None)
        covered = self._covered.of(line, item) if line.name in self._resting else ()
        return Step(None if item is None else item + 1, measured, billed, told, covered)

    def _part(self, part: Part, item: int | None) -> ExplainedPart | None:
        """None for a part whose price does not exist and was not needed."""
        price, amount = self._found(part.price, item), self._found(part.amount, item)
        quantity = None if part.quantity is None else self._found(part.quantity, item)
        if price is None or amount is None or (part.quantity is not None and quantity is None):
            return None
        is_share = self._is_share(part)
        shown_price = self._display.percent(price) if is_share else self._said(part.price, price)
        return ExplainedPart(
            quantity=None if part.quantity is None else self._said(part.quantity, quantity),
            price=shown_price,
            amount=self._said(part.amount, amount),
            above=None if part.lower is None else self._shown(part.lower, item),
            up_to=None if part.upper is None else self._shown(part.upper, item),
            row=self._row(part, item),
            origin=part.origin,
            is_free=price == 0,
            is_share=is_share,
            is_empty=quantity == 0 if part.quantity is not None else amount == 0 and (part.bound != "" or price != 0),
            bound=part.bound,
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
        pick = part.price.value
        at, row = part.row, self.value(part.row, item)
        while row is not None and (under := layer_under(self._graph, pick, row)) is not None:
            pick, at = under, table_of(self._graph, under)
            row = self.value(at, item)
        table = self._graph.nodes[at]
        if not isinstance(table, g.Table) or row is None or row < 0:
            return None
        return TableRow(table.name, row + 1, self._row_origin(at, row))

    def _row_origin(self, table: Ref, row: int) -> Origin | None:
        origins = self._rows.get(table, ())
        return origins[row] if 0 <= row < len(origins) else None

    def _found(self, amount: Amount, item: int | None = None) -> Fraction | None:
        """An answer as a number in base units."""
        value = self.value(amount.value, item)
        divisor = 1 if amount.divisor is None else self.value(amount.divisor, item)
        if value is None or not divisor:
            return None
        return Fraction(value, divisor) * amount_type(self._graph, amount).scale

    def _number(self, amount: Amount) -> Fraction:
        found = self._found(amount)
        assert found is not None
        return found

    def _shown(self, ref: Ref, item: int | None = None) -> str | None:
        value, type_ = self.value(ref, item), self._graph.types[ref]
        if value is None:
            return None
        return self._display.value(type_, value * type_.scale if type_.kind == "number" else value)

    def _said(self, amount: Amount, number: Fraction | None) -> str:
        assert number is not None
        return self._display.number(number, amount_type(self._graph, amount))

    def _money(self, amount: Fraction) -> str:
        return money_text(amount, self._graph.currency)
