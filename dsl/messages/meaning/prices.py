"""Messages about tables, prices and the bill. One function for each name."""

from __future__ import annotations

from collections.abc import Sequence

from dsl.diagnostics import Diagnostic, Related, Span
from dsl.messages.meaning.shared import KINDS, did_you_mean
from dsl.value_types import ValueType, type_words


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
    return did_you_mean("unknown-answer", message, name, span, known)


def not_in_plan(span: Span) -> Diagnostic:
    return Diagnostic(
        "not-in-plan", "only lines of the bill, `for each` and `let` stand in a plan", span,
        help="move this line out, to the first column",
    )  # fmt: skip


def plan_expected(name: str, kind: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "plan-expected", f"`{name}` is {KINDS.get(kind, kind)}, and `cheapest of` compares plans", span,
        help='write its lines under `plan NAME "Label"` and name the plan here',
    )  # fmt: skip


def plan_twice(name: str, span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "plan-twice", f"the plan `{name}` is chosen from twice", span, help="name each plan once, in one `choose`",
        related=(Related(first, "here first"),),
    )  # fmt: skip


def number_of_plans(count: int, most: int, span: Span) -> Diagnostic:
    return Diagnostic(
        "number-of-plans", f"a choice is made from 2 to {most} plans, not from {count}", span,
        help="name the plans that are compared, with commas",
    )  # fmt: skip


def plan_not_chosen(name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "plan-not-chosen", f"no `choose` takes the plan `{name}`, so its lines are never charged", span,
        severity="warning", help=f"add `choose best cheapest of {name}, …`, or take the plan out",
    )  # fmt: skip


def carry_needs_rounding(name: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "carry-needs-rounding", f"with every item `{name}` gets more digits; say how it is rounded", span,
        help="add `rounded half up to 0.01`, or down, or up",
    )  # fmt: skip
