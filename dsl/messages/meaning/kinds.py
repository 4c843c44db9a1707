"""Messages about types. One function for each name."""

from __future__ import annotations

from collections.abc import Sequence

from dsl.diagnostics import Diagnostic, Related, Span
from dsl.messages.meaning.shared import KINDS, did_you_mean
from dsl.value_types import Num, ValueType, type_words, unit_words
from engine.units import currency_of


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
    return Diagnostic("window-expected", f"`{name}` is {KINDS.get(kind, kind)}, not a window", span)


def window_needs_moment(found: ValueType, span: Span) -> Diagnostic:
    return Diagnostic(
        "window-needs-moment", f"only a moment lies in a window, and this is {type_words(found)}", span,
        help="of a period say `start of …`, or measure `… during WINDOW`",
    )  # fmt: skip


def range_of_words(found: ValueType, span: Span) -> Diagnostic:
    return Diagnostic("range-of-words", f"{type_words(found)} has no from and to", span)


def unknown_option(word: str, options: Sequence[str], span: Span) -> Diagnostic:
    message = f"`{word}` is none of {', '.join(options)}"
    return did_you_mean("unknown-option", message, word, span, options, "the input lists its choices")


def unknown_type(word: str, span: Span, known: Sequence[str]) -> Diagnostic:
    message = f"`{word}` is no type of input"
    return did_you_mean("unknown-type", message, word, span, known, "for example duration, length, money, one of")


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


def block_size(found: ValueType, span: Span) -> Diagnostic:
    said = f"a block of time is a length such as `24 h`, not {type_words(found)}"
    help_ = "a calendar day is written `day`, a week `week`, a month `month`; 24 hours are `24 h`"
    return Diagnostic("block-size", said, span, help=help_)


def items_are_not_cut(span: Span) -> Diagnostic:
    return Diagnostic(
        "items-are-not-cut",
        "every item of a list has its own, and the items are not cut one by one",
        span,
        help="cut a period or a duration that the request has once",
    )


def duration_has_no_calendar(of: Span, span: Span) -> Diagnostic:
    return Diagnostic(
        "duration-has-no-calendar",
        "a duration does not say on which days it lies, so that only elapsed time can cut it",
        span,
        help="cut it into elapsed time such as `24 h`, or ask for a period",
        related=(Related(of, "this is a duration"),),
    )


def whole_seconds(span: Span) -> Diagnostic:
    return Diagnostic("whole-seconds", "a period is cut at whole seconds", span, help="write a block of whole seconds")


def too_many_pieces(found: int | None, most: int, span: Span) -> Diagnostic:
    said = "nothing says how many pieces this may have" if found is None else f"this may have {found} pieces"
    return Diagnostic(
        "too-many-pieces",
        f"{said}; at most {most} are priced one by one",
        span,
        help="say how long it may be where it is declared: `ride  period up to 30 days`",
    )


def no_one_time(name: str, times: Sequence[str], span: Span) -> Diagnostic:
    if not times:
        said = f"the items of `{name}` have no moment, period or date, so that they lie in no block of time"
        return Diagnostic("no-one-time", said, span, help="give the items a moment: `taken  moment`")
    said = f"the items of `{name}` have several times: {', '.join(f'`{one}`' for one in times)}"
    help_ = "give the items one moment, one date, or one period from the one to the other"
    return Diagnostic("no-one-time", said, span, help=help_)


def dates_in_parts_of_days(name: str, at: Span, span: Span) -> Diagnostic:
    return Diagnostic(
        "dates-in-parts-of-days",
        "a date has no time of day, so that it lies in no part of a day",
        span,
        help="write `day`, `week` or `month`, which begin at midnight, or give the items a moment",
        related=(Related(at, f"`{name}` is a date"),),
    )


def not_cut_from_midnight(span: Span) -> Diagnostic:
    return Diagnostic(
        "not-cut-from-midnight",
        "a day is not cut into such blocks from midnight to midnight",
        span,
        help="write a part of a day such as `15 min` or `1 h`; write `day`; or say what is cut: `24 h of ride`",
    )


def blocks_of_what(span: Span) -> Diagnostic:
    help_ = "say it: `in each day of ride`"
    return Diagnostic("blocks-of-what", "none of these lines says what time is cut", span, help=help_)


def no_place_to_cut(name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "no-place-to-cut",
        f"the amounts of `{name}` have no place in this time, so that its blocks cannot cut them",
        span,
        help="name charges whose quantity is the length of this period, or the part of it in a window",
    )


def acted_without_place(name: str, span: Span, acted: Span) -> Diagnostic:
    return Diagnostic(
        "acted-without-place",
        f"`{name}` has changed these lines, and not at any place in this time",
        span,
        help="put the limit above it, or let it cover the same lines in the same blocks",
        related=(Related(acted, "this acts on them before"),),
    )


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
        "`missing` stands alone in its cell",
        span,
        help="make two rows of it, one with `missing` and one with the rest",
    )


def plain_number_expected(found: ValueType, span: Span) -> Diagnostic:
    return expected_type("a plain number or a percentage", found, span)


def exponent_bounds(most: int, span: Span) -> Diagnostic:
    return Diagnostic(
        "exponent-bounds", f"a power needs a whole number from 0 up to at most {most}, known before anything is asked",
        span, help="give the input bounds: `whole number up to 60`",
    )  # fmt: skip
