"""The tree of windows: stretches of time that come back, as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dsl.diagnostics import Span
from dsl.expressions import NOWHERE, DateLit, Ident, TimeLit


@dataclass(frozen=True, slots=True)
class Holidays:
    """`public holidays of PL plus 2026-12-24 except 2026-01-06`."""

    calendar: Ident
    plus: tuple[DateLit, ...] = ()
    minus: tuple[DateLit, ...] = ()


@dataclass(frozen=True, slots=True)
class WindowLine:
    """Days with times: `every day 22:00 to 06:00`, `Monday to Friday 08:00 to 18:00`, `Saturday, Sunday`,
    `Friday 12:00 to Monday 07:00`, `public holidays of PL`, `1 November to 30 April`,
    `2025-12-24 to 2025-12-26 22:00 to 06:00`, `22:00 to 06:00` (every day).

    Weekdays: 0 is Monday; empty means no restriction. `end_weekday` only in the two-sided form."""

    weekdays: tuple[int, ...] = ()
    dates: tuple[DateLit, DateLit] | None = None
    season: tuple[tuple[int, int], tuple[int, int]] | None = None
    holidays: Holidays | None = None
    start: TimeLit | None = None
    end: TimeLit | None = None
    end_weekday: int | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class WindowName:
    name: Ident
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class WindowLogic:
    """`weekdays and not holidays`."""

    op: Literal["and", "or", "not"]
    parts: tuple[WindowExpr, ...]
    span: Span = field(default=NOWHERE, compare=False)


WindowExpr: TypeAlias = WindowLine | WindowName | WindowLogic


@dataclass(frozen=True, slots=True)
class WindowDecl:
    """A window: an instant belongs to it when any of its lines has it."""

    name: Ident
    lines: tuple[WindowExpr, ...]
    span: Span = field(default=NOWHERE, compare=False)
