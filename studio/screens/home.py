"""The list of tariffs: what is live since when, how the drafts stand, and the way to a new one."""

from datetime import datetime, tzinfo

import streamlit as st

from studio.gateway import Card, Draft, Template, gateway
from studio.links import go_to_tariff, to_tariff
from studio.templates import name_from, text_from
from studio.wording import plain, saved, since
from studio.work import close_work
from studio.zones import browser_zone

EMPTY = "A small tariff to change"
_ASKED = "new tariff"


def page() -> None:
    """Draws the list."""
    close_work()
    cards = gateway().tariffs()
    title, search, new = st.columns([5, 3, 2], vertical_alignment="center")
    with title, st.container(key="home-heading"):
        st.markdown("### Tariffs", anchors=False)
    wanted = search.text_input(
        "Search", key="search", placeholder="Search", label_visibility="collapsed", type="search", live=True
    )
    new.button("New tariff", key="new", icon=":material/add:", type="primary", width="stretch", on_click=_ask)
    if _ASKED in st.session_state:
        _new_tariff(cards)
    if not cards:
        st.info("No tariffs yet. Begin with **New tariff**.", icon=":material/sell:")
        return
    shown = [card for card in cards if _fits(card, wanted)]
    if not shown:
        st.info(f"No tariff fits {plain(wanted)}.", icon=":material/search_off:")
    now, zone = gateway().now(), browser_zone()
    for domain in dict.fromkeys(card.domain for card in shown):
        members = [card for card in shown if card.domain == domain]
        st.caption(plain(_spoken(domain)).upper())
        for card in members:
            _draw(card, now, zone)


def _fits(card: Card, wanted: str) -> bool:
    words = f"{card.name} {card.label} {card.domain}".casefold()
    return all(word in words for word in wanted.casefold().split())


def _draw(card: Card, now: datetime, zone: tzinfo) -> None:
    with st.container(border=True, key=f"card {card.name}", gap=None):
        name, live, draft = st.columns([5, 4, 4], vertical_alignment="center")
        with name:
            to_tariff(card.name, f":blue[{plain(card.label or card.name)}]")
        live.markdown(_live(card, now, zone))
        draft.markdown(_draft(card, now, zone))


def _live(card: Card, now: datetime, zone: tzinfo) -> str:
    if card.live is None:
        words = ":gray-badge[nothing live]"
    else:
        start = since(card.live.effective_from, now, zone)
        words = f":green-badge[version {card.live.number} live] since {plain(start)}"
    if card.next is not None:
        start = since(card.next.effective_from, now, zone)
        words += f"  \n:blue-badge[version {card.next.number}] from {plain(start)}"
    return words


def _draft(card: Card, now: datetime, zone: tzinfo) -> str:
    if card.versions and not card.draft_changed:
        return ":gray[no changes in the draft]"
    when = plain(saved(card.draft_saved_at, now, zone))
    return f":violet-badge[draft of version {card.versions + 1}] saved {when}"


def _ask() -> None:
    """Opens the dialog; it stays open, whatever else runs, until it is closed."""
    st.session_state[_ASKED] = True


def _close() -> None:
    st.session_state.pop(_ASKED, None)


def _spoken(domain: str) -> str:
    return domain.replace("_", " ").capitalize().replace("Ev ", "EV ")


def _template_label(template: Template | None, label: str) -> str:
    """`Car sharing: City Drive`; typing a few letters of either finds it."""
    return label.replace("_", " ") if template is None else f"{_spoken(template.domain)}: {label.replace('_', ' ')}"


@st.dialog("New tariff", on_dismiss=_close)
def _new_tariff(cards: tuple[Card, ...]) -> None:
    """From a text that exists, under a name of its own."""
    templates = {one.name: one for one in gateway().templates()}
    labels = {card.name: card.label for card in cards}
    chosen = st.selectbox(
        "Begin from",
        [EMPTY, *templates],
        format_func=lambda name: _template_label(templates.get(name), labels.get(name) or name),
        key="new template",
    )
    label = st.text_input("What is it called?", key="new label", placeholder="Weekend Drive", live=True)
    name = name_from(label)
    st.caption(f"Its name in the API is {plain(name)}." if name else "Apps will ask for it by a name made of this.")
    if st.button("Create", key="create", type="primary", width="stretch", disabled=not name):
        template = templates.get(chosen)
        text = text_from(None if template is None else template.text, name, label)
        made = gateway().create(name, text, "other" if template is None else template.domain)
        if isinstance(made, Draft):
            _close()
            go_to_tariff(name)
            st.rerun()
        st.error(f"{plain(made.message)}; {plain(made.help)}.", icon=":material/block:")
