"""The prices of a text as fields; a change goes to exactly these digits of the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

import streamlit as st

from dsl.compile import Analysis
from studio.prices import PriceField, price_fields, with_number
from studio.views.lines import line_link
from studio.wording import plain

_PAUSE = "400ms"
_WIDEST_GRID = 6
_NAME, _NUMBER, _UNIT, _LINE = 5, 3, 2, 2


def draw(analysis: Analysis, rev: int, change: Callable[[str], None]) -> None:
    """All prices by declaration. `change` takes the new text; `rev` grows when the text changed elsewhere."""
    fields = price_fields(analysis)
    if not fields:
        st.info("This text has no prices yet; write the first one in the text.", icon=":material/payments:")
        return
    drawing = _Drawing(analysis, rev, change)
    for group, found in groupby(fields, key=lambda one: one.group):
        members = list(found)
        st.markdown(f"**{plain(group)}**")
        heads = list(dict.fromkeys(one.column for one in members))
        if _is_grid(members) and len(heads) <= _WIDEST_GRID:
            drawing.grid(members, heads)
        else:
            for field in members:
                drawing.line(field)


def _is_grid(members: Sequence[PriceField]) -> bool:
    """A table with one price in each cell."""
    places = [(one.line, one.column) for one in members]
    return all(one.column for one in members) and len(set(places)) == len(places)


class _Drawing:
    def __init__(self, analysis: Analysis, rev: int, change: Callable[[str], None]) -> None:
        self._analysis = analysis
        self._rev = rev
        self._change = change

    def grid(self, members: Sequence[PriceField], heads: Sequence[str]) -> None:
        """A table as it stands in the text: a row for each of its rows."""
        widths = [3, *(2 for _ in heads)]
        first, *rest = st.columns(widths, gap="xsmall")
        for head, column in zip(heads, rest, strict=True):
            units = list(dict.fromkeys(one.unit for one in members if one.column == head))
            column.caption(f"{plain(head)} ({plain(', '.join(units))})")
        for _, found in groupby(members, key=lambda one: one.line):
            row = list(found)
            first, *rest = st.columns(widths, gap="xsmall", vertical_alignment="center")
            first.markdown(plain(row[0].row))
            for field in row:
                with rest[heads.index(field.column)]:
                    self._input(field)

    def line(self, field: PriceField) -> None:
        """A price with its name, its unit and its line."""
        name, number, unit, line = st.columns([_NAME, _NUMBER, _UNIT, _LINE], gap="xsmall", vertical_alignment="center")
        name.markdown(plain(field.row))
        with number:
            self._input(field)
        unit.markdown(plain(field.unit))
        with line:
            line_link(field.line, key=f"{self._key(field)} line")

    def _input(self, field: PriceField) -> None:
        text, key = self._analysis.source.text, self._key(field)
        names = (field.group, field.row, field.column, field.unit)
        st.text_input(
            ", ".join(name for name in names if name),  # read aloud as it stands, and not drawn
            value=field.number,
            key=key,
            label_visibility="collapsed",
            on_change=_changed,
            args=(text, field, key, self._change),
            live=_PAUSE,
        )
        written = str(st.session_state.get(key, field.number))
        if with_number(text, field, written) is None:
            st.caption(f":red[:material/error: {plain(f'expected a number such as {field.number}')}]")

    def _key(self, field: PriceField) -> str:
        column = field.digits.start - self._analysis.source.starts[field.line - 1]
        return f"price {self._rev} {field.line} {column}"


def _changed(text: str, field: PriceField, key: str, change: Callable[[str], None]) -> None:
    changed = with_number(text, field, str(st.session_state[key]))
    if changed is not None and changed != text:
        change(changed)
