"""From the JSON of a request to a quote with its lines, as exact texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from engine import unpriced
from engine.declarations import Origin, Type
from engine.display import Display, money_text
from engine.graph import Amount, Graph, LineKind
from engine.input_kinds import Slots
from engine.input_problems import InputProblem, Refused
from engine.interpret import outcome
from engine.outcome import NoPriceAt, Priced, RequirementUnmet, Unmet
from engine.outcome import Unpriced as Missing
from engine.requests import Reader
from engine.units import multiply, power
from engine.wording import Wording

Wire: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A line of the bill. The amount is exact, with at least the digits of the currency's minor unit; one
    without a finite decimal form, which only a tariff that rounds nothing can have, is a fraction `1/3`."""

    name: str
    label: str
    kind: LineKind
    amount: str


@dataclass(frozen=True, slots=True)
class QuoteResult:
    """An answer that is no part of the total, with its unit: `0.0201 USD/unit`, `12 days`, `3`, `gold`.

    One for each item where the result belongs to a list."""

    name: str
    label: str
    value: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What a request costs. Lines whose condition does not hold are left out."""

    lines: tuple[QuoteLine, ...]
    results: tuple[QuoteResult, ...]
    currency: str
    total: str | None
    net: str | None
    tax: str | None
    gross: str | None

    def as_wire(self) -> Wire:
        """The quote as the API answers it."""
        wire: Wire = {"currency": self.currency}
        for name, amount in (
            ("total", self.total),
            ("net", self.net),
            ("tax", self.tax),
            ("gross", self.gross),
        ):
            if amount is not None:
                wire[name] = {"amount": amount, "currency": self.currency}
        wire["lines"] = [
            {
                "name": line.name,
                "label": line.label,
                "kind": line.kind,
                "amount": {"amount": line.amount, "currency": self.currency},
            }
            for line in self.lines
        ]
        wire["results"] = [
            {
                "name": result.name,
                "label": result.label,
                "value": result.value if isinstance(result.value, str) else list(result.value),
            }
            for result in self.results
        ]
        return wire


@dataclass(frozen=True, slots=True)
class Unpriced:
    """The tariff has no price for the request; the request itself is in order."""

    reason: str
    origin: Origin | None = None
    name: str = "no-price"


class Pricer:
    """Reads and prices the requests of one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.display = Display(graph)
        self.wording = Wording(graph, self.display)
        self._reader = Reader(graph)
        self.read: Callable[[Mapping[str, object]], Slots | Refused] = self._reader.read
        """The values of a request, or everything that is wrong with it."""
        self._result_types = [amount_type(graph, result.amount) for result in graph.results]

    def quote(self, values: Slots) -> Quote | Unpriced | Refused:
        """The price of the values that `read` gave."""
        answer = outcome(self.graph, values)
        match answer:
            case Unmet(index, item):
                return self.refused(RequirementUnmet(index, item))
            case Missing(ref, item):
                return self.unpriced(values, NoPriceAt(ref, item))
            case Priced():
                return self._quote(answer)

    def _quote(self, priced: Priced) -> Quote:
        graph = self.graph
        lines = tuple(
            QuoteLine(line.name, line.label, line.kind, money_text(amount, graph.currency))
            for line, amount in zip(graph.lines, priced.amounts, strict=True)
            if amount is not None
        )
        results = tuple(
            QuoteResult(
                result.name,
                result.label,
                tuple(self.display.value(type_, one) for one in value)
                if isinstance(value, tuple)
                else self.display.value(type_, value),
            )
            for result, type_, value in zip(graph.results, self._result_types, priced.results, strict=True)
        )
        sums = (priced.total, priced.net, priced.tax, priced.gross)
        texts = [None if amount is None else money_text(amount, graph.currency) for amount in sums]
        return Quote(lines, results, graph.currency, *texts)

    def unpriced(self, values: Slots, missing: NoPriceAt) -> Unpriced:
        """The answer when a value that was needed does not exist."""
        reason = unpriced.reason(self.graph, self.wording, values, missing)
        return Unpriced(reason, unpriced.origin(self.graph, missing))

    def refused(self, unmet: RequirementUnmet) -> Refused:
        """The answer when a requirement does not hold: one problem for each field it names."""
        rule = self.graph.requirements[unmet.index]
        of_item = {
            field.name: f"{one.name}[{unmet.item}].{field.name}"
            for one in self.graph.inputs
            for field in one.fields
            if one.name == rule.list
        }
        expected = self.wording.condition(rule.condition) or "what the tariff requires"
        return Refused(
            tuple(
                InputProblem(of_item.get(field, field), "requirement", expected, rule.message)
                for field in rule.fields or ("",)
            )
        )


def amount_type(graph: Graph, amount: Amount) -> Type:
    """The type of an answer; with a divisor, of the quotient (its scale is that of the value)."""
    type_ = graph.types[amount.value]
    if amount.divisor is None:
        return type_
    divisor = graph.types[amount.divisor]
    return Type("number", multiply(type_.dimension, power(divisor.dimension, -1)), type_.scale)
