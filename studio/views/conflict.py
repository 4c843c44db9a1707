"""Two people saved the same draft: both texts, and the choice."""

from __future__ import annotations

from datetime import tzinfo

import streamlit as st

from studio.wording import clock, plain
from studio.work import Work, keep_mine, take_theirs


def draw(work: Work, zone: tzinfo) -> None:
    """What happened, and the two ways out; the editor below shows where the texts differ."""
    theirs = work.conflict
    if theirs is None:
        return
    with st.container(border=True, key="conflict"):
        st.markdown(
            f":orange[:material/call_split:] **This draft was saved elsewhere, by {plain(theirs.saved_by)} at "
            f"{clock(theirs.saved_at, zone)}, while you were editing it.** "
            "Below, that text stands left and yours right. Nothing of yours is saved until you choose."
        )
        with st.container(horizontal=True):
            st.button("Keep mine", key="keep mine", type="primary", on_click=keep_mine, args=(work,))
            st.button("Take theirs", key="take theirs", on_click=take_theirs, args=(work,))
