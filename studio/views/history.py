"""The published versions of a tariff, and what an old one said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo

import streamlit as st

from studio.gateway import Version, VersionCard
from studio.wording import moment, plain

_STATES = {
    "live": ":green-badge[live]",
    "scheduled": ":blue-badge[scheduled]",
    "superseded": ":gray-badge[superseded]",
}


def draw(
    cards: Sequence[VersionCard],
    version: Callable[[VersionCard], Version | None],
    restore: Callable[[str], None],
    draft_text: str,
    zone: tzinfo,
) -> None:
    """All versions, the newest first, and the text of the one that is chosen."""
    if not cards:
        st.info("Nothing has been published yet. The first version will stand here.", icon=":material/history:")
        return
    for card in cards:
        with st.container(border=True, key=f"version {card.number}"):
            head, since = st.columns([2, 3], vertical_alignment="center")
            head.markdown(f"**Version {card.number}** {_STATES[card.state]}")
            since.markdown(_since(card, zone), text_alignment="right")
            reason = f" · {plain(card.reason)}" if card.reason else ""
            published = moment(card.known_at, zone)
            st.caption(f"{plain(card.note)} · by {plain(card.author)} · published {published}{reason}")
    chosen = st.selectbox(
        "Text of",
        cards,
        format_func=lambda card: f"version {card.number}",
        key="history version",
    )
    found = version(chosen)
    if found is None:
        st.warning("This version cannot be read.")
        return
    if found.text != draft_text:
        st.button(
            f"Take version {found.card.number} into the draft",
            key="restore",
            icon=":material/restore_page:",
            on_click=restore,
            args=(found.text,),
            help="The draft gets this text; nothing is published by that.",
        )
    st.code(found.text, language=None, line_numbers=True, height=420)


def _since(card: VersionCard, zone: tzinfo) -> str:
    return f"from {moment(card.effective_from, zone)}"
