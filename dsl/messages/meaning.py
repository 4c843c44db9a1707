"""Messages about what a text means: names, types, units, tables, prices. One function for each name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from dsl.diagnostics import Diagnostic, Edit, Fix, Related, Span
from dsl.messages.suggest import closest
from dsl.value_types import Num, ValueType, type_words, unit_words
from engine.units import UNITS, currency_of

_KIND = {
    "input": "an input", "field": "a field", "item": "an item", "list": "a list", "let": "a `let`",
    "value": "a value", "table": "a table", "window": "a window", "charge": "a charge", "limit": "a limit",
    "discount": "a discount", "surcharge": "a surcharge", "tax": "a tax", "result": "a result",
    "unit": "a unit", "column": "a column", "broken": "a line with a mistake",
}  # fmt: skip


def _replace(span: Span, words: str) -> Fix:
    return Fix(f"Change to `{words}`", (Edit(span, words),))


def _did_you_mean(
    name: str, message: str, word: str, span: Span, known: Sequence[str], otherwise: str | None = None
) -> Diagnostic:
    best = closest(word, known)
    if best is None:
        return Diagnostic(name, message, span, help=otherwise)
    return Diagnostic(name, message, span, help=f"did you mean `{best}`?", fixes=(_replace(span, best),))


# names


def unknown_name(name: str, span: Span, known: Sequence[str]) -> Diagnostic:
    return _did_you_mean("unknown-name", f"nothing is called `{name}`", name, span, known)


def unknown_member(owner: str, name: str, known: Sequence[str], kind: str, span: Span) -> Diagnostic:
    what = "column" if kind == "table" else "field"
    listed = f"it has {', '.join(known)}" if known else "nothing stands behind its dot"
    best = closest(name, known)
    help_ = f"did you mean `{owner}.{best}`?" if best else listed
    fixes = (_replace(Span(span.end - len(name), span.end), best),) if best else ()
    return Diagnostic("unknown-member", f"`{owner}` has no {what} `{name}`", span, help=help_, fixes=fixes)


def duplicate_name(name: str, span: Span, first: Span, kind: str) -> Diagnostic:
    return Diagnostic(
        "duplicate-name",
        f"`{name}` is already the name of {_KIND.get(kind, kind)}",
        span,
        help="give one of the two another name",
        related=(Related(first, "declared here first"),),
    )


def duplicate_option(name: str, span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "duplicate-option",
        f"the choice `{name}` is listed twice",
        span,
        help="take one of them out",
        related=(Related(first, "listed here first"),),
    )


def unused_name(name: str, kind: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "unused-name",
        f"nothing uses {_KIND.get(kind, kind)[2:].strip()} `{name}`",
        span,
        severity="warning",
        help="use it in a charge or take it out",
    )


def circle(name: str, span: Span, declared: Span) -> Diagnostic:
    return Diagnostic(
        "circle",
        f"`{name}` is worked out from itself",
        span,
        help="let one of the names in the circle stand on its own",
        related=(Related(declared, f"`{name}` is declared here"),),
    )


def not_priced_yet(name: str, span: Span, later: Span) -> Diagnostic:
    return Diagnostic(
        "not-priced-yet",
        f"`{name}` is priced further down; what acts on amounts acts in written order",
        span,
        help=f"move this line below `{name}`",
        related=(Related(later, "it is priced here"),),
    )


def not_a_value(name: str, kind: str, span: Span) -> Diagnostic:
    advice = {
        "table": f"name a column of it: `{name}.column`",
        "list": f"say what of its items: `sum of … over {name}`",
        "item": f"name a field of it: `{name}.field`",
        "window": f"measure a period in it: `ride during {name}`",
    }.get(kind)
    return Diagnostic("not-a-value", f"`{name}` is {_KIND.get(kind, kind)}, not a value", span, help=advice)


def not_an_input(name: str, kind: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "not-an-input", f"`{name}` is {_KIND.get(kind, kind)}, not an input", span, help="name an input here"
    )


def only_in_for_each(word: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "only-in-for-each", f"`{word}` has a meaning only under `for each … in …`", span,
        help="put the line under `for each item in LIST`",
    )  # fmt: skip


def only_charges_are_full(name: str, span: Span) -> Diagnostic:
    return Diagnostic("only-charges-are-full", f"`full` goes before a charge, and `{name}` is none", span)


# units and currencies


def unknown_unit(word: str, path: str, span: Span, declared: Sequence[str]) -> Diagnostic:
    if len(word) == 3 and word.isalpha() and word.upper() != word and currency_of(((word.upper(), 1),)):
        fixed = path.replace(word, word.upper())
        start = span.end - len(path)
        return Diagnostic(
            "unknown-unit",
            f"`{word}` is no unit; currencies are written in capitals",
            span,
            help=f"write `{word.upper()}`",
            fixes=(_replace(Span(start, span.end), fixed),),
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
            help=f"write `{upper}`", fixes=(_replace(span, upper),),
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


# types


def does_not_join(left: ValueType, right: ValueType, span: Span, other: Span) -> Diagnostic:
    related = (Related(other, f"this is {type_words(left)}"),) if other != span else ()
    if isinstance(left, Num) and isinstance(right, Num):
        if right.percent or left.percent:
            return Diagnostic(
                "percent-plus-money",
                f"{type_words(right)} cannot be added to or compared with {type_words(left)}",
                span,
                help="say what it is a percentage of: `110% of …`, `10% of (a + b)`",
                related=related,
            )
        one, two = currency_of(left.dimension), currency_of(right.dimension)
        if one and two:
            return Diagnostic(
                "mixed-currencies", f"{one} and {two} do not add up", span,
                help=f"state both in {one}", related=related,
            )  # fmt: skip
    return Diagnostic(
        "types-do-not-join", f"{type_words(right)} does not go together with {type_words(left)}", span,
        related=related,
    )  # fmt: skip


def does_not_fit_column(expected: ValueType, found: ValueType, span: Span) -> Diagnostic:
    help_ = None
    if isinstance(expected, Num) and isinstance(found, Num) and not found.dimension and expected.dimension:
        help_ = f"add the unit: `{unit_words(expected.dimension)}`"
    return Diagnostic(
        "wrong-type",
        f"{type_words(expected)} is expected here, and this is {type_words(found)}",
        span,
        help=help_,
    )


def expected_type(words: str, found: ValueType, span: Span) -> Diagnostic:
    return Diagnostic("wrong-type", f"{words} is expected here, and this is {type_words(found)}", span)


def number_expected(found: ValueType, span: Span) -> Diagnostic:
    return expected_type("a number", found, span)


def money_expected(found: ValueType, currency: str, span: Span) -> Diagnostic:
    return expected_type(f"money in {currency}", found, span)


def percentage_expected(found: ValueType, span: Span) -> Diagnostic:
    return expected_type("a percentage", found, span)


def money_or_percentage(found: ValueType, span: Span) -> Diagnostic:
    return expected_type("a percentage or money", found, span)


def condition_expected(found: ValueType, span: Span) -> Diagnostic:
    return Diagnostic(
        "condition-expected", f"a condition is expected here, and this is {type_words(found)}", span,
        help="say what it must be: `zone is city`, `distance above 5 km`",
    )  # fmt: skip


def quantity_expected(found: ValueType, span: Span) -> Diagnostic:
    return expected_type("a quantity", found, span)


def price_expected(found: ValueType, span: Span) -> Diagnostic:
    return expected_type("a price", found, span)


def list_expected(span: Span) -> Diagnostic:
    return Diagnostic("list-expected", "the name of a list input is expected here", span)


def lines_expected(span: Span) -> Diagnostic:
    return Diagnostic(
        "lines-expected", "names of charges, limits or `total` are expected here", span,
        help="add them up by name: `driving + parking`",
    )  # fmt: skip


def window_expected(name: str, kind: str, span: Span) -> Diagnostic:
    return Diagnostic("window-expected", f"`{name}` is {_KIND.get(kind, kind)}, not a window", span)


def window_needs_moment(found: ValueType, span: Span) -> Diagnostic:
    return Diagnostic(
        "window-needs-moment", f"only a moment lies in a window, and this is {type_words(found)}", span,
        help="of a period say `start of …`, or measure `… during WINDOW`",
    )  # fmt: skip


def range_of_words(found: ValueType, span: Span) -> Diagnostic:
    return Diagnostic("range-of-words", f"{type_words(found)} has no from and to", span)


def unknown_option(word: str, options: Sequence[str], span: Span) -> Diagnostic:
    message = f"`{word}` is none of {', '.join(options)}"
    return _did_you_mean("unknown-option", message, word, span, options, "the input lists its choices")


def unknown_type(word: str, span: Span, known: Sequence[str]) -> Diagnostic:
    message = f"`{word}` is no type of input"
    return _did_you_mean("unknown-type", message, word, span, known, "for example duration, length, money, one of")


def step_needed(name: str, unit: str, span: Span) -> Diagnostic:
    example = "0.1%" if unit == "%" else f"0.01 {unit}".strip()
    return Diagnostic("step-needed", f"how finely may `{name}` be given?", span, help=f"write `in steps of {example}`")


def reversed_range(span: Span) -> Diagnostic:
    return Diagnostic("reversed-range", "this range is reversed or empty", span, help="write the smaller bound first")


def period_bound(span: Span) -> Diagnostic:
    return Diagnostic(
        "period-bound",
        "a period is bounded by the longest it may be",
        span,
        help="write `period up to 30 days`",
    )


def one_after_another_needs_period(name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "one-after-another", f"the items of `{name}` have no period to follow one another by", span,
        help="add a field of type period",
    )  # fmt: skip


def list_in_list(span: Span) -> Diagnostic:
    return Diagnostic("list-in-list", "a list cannot be walked inside the items of a list", span)


def not_in_for_each(span: Span) -> Diagnostic:
    return Diagnostic(
        "not-in-for-each", "only charges, results and `let` stand under `for each`", span,
        help="move this line out, to act on the sums",
    )  # fmt: skip


def never_missing(span: Span) -> Diagnostic:
    return Diagnostic(
        "never-missing", "only an input that `may be missing` can be given or missing", span,
        help="add `may be missing` to the input",
    )  # fmt: skip


def missing_in_table(span: Span) -> Diagnostic:
    return Diagnostic(
        "missing-in-table",
        "`missing` is asked in conditions",
        span,
        help="use `when X is given … otherwise …`",
    )


# moments


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


# numbers and rounding


def too_many_digits(span: Span) -> Diagnostic:
    return Diagnostic(
        "too-many-digits", "the numbers here grow beyond 300 digits", span, help="round a step of this calculation"
    )


def too_many_nodes(count: int, most: int, span: Span) -> Diagnostic:
    return Diagnostic(
        "tariff-too-large", f"the tariff needs {count} steps of calculation, and {most} are the most", span,
        help="split it into several tariffs",
    )  # fmt: skip


def limit_side(side: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "limit-side", f"a limit of the {side} sum cannot be stated yet", span,
        help="state the bound in the side in which the prices are",
    )  # fmt: skip


def must_be_fixed(what: str, span: Span) -> Diagnostic:
    return Diagnostic("must-be-fixed", f"{what} must be a fixed value", span, help="write the number itself")


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
        "spread-needs-rounding", "what falls on each line must be known here, and has no last digit", span, help="add `round each line …` to the header",
    )  # fmt: skip


def rounding_step(value: ValueType, step: ValueType, span: Span) -> Diagnostic:
    return Diagnostic(
        "rounding-step", f"{type_words(value)} cannot be rounded to {type_words(step)}", span,
        help="give the step in the unit of the value",
    )  # fmt: skip


# tables and dates


def table_gap(table: str, example: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "table-gap", f"no row of `{table}` fits {example}", span,
        help="add a row for it, or a last row `| otherwise |`",
    )  # fmt: skip


def overlapping_rows(table: str, first: Span, second: Span, example: str) -> Diagnostic:
    return Diagnostic(
        "overlapping-rows", f"two rows of `{table}` fit {example}", second,
        help="narrow one of them, or write `first row that fits` behind the table's name",
        related=(Related(first, "this row fits it too"),),
    )  # fmt: skip


def dead_row(table: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "dead-row", f"this row of `{table}` is never used", span, severity="warning",
        help="an earlier row fits all that it fits: move it up or take it out",
    )  # fmt: skip


def otherwise_last(table: str, span: Span) -> Diagnostic:
    return Diagnostic("otherwise-last", f"`otherwise` is the last row of `{table}`", span, help="move it to the end")


def priced_at_needed(name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "priced-at-needed", f"`{name}` changes on a date: by which moment is it picked?", span,
        help="write `priced at start of …` in the header",
    )  # fmt: skip


def dates_out_of_order(name: str, span: Span) -> Diagnostic:
    return Diagnostic("dates-out-of-order", f"the dates of `{name}` do not ascend", span, help="earliest first")


# charges and the bill


def charge_without_price(name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "charge-without-price", f"the charge `{name}` has no price", span,
        help="add a line `price …`, `graduated` or `volume`",
    )  # fmt: skip


def one_quantity(span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "one-quantity", "a charge measures one quantity", span, help="make two charges of it",
        related=(Related(first, "the first quantity"),),
    )  # fmt: skip


def second_price(span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "second-price", "a second price is never reached", span,
        help="give the first one a condition with `when`",
        related=(Related(first, "this price always holds"),),
    )  # fmt: skip


def price_needs_quantity(rate: ValueType, span: Span) -> Diagnostic:
    return Diagnostic(
        "price-needs-quantity", f"{type_words(rate)} needs a quantity", span,
        help="add a line `quantity …` above the price",
    )  # fmt: skip


def price_does_not_fit(rate: ValueType, quantity: ValueType, span: Span) -> Diagnostic:
    return Diagnostic(
        "price-does-not-fit", f"{type_words(rate)} times {type_words(quantity)} is no money", span,
        help="state the price per unit of the quantity",
    )  # fmt: skip


def block_without_quantity(span: Span) -> Diagnostic:
    return Diagnostic("block-without-quantity", "blocks of what?", span, help="say it: `per started 24 h of ride`")


def tiers_need_quantity(how: str, span: Span) -> Diagnostic:
    return Diagnostic("tiers-need-quantity", f"`{how}` needs a quantity", span, help="add a line `quantity …` above it")


def tiers_out_of_order(span: Span, before: Span) -> Diagnostic:
    return Diagnostic(
        "tiers-out-of-order", "this bound is not above the one before", span, help="order the tiers by their bounds",
        related=(Related(before, "the tier before"),),
    )  # fmt: skip


def setting_twice(span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "setting-twice", "this is set twice", span, help="keep one of them",
        related=(Related(first, "set here first"),),
    )  # fmt: skip


def nothing_priced(span: Span) -> Diagnostic:
    return Diagnostic(
        "nothing-priced",
        "the tariff prices nothing",
        span,
        help='add a line `charge NAME "Label"` with its price',
    )


def answer_expected(span: Span) -> Diagnostic:
    return Diagnostic(
        "answer-expected", "a guarantee is about `total`, a line or a result, by its name", span,
        help="make a `result` of it and name that",
    )  # fmt: skip


def growing_number(name: str, span: Span) -> Diagnostic:
    return Diagnostic("growing-number", f"`{name}` is no number that grows", span, help="name a number input")


def unknown_answer(name: str, span: Span, known: Sequence[str]) -> Diagnostic:
    message = f"`{name}` is no line, total or result of this tariff"
    return _did_you_mean("unknown-answer", message, name, span, known)
