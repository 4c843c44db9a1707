"""A map from a case to a tariff: which field is which input and in which unit, which figure is which answer.

A map renames and computes nothing: it appends units, joins the parts of dates, puts a case's arrays into
lists and quotes. Whatever else stands in one is a fault.

```
{
  "quotes": {
    "ride": {
      "tariff": "standard",                                        file of the price list, default `tariff`
      "each": "input.calls[]",                                     one quote for each, where no input says so
      "inputs": {
        "distance": {"from": "inputs[].km", "unit": "km"},
        "month":    {"from": "input.month", "day": "01"},          the first day of a written month
        "changed":  {"from": "input.change", "year": "2001"},      the year of a day that is written without one
        "method":   {"constant": "domestic"},                      a word or figure that stands in the case
        "session":  {"period": ["inputs[].entry", "inputs[].exit"]},
        "phases":   {"list": "inputs[].periods", "fields": {
          "drawn":  {"from": "energy_kwh", "unit": "kWh"},         of the item; "" is the item itself
          "time":   {"period": ["start", "next start"], "last": "inputs[].end"}
        }},
        "events":   {"list": "input.events", "first": 2, "fields": {}},   no more than the first two
        "months":   {"list": ["inputs[]"], "fields": {}},          a list of one item
        "years":    {"repeat": "inputs[].years", "fields": {}}     as many items, of which nothing is told, as it says
      }
    }
  },
  "expected": {"totals": "total", "lines": ["line unlock", "billed ride in min"]},   as in the case
  "unused": {"inputs[].note": "a remark"}                          inputs that no quote needs, with the reason
}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, TypeAlias

from tests.cases.case_files import Case, Each, Json, NotThereError, Step, follow, steps, without_positions

Wire: TypeAlias = dict[str, object]

_UNIT: Final = re.compile(r"%|[^\W\d]\w*(?:/[^\W\d]\w*)*")
_SIGNED: Final = re.compile(r"\+\d+(?:\.\d+)?")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


class MapError(Exception):
    """A map holds something that is no renaming, or names what is not there."""


@dataclass(slots=True)
class Quotes:
    """The requests of one group, and the places of the case they were read from."""

    name: str
    tariff: str
    requests: list[Wire] = field(default_factory=list)
    read: set[str] = field(default_factory=set)


def quotes_of(case: Case, groups: Json) -> dict[str, Quotes]:
    """The requests that a map makes of a case, by the names of their groups."""
    if not isinstance(groups, dict) or not groups:
        raise MapError("`quotes` names at least one group of quotes")
    return {name: _group(case, name, group) for name, group in groups.items()}


def unused_inputs(case: Case, quotes: dict[str, Quotes], unused: Json) -> Iterator[str]:
    """What is wrong with the inputs that no quote reads: each is named in the map, with a reason."""
    read = {path for group in quotes.values() for path in group.read}
    left = {path for path, _ in case.inputs() if path not in read}
    for path in sorted(left):
        if path not in unused and without_positions(path) not in unused:
            yield f"{path} is neither an input of the tariff nor named as unused"
    named = {name for path in left for name in (path, without_positions(path))}
    for path, reason in unused.items():
        if path not in named:
            yield f"{path} is named as unused and is not"
        if not isinstance(reason, str) or not reason:
            yield f"{path} is unused without a reason"


def _keys(what: str, given: Json, needed: set[str], allowed: Set[str] = frozenset()) -> dict[str, Json]:
    if not isinstance(given, dict) or not needed <= set(given) or not set(given) <= needed | allowed:
        raise MapError(f"{what} has the keys {sorted(needed)} and may have {sorted(allowed)}: {given}")
    return given


def _way(path: Json) -> tuple[Step, ...]:
    if not isinstance(path, str):
        raise MapError(f"{path} is no path")
    try:
        return steps(path)
    except ValueError as fault:
        raise MapError(str(fault)) from fault


def _group(case: Case, name: str, group: Json) -> Quotes:
    _keys(f"the group {name}", group, {"inputs"}, {"tariff", "each"})
    out = Quotes(name, group.get("tariff", "tariff"))
    paths = [*_absolute_paths(group["inputs"]), *([group["each"]] if "each" in group else [])]
    counts = {len(found) for path in paths if (found := _run(case, _way(path))) is not None}
    if len(counts) > 1:
        raise MapError(f"the arrays of the group {name} differ in length: {sorted(counts)}")
    for index in range(counts.pop() if counts else 1):
        reader = _Reader(case, index, out.read)
        request = {}
        for target, source in group["inputs"].items():
            value = reader.value(target, source)
            if value is not None:
                request[target] = value
        out.requests.append(request)
    return out


def _absolute_paths(sources: dict[str, Json]) -> Iterator[Json]:
    """The paths from the root of the case, of which `[]` makes quotes."""
    for source in sources.values():
        if isinstance(source, dict):
            for key in ("from", "period", "list", "repeat", "last"):
                found = source.get(key, [])
                yield from found if isinstance(found, list) else [found]
            for inner in (source.get("fields") or {}).values():
                if isinstance(inner, dict) and "last" in inner:
                    yield inner["last"]


def _run(case: Case, way: tuple[Step, ...]) -> list[Json] | None:
    """The array over which a path runs, None where it has no `[]`."""
    if Each.ELEMENT not in way:
        return None
    if way.count(Each.ELEMENT) > 1:
        raise MapError("a path runs over one array")
    try:
        _, array = follow(case.body, way[: way.index(Each.ELEMENT)])
    except NotThereError as fault:
        raise MapError(f"the case has no {fault}") from fault
    if not isinstance(array, list):
        raise MapError(f"`[]` follows something that is no array: {way}")
    return array


class _Reader:
    """Reads the inputs of one quote."""

    def __init__(self, case: Case, index: int, read: set[str]) -> None:
        self._case, self._index, self._read = case, index, read

    def value(self, target: str, source: Json) -> object:
        """The input as a request holds it; None where this quote's part of the case does not tell it."""
        if not isinstance(source, dict):
            raise MapError(f"{target} has a source with keys: {source}")
        if "constant" in source:
            return self._constant(target, source)
        if "list" in source:
            return self._list(target, source)
        if "repeat" in source:
            return self._repeated(target, source)
        if "period" in source:
            _keys(target, source, {"period"})
            start, end = self._ends(source)
            return {"from": self._moment(self._at(start)), "to": self._moment(self._at(end))}
        _keys(target, source, {"from"}, {"unit", "day", "year"})
        _check_year(self._case, source)
        return written(self._at(source["from"]), source)

    def _at(self, path: Json) -> Json:
        """The value at a path of the case, None where this element has none."""
        way = _way(path)
        try:
            place, value = follow(self._case.body, way, self._index)
        except NotThereError as fault:
            if Each.ELEMENT not in way:
                raise MapError(f"the case has no {fault}") from fault
            return None
        self._read.add(place)
        return value

    def _constant(self, target: str, source: dict[str, Json]) -> object:
        _keys(target, source, {"constant"}, {"unit"})
        if not isinstance(source["constant"], str):
            raise MapError(f"{target}: a constant is a text")
        return written(source["constant"], source)

    def _ends(self, source: dict[str, Json]) -> tuple[str, str]:
        ends = source["period"]
        if not isinstance(ends, list) or len(ends) != 2 or not all(isinstance(end, str) for end in ends):
            raise MapError(f"a period has two ends: {ends}")
        return ends[0], ends[1]

    def _moment(self, value: Json) -> object:
        if not isinstance(value, str):
            raise MapError(f"{value} is no moment")
        return value

    def _list(self, target: str, source: dict[str, Json]) -> list[Wire]:
        _keys(target, source, {"list", "fields"}, {"first"})
        path, single = source["list"], isinstance(source["list"], list)
        place, items = follow(self._case.body, _way(path[0] if single else path), self._index)
        if not single and not isinstance(items, list):
            raise MapError(f"{target}: {place} is no array")
        places = [place] if single else [f"{place}[{i}]" for i in range(len(items))]
        elements = [items] if single else items[: int(source.get("first", len(items)))]
        return [self._item(elements, places, i, source["fields"]) for i in range(len(elements))]

    def _repeated(self, target: str, source: dict[str, Json]) -> list[Wire]:
        _keys(target, source, {"repeat", "fields"})
        count = self._at(source["repeat"])
        if not isinstance(count, Decimal) or count != int(count) or source["fields"]:
            raise MapError(f"{target} repeats an item without fields a whole number of times: {count}")
        return [{} for _ in range(int(count))]

    def _item(self, items: list[Json], places: list[str], i: int, fields: dict[str, Json]) -> Wire:
        out: Wire = {}
        for name, source in fields.items():
            if "period" in source:
                _keys(name, source, {"period"}, {"last"})
                start, end = self._ends(source)
                until = self._end_of(items, places, i, end, source)
                out[name] = {"from": self._moment(self._of(items, places, i, start)), "to": self._moment(until)}
                continue
            _keys(name, source, {"from"}, {"unit", "day", "year"})
            _check_year(self._case, source)
            value = written(self._of(items, places, i, source["from"]), source)
            if value is not None:
                out[name] = value
        return out

    def _end_of(self, items: list[Json], places: list[str], i: int, end: str, source: dict[str, Json]) -> Json:
        """Where an item ends: at a field of its own, or where the next one (or the whole) starts or ends."""
        if not end.startswith("next "):
            return self._of(items, places, i, end)
        if i + 1 < len(items):
            return self._of(items, places, i + 1, end.removeprefix("next "))
        return self._at(source["last"]) if "last" in source else None

    def _of(self, items: list[Json], places: list[str], i: int, path: Json) -> Json:
        """The value of a field of an item, None where the item has none."""
        try:
            inner, value = follow(items[i], _way(path))
        except NotThereError:
            return None
        self._read.add(f"{places[i]}.{inner}" if inner else places[i])
        return value


def _check_year(case: Case, source: dict[str, Json]) -> None:
    """A day without a year lies in one that the case names, or else in 2001, which is like most."""
    year = source.get("year", "2001")
    if year != "2001" and f"{year}-" not in case.wording:
        raise MapError(f"the case does not name the year {year}")


def written(value: Json, source: dict[str, Json]) -> object:
    """A value of a case with its unit, in the form of a request."""
    if isinstance(value, dict | list):
        raise MapError(f"an input is one value: {value}")
    if value is None or isinstance(value, bool):
        return value
    text = format(value, "f") if isinstance(value, Decimal) else value
    if "day" in source:
        if source["day"] != "01":
            raise MapError(f"a month without a day begins on its day 01, not {source['day']}")
        return f"{text}-01"
    if "year" in source:
        return f"{source['year']}-{text}"
    if _SIGNED.fullmatch(text):
        text = text.removeprefix("+")
    if "unit" not in source:
        return text
    unit = source["unit"]
    if not isinstance(unit, str) or not _UNIT.fullmatch(unit):
        raise MapError(f"{unit} is no unit")
    if _CURRENCY.fullmatch(unit):
        return {"amount": text, "currency": unit}
    return f"{text}%" if unit == "%" else f"{text} {unit}"
