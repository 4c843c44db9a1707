"""Jumps from an amount or a problem to its line in the editor."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

_GOTO = "goto line"


def goto(line: int) -> None:
    """The editor shows this line in the run that follows."""
    st.session_state[_GOTO] = line


def asked_line() -> int | None:
    """The line to show in this run, once."""
    line = st.session_state.pop(_GOTO, None)
    return line if isinstance(line, int) else None


def line_clicked(component: str) -> None:
    """Follows the line number that was clicked in a component."""
    state = st.session_state.get(component)
    line = state.get("line") if isinstance(state, Mapping) else None
    if line is not None:
        goto(int(line))


def line_link(line: int, key: str) -> None:
    """A small button that shows the line."""
    st.button(f"line {line}", key=key, type="tertiary", on_click=goto, args=(line,), icon=":material/north_west:")
