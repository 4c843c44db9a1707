"""The prices of a text as fields; a change goes to exactly these digits of the text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import streamlit as st

from dsl.compile import Analysis
from studio.prices import PriceField, price_fields, with_number
from studio.views.lines import line_link
from studio.wording import plain

_PAUSE = "400ms"


def draw(analysis: Analysis, rev: int, change: Callable[[str], None]) -> None:
    """All prices by declaration. `change` takes the new text; `rev` grows when the text changed elsewhere."""
    fields = price_fields(analysis)
    if not fields:
        st.info("This text has no prices yet; write the first one in the text.", icon=":material/payments:")
        return
    for group, members in groupby(fields, key=lambda one: one.group):
        st.markdown(f"**{plain(group)}**")
        for field in members:
            _draw_field(analysis, field, rev, change)


def _draw_field(analysis: Analysis, field: PriceField, rev: int, change: Callable[[str], None]) -> None:
    name, number, unit, line = st.columns([5, 3, 2, 2], gap="small", vertical_alignment="center")
    name.markdown(plain(field.label))
    key = f"price {rev} {field.line} {field.digits.start - analysis.source.starts[field.line - 1]}"
    with number:
        st.text_input(
            f"{plain(field.group)}, {plain(field.label)}, {plain(field.unit)}",
            value=field.number,
            key=key,
            label_visibility="collapsed",
            on_change=_changed,
            args=(analysis.source.text, field, key, change),
            live=_PAUSE,
        )
    unit.markdown(plain(field.unit))
    with line:
        line_link(field.line, key=f"{key} line")
    written = str(st.session_state.get(key, field.number))
    if with_number(analysis.source.text, field, written) is None:
        st.markdown(f":red[:material/error: {plain(f'expected a number such as {field.number}, found {written}')}]")


def _changed(text: str, field: PriceField, key: str, change: Callable[[str], None]) -> None:
    changed = with_number(text, field, str(st.session_state[key]))
    if changed is not None and changed != text:
        change(changed)
