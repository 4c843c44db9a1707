"""Messages about units, currencies, moments and numbers. One function for each name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from dsl.diagnostics import Diagnostic, Related, Span
from dsl.messages.meaning.shared import replacement
from dsl.messages.suggest import closest
from dsl.value_types import ValueType, type_words
from engine.units import UNITS, currency_of


def unknown_unit(word: str, path: str, span: Span, declared: Sequence[str]) -> Diagnostic:
    if len(word) == 3 and word.isalpha() and word.upper() != word and currency_of(((word.upper(), 1),)):
        fixed = path.replace(word, word.upper())
        start = span.end - len(path)
        return Diagnostic(
            "unknown-unit",
            f"`{word}` is no unit; currencies are written in capitals",
            span,
            help=f"write `{word.upper()}`",
            fixes=(replacement(Span(start, span.end), fixed),),
        )
    known = [*UNITS, *declared, "PLN", "EUR", "USD", "GBP", "CZK", "CHF"]
    best = closest(word, known)
    return Diagnostic(
        "unknown-unit",
        f"`{word}` is no unit",
        span,
        help=f"did you mean `{path.replace(word, best)}`?" if best else f"declare it: `unit {word}`",
    )


def unit_twice(name: str, span: Span) -> Diagnostic:
    return Diagnostic("unit-twice", f"`{name}` is already a unit", span, help="take another word")


def unknown_currency(code: str, span: Span) -> Diagnostic:
    if currency_of(((code.upper(), 1),)):
        upper = code.upper()
        return Diagnostic(
            "unknown-currency", f"`{code}` is no currency; codes are written in capitals", span,
            help=f"write `{upper}`", fixes=(replacement(span, upper),),
        )  # fmt: skip
    return Diagnostic(
        "unknown-currency", f"`{code}` is no currency of ISO 4217", span, help="for example PLN, EUR or USD"
    )


def currency_needed(span: Span) -> Diagnostic:
    return Diagnostic(
        "currency-needed", "the tariff does not say its currency", span,
        help="write `currency PLN` below the first line",
    )  # fmt: skip


def other_currency(found: ValueType, currency: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "other-currency", f"the price comes out as {type_words(found)}, the tariff is in {currency}", span,
        help=f"state the price in {currency}",
    )  # fmt: skip


def unknown_time_zone(name: str, span: Span) -> Diagnostic:
    return Diagnostic("unknown-time-zone", f"`{name}` is no time zone", span, help="for example Europe/Warsaw or UTC")


def time_zone_needed(what: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "time-zone-needed", f"{what} needs the tariff's time zone", span,
        help="write `time zone Europe/Warsaw` below the first line",
    )  # fmt: skip


def unknown_calendar(name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "unknown-calendar", f"no public holidays are known for `{name}`", span,
        help="write the country's code, with a region where wanted: PL, DE-BY",
    )  # fmt: skip


def doubled_hour(span: Span, value: datetime, before: timedelta, after: timedelta) -> Diagnostic:
    def offset(delta: timedelta) -> str:
        minutes = delta.days * 1440 + delta.seconds // 60
        return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"

    written = value.strftime("%Y-%m-%d %H:%M")
    return Diagnostic(
        "doubled-hour", f"{written} comes twice, as the clock goes back", span,
        help=f"add the offset: `{written}{offset(before)}` or `{written}{offset(after)}`",
    )  # fmt: skip


def missing_hour(span: Span, value: datetime, zone: str, later: datetime) -> Diagnostic:
    return Diagnostic(
        "missing-hour",
        f"{value.strftime('%Y-%m-%d %H:%M')} does not exist in {zone}: the clock goes forward",
        span,
        help=f"the same instant is {later.strftime('%H:%M')} by the new time",
    )


def window_minutes(span: Span) -> Diagnostic:
    return Diagnostic("window-minutes", "windows begin and end on whole minutes", span)


def window_too_large(name: str, most: int, span: Span) -> Diagnostic:
    return Diagnostic(
        "window-too-large", f"the window `{name}` is made of more than {most} pieces", span,
        help="split it into windows that stand on their own",
    )  # fmt: skip


def too_many_digits(span: Span) -> Diagnostic:
    return Diagnostic(
        "too-many-digits", "the numbers here grow beyond 2,400 digits", span, help="round a step of this calculation"
    )


def too_many_nodes(count: int, most: int, span: Span) -> Diagnostic:
    return Diagnostic(
        "tariff-too-large", f"the tariff needs {count} steps of calculation, and {most} are the most", span,
        help="split it into several tariffs",
    )  # fmt: skip


def spread_too_large(span: Span) -> Diagnostic:
    return Diagnostic(
        "spread-too-large", "too many adjustments are spread over too many lines", span,
        help="let fewer adjustments cover the lines that are named afterwards",
    )  # fmt: skip


def coverage_skipped(table: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "coverage-skipped", f"`{table}` is too large to be checked for gaps and rows that are never used", span,
        severity="info", help="split it into smaller tables; prices are not affected",
    )  # fmt: skip


def limit_side_without_tax(side: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "limit-side",
        f"without a tax in the header there is no {side} sum to bound",
        span,
        help="write `prices include VAT 23%` or `prices exclude VAT 23%` in the header, or leave the word out",
    )


def limit_side_of_several_rates(side: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "limit-side-of-rates",
        f"these lines bear tax at several rates, so that a bound of their {side} sum does not say what it cuts",
        span,
        help="state the bound in the side in which the prices are, or limit the lines of each rate by themselves",
    )


def sides_disagree(span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "sides-disagree",
        "at the header's tax these two bounds are not the same, so that another tax would lie between them",
        span,
        help="state one of them; the other follows from the tax",
        related=(Related(first, "this bounds the other side"),),
    )


def continuing_in_blocks(span: Span) -> Diagnostic:
    said = "what was already billed does not say in which block it lies"
    return Diagnostic("continuing-in-blocks", said, span, help="leave `continuing from` or `in each` out")


def must_be_fixed(what: str, span: Span) -> Diagnostic:
    return Diagnostic("must-be-fixed", f"{what} must be a fixed value", span, help="write the number itself")


def default_refused(name: str, expected: str, found: str, instead: str | None, span: Span) -> Diagnostic:
    return Diagnostic(
        "default-refused",
        f"`{name}` cannot have this default: expected {expected}, found {found}",
        span,
        help=f"write {instead}" if instead else "choose a value that the input allows, or widen the input",
    )


def must_be_positive(what: str, span: Span) -> Diagnostic:
    return Diagnostic("must-be-positive", f"{what} must be more than zero", span)


def divides_by_zero(span: Span) -> Diagnostic:
    return Diagnostic("divides-by-zero", "this divides by zero", span)


def needs_rounding(span: Span) -> Diagnostic:
    return Diagnostic(
        "needs-rounding", "this quotient has no last digit; say how it is rounded", span,
        help="add `rounded half up to 0.01 …`, or `round each line …` to the header",
    )  # fmt: skip


def spread_needs_rounding(span: Span) -> Diagnostic:
    return Diagnostic(
        "spread-needs-rounding", "what falls on each line must be known here, and has no last digit", span,
        help="add `round each line …` to the header",
    )  # fmt: skip


def rounding_step(value: ValueType, step: ValueType, span: Span) -> Diagnostic:
    return Diagnostic(
        "rounding-step", f"{type_words(value)} cannot be rounded to {type_words(step)}", span,
        help="give the step in the unit of the value",
    )  # fmt: skip
