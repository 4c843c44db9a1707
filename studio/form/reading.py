"""Between the fields of a form, which are texts, and the wire form of a request (`engine.requests.reader`).

Nothing is judged here: what cannot be understood is handed on as it was written, and the engine's reader says
what is wrong with it. Only what people write and programs do not is put right: a decimal comma, spaces, a unit
left out; but not one of time, as nobody can know whether 90 are minutes or seconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias
from zoneinfo import ZoneInfo

from engine.declarations import SECONDS, Declared
from engine.explanation.display import duration_text
from engine.moments import local, read_moment
from engine.units import UNITS, currency_of

Rows: TypeAlias = list[dict[str, str]]
Entry: TypeAlias = str | Rows
"""What stands in a field: a text, or the rows of a list with a text for each column."""

_NUMBER = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*([^\s\d.,].*?)?").fullmatch
_COMMA = re.compile(r"(?<=\d),(?=\d)")


def columns(declared: Declared) -> tuple[tuple[str, Declared, str], ...]:
    """The fields in which an input is written: (key, the input, its part). A period has two."""
    if declared.kind == "period":
        return tuple((f"{declared.name} {part}", declared, part) for part in ("from", "to"))
    return ((declared.name, declared, ""),)


def request_of(inputs: Sequence[Declared], entries: Mapping[str, Entry]) -> dict[str, object]:
    """The request that a filled form asks; an empty field is left out."""
    request: dict[str, object] = {}
    for declared in inputs:
        value = _value(declared, entries)
        if value is not None:
            request[declared.name] = value
    return request


def _value(declared: Declared, entries: Mapping[str, Entry]) -> object | None:
    if declared.kind == "list":
        rows = entries.get(declared.name, [])
        assert not isinstance(rows, str)
        items = [request_of(declared.fields, row) for row in rows if any(str(v).strip() for v in row.values())]
        return items if items or not declared.optional else None
    if declared.kind == "period":
        ends = {part: text for key, _, part in columns(declared) if (text := str(entries.get(key, "")).strip())}
        return ends or None
    text = str(entries.get(declared.name, "")).strip()
    if not text:
        return None
    match declared.kind:
        case "truth":
            return {"yes": True, "no": False}.get(text, text)
        case "number":
            return _money(declared, text) or number_text(declared, text)
        case _:
            return text


def number_text(declared: Declared, text: str) -> str:
    """`7,4` and `7.4km` of an input in km as `7.4 km`."""
    found = _NUMBER(text)
    if found is None:
        return _COMMA.sub(".", text)
    number, unit = found[1].replace(",", ".").removeprefix("+"), found[2]
    if not unit and declared.type.dimension != SECONDS:
        unit = declared.unit
    if not unit:
        return number
    return f"{number}{unit}" if unit.startswith(("%", "/")) else f"{number} {unit}"


def _money(declared: Declared, text: str) -> dict[str, str] | None:
    currency = currency_of(declared.type.dimension)
    if currency is None:
        return None
    found = _NUMBER(text)
    if found is None:
        return {"amount": text, "currency": currency}
    return {"amount": found[1].replace(",", ".").removeprefix("+"), "currency": found[2] or currency}


def entries_of(inputs: Sequence[Declared], request: Mapping[str, object], zone: ZoneInfo) -> dict[str, Entry]:
    """The texts with which a form shows a request; defaults stand in fields that are not given."""
    entries: dict[str, Entry] = {}
    for declared in inputs:
        value = request.get(declared.name, declared.default)
        if declared.kind == "list":
            items = value if isinstance(value, list) else []
            entries[declared.name] = [
                {key: str(text) for key, text in entries_of(declared.fields, item, zone).items()} for item in items
            ]
        elif declared.kind == "period":
            ends = value if isinstance(value, Mapping) else {}
            for key, _, part in columns(declared):
                entries[key] = moment_entry(str(ends.get(part, "")), zone)
        else:
            entries[declared.name] = _entry(declared, value, zone)
    return entries


def _entry(declared: Declared, value: object, zone: ZoneInfo) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Mapping():
            return f"{value.get('amount', '')} {value.get('currency', '')}".strip()
        case _ if declared.kind == "moment":
            return moment_entry(str(value), zone)
        case str() if declared.type.dimension == SECONDS and (found := _NUMBER(value)) and found[2] in UNITS:
            return duration_text(Fraction(found[1]) * UNITS[found[2]].factor)
        case _:
            return str(value)


def moment_entry(text: str, zone: ZoneInfo) -> str:
    """`2026-03-02 08:10` on the tariff's clock; with its offset in the hour that clocks show twice."""
    seconds = read_moment(text, zone)
    if not isinstance(seconds, int):
        return text
    at = local(seconds, zone)
    form = "%Y-%m-%d %H:%M" if at.second == 0 else "%Y-%m-%d %H:%M:%S"
    short = at.strftime(form)
    return short if read_moment(short, zone) == seconds else at.isoformat(sep=" ")
