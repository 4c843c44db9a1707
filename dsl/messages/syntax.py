"""Messages about lines that cannot be read. One function for each name."""

from __future__ import annotations

from collections.abc import Sequence

from dsl.diagnostics import Diagnostic, Edit, Fix, Related, Span
from dsl.expressions import DateLit, Number, Per
from dsl.messages.wording import inserted, replaced, short
from dsl.reading.lexer import Token

# ------------------------------------------------------------------------------------------- whole lines


def no_tariff_line(span: Span) -> Diagnostic:
    return Diagnostic(
        "no-tariff-line",
        "the first line names the tariff; it is missing",
        span,
        help='begin with `tariff city_drive "City Drive"`',
    )


def tariff_not_first(span: Span) -> Diagnostic:
    return Diagnostic(
        "tariff-not-first",
        "the line that names the tariff is the first one",
        span,
        help="move it to the top, with the lines below it",
    )


def second_tariff(span: Span) -> Diagnostic:
    return Diagnostic(
        "second-tariff", "a file holds one tariff; this is a second one", span, help="give it its own file"
    )


def unknown_line(word: str, span: Span, guess: str | None, heads: Sequence[str]) -> Diagnostic:
    if guess is not None:
        return Diagnostic(
            "unknown-line",
            f"no line starts with `{short(word)}`",
            span,
            help=f"did you mean `{guess}`?",
            fixes=(replaced(span, guess),),
        )
    listed = ", ".join(f"`{head}`" for head in heads)
    return Diagnostic(
        "unknown-line",
        f"no line starts with `{short(word)}` here",
        span,
        help=f"it starts with one of {listed}",
    )


def line_of_the_header(head: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "line-of-the-header",
        f"`{head}` says something about the whole text and stands below its first line",
        span,
        help="move it there and indent it",
    )


def second_base(span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "second-base",
        "a tariff is based on one other; this is a second one",
        span,
        help="let the one be based on the other, or `use` its tables and values",
        related=(Related(first, "the first one"),),
    )


def misplaced_line(head: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "misplaced-line",
        f"a line with `{head}` belongs to no other line",
        span,
        help="start it in the first column",
    )


def belongs_below(span: Span) -> Diagnostic:
    return Diagnostic(
        "belongs-below",
        "this does not belong on the line with the name",
        span,
        help="write it on a line of its own, indented below",
    )


def no_equals_sign(token: Token, certain: bool) -> Diagnostic:
    return Diagnostic(
        "equals-sign",
        f"a `=` is missing before `{short(token.text)}`",
        token.span,
        help="write `=` between the name and its value",
        fixes=(inserted(token.start, "= ", "Add `=`"),) if certain else (),
    )


def not_yet(head: str, span: Span) -> Diagnostic:
    return Diagnostic("not-yet", f"`{head}` is not part of the language yet", span, help="leave the line out for now")


def words_after_head(span: Span, head: str) -> Diagnostic:
    return Diagnostic(
        "words-after-head",
        f"`{head}` stands alone on its line",
        span,
        help="write the rest on lines of their own, indented below",
    )


def nothing_said(span: Span, form: str) -> Diagnostic:
    return Diagnostic(
        "nothing-said",
        "this line says nothing yet: what it means stands on the line below, indented",
        span,
        help=f"for example `{form}`",
    )


def one_line_only(span: Span, head: str) -> Diagnostic:
    return Diagnostic(
        "one-line-only",
        f"only one line can stand below `{short(head)}`",
        span,
        help=f"give it its own `{short(head)}`",
    )


def list_without_fields(span: Span) -> Diagnostic:
    return Diagnostic(
        "list-without-fields",
        "a list says on the lines below, indented, which fields its items have",
        span,
        help="for example `class  one of adult, child`",
    )


def line_too_short(last: Token, what: str, form: str) -> Diagnostic:
    return Diagnostic(
        "line-too-short",
        f"the line ends after `{short(last.text)}`, and something is missing",
        last.span,
        help=f"{what} is written like `{form}`",
    )


def unexpected_word(span: Span, word: str, before: str | None, what: str, form: str) -> Diagnostic:
    where = f" after `{short(before)}`" if before else " at the start"
    return Diagnostic(
        "unexpected-word",
        f"`{short(word)}` cannot stand{where} here",
        span,
        help=f"{what} is written like `{form}`",
    )


def mistyped_word(words: str, span: Span, guess: str, before: str | None) -> Diagnostic:
    where = f" after `{short(before)}`" if before else ""
    return Diagnostic(
        "unexpected-word",
        f"`{short(words)}` cannot stand{where} here",
        span,
        help=f"did you mean `{guess}`?",
        fixes=(replaced(span, guess),),
    )


def reserved_name(token: Token) -> Diagnostic:
    return Diagnostic(
        "reserved-name",
        f"`{token.text}` is a word of the language and cannot be a name",
        token.span,
        help=f"write `{token.text}_` or another name",
    )


def reserved_option(token: Token) -> Diagnostic:
    return Diagnostic(
        "reserved-name",
        f"`{token.text}` is a word of the language; here it cannot stand by itself",
        token.span,
        help=f'if it is an option or a text, put quotes round it: `"{token.text}"`',
    )


def said_twice(what: str, span: Span) -> Diagnostic:
    words = {"steps": "in steps of", "default": "the default", "missing": "may be missing", "label": "a label"}
    said = words.get(what, what)
    return Diagnostic("said-twice", f"{said} is said twice on this line", span, help="leave one of them out")


def second_label(span: Span) -> Diagnostic:
    return Diagnostic("said-twice", "the line has two labels", span, help="leave one of them out")


# --------------------------------------------------------------------------------- values and conditions


def of_needs_brackets(span: Span) -> Diagnostic:
    return Diagnostic(
        "of-needs-brackets",
        "`of` takes everything after it, so inside a larger sum it stands in brackets",
        span,
        help="put brackets round this part",
        fixes=(
            Fix(
                "Put brackets round this part",
                (Edit(Span(span.start, span.start), "("), Edit(Span(span.end, span.end), ")")),
            ),
        ),
    )


def and_with_or(span: Span) -> Diagnostic:
    return Diagnostic(
        "and-with-or",
        "`and` and `or` are mixed, and it is open which belongs together",
        span,
        help="put brackets round what belongs together: `(a and b) or c`",
    )


def bracket_not_opened(token: Token) -> Diagnostic:
    return Diagnostic(
        "bracket-not-opened",
        "this bracket closes nothing",
        token.span,
        help="leave it out",
        fixes=(Fix("Leave it out", (Edit(token.span, ""),)),),
    )


def bracket_not_closed(token: Token) -> Diagnostic:
    return Diagnostic("bracket-not-closed", "this bracket is not closed", token.span, help="close it with `)`")


def comma_in_brackets(span: Span) -> Diagnostic:
    return Diagnostic(
        "unexpected-word",
        "a comma cannot stand inside these brackets",
        span,
        help="close the bracket before it, or write `smallest of (a, b, c)`",
    )


def rounded_goes_on(span: Span) -> Diagnostic:
    return Diagnostic(
        "rounded-goes-on",
        "`rounded … to` ends a value; more follows here",
        span,
        help="put brackets round the rounded part: `(a rounded up to 1 min) + b`",
    )


def one_pair_only(span: Span) -> Diagnostic:
    return Diagnostic(
        "one-pair-only",
        "a line holds one `when … otherwise …`",
        span,
        help="write the cases on lines of their own, indented below, the last with `otherwise`",
    )


def case_after_otherwise(span: Span) -> Diagnostic:
    return Diagnostic(
        "case-after-otherwise",
        "`otherwise` is the last case; this one is never reached",
        span,
        help="move it above the line with `otherwise`",
    )


def equals_sign(span: Span) -> Diagnostic:
    return Diagnostic(
        "equals-sign",
        "a value is compared with `is`, not with `=`",
        span,
        help="write `is`: `zone is city`",
        fixes=(replaced(span, "is"),),
    )


def range_with_from(word: Token, span: Span) -> Diagnostic:
    return Diagnostic(
        "range-with-from",
        "a range with two ends has no `from`",
        span,
        help="leave out `from`: `10 to 20 km`",
        fixes=(Fix("Leave out `from`", (Edit(Span(word.start, word.end + 1), ""),)),),
    )


def range_needs_from(lower: Token) -> Diagnostic:
    return Diagnostic(
        "range-without-from",
        f"the range begins with `{lower.text}` and does not say that it does",
        lower.span,
        help=f"write `from {lower.text} up to …`, or `{lower.text} to …`",
        fixes=(Fix("Put `from` before it", (Edit(Span(lower.start, lower.start), "from "),)),),
    )


def range_without_unit(lower: Number, upper: Number) -> Diagnostic:
    end = upper.span.end
    unit = lower.unit if lower.unit == "%" else f" {lower.unit}"
    return Diagnostic(
        "range-without-unit",
        f"the range starts with `{lower.unit}` and ends without a unit",
        upper.span,
        help=f"write the unit at the end; the start may borrow it: `1 to 2{unit}`",
        fixes=(inserted(end, unit, f"Add `{lower.unit}`"),),
    )


def fraction_with_unit(top: Number, bottom: Number) -> Diagnostic:
    span = Span(top.span.start, bottom.span.end)
    unit = bottom.unit if bottom.unit == "%" else f" {bottom.unit}"
    return Diagnostic(
        "fraction-with-unit",
        f"this reads as {top.value} divided by {bottom.value}{unit}",
        span,
        help=f"write `{top.value}{unit} / {bottom.value}`",
        fixes=(replaced(span, f"{top.value}{unit} / {bottom.value}"),) if not top.decimals + bottom.decimals else (),
    )


def value_without_date(span: Span) -> Diagnostic:
    return Diagnostic(
        "value-without-date",
        "of several values each says from which day on it holds; this one does not",
        span,
        help="add `from 2026-01-01` with the day",
    )


def dates_reversed(first: DateLit, last: DateLit) -> Diagnostic:
    return Diagnostic(
        "dates-reversed",
        f"{first.value} comes after {last.value}",
        Span(first.span.start, last.span.end),
        help=f"write `{last.value} to {first.value}`",
        fixes=(replaced(Span(first.span.start, last.span.end), f"{last.value} to {first.value}"),),
    )


# ----------------------------------------------------------------------------------------- kinds of lines


def rounding_scope_without_tax(token: Token, what: str) -> Diagnostic:
    return Diagnostic(
        "rounding-scope",
        f"`{token.text}` belongs to the rounding of tax, not to that of `{what}`",
        token.span,
        help="leave it out",
    )


def list_size_not_whole(token: Token) -> Diagnostic:
    return Diagnostic("list-size", f"a list cannot have {token.text} items", token.span, help="write a whole number")


def capital_day(token: Token) -> Diagnostic:
    capital = token.text.capitalize()
    return Diagnostic(
        "capital-day",
        f"`{token.text}` is written with a capital letter",
        token.span,
        help=f"write `{capital}`",
        fixes=(replaced(token.span, capital),),
    )


def window_from_several_days(span: Span) -> Diagnostic:
    return Diagnostic(
        "window-from-several-days",
        "a window that ends on a named day starts on one day",
        span,
        help="for example `Friday 12:00 to Monday 07:00`",
    )


def window_without_length(span: Span) -> Diagnostic:
    return Diagnostic(
        "window-without-length",
        "this window starts and ends at the same time",
        span,
        help="for the whole day write no times, or `0:00 to 24:00`",
    )


def thirty_days_only(number: Token) -> Diagnostic:
    return Diagnostic(
        "thirty-days-only", "a month of equal months has 30 days", number.span, help="write `30-day months`",
        fixes=(Fix("Change to `30`", (Edit(number.span, "30"),)),),
    )  # fmt: skip


def comma_before_blocks(meter: Per) -> Diagnostic:
    price_end = meter.price.span.end
    return Diagnostic(
        "comma-before-blocks",
        "on a quantity line a comma stands before `per started` and `per full`",
        Span(price_end, meter.span.end),
        help="put a comma before it",
        fixes=(inserted(price_end, ",", "Put a comma before it"),),
    )


def above_with_bound(span: Span) -> Diagnostic:
    return Diagnostic(
        "above-with-bound",
        "`above` is the last tier and has no bound: it starts where the one before ends",
        span,
        help="leave the bound out: `above  0.50 EUR/km`",
        fixes=(Fix("Leave the bound out", (Edit(span, ""),)),),
    )


def tier_after_above(span: Span) -> Diagnostic:
    return Diagnostic("tier-after-above", "`above` is the last tier", span, help="move this tier before it")


def blocks_of_what(span: Span) -> Diagnostic:
    help_ = "say it: `24 h of ride`, `day of ride`"
    return Diagnostic("blocks-of-what", "this does not say what is cut", span, help=help_)


def unknown_block(word: Token) -> Diagnostic:
    return Diagnostic(
        "unknown-block",
        f"nothing is cut into blocks called `{word.text}`",
        word.span,
        help="write `day`, `week`, `month`, or a length of time such as `24 h of ride`",
    )


def block_start(unit: str, span: Span) -> Diagnostic:
    start = {"day": "at a whole minute of the day", "week": "on a weekday", "month": "on one of the days 1 to 31"}[unit]
    form = {"day": "day from 04:30", "week": "week from Monday", "month": "month from day 15"}[unit]
    return Diagnostic("block-start", f"a {unit} begins {start}", span, help=f"write `{form}`")


def two_scopes(span: Span) -> Diagnostic:
    said = "a limit holds once per started block or in each block, not both"
    return Diagnostic("two-scopes", said, span, help="take one of them out")


def other_side(side: str, span: Span) -> Diagnostic:
    other = "gross" if side == "net" else "net"
    return Diagnostic(
        "other-side",
        "behind a comma without `at least` or `at most` stands the other side of the bound before",
        span,
        help=f"write `at most 50 EUR {other}, 60 EUR {side}`",
    )


def off_or_on(word: Token, kind: str) -> Diagnostic:
    right = "off" if kind == "discount" else "on"
    return Diagnostic(
        "off-or-on",
        f"a {kind} of an amount is written with `{right}`",
        word.span,
        help=f"write `{right}`",
        fixes=(replaced(word.span, right),),
    )
