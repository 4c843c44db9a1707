"""The top of a tariff's page: what it is, how the draft stands, what is live."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

import streamlit as st

from studio.gateway import Card, VersionCard, gateway
from studio.links import to_home
from studio.wording import clock, counted, plain, since
from studio.work import Work

_SOON = timedelta(minutes=1)


def draw(work: Work, card: Card, zone: tzinfo) -> None:
    """Name and states, in one line."""
    label = work.graph.label if work.graph is not None and work.graph.label else card.label
    now = gateway().now()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="heading"):
        to_home()
        st.markdown(f"### {plain(label or work.name)}", anchors=False, width="content")
        st.markdown(" ".join([_draft_badge(card), _state_badge(work), *_live_badges(card, now, zone)]), width="content")


def _draft_badge(card: Card) -> str:
    number = card.versions + 1
    if not card.draft_changed:
        return ":gray-badge[draft unchanged]"
    return f":violet-badge[draft of version {number}]"


def _state_badge(work: Work) -> str:
    errors = sum(one.severity == "error" for one in work.analysis.diagnostics)
    warnings = sum(one.severity == "warning" for one in work.analysis.diagnostics)
    if errors:
        return f":red-badge[:material/error: {counted(errors, 'problem')}]"
    if warnings:
        return f":orange-badge[:material/warning: {counted(warnings, 'warning')}]"
    return ":green-badge[:material/check: compiles]"


def _live_badges(card: Card, now: datetime, zone: tzinfo) -> list[str]:
    badges = []
    if card.live is None:
        badges.append(":gray-badge[nothing live]")
    else:
        badges.append(f":green-badge[version {card.live.number} live since {_since(card.live, now, zone)}]")
    if card.next is not None:
        badges.append(f":blue-badge[version {card.next.number} from {_since(card.next, now, zone)}]")
    return badges


def _since(version: VersionCard, now: datetime, zone: tzinfo) -> str:
    return plain(since(version.effective_from, now, zone))


def saved(work: Work, zone: tzinfo) -> str:
    """`saved 10:42`, or why it is not."""
    if work.conflict is not None:
        return ":orange[:material/sync_problem: not saved, see below]"
    if work.refusal is not None:
        return ":red[:material/cloud_off: not saved]"
    return f":material/cloud_done: saved {clock(work.saved_at, zone)}"


def changes_over_soon(card: Card) -> bool:
    """A version becomes live within the next minute, so the page looks again by itself."""
    return card.next is not None and card.next.effective_from - gateway().now() < _SOON
