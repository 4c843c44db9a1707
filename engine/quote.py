"""From the JSON of a request to a quote with its lines, as exact texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter
from typing import Any, TypeAlias

from engine.declarations import Origin, Type
from engine.explanation import unpriced
from engine.explanation.covered import lines_with_coverages
from engine.explanation.display import Display, amount_writer, minor_digits, money_text
from engine.explanation.nodes import amount_type, explained_refs
from engine.explanation.wording import Wording
from engine.graph import Amount, Graph, Line, LineKind, Result, item_lists
from engine.outcome import NoPriceAt, RequirementUnmet
from engine.requests.problems import InputProblem, Refused
from engine.requests.reader import Reader, Values
from engine.scalar.program import AmountPlace, LinePlace, compile_scalar

Answers: TypeAlias = tuple[Any, ...]
"""What `scalar.price` answers."""
Wire: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A line of the bill. The amount is exact, with at least the digits of the currency's minor unit; one
    without a finite decimal form, which only a tariff that rounds nothing can have, is a fraction `1/3`."""

    name: str
    label: str
    kind: LineKind
    amount: str
    sides: tuple[str, str, str] | None = None
    """Net, tax and gross, where the tax is rounded per line or not at all: they add up to those of the quote."""

    def sides_as_wire(self, currency: str) -> Wire:
        """`net`, `tax` and `gross`, nothing where the line has none."""
        sides = zip(("net", "tax", "gross"), self.sides or (), strict=False)
        return {name: {"amount": amount, "currency": currency} for name, amount in sides}


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
                **line.sides_as_wire(self.currency),
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


_new = object.__new__
_set_name, _set_label, _set_kind, _set_amount, _set_sides = (
    getattr(QuoteLine, field).__set__ for field in ("name", "label", "kind", "amount", "sides")
)


def _line(name: str, label: str, kind: LineKind, amount: str, sides: tuple[str, str, str] | None) -> QuoteLine:
    """QuoteLine(…) in half the time: a quote has many, and `__init__` of a frozen class looks each field up."""
    line = _new(QuoteLine)
    _set_name(line, name)
    _set_label(line, label)
    _set_kind(line, kind)
    _set_amount(line, amount)
    _set_sides(line, sides)
    return line


class Pricer:
    """Reads and prices the requests of one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._currency = graph.currency
        self.display = Display(graph)
        self.wording = Wording(graph, self.display)
        self.scalar = compile_scalar(graph, explained_refs(graph))
        self.lists = item_lists(graph.nodes)
        self.coverages = lines_with_coverages(graph)
        self.read: Callable[[Mapping[str, object]], Values | Refused] = Reader(graph).read
        """The values of a request, or everything that is wrong with it."""
        self._price = self.scalar.price
        layout = self.scalar.layout
        self._lines = tuple(
            (line.name, line.label, line.kind, place.condition, *self._money(line.amount, place.amount), tell)
            for line, place in zip(graph.lines, layout.lines, strict=True)
            for tell in [self._sides_teller(line, place)]
        )
        self._results = tuple(
            (result.name, result.label, self._result_teller(result, place))
            for result, place in zip(graph.results, layout.results, strict=True)
        )
        sums = ((graph.total, layout.total), (graph.net, layout.net), (graph.tax, layout.tax))
        self._sums = tuple(
            (_nothing, _tell_nothing) if amount is None or place is None else self._money(amount, place)
            for amount, place in (*sums, (graph.gross, layout.gross))
        )

    def quote(self, values: Values) -> Quote | Unpriced | Refused:
        """The price of the values that `read` gave."""
        try:
            answers = self._price(*values)
        except NoPriceAt as missing:
            return self.unpriced(values, missing)
        except RequirementUnmet as unmet:
            return self.refused(unmet)
        lines = [
            _line(name, label, kind, write(pick(answers)), None if tell is None else tell(answers))
            for name, label, kind, condition, pick, write, tell in self._lines
            if condition is None or answers[condition]
        ]
        results = [QuoteResult(name, label, tell(answers)) for name, label, tell in self._results]
        sums = [write(pick(answers)) for pick, write in self._sums]
        return Quote(tuple(lines), tuple(results), self._currency, *sums)

    def _money(self, amount: Amount, place: AmountPlace) -> tuple[Callable[[Answers], Any], Callable[[Any], str]]:
        """Picks from the answers what stands in this place, one integer or two, and writes it as money."""
        currency, scale = self._currency, self.graph.types[amount.value].scale
        if amount.divisor is None or place.divisor is None:
            return itemgetter(place.value), amount_writer(scale, minor_digits(currency))
        ratio = scale / self.graph.types[amount.divisor].scale
        return itemgetter(place.value, place.divisor), lambda pair: money_text(ratio * pair[0] / pair[1], currency)

    def _sides_teller(self, line: Line, place: LinePlace) -> Callable[[Answers], tuple[str, str, str]] | None:
        """Writes net, tax and gross of a line that has them."""
        if line.sides is None or place.sides is None:
            return None
        sides = (line.sides.net, line.sides.tax, line.sides.gross)
        (net, write_net), (tax, write_tax), (gross, write_gross) = map(self._money, sides, place.sides)
        return lambda answers: (write_net(net(answers)), write_tax(tax(answers)), write_gross(gross(answers)))

    def _result_teller(self, result: Result, place: AmountPlace) -> Callable[[Answers], str | tuple[str, ...]]:
        """Writes an answer with its unit, one for each item where it belongs to a list."""
        value, divisor = place.value, place.divisor
        type_ = amount_type(self.graph, result.amount)
        if divisor is not None or result.percent:
            write = self._quotient_writer(type_, result.percent)
            if result.list is None:
                return lambda answers: write(answers[value], 1 if divisor is None else answers[divisor])
            return lambda answers: tuple(map(write, answers[value], repeat(1) if divisor is None else answers[divisor]))
        tell = self.display.writer(type_)
        if result.list is None:
            return lambda answers: tell(answers[value])
        return lambda answers: tuple(map(tell, answers[value]))

    def _quotient_writer(self, type_: Type, percent: bool) -> Callable[[int, int], str]:
        display = self.display

        def write(number: int, divisor: int) -> str:
            value = type_.scale * number / divisor
            return display.percent(value) if percent else display.number(value, type_)

        return write

    def unpriced(self, values: Values, missing: NoPriceAt) -> Unpriced:
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
        written = rule.origin.text if rule.origin is not None else ""
        expected = self.wording.condition(rule.condition) or written or "what the tariff requires"
        return Refused(
            tuple(
                InputProblem(of_item.get(field, field), "requirement", expected, rule.message)
                for field in rule.fields or ("",)
            )
        )


def _nothing(answers: Answers) -> None:
    return None


def _tell_nothing(nothing: None) -> None:
    return None
