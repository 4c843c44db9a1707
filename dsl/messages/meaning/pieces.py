"""Messages about prices that change within what is measured. One function for each name."""

from __future__ import annotations

from dsl.diagnostics import Diagnostic, Related, Span


def only_in_price_rows(words: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "only-in-price-rows", f"`{words}` has a meaning in the rows of a price only", span,
        help="put it below `price`, in a charge whose quantity is a period or a sum over items with periods",
    )  # fmt: skip


def range_needed(span: Span) -> Diagnostic:
    return Diagnostic("range-needed", "what runs on is compared with a range", span, help="say `up to 3 h`, `from 3 h`")


def so_far_of_the_quantity(span: Span) -> Diagnostic:
    return Diagnostic(
        "so-far-of-the-quantity", "a row can only change where the charge's own quantity so far reaches a bound", span,
        help="name here what the line `quantity` sums up, or a period that it is measured in",
    )  # fmt: skip


def no_place_in_time(span: Span) -> Diagnostic:
    return Diagnostic(
        "no-place-in-time", "the quantity has no place in time, so it cannot be cut here", span,
        help="measure a period, or a sum over items that have a period",
    )  # fmt: skip


def spread_or_counted(span: Span) -> Diagnostic:
    return Diagnostic(
        "spread-or-counted", "a row of the price may change within an item: which part of its quantity lies before?",
        span, help="say `counted at its start` behind the quantity",
    )  # fmt: skip


def not_spread(span: Span) -> Diagnostic:
    return Diagnostic(
        "not-spread", "a quantity that is spread evenly cannot be cut by price rows yet", span,
        help="say `counted at its start`, or cut the items where the price changes",
    )  # fmt: skip


def not_cut_in_for_each(span: Span) -> Diagnostic:
    return Diagnostic(
        "not-cut-in-for-each", "inside `for each` the quantity of one item cannot be cut by price rows yet", span,
        help="outside of it, measure the sum over the list: the rows may name its fields",
    )  # fmt: skip


def one_block(span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "one-block", "a row has one size of blocks", span, help="take one of them out",
        related=(Related(first, "the first size"),),
    )  # fmt: skip


def one_exact(span: Span, first: Span) -> Diagnostic:
    return Diagnostic(
        "one-exact", "a charge says once when it is exact", span, help="join the conditions with `or`",
        related=(Related(first, "said here"),),
    )  # fmt: skip
