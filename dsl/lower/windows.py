"""Windows: local wall-clock time as rules of the graph."""

from __future__ import annotations

from dsl import expressions as ex
from dsl import syntax as sx
from dsl.lower.context import Context, Entity, Value
from dsl.messages import meaning as say
from dsl.value_types import YES_NO
from engine.declarations import Combined, Stretch, Window, WindowRule

DAY = 24 * 60
MOST_STRETCHES = 500
"""Pieces of wall-clock time that one window may be made of, those of the windows it names included."""
MOST_NESTED = 32
"""Windows that name one another in a chain."""


def stretches(rule: WindowRule) -> int:
    return 1 if isinstance(rule, Stretch) else sum(map(stretches, rule.parts))


def declare_windows(ctx: Context, decls: tuple[sx.WindowDecl, ...]) -> None:
    for decl in decls:
        entity = Entity(decl.name.text, "window", decl.name.span, detail="window")
        entity.evaluate = lambda decl=decl, made=[]: once(ctx, decl, made)
        ctx.declare(entity)


def once(ctx: Context, decl: sx.WindowDecl, made: list[Value | None]) -> Value | None:
    """The window, worked out at its first use, also where it could not be."""
    if not made:
        value = place(ctx, decl)
        made.append(value)
    return made[0]


def place(ctx: Context, decl: sx.WindowDecl) -> Value | None:
    """The window's position in the graph, as the node of a value; made at its first use."""
    for index, known in enumerate(ctx.windows):
        if known.name == decl.name.text:
            return Value(YES_NO, index)
    if not ctx.zone:
        ctx.report(say.time_zone_needed("a window", decl.name.span))
        return None
    if decl.name.text in ctx.open_windows:
        ctx.report(say.circle(decl.name.text, decl.span, decl.name.span))
        return None
    if len(ctx.open_windows) >= MOST_NESTED:
        ctx.report(say.window_too_large(decl.name.text, MOST_STRETCHES, decl.name.span))
        return None
    ctx.open_windows.append(decl.name.text)
    try:
        parts = [rule_of(ctx, line) for line in decl.lines]
    finally:
        ctx.open_windows.pop()
    known_parts = [part for part in parts if part is not None]
    if len(known_parts) < len(parts) or not parts:
        return None
    if sum(map(stretches, known_parts)) > MOST_STRETCHES:
        ctx.report(say.window_too_large(decl.name.text, MOST_STRETCHES, decl.name.span))
        return None
    rule = known_parts[0] if len(known_parts) == 1 else Combined("or", tuple(known_parts))
    ctx.windows.append(Window(decl.name.text, rule))
    return Value(YES_NO, len(ctx.windows) - 1)


def rule_of(ctx: Context, expr: sx.WindowExpr) -> WindowRule | None:
    match expr:
        case sx.WindowName(name):
            from dsl.lower.conditions import window_of

            index = window_of(ctx, name)
            return None if index is None else ctx.windows[index].rule
        case sx.WindowLogic(op, parts):
            rules = [rule_of(ctx, part) for part in parts]
            known = [rule for rule in rules if rule is not None]
            return Combined(op, tuple(known)) if len(known) == len(rules) else None
        case sx.WindowLine():
            return stretch(ctx, expr)


def minutes(ctx: Context, time: ex.TimeLit) -> int | None:
    if time.seconds % 60:
        ctx.report(say.window_minutes(time.span))
        return None
    return time.seconds // 60


def stretch(ctx: Context, line: sx.WindowLine) -> Stretch | None:
    start = 0 if line.start is None else minutes(ctx, line.start)
    end = DAY if line.end is None else minutes(ctx, line.end)
    if start is None or end is None:
        return None
    if line.end_weekday is not None:
        days = (line.end_weekday - line.weekdays[0]) % 7
        end += DAY * (days or (7 if end <= start else 0))
    elif line.end is not None and end <= start:
        if end == start:
            return None
        end += DAY
    dates = None
    if line.dates is not None:
        first, last = line.dates
        if last.value < first.value:
            ctx.report(say.reversed_range(line.span))
            return None
        dates = (first.value.toordinal(), last.value.toordinal())
    calendar: str | None = None
    plus: tuple[int, ...] = ()
    minus: tuple[int, ...] = ()
    if line.holidays is not None:
        calendar = line.holidays.calendar.text
        if not known_calendar(calendar):
            ctx.report(say.unknown_calendar(calendar, line.holidays.calendar.span))
            return None
        plus, minus = days_of(line.holidays.plus), days_of(line.holidays.minus)
    weekdays = line.weekdays or (0, 1, 2, 3, 4, 5, 6)
    return Stretch(start, end, weekdays, dates, line.season, calendar, plus, minus)


def days_of(dates: tuple[ex.DateLit, ...]) -> tuple[int, ...]:
    return tuple(day.value.toordinal() for day in dates)


def known_calendar(name: str) -> bool:
    """Whether the `holidays` package has the public holidays of `PL` or, for a region, `DE-BY`."""
    from holidays import list_supported_countries

    country, _, region = name.partition("-")
    known = list_supported_countries()
    return country in known and (not region or region in known[country])
