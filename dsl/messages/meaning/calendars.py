"""Messages about days, months and years. One function for each name."""

from __future__ import annotations

from dsl.diagnostics import Diagnostic, Span
from dsl.value_types import DATE, MOMENT, ValueType, type_words


def period_of_days_expected(found: ValueType, span: Span) -> Diagnostic:
    help_ = "say from when to when: `started to ended`" if found in (DATE, MOMENT) else None
    message = f"a period is expected here, and this is {type_words(found)}"
    return Diagnostic("wrong-type", message, span, help=help_)


def days_begin_nowhere(span: Span) -> Diagnostic:
    return Diagnostic(
        "from-without-months", "`from` says on which day months begin, and here days are counted", span,
        help="leave `from` out",
    )  # fmt: skip


def date_needed(unit: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "date-needed", f"a day of the month does not say when a {unit} begins", span,
        help="name a date on which one begins: `from 2026-04-15`",
    )  # fmt: skip


def no_day_of_a_month(span: Span) -> Diagnostic:
    return Diagnostic(
        "no-day-of-a-month", "a month begins on a day from 1 to 31", span,
        help="write a whole number from 1 to 31, or a date",
    )  # fmt: skip
