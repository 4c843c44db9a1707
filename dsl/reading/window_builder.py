"""What the grammar has read of windows. See `dsl.reading.tree_builder`."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import cast

from dsl import expressions as ex
from dsl import syntax
from dsl.diagnostics import Span
from dsl.messages import syntax as messages
from dsl.messages import writing
from dsl.reading.lexer import Token
from dsl.reading.tree_builder import ExpressionBuilder, Parts, Refused, declared, ident, span_of
from dsl.vocabulary import MONTHS, WEEKDAYS

LEAP_YEAR = 2024


@dataclass(frozen=True, slots=True)
class WindowHead:
    name: ex.Ident
    window: syntax.WindowExpr | None


class WindowBuilder:
    """Windows."""

    def window_line(self, parts: Parts) -> WindowHead:
        return WindowHead(declared(parts[0]), parts[1])

    def window_or(self, parts: Parts) -> syntax.WindowLogic:
        return syntax.WindowLogic("or", tuple(parts[::2]), span_of(parts))

    def window_and(self, parts: Parts) -> syntax.WindowLogic:
        return syntax.WindowLogic("and", tuple(parts[::2]), span_of(parts))

    def window_not(self, parts: Parts) -> syntax.WindowLogic:
        return syntax.WindowLogic("not", (parts[1],), span_of(parts))

    def window_brackets(self, parts: Parts) -> syntax.WindowExpr:
        inner: syntax.WindowExpr = parts[1]
        return inner

    def window_name(self, parts: Parts) -> syntax.WindowName:
        token: Token = parts[0]
        if token.text.capitalize() in (*WEEKDAYS, *MONTHS):
            raise Refused(messages.capital_day(token))
        return syntax.WindowName(ident(token), token.span)

    def stretch(self, parts: Parts) -> syntax.WindowLine:
        found = {type(part): part for part in parts if part is not None}
        days: Days | None = found.get(Days)
        clock: Clock | None = found.get(Clock)
        dates: Dates | None = found.get(Dates)
        weekdays = days.weekdays if days else ()
        end_weekday = clock.end_weekday if clock else None
        if end_weekday is not None and len(weekdays) != 1:
            raise Refused(messages.window_from_several_days(cast(Clock, clock).span))
        return syntax.WindowLine(
            weekdays,
            dates.dates if dates else None,
            dates.season if dates else None,
            dates.holidays if dates else None,
            clock.start if clock else None,
            clock.end if clock else None,
            end_weekday,
            span_of([part for part in parts if part is not None]),
        )

    def date_range(self, parts: Parts) -> Dates:
        build = ExpressionBuilder().date
        first = build([parts[0]])
        last = build([parts[2]]) if parts[2] else first
        if last.value < first.value:
            raise Refused(messages.dates_reversed(first, last))
        return Dates(Span(first.span.start, last.span.end), dates=(first, last))

    def season(self, parts: Parts) -> Dates:
        day, month, _, last_day, last_month = parts
        start = self._day_of_year(day, month)
        end = self._day_of_year(last_day, last_month) if last_day else start
        return Dates(Span(day.start, (last_month or month).end), season=(start, end))

    def _day_of_year(self, day: Token, month: Token) -> tuple[int, int]:
        number = MONTHS.index(month.text) + 1
        if not day.text.isdecimal() or not 1 <= int(day.text) <= monthrange(LEAP_YEAR, number)[1]:
            raise Refused(writing.no_such_day(day, month))
        return number, int(day.text)

    def months(self, parts: Parts) -> Dates:
        first, _, last = parts
        start = MONTHS.index(first.text) + 1
        end = MONTHS.index(last.text) + 1 if last else start
        last_day = monthrange(LEAP_YEAR, end)[1]
        return Dates(Span(first.start, (last or first).end), season=((start, 1), (end, last_day)))

    def holidays(self, parts: Parts) -> Dates:
        plus: tuple[ex.DateLit, ...] = ()
        minus: tuple[ex.DateLit, ...] = ()
        for word, days in zip(parts[2::2], parts[3::2], strict=True):
            if word.type == "PLUS_DAYS":
                plus = days.days
            else:
                minus = days.days
        return Dates(span_of(parts), holidays=syntax.Holidays(parts[1], plus, minus))

    def calendar(self, parts: Parts) -> ex.Ident:
        return ex.Ident("".join(token.text for token in parts), span_of(parts))

    def date_list(self, parts: Parts) -> DateList:
        return DateList(tuple(ExpressionBuilder().date([day]) for day in parts[::2]), span_of(parts))

    def weekdays(self, parts: Parts) -> Days:
        if isinstance(parts[0], Token):
            return Days((), parts[0].span)
        days = sorted({day for part in parts[::2] for day in part.weekdays})
        return Days(tuple(days), span_of(parts))

    def weekday_range(self, parts: Parts) -> Days:
        first, _, last = parts
        start = WEEKDAYS.index(first.text)
        if last is None:
            return Days((start,), first.span)
        count = (WEEKDAYS.index(last.text) - start) % 7 + 1
        return Days(tuple((start + n) % 7 for n in range(count)), Span(first.start, last.end))

    def times(self, parts: Parts) -> Clock:
        build = ExpressionBuilder().time
        start, _, weekday, end = parts
        clock = Clock(
            build([start]),
            build([end]),
            None if weekday is None else WEEKDAYS.index(weekday.text),
            Span(start.start, end.end),
        )
        if weekday is None and clock.start.seconds == clock.end.seconds:
            raise Refused(messages.window_without_length(clock.span))
        return clock


@dataclass(frozen=True, slots=True)
class Days:
    weekdays: tuple[int, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Dates:
    span: Span
    dates: tuple[ex.DateLit, ex.DateLit] | None = None
    season: tuple[tuple[int, int], tuple[int, int]] | None = None
    holidays: syntax.Holidays | None = None


@dataclass(frozen=True, slots=True)
class DateList:
    days: tuple[ex.DateLit, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Clock:
    start: ex.TimeLit
    end: ex.TimeLit
    end_weekday: int | None
    span: Span
