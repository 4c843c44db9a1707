"""Changes to spans of a text, as the projections of a text make them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dsl.diagnostics import Span


class Edit(NamedTuple):
    """Replaces the characters of `span`."""

    span: Span
    insert: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; their spans do not overlap and speak of the text as it is."""
    for edit in sorted(edits, key=lambda one: one.span.start, reverse=True):
        text = text[: edit.span.start] + edit.insert + text[edit.span.end :]
    return text


def fitted(text: str, span: Span, insert: str) -> Edit:
    """The edit that leaves what stands behind in its column, where there is room for it.

    A cell of a table is followed by spaces up to the next bar: a longer figure takes of them, but for one, and
    a shorter one gives."""
    end = span.end
    while end < len(text) and text[end] == " ":
        end += 1
    if end >= len(text) or text[end] != "|":
        return Edit(span, insert)
    width = end - span.start
    return Edit(Span(span.start, end), insert.ljust(width - 1) + " ")
