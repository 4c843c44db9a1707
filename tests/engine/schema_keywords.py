"""The keyword `ratewright` of a request's schema for the validator of `jsonschema`, written from its description.

It reads texts in another way than the engine does, so that both can be compared.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

Errors = Iterator[ValidationError]
SECONDS_OF = {"h": 3600, "min": 60, "s": 1}


def ratewright(validator: Any, rules: dict[str, Any], instance: Any, schema: Any) -> Errors:
    """Dispatches to the member of the keyword."""
    checks = {"number": number, "moment": moment, "date": calendar_date, "period": period, "list": consecutive}
    for member, rule in rules.items():
        if member != "requirements" and not checks[member](rule, instance):
            yield ValidationError(f"{member}: {instance!r}")


def number(rule: dict[str, Any], value: Any) -> bool:
    if type(value) is int and "" in rule["steps"]:
        steps = value * Fraction(rule["steps"][""])
    elif type(value) is not str:
        return False
    elif value.count(" ") > 1:
        parts = value.split(" ")
        if len(parts) % 2 or not all(count.isdecimal() for count in parts[::2]) or set(parts[1::2]) - set(SECONDS_OF):
            return False
        seconds = [int(count) * SECONDS_OF[unit] for count, unit in zip(parts[::2], parts[1::2], strict=True)]
        steps = sum(seconds) * Fraction(rule["steps"].get("s", 0))
    else:
        digits = re.match(r"-?[0-9]*\.?[0-9]*", value)
        assert digits is not None
        factor = rule["steps"].get(value[digits.end() :].strip())
        if factor is None or digits.group() in ("", "-"):
            return False
        steps = Fraction(digits.group()) * Fraction(factor)
    low, high = rule.get("minimum"), rule.get("maximum")
    return steps.denominator == 1 and (low is None or int(low) <= steps) and (high is None or steps <= int(high))


def instant(text: Any, zone: ZoneInfo) -> datetime | None:
    """The moment of a text, None where it is none, or not one alone."""
    try:
        at = datetime.fromisoformat(text.upper())
    except (ValueError, AttributeError):
        return None
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    if not 1890 < at.year < 2210:
        return None
    around = [(at + timedelta(hours=hours)).replace(tzinfo=UTC).astimezone(zone) for hours in range(-30, 31)]
    offsets = {one.utcoffset() or timedelta() for one in around}
    meant = [(at - offset).replace(tzinfo=UTC) for offset in offsets]
    found = {utc for utc in meant if utc.astimezone(zone).replace(tzinfo=None) == at}
    return found.pop() if len(found) == 1 else None


def moment(rule: dict[str, Any], value: Any) -> bool:
    at = instant(value, ZoneInfo(rule["time_zone"]))
    bounds = [datetime.fromisoformat(rule[bound]) for bound in ("minimum", "maximum")]
    return at is not None and bounds[0] <= at <= bounds[1]


def calendar_date(rule: dict[str, Any], value: Any) -> bool:
    try:
        day = date.fromisoformat(value)
    except (ValueError, TypeError):
        return False
    return date.fromisoformat(rule["minimum"]) <= day <= date.fromisoformat(rule["maximum"])


def period(rule: dict[str, Any], value: Any) -> bool:
    zone = ZoneInfo(rule["time_zone"])
    if not isinstance(value, dict):
        return False
    start, end = (instant(value.get(name), zone) for name in ("from", "to"))
    if start is None or end is None:
        return True  # said at the ends
    if end <= start:
        return False
    if "seconds" in rule and end - start > timedelta(seconds=rule["seconds"]):
        return False
    wall = start.astimezone(zone).replace(tzinfo=None, fold=0)
    for unit in ("days", "months"):
        if unit in rule:
            last = wall + timedelta(days=rule[unit]) if unit == "days" else months_later(wall, rule[unit])
            if end > first_showing(last, zone):
                return False
    return True


def months_later(wall: datetime, months: int) -> datetime:
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    return wall.replace(year=year, month=month + 1, day=min(wall.day, monthrange(year, month + 1)[1]))


def first_showing(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first moment at which the clock shows this time or a later one: by whole minutes, then seconds."""
    start = (wall - timedelta(hours=26)).replace(tzinfo=UTC)

    def shows(at: datetime) -> bool:
        return at.astimezone(zone).replace(tzinfo=None) >= wall

    for step in (timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)):
        while not shows(start + step):
            start += step
    return start + timedelta(seconds=1)


def consecutive(rule: dict[str, Any], value: Any) -> bool:
    if not isinstance(value, list):
        return False
    name = rule["consecutive"]
    placed = [item[name] for item in value if isinstance(item, dict) and name in item]
    if len(placed) < len(value):
        return True  # said at the item
    zone = ZoneInfo("UTC")
    for before, here in pairwise(placed):
        if isinstance(before, dict) and isinstance(here, dict):
            if instant(before.get("to"), zone) != instant(here.get("from"), zone):
                return False
        elif instant(before, zone) >= instant(here, zone):  # type: ignore[operator]
            return False
    return True


def whole_pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Errors:
    """`$` is the end of the text, as in ECMA 262; for Python it may stand before a last line break."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance!r} does not match")


def exact_integer(validator: Any, due: Any, instance: Any, schema: Any) -> Errors:
    """An integer is written without a point: 1.0 is none."""
    if isinstance(instance, float):
        yield ValidationError("a number with a point")
        return
    yield from Draft202012Validator.VALIDATORS["type"](validator, due, instance, schema)


RequestValidator: Any = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"ratewright": ratewright, "pattern": whole_pattern, "type": exact_integer}
)


def validator_of(schema: dict[str, Any]) -> Validator:
    """Validates whole requests."""
    Draft202012Validator.check_schema(schema)
    validator: Validator = RequestValidator(schema, format_checker=FormatChecker(["date"]))
    return validator
