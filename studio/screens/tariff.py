"""A tariff in work: its text at the left, at the right what it costs."""

from zoneinfo import ZoneInfo

import streamlit as st

from studio.appearance import say_unavailable
from studio.gateway import Card, UnavailableError, Unknown, gateway
from studio.links import to_home, to_tariff
from studio.views import heading, publishing, workbench
from studio.views.conflict import draw as draw_conflict
from studio.wording import plain
from studio.work import Work, open_work
from studio.zones import browser_zone


def page(name: str) -> None:
    """Opens a tariff."""
    work = open_work(name)
    if isinstance(work, Unknown):
        _say_unknown(work)
        return
    st.set_page_config(page_title=f"{name} · Ratewright")
    _tariff(work)


@st.fragment
def _tariff(work: Work) -> None:
    """Everything on the page, as everything follows from the text."""
    if st.query_params.get("tariff") != work.name:
        st.rerun()  # another screen was asked for from within
    try:
        _draw(work)
    except UnavailableError as reason:
        say_unavailable(reason)


def _draw(work: Work) -> None:
    workbench.take_typed(work)
    card = gateway().tariff(work.name)
    if isinstance(card, Unknown):
        _say_unknown(card)
        return
    zone = _zone(work)
    top, actions = st.columns([5, 2], vertical_alignment="center")
    with top:
        heading.draw(work, card, zone)
    with actions, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.markdown(heading.saved(work, browser_zone()), width="content")
        st.button(
            "Publish…",
            key="publish",
            type="primary",
            icon=":material/publish:",
            disabled=not card.draft_changed,
            on_click=publishing.ask,
        )
    with st.container():  # always there, so that nothing below it is drawn anew and loses the caret
        if work.refusal is not None:
            st.error(f"Not saved: {plain(work.refusal)}", icon=":material/cloud_off:")
        if work.conflict is not None:
            draw_conflict(work, zone)
    left, right = st.columns([13, 11], gap="medium")
    with left:
        workbench.draw_text(work, card)
    with right:
        workbench.draw_panel(work, card, zone)
    publishing.draw(work, card, zone)
    publishing.say_done(zone)
    if heading.changes_over_soon(card):
        _look_again(card)


@st.fragment(run_every=1.0)
def _look_again(card: Card) -> None:
    """Shows a version as live as soon as it is."""
    if card.next is not None and card.next.effective_from <= gateway().now():
        st.rerun()


def _zone(work: Work) -> ZoneInfo:
    """The clock of the tariff; UTC as long as the text names none."""
    return ZoneInfo("UTC" if work.graph is None else work.graph.time_zone)


def _say_unknown(unknown: Unknown) -> None:
    to_home()
    st.error(f"There is no tariff {plain(unknown.name)}.", icon=":material/search_off:")
    for name in unknown.nearest:
        to_tariff(name, f"Did you mean {plain(name)}?")
