"""The price along one input: exact totals at values spread evenly over a range, each priced as a quote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from zoneinfo import ZoneInfo

from dsl.combining.shelf import ALONE, Bundle
from engine.declarations import SECONDS, Declared, Type
from engine.graph import Graph
from engine.moments import read_moment, show_date, show_moment
from engine.quote import Quote, Unpriced
from engine.requests.number_texts import NumberText, is_decimal
from engine.requests.problems import InputProblem, Refused, closest, listing, shown
from engine.requests.records import kind_of
from engine.requests.unit_forms import counting_names
from tariff_library.actions.quotes import Answer, NotPriced, Unanswered, quote, quote_text
from tariff_library.answers import NotCurrent, NoVersionYet
from tariff_library.library import Library
from tariff_library.lookups import unknown
from tariff_library.texts import analysed

KINDS = ("number", "moment", "date", "period")


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The total at one value. `at` is in the wire form of a request (of a period: its length).

    Without a total `problem` says why there is none."""

    at: object
    total: str | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """Points in the order of the input; neighbours differ by at least one step of it."""

    over: str
    currency: str
    points: tuple[CurvePoint, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """What to draw: the other inputs, the input to go along, its first and last value, how many points."""

    inputs: Mapping[str, object]
    over: str
    first: object
    last: object
    points: int


Price: TypeAlias = Callable[[Mapping[str, object]], tuple[str | None, str | None]]
"""The total of a request, or why it has none."""


def curve_of_text(text: str, wanted: Range, beside: Bundle = ALONE) -> Curve | Refused | None:
    """The curve of a text; None when it has errors."""
    graph = analysed(text, beside).graph
    if graph is None:
        return None

    def price(inputs: Mapping[str, object]) -> tuple[str | None, str | None]:
        found = quote_text(text, inputs, beside)
        assert found is not None
        return (found.total, None) if isinstance(found, Quote) else (None, _why(found))

    return _curve(graph, wanted, price)


def curve_of_tariff(library: Library, tariff: str, wanted: Range) -> Curve | Unanswered:
    """The curve of published prices; each point is priced by the version that applies to it."""
    tariffs = library.live.tariffs()
    if isinstance(tariffs, NotCurrent):
        return tariffs
    if tariff not in tariffs:
        return unknown(tariff, list(tariffs))
    versions = tariffs[tariff].versions
    if not versions:
        return NoVersionYet(tariff, library.clock(), None)

    def price(inputs: Mapping[str, object]) -> tuple[str | None, str | None]:
        found = quote(library, tariff, inputs)
        return (found.quote.total, None) if isinstance(found, Answer) else (None, _why(found))

    return _curve(library.live.loaded(versions[-1]).pricer.graph, wanted, price)


def _curve(graph: Graph, wanted: Range, price: Price) -> Curve | Refused:
    declared = next((one for one in graph.inputs if one.name == wanted.over), None)
    if declared is None or declared.kind not in KINDS:
        along = [one.name for one in graph.inputs if one.kind in KINDS]
        help = closest(wanted.over, along)
        return _refused("over", "unknown-field", f"one of {listing(along)}", wanted.over, help)
    axis = _axis(graph, declared, wanted)
    if isinstance(axis, Refused):
        return axis
    ends, show, place = axis
    points = []
    for steps in _spread(*ends, wanted.points):
        total, problem = price({**wanted.inputs, wanted.over: place(steps)})
        points.append(CurvePoint(show(steps), total, problem))
    return Curve(wanted.over, graph.currency, tuple(points))


Axis: TypeAlias = tuple[tuple[int, int], Callable[[int], object], Callable[[int], object]]
"""The first and last value in steps, how a value is shown, and how it stands in a request."""


def _axis(graph: Graph, declared: Declared, wanted: Range) -> Axis | Refused:
    zone = ZoneInfo(graph.time_zone)
    counted = counting_names(graph.inputs)
    start: int | None = None
    if declared.kind == "period":
        begun = _start(wanted, zone)
        if isinstance(begun, Refused):
            return begun
        start = begun
        declared = Declared(declared.name, "number", Type("number", SECONDS), unit="min")
    reader = kind_of(declared, zone, counted)
    problems: list[InputProblem] = []
    first = reader.careful(wanted.first, "from", problems)
    last = reader.careful(wanted.last, "to", problems)
    if first is None or last is None:
        return Refused(tuple(problems))
    if first[0] > last[0]:
        return _refused("to", "reversed-range", "a value not below `from`", wanted.last)
    show = _shown(declared, zone, counted)
    if start is None:
        return (first[0], last[0]), show, show

    def place(length: int, begins: int = start) -> object:
        return {"from": show_moment(begins, zone), "to": show_moment(begins + length, zone)}

    return (first[0], last[0]), show, place


def _start(wanted: Range, zone: ZoneInfo) -> int | Refused:
    """Where a period begins along whose length one goes."""
    period = wanted.inputs.get(wanted.over)
    written = period.get("from") if isinstance(period, Mapping) else None
    found = read_moment(written, zone) if isinstance(written, str) else None
    if isinstance(found, int):
        return found
    field = f"inputs.{wanted.over}.from"
    name = "missing-field" if found is None else found[0]
    return _refused(field, name, 'a moment such as "2026-03-02T08:10:00+01:00"', written)


def _shown(declared: Declared, zone: ZoneInfo, counted: Mapping[str, str]) -> Callable[[int], object]:
    """Writes a value as a request does."""
    if declared.kind == "moment":
        return lambda seconds: show_moment(seconds, zone)
    if declared.kind == "date":
        return show_date
    numbers = NumberText(declared, counted)

    def number(steps: int) -> object:
        bases = numbers.scale * steps
        units = (numbers.own, *numbers.units)
        unit = next((one for one in units if is_decimal(bases / numbers.forms.factors[one])), numbers.own)
        if numbers.money:
            return {"amount": numbers.amount(bases).removesuffix(f" {numbers.money}"), "currency": numbers.money}
        return numbers.amount(bases, unit)

    return number


def _spread(first: int, last: int, points: int) -> list[int]:
    """So many whole numbers from first to last, evenly, without repeats."""
    gaps = max(points - 1, 1)
    return list(dict.fromkeys(first + (last - first) * place // gaps for place in range(points)))


def _why(found: Unpriced | Unanswered) -> str:
    """Why a point has no total, in a sentence."""
    match found:
        case Refused(problems):
            first = problems[0]
            return f"{first.field}: expected {first.expected}, found {first.found}"
        case NotPriced(unpriced=unpriced):
            return unpriced.reason
        case Unpriced(reason=reason):
            return reason
        case NoVersionYet():
            return "the tariff had no version at that moment"
        case _:
            return "the tariff or its version is not there any more"


def _refused(field: str, name: str, expected: str, found: object, help: str | None = None) -> Refused:
    return Refused((InputProblem(field, name, expected, shown(found), help),))
