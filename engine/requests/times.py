"""Readers of the inputs that are moments, dates and periods."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

from engine.declarations import Declared
from engine.moments import (
    DATE_PATTERN,
    FIRST_DATE,
    FIRST_MOMENT,
    LAST_DATE,
    LAST_MOMENT,
    later,
    quick_moment,
    read_moment,
    show_date,
    show_moment,
)
from engine.requests.kinds import Problems, Slots, misfit, unknown_fields
from engine.requests.problems import InputProblem, shown

_DAY = 86400
_LEAP = 26 * 3600
"""More than a zone's clock is ever put forward or back within the calendar days of a period."""
_EXAMPLE = 1772435400
"""2026-03-02T07:10:00Z, a Monday morning."""
_FAR_DAYS = 110_000
"""A length bound beyond this many days lies outside every period that a request can hold."""
_date_form = re.compile(DATE_PATTERN).fullmatch


class MomentKind:
    """A moment; its value is UTC seconds."""

    def __init__(self, declared: Declared, zone: ZoneInfo) -> None:
        self._zone = zone
        self._declared = declared
        self.low, self.high = whole_bounds(declared, FIRST_MOMENT, LAST_MOMENT)

    def quick(self, value: object) -> Slots | None:
        at = quick_moment(value)
        return (at,) if at is not None and self.low <= at <= self.high else None

    def careful(self, value: object, field: str, problems: Problems) -> Slots | None:
        if not isinstance(value, str):
            problems.append(misfit(value, field, self.expected()))
            return None
        found = read_moment(value, self._zone)
        if isinstance(found, int):
            if self.low <= found <= self.high:
                return (found,)
            problems.append(InputProblem(field, "out-of-bounds", self.bounds(), shown(value)))
            return None
        name, instead = found
        expected, help = self.expected(), " or ".join(f"`{text}`" for text in instead)
        match name:
            case "finer-than-step":
                expected, help = "whole seconds", f"write {help}"
            case "missing-hour":
                expected = f"a time that clocks in {self._zone.key} show"
                help = f"clocks go on at {help}"
            case "doubled-hour":
                expected = f"an offset, as clocks in {self._zone.key} show this time twice"
                help = f"write {help}"
            case "outside-calendar":
                expected = f"a moment in the years {FIRST_DATE.year} to {LAST_DATE.year}"
            case "moment-form" | "no-such-moment":
                pass
        problems.append(InputProblem(field, name, expected, shown(value), help or None))
        return None

    def bounds(self) -> str:
        """The declared bounds in words."""
        return said_bounds(self._declared, lambda number: show_moment(int(number), self._zone))

    def example(self) -> int:
        """A moment within the bounds."""
        return min(max(_EXAMPLE, self.low), self.high)

    def expected(self) -> str:
        return 'a moment such as "2026-03-02T08:10:00+01:00"'


def whole_bounds(declared: Declared, first: int, last: int) -> tuple[int, int]:
    """The least and the greatest allowed value of a moment or date."""
    low, high = first, last
    if declared.lower is not None:
        low = -(-declared.lower // 1) if declared.lower_in else declared.lower // 1 + 1
    if declared.upper is not None:
        high = declared.upper // 1 if declared.upper_in else -(-declared.upper // 1) - 1
    return max(low, first), min(high, last)


def said_bounds(declared: Declared, show: Callable[[Fraction], str]) -> str:
    """`from …, up to …`, as far as bounds are declared."""
    said = []
    if declared.lower is not None:
        said.append(("from " if declared.lower_in else "after ") + show(declared.lower))
    if declared.upper is not None:
        said.append(("up to " if declared.upper_in else "before ") + show(declared.upper))
    return ", ".join(said)


class DateKind:
    """A calendar date; its value is the day number."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared
        self.low, self.high = whole_bounds(declared, FIRST_DATE.toordinal(), LAST_DATE.toordinal())

    def quick(self, value: object) -> Slots | None:
        if type(value) is not str or not _date_form(value):
            return None
        try:
            day = date.fromisoformat(value).toordinal()
        except ValueError:
            return None
        return (day,) if self.low <= day <= self.high else None

    def careful(self, value: object, field: str, problems: Problems) -> Slots | None:
        if (found := self.quick(value)) is not None:
            return found
        if not isinstance(value, str):
            problems.append(misfit(value, field, self.expected()))
        elif not _date_form(value):
            problems.append(InputProblem(field, "date-form", self.expected(), shown(value)))
        else:
            try:
                inside = FIRST_DATE <= date.fromisoformat(value) <= LAST_DATE
            except ValueError:
                problems.append(InputProblem(field, "no-such-date", self.expected(), shown(value)))
                return None
            name, expected = "outside-calendar", f"a date in the years {FIRST_DATE.year} to {LAST_DATE.year}"
            if inside:
                name = "out-of-bounds"
                expected = self.bounds()
            problems.append(InputProblem(field, name, expected, shown(value)))
        return None

    def bounds(self) -> str:
        """The declared bounds in words."""
        return said_bounds(self._declared, lambda number: show_date(int(number)))

    def example(self) -> int:
        """A date within the bounds."""
        return min(max(_EXAMPLE // _DAY + date(1970, 1, 1).toordinal(), self.low), self.high)

    def expected(self) -> str:
        return 'a date such as "2026-03-02"'


class PeriodKind:
    """A half-open stretch of time that is not empty; its values are its two ends."""

    def __init__(self, declared: Declared, zone: ZoneInfo) -> None:
        self._declared = declared
        self._zone = zone
        self.ends = MomentKind(declared, zone)
        shortest = [LAST_MOMENT - FIRST_MOMENT]
        if declared.seconds is not None:
            shortest.append(declared.seconds)
        if declared.days is not None:
            shortest.append(declared.days * _DAY - _LEAP)
        if declared.months is not None:
            shortest.append(declared.months * 28 * _DAY - _LEAP)
        self._surely = min(shortest)
        """A period up to so many seconds is allowed, whatever the calendar says."""

    def quick(self, value: object) -> Slots | None:
        if type(value) is not dict or len(value) != 2:
            return None
        start, end = quick_moment(value.get("from")), quick_moment(value.get("to"))
        if start is None or end is None or not self.ends.low <= start < end <= self.ends.high:
            return None
        return (start, end) if end - start <= self._surely or end <= self._latest(start) else None

    def _latest(self, start: int) -> int:
        """The last moment at which a period that begins at `start` may end."""
        declared, latest = self._declared, LAST_MOMENT
        if declared.seconds is not None:
            latest = min(latest, start + declared.seconds)
        if declared.days is not None and declared.days <= _FAR_DAYS:
            latest = min(latest, later(start, self._zone, days=declared.days))
        if declared.months is not None and declared.months <= _FAR_DAYS // 31:
            latest = min(latest, later(start, self._zone, months=declared.months))
        return latest

    def careful(self, value: object, field: str, problems: Problems) -> Slots | None:
        if not isinstance(value, Mapping):
            problems.append(misfit(value, field, self.expected()))
            return None
        before = len(problems)
        ends: list[int] = []
        for name in ("from", "to"):
            place = f"{field}.{name}"
            if name not in value or (name == "to" and value[name] is None):
                problem = "missing-field" if name == "from" else "open-period"
                problems.append(InputProblem(place, problem, self.ends.expected(), "nothing"))
            else:
                ends.extend(self.ends.careful(value[name], place, problems) or ())
        unknown_fields(value, ("from", "to"), field, problems)
        if len(ends) == 2:
            self._check(ends[0], ends[1], field, problems)
        return tuple(ends) if len(problems) == before else None

    def _check(self, start: int, end: int, field: str, problems: Problems) -> None:
        found = f"{show_moment(start, self._zone)} to {show_moment(end, self._zone)}"
        if end < start:
            problems.append(InputProblem(field, "reversed-period", "an end later than the beginning", found))
        elif end == start:
            problems.append(InputProblem(field, "empty-period", "an end later than the beginning", found))
        elif end > self._latest(start):
            last = show_moment(self._latest(start), self._zone)
            help = f"from this beginning it may last to {last}"
            problems.append(InputProblem(field, "period-too-long", f"up to {self.longest()}", found, help))

    def longest(self) -> str:
        """The bounds of the length, in words."""
        declared = self._declared
        bounds = ((declared.months, "month"), (declared.days, "day"))
        said = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in bounds if count is not None]
        if declared.seconds is not None:
            sizes = [(size, unit) for size, unit in ((3600, "h"), (60, "min")) if not declared.seconds % size]
            size, unit = sizes[0] if sizes else (1, "s")
            said.append(f"{declared.seconds // size} {unit}")
        return " and ".join(said)

    def example(self) -> tuple[int, int]:
        """A period within the bounds, of 20 minutes where that is allowed."""
        start = min(self.ends.example(), self.ends.high - 1)
        return start, min(start + 1200, self._latest(start), self.ends.high)

    def expected(self) -> str:
        return '{"from": moment, "to": moment}'
