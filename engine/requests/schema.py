"""The JSON Schema of a tariff's requests: draws forms, documents the API, and proves the reader in the tests.

Together with the keyword `ratewright` it accepts what `engine.requests.reader` accepts. Without it, it says what JSON
Schema can say. `ratewright` stands beside the type and holds an object with one of these members:

| member | means |
|---|---|
| `number` | `steps` gives for each unit (for `""` the plain number) how many steps one of it has, as a fraction; the number times that is whole and from `minimum` to `maximum` steps; the parts of a duration add up; `step` is one step for people. A JSON integer is written without a point |
| `moment` | without an offset the text is local time of `time_zone` and must be one moment there; it lies from `minimum` to `maximum` |
| `date` | the date exists and lies from `minimum` to `maximum` |
| `period` | `to` is later than `from`, and not later than the calendar `months`, `days` and elapsed `seconds` after it, counted on the clock of `time_zone`: the same time of day, where the month is too short its last day, and where clocks skip that time the first moment after it |
| `list` | each item begins where the one before it ends by their field `consecutive`; where that is a moment, later than it |
| `requirements` | of the whole: rules of the tariff between inputs, each with `message` and `fields`; for people, the schema does not hold them |
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from engine.declarations import SECONDS, Declared
from engine.graph import Graph
from engine.moments import DATE_PATTERN, MOMENT_PATTERN, show_date, show_moment
from engine.requests.kinds import LONGEST_TEXT, Kind, MoneyKind, NumberKind
from engine.requests.number_texts import DECIMALS, DURATION_PATTERN, NumberText, is_far
from engine.requests.records import ListKind, kind_of
from engine.requests.times import DateKind, MomentKind, PeriodKind
from engine.requests.unit_forms import counting_names

Json = dict[str, Any]

_TEXT_PATTERN = "^[^\\u0000\\ud800-\\udfff]*$"
_BIGGEST = 10**18 - 1


def request_schema(graph: Graph) -> Json:
    """The schema of the requests of a graph, with an example of a whole request."""
    schema = _Schema(graph)
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": graph.label or words_of(graph.name),
        **schema.record(graph.inputs),
    }
    document["examples"] = [schema.example_of(graph.inputs)]
    if graph.requirements:
        rules = [{"message": rule.message, "fields": list(rule.fields)} for rule in graph.requirements]
        document["ratewright"] = {"requirements": rules}
    return document


def words_of(name: str) -> str:
    """`vehicle_class` -> `Vehicle class`."""
    return name.replace("_", " ").capitalize()


class _Schema:
    def __init__(self, graph: Graph) -> None:
        self._zone = ZoneInfo(graph.time_zone)
        self._counted = counting_names(graph.inputs)

    def record(self, inputs: Sequence[Declared]) -> Json:
        """An object with these fields."""
        due = [one.name for one in inputs if one.default is None and not one.optional]
        record: Json = {
            "type": "object",
            "properties": {one.name: self._input(one) for one in inputs},
            "additionalProperties": False,
        }
        if due:
            record["required"] = due
        return record

    def example_of(self, inputs: Sequence[Declared]) -> Json:
        """A value for each field."""
        return {one.name: self._example(one, self._kind(one)) for one in inputs}

    def _kind(self, declared: Declared) -> Kind:
        return kind_of(declared, self._zone, self._counted)

    def _input(self, declared: Declared) -> Json:
        kind = self._kind(declared)
        said: Json = {"title": declared.label or words_of(declared.name)}
        description = self._description(declared, kind)
        if description:
            said["description"] = description
        said |= self._type(declared, kind)
        if declared.default is not None:
            said["default"] = declared.default
        said["examples"] = [self._example(declared, kind)]
        return said

    def _type(self, declared: Declared, kind: Kind) -> Json:
        match declared.kind:
            case "truth":
                return {"type": "boolean"}
            case "choice":
                return {"type": "string", "enum": list(declared.type.options)}
            case "text":
                return {"type": "string", "maxLength": LONGEST_TEXT, "pattern": _TEXT_PATTERN}
            case "date":
                assert isinstance(kind, DateKind)
                bounds = {"minimum": show_date(kind.low), "maximum": show_date(kind.high)}
                return {
                    "type": "string",
                    "format": "date",
                    "pattern": f"^{DATE_PATTERN}$",
                    "ratewright": {"date": bounds},
                }
            case "moment":
                assert isinstance(kind, MomentKind)
                return self._moment(kind)
            case "period":
                assert isinstance(kind, PeriodKind)
                return self._period(declared, kind)
            case "list":
                assert isinstance(kind, ListKind)
                return self._list(declared, kind)
            case "number":
                assert isinstance(kind, NumberKind | MoneyKind)
                return _number(kind.numbers)

    def _moment(self, kind: MomentKind) -> Json:
        bounds = {
            "time_zone": self._zone.key,
            "minimum": show_moment(kind.low, self._zone),
            "maximum": show_moment(kind.high, self._zone),
        }
        return {"type": "string", "pattern": f"^{MOMENT_PATTERN}$", "ratewright": {"moment": bounds}}

    def _period(self, declared: Declared, kind: PeriodKind) -> Json:
        longest = {"months": declared.months, "days": declared.days, "seconds": declared.seconds}
        rule = {"time_zone": self._zone.key} | {unit: n for unit, n in longest.items() if n is not None}
        end = self._moment(kind.ends)
        return {
            "type": "object",
            "properties": {"from": {"title": "From", **end}, "to": {"title": "To", **end}},
            "required": ["from", "to"],
            "additionalProperties": False,
            "ratewright": {"period": rule},
        }

    def _list(self, declared: Declared, kind: ListKind) -> Json:
        listed: Json = {"type": "array", "items": self.record(declared.fields)}
        if declared.items:
            listed["maxItems"] = declared.items
        if kind.placed is not None:
            listed["ratewright"] = {"list": {"consecutive": kind.placed[0]}}
        return listed

    def _description(self, declared: Declared, kind: Kind) -> str:
        said = []
        match kind:
            case NumberKind() | MoneyKind():
                numbers = kind.numbers
                if declared.lower is not None or declared.upper is not None:
                    said.append(numbers.bounds())
                said.append("whole" if declared.whole else f"in steps of {numbers.step()}")
            case PeriodKind() if kind.longest():
                said.append(f"up to {kind.longest()}")
            case MomentKind() | DateKind() if kind.bounds():
                said.append(kind.bounds())
            case ListKind():
                said += [f"up to {declared.items} items"] if declared.items else []
                said += ["one after another"] if declared.consecutive else []
            case _:
                pass
        if declared.optional:
            said.append("may be left out")
        text = ", ".join(said)
        return text[:1].upper() + text[1:]

    def _example(self, declared: Declared, kind: Kind) -> object:
        if declared.default is not None:
            return declared.default
        match kind:
            case NumberKind():
                return kind.numbers.example()
            case MoneyKind():
                return {"amount": kind.numbers.example(), "currency": kind.numbers.money}
            case MomentKind():
                return show_moment(kind.example(), self._zone)
            case DateKind():
                return show_date(kind.example())
            case PeriodKind():
                start, end = kind.example()
                return {"from": show_moment(start, self._zone), "to": show_moment(end, self._zone)}
            case ListKind():
                return [self.example_of(declared.fields)]
            case _:
                pass
        if declared.kind == "truth":
            return True
        return declared.type.options[0] if declared.kind == "choice" else "text"


def _number(numbers: NumberText) -> Json:
    """The form of a number with its unit, of a plain one, or of an amount."""
    rule: Json = {"step": numbers.step()}
    rule["steps"] = {unit: str(Fraction(*factor)) for unit, factor in numbers.units.items()}
    if not is_far(numbers.low):
        rule["minimum"] = str(numbers.low)
    if not is_far(numbers.high):
        rule["maximum"] = str(numbers.high)
    text: Json = {"type": "string", "pattern": _pattern(numbers), "ratewright": {"number": rule}}
    if numbers.money:
        return {
            "type": "object",
            "properties": {"amount": {"title": "Amount", **text}, "currency": {"const": numbers.money}},
            "required": ["amount", "currency"],
            "additionalProperties": False,
        }
    if "" in numbers.units:
        return {
            "anyOf": [
                {"type": "string", "pattern": text["pattern"]},
                {"type": "integer", "minimum": -_BIGGEST, "maximum": _BIGGEST},
            ],
            "ratewright": {"number": rule},
        }
    return text


def _pattern(numbers: NumberText) -> str:
    """The texts of numbers with one of the units and no more decimals than the step can need."""
    by_decimals: dict[int, list[str]] = {}
    for unit, (steps, divisor) in numbers.units.items():
        by_decimals.setdefault(_decimals(steps, divisor), []).append(unit)
    forms = []
    for decimals, units in by_decimals.items():
        zeros = f"0{{0,{DECIMALS - decimals}}}" if decimals < DECIMALS else ""
        kept = f"[0-9]{{1,{decimals}}}{zeros}" if decimals else f"0{{1,{DECIMALS}}}"
        written = "|".join(units)
        written = f"(?:{written})" if len(units) > 1 else written
        forms.append(rf"-?[0-9]{{1,18}}(?:\.{kept})?{numbers.space if units != [''] else ''}{written}")
    if numbers.declared.type.dimension == SECONDS:
        forms.append(DURATION_PATTERN)
    return f"^(?:{'|'.join(forms)})$"


def _decimals(steps: int, divisor: int) -> int:
    """The most decimals that a number can have which, times steps/divisor, is whole."""

    def power(number: int, prime: int) -> int:
        count = 0
        while number % prime == 0:
            number, count = number // prime, count + 1
        return count

    most = max(power(steps, prime) - power(divisor, prime) for prime in (2, 5))
    return min(max(most, 0), DECIMALS)
