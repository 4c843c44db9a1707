"""Messages about days, months and years. One function for each name."""

from __future__ import annotations

from fractions import Fraction

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


def instalments_expected(most: int, span: Span) -> Diagnostic:
    return Diagnostic(
        "instalments-expected", f"an amount is paid in a whole number of instalments, from 1 to {most}", span,
        help="write `pay in 12 every month, odd cent first`, or name a whole number",
    )  # fmt: skip


def whole_cents(currency: str, cent: Fraction, span: Span) -> Diagnostic:
    digits = len(str(cent.denominator)) - 1
    step = f"{'0.' + '1'.rjust(digits, '0') if digits else '1'} {currency}"
    return Diagnostic(
        "whole-cents", "instalments are whole cents, and this amount may have parts of one", span,
        help=f"add `rounded half up to {step}`",
    )  # fmt: skip
