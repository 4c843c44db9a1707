"""The examples of a tariff: which hold, what the others expect and what is found instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dsl.examples import ExampleResult
from studio.expectations import shown
from studio.views.lines import line_link
from studio.wording import code, counted, plain


def draw(
    results: Sequence[ExampleResult], accept: Callable[[Sequence[ExampleResult]], None], *, is_current: bool
) -> None:
    """All examples. `accept` writes what was found into the text as what is expected from now on.

    `is_current`: the results belong to the text in the editor, not to an older one without errors."""
    if not results:
        st.info(
            "This tariff has no examples yet. An example is a request with the price it must give; "
            "a version is published only when all of them hold.",
            icon=":material/checklist:",
        )
        return
    failed = [one for one in results if not one.passed]
    if not failed:
        st.markdown(f":green[:material/check_circle:] **All {counted(len(results), 'example')} hold.**")
    else:
        head, button = st.columns([3, 2], vertical_alignment="center")
        head.markdown(
            f":red[:material/cancel:] **{len(failed)} of {len(results)} examples do not come out as written.**"
        )
        curable = [one for one in failed if one.differences]
        if curable:
            button.button(
                "Expect what was found",
                key="accept all",
                icon=":material/done_all:",
                width="stretch",
                disabled=not is_current,
                help="Writes the new figures into the examples; look at each of them first.",
                on_click=accept,
                args=(curable,),
            )
    for place, one in enumerate(failed):
        _draw_failed(one, place)
    held = [f":green[:material/check:] {plain(one.claim)}" for one in results if one.passed]
    st.markdown("  \n".join(held))


def _draw_failed(one: ExampleResult, place: int) -> None:
    with st.container(border=True, key=f"failed {place}"):
        title, link = st.columns([4, 1], vertical_alignment="center")
        title.markdown(f":red[:material/close:] **{plain(one.claim)}**")
        with link:
            line_link(one.line, key=f"example line {place}")
        if one.problem is not None:
            st.markdown(plain(one.problem))
        if one.differences:
            st.table(
                pd.DataFrame(
                    [(code(name), plain(expected), plain(shown(found))) for name, expected, found in one.differences],
                    columns=["Answer", "Expected", "Found"],
                ),
                border="horizontal",
                hide_index=True,
            )
