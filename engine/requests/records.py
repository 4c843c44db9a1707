"""Readers of whole requests and of lists: JSON objects by their declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from engine.declarations import Declared
from engine.moments import show_moment
from engine.requests.kinds import (
    ChoiceKind,
    Kind,
    MoneyKind,
    NumberKind,
    Problems,
    Slots,
    TextKind,
    TruthKind,
    misfit,
    unknown_fields,
)
from engine.requests.number_texts import NumberText
from engine.requests.problems import InputProblem, listing
from engine.requests.times import DateKind, MomentKind, PeriodKind
from engine.slots import empty

_ABSENT: Any = object()


def kind_of(declared: Declared, zone: ZoneInfo, counted: Mapping[str, str]) -> Kind:
    """The reader of an input."""
    match declared.kind:
        case "number":
            numbers = NumberText(declared, counted)
            return MoneyKind(numbers) if numbers.money else NumberKind(numbers)
        case "truth":
            return TruthKind()
        case "moment":
            return MomentKind(declared, zone)
        case "date":
            return DateKind(declared)
        case "period":
            return PeriodKind(declared, zone)
        case "choice":
            return ChoiceKind(declared.type.options)
        case "text":
            return TextKind()
        case "list":
            return ListKind(declared, zone, counted)


class ListKind:
    """A list of items; its value is a tuple of the items' slots."""

    def __init__(self, declared: Declared, zone: ZoneInfo, counted: Mapping[str, str]) -> None:
        self._declared = declared
        self._zone = zone
        self._item = Record(declared.fields, zone, counted)
        self._most = declared.items or 10**9
        self.placed: tuple[str, int, int] | None = None
        """The field that places an item in time, and where its beginning and end stand in the item's slots
        (both the same for a moment, whose item lasts until the next)."""
        if declared.consecutive:
            place = 0
            for field in declared.fields:
                if field.kind == "period" or (field.kind == "moment" and self.placed is None):
                    self.placed = (field.name, place, place + (field.kind == "period"))
                    if field.kind == "period":
                        break
                place += 1 + field.optional
            if self.placed is None:
                raise ValueError(f"nothing places the items of {declared.name} in time")

    def quick(self, value: object) -> Slots | None:
        if type(value) is not list or len(value) > self._most:
            return None
        read = self._item.quick
        items = []
        for one in value:
            slots = read(one)
            if slots is None:
                return None
            items.append(slots)
        if self.placed is not None and self._gap(items) is not None:
            return None
        return (tuple(items),)

    def _gap(self, items: Sequence[Slots]) -> int | None:
        """The first item that does not follow the one before it."""
        assert self.placed is not None
        _, start, end = self.placed
        for place in range(1, len(items)):
            before, here = items[place - 1][end], items[place][start]
            if before >= here if start == end else before != here:
                return place
        return None

    def careful(self, value: object, field: str, problems: Problems) -> Slots | None:
        if not isinstance(value, Sequence) or isinstance(value, str | bytes):
            problems.append(misfit(value, field, self.expected()))
            return None
        if len(value) > self._most:
            found = f"{len(value)} items"
            problems.append(InputProblem(field, "too-many-items", f"up to {self._most} items", found))
            return None
        before = len(problems)
        items = [self._item.careful(one, f"{field}[{place}]", problems) for place, one in enumerate(value)]
        read = [one for one in items if one is not None]
        if len(problems) == before and self.placed is not None and (gap := self._gap(read)) is not None:
            name, start, end = self.placed
            last, here = (show_moment(at, self._zone) for at in (read[gap - 1][end], read[gap][start]))
            where, due = (".from", last) if start != end else ("", f"a moment after {last}")
            problems.append(InputProblem(f"{field}[{gap}].{name}{where}", "not-consecutive", due, here))
        return (tuple(read),) if len(problems) == before else None

    def expected(self) -> str:
        return f"an array of objects with {listing(field.name for field in self._declared.fields)}"


class Record:
    """The inputs of a request, or the fields of an item: a JSON object by its declarations."""

    def __init__(self, declared: Sequence[Declared], zone: ZoneInfo, counted: Mapping[str, str]) -> None:
        self._kinds = [(one, kind_of(one, zone, counted)) for one in declared]
        self._names = tuple(one.name for one in declared)
        self._absent = [_absent(one, kind) for one, kind in self._kinds]
        self._quick = tuple(
            (one.name, kind.quick, absent, one.optional)
            for (one, kind), absent in zip(self._kinds, self._absent, strict=True)
        )

    def quick(self, document: object) -> Slots | None:
        if type(document) is not dict:
            return None
        get, absent = document.get, _ABSENT
        values: list[Any] = []
        left = len(document)
        for name, read, instead, optional in self._quick:
            value = get(name, absent)
            if value is absent:
                if instead is None:
                    return None
                values += instead
            else:
                slots = read(value)
                if slots is None:
                    return None
                values += slots
                left -= 1
                if optional:
                    values.append(True)
        return None if left else tuple(values)

    def careful(self, document: object, field: str, problems: Problems) -> Slots | None:
        if not isinstance(document, Mapping):
            problems.append(misfit(document, field, f"an object with {listing(self._names)}"))
            return None
        before = len(problems)
        values: list[Any] = []
        for (one, kind), instead in zip(self._kinds, self._absent, strict=True):
            place = f"{field}.{one.name}" if field else one.name
            if one.name in document:
                values += kind.careful(document[one.name], place, problems) or ()
                values += (True,) if one.optional else ()
            elif instead is not None:
                values += instead
            else:
                problems.append(InputProblem(place, "missing-field", kind.expected(), "nothing"))
        unknown_fields(document, self._names, field, problems)
        return tuple(values) if len(problems) == before else None


def default_problem(declared: Declared, zone: ZoneInfo, counted: Mapping[str, str]) -> InputProblem | None:
    """What would be wrong with the default of an input if a request gave it."""
    problems: Problems = []
    kind_of(declared, zone, counted).careful(declared.default, declared.name, problems)
    return problems[0] if problems else None


def _absent(declared: Declared, kind: Kind) -> Slots | None:
    """The slots of an input that a request leaves out; None where it must be given."""
    given = (True,) if declared.optional else ()
    if declared.default is not None:
        problems: Problems = []
        values = kind.careful(declared.default, declared.name, problems)
        if values is None:
            raise ValueError(f"the default of {declared.name} is no value of it: {problems[0]}")
        return values + given
    if declared.optional:
        return (empty(declared),) * (2 if declared.kind == "period" else 1) + (False,)
    return None
