"""Messages about the rows of tables and examples. One function for each name."""

from __future__ import annotations

from dsl.diagnostics import Diagnostic, Edit, Fix, Span
from dsl.messages.wording import inserted, replaced


def no_row(span: Span, has_bars: bool) -> Diagnostic:
    return Diagnostic(
        "no-row",
        "a row starts with `|`",
        span,
        help="for example `| city | 10 to 20 km || 5 EUR |`",
        fixes=(inserted(span.start, "| ", "Add the bar"),) if has_bars else (),
    )


def empty_row(span: Span) -> Diagnostic:
    return Diagnostic(
        "empty-row", "this row has no cells", span, help="write its cells between bars: `| city || 5 EUR |`"
    )


def row_not_closed(cell: Span, comment: bool) -> Diagnostic:
    return Diagnostic(
        "row-not-closed",
        "the row does not end in `|`",
        cell,
        help="if `#` belongs to the cell, put quotes round it; otherwise close the row before it"
        if comment
        else "close it with `|`",
        fixes=() if comment else (inserted(cell.end, " |", "Close the row"),),
    )


def no_double_bar(span: Span, where: str) -> Diagnostic:
    return Diagnostic(
        "no-double-bar",
        "`||` stands between the conditions and the results; it is missing here"
        if where != "examples"
        else "`||` stands between the inputs and the expected answers; it is missing here",
        span,
        help="for example `| zone || price |`",
    )


def second_double_bar(span: Span) -> Diagnostic:
    return Diagnostic(
        "second-double-bar",
        "a row has one `||`, between conditions and results",
        span,
        help="write `|` here",
        fixes=(replaced(span, "|"),),
    )


def double_bar_in_list(span: Span) -> Diagnostic:
    return Diagnostic(
        "second-double-bar", "the items of a list have no `||`", span, help="write `|` between its fields"
    )


def table_cell_count(span: Span, found: tuple[int, int], wanted: tuple[int, int]) -> Diagnostic:
    def sides(count: tuple[int, int]) -> str:
        return f"{count[0]} and {count[1]}" if wanted[1] else str(count[0])

    where = " left and right of `||`" if wanted[1] else ""
    return Diagnostic(
        "table-cell-count",
        f"the heading has {sides(wanted)} cells{where}, this row {sides(found)}",
        span,
        help="add or remove cells until each stands below its heading",
    )


def table_without_rows(span: Span) -> Diagnostic:
    return Diagnostic(
        "table-without-rows",
        "a table has a row of headings and at least one row below it",
        span,
        help="for example `| zone || price |` and `| city || 5 EUR |`",
    )


def empty_heading(span: Span) -> Diagnostic:
    return Diagnostic("empty-heading", "this heading is blank", span, help="write what the column holds")


def heading_not_a_name(span: Span) -> Diagnostic:
    return Diagnostic("heading-not-a-name", "this heading is one name", span, help="join its words with `_`")


def blank_condition(span: Span) -> Diagnostic:
    return Diagnostic(
        "blank-cell",
        "this cell is blank, and it is open what it means",
        span,
        help="write `any` if every value fits",
        fixes=(Fix("Write `any`", (Edit(span, " any "),)),),
    )


def dash_for_any(span: Span) -> Diagnostic:
    return Diagnostic(
        "blank-cell",
        "a dash says nothing here",
        span,
        help="write `any` if every value fits",
        fixes=(replaced(span, "any"),),
    )


def blank_result(span: Span) -> Diagnostic:
    return Diagnostic(
        "blank-cell",
        "this result is blank, and it is open what it means",
        span,
        help="write `free` if it costs nothing, `no price` if it is not for sale",
    )


def otherwise_with_condition(span: Span) -> Diagnostic:
    return Diagnostic(
        "otherwise-with-condition",
        "a row with `otherwise` has no conditions",
        span,
        help="leave the other cells out: `| otherwise || 5 EUR |`",
    )


def examples_without_rows(span: Span) -> Diagnostic:
    return Diagnostic(
        "examples-without-rows",
        "examples have a row of headings and a row for each example",
        span,
        help="for example `| claim | distance || total |`",
    )


def no_claim(span: Span) -> Diagnostic:
    return Diagnostic(
        "no-claim",
        "the first heading of examples is `claim`: a few words that say what the row shows",
        span,
        help="add a first column `claim`",
    )


def no_list_below(span: Span) -> Diagnostic:
    return Diagnostic(
        "no-list-below",
        "below an example stand its lists: the name of a list, and below it a row for each item",
        span,
        help="write the name of the list alone on its line, and indent the rows below it",
    )
