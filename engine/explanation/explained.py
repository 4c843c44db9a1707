"""The form of an explanation: what is known about every line of a quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from engine.declarations import Origin
from engine.graph import LineKind
from engine.quote import Quote

FORMAT = 1
"""Number of the explanation's JSON form."""

Wire: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableRow:
    """The row of a table that a price came from, from 1, and where it is written."""

    table: str
    number: int
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """One product within a charge: quantity x price = amount, all exact and with their units; or a bound of the
    parts before it, with what it adds or takes off."""

    quantity: str | None
    price: str
    amount: str
    above: str | None = None
    up_to: str | None = None
    """The bounds of the tier."""
    row: TableRow | None = None
    origin: Origin | None = None
    is_free: bool = False
    is_share: bool = False
    """The price is a percentage of an amount."""
    is_empty: bool = False
    """There is no quantity under this price, or the price or bound did not act."""
    bound: Literal["", "at least", "at most"] = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What was measured and billed, once or for one item of a list (from 1)."""

    item: int | None
    measured: str | None
    billed: str | None
    parts: tuple[ExplainedPart, ...]
    covered: tuple[str, ...] = ()
    """How much of which months it is for: `9 of 30 days`."""


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line of the quote. Amounts are exact texts without their currency."""

    name: str
    label: str
    kind: LineKind
    amount: str
    exact: str
    """Before the line's rounding."""
    steps: tuple[Step, ...]
    condition: str | None
    covers: tuple[str, ...]
    """The labels of the lines that an adjustment acts on."""
    before: str | None
    """What these came to before it acted."""
    bound: str | None
    """The bound of a limit."""
    direction: Literal["at most", "at least"] | None
    """What the bound is; None where the sum is the bound exactly, so that it cannot be told."""
    origin: Origin | None
    sentence: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line whose condition does not hold."""

    name: str
    label: str
    kind: LineKind
    condition: str | None
    origin: Origin | None
    sentence: str


@dataclass(frozen=True, slots=True)
class ComparedPlan:
    """One of the plans of which the cheapest was taken, with what the bill would come to with it, before tax.

    None: it was not open."""

    name: str
    label: str
    amount: str | None


@dataclass(frozen=True, slots=True)
class ExplainedChoice:
    """The plan that was taken, by its name, and all that were compared."""

    name: str
    chosen: str
    plans: tuple[ComparedPlan, ...]
    origin: Origin | None
    sentence: str


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value that changes with the pricing date, and the one that was in force."""

    name: str
    value: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All lines of a quote, told."""

    currency: str
    priced_at: str | None
    """The pricing date."""
    lines: tuple[ExplainedLine, ...]
    left_out: tuple[LeftOut, ...]
    dated: tuple[DatedValue, ...]
    choices: tuple[ExplainedChoice, ...]
    quote: Quote

    def as_wire(self) -> Wire:
        """The explanation as JSON; every key is always there."""

        def money(amount: str | None) -> Wire | None:
            return None if amount is None else {"amount": amount, "currency": self.currency}

        return {
            "format": FORMAT,
            "currency": self.currency,
            "priced_at": self.priced_at,
            "total": money(self.quote.total),
            "lines": [
                {
                    "name": line.name,
                    "label": line.label,
                    "kind": line.kind,
                    "amount": money(line.amount),
                    "exact": money(line.exact),
                    "condition": line.condition,
                    "covers": list(line.covers),
                    "before": money(line.before),
                    "bound": money(line.bound),
                    "direction": line.direction,
                    "steps": [_step_wire(step) for step in line.steps],
                    "origin": _origin_wire(line.origin),
                    "sentence": line.sentence,
                }
                for line in self.lines
            ],
            "left_out": [
                {
                    "name": line.name,
                    "label": line.label,
                    "kind": line.kind,
                    "condition": line.condition,
                    "origin": _origin_wire(line.origin),
                    "sentence": line.sentence,
                }
                for line in self.left_out
            ],
            "dated": [{"name": one.name, "value": one.value, **_line_wire(one.origin)} for one in self.dated],
            "choices": [
                {
                    "name": choice.name,
                    "chosen": choice.chosen,
                    "plans": [
                        {"name": plan.name, "label": plan.label, "amount": money(plan.amount)} for plan in choice.plans
                    ],
                    "origin": _origin_wire(choice.origin),
                    "sentence": choice.sentence,
                }
                for choice in self.choices
            ],
        }


def _step_wire(step: Step) -> Wire:
    return {
        "item": step.item,
        "measured": step.measured,
        "billed": step.billed,
        "covered": list(step.covered),
        "parts": [
            {
                "quantity": part.quantity,
                "price": part.price,
                "amount": part.amount,
                "above": part.above,
                "up_to": part.up_to,
                "row": part.row and {"table": part.row.table, "number": part.row.number, **_line_wire(part.row.origin)},
                "origin": _origin_wire(part.origin),
            }
            for part in step.parts
        ],
    }


def _origin_wire(origin: Origin | None) -> Wire | None:
    return None if origin is None else origin_wire(origin)


def origin_wire(origin: Origin) -> Wire:
    """A place as JSON; `source` is the text that has it, null for the tariff's own."""
    return {"source": origin.source or None, "line": origin.line, "column": origin.column, "text": origin.text}


def _line_wire(origin: Origin | None) -> Wire:
    """The line, and the text that has it where it is not the tariff's own."""
    return {
        "line": None if origin is None else origin.line,
        "source": None if origin is None else origin.source or None,
    }
