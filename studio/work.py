"""The draft that a session works on: its text, how it is saved, and the last text without errors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from dsl.compile import Analysis
from engine.graph import Graph
from engine.quote import Pricer
from studio.compiled import analysis_of, pricer_of, version_of, version_pricer
from studio.gateway import Card, Conflict, Draft, Refusal, Unknown, Version, VersionCard, gateway

EDITOR = "editor"
"""The key of the one editor of the screen."""
_WORK = "work"
_REV = "editor rev"


@dataclass
class Work:
    """One tariff in work. `text` is what stands in the editor; it is saved as soon as it changes."""

    name: str
    text: str
    revision: int
    saved_at: datetime
    saved_text: str
    """What was last tried to save; another than `text` while the library did not answer."""
    good_text: str | None
    """The last text without errors; None while there was none."""
    good_is_live: bool = False
    """`good_text` is that of the live version, as the draft had errors from the beginning."""
    conflict: Draft | None = None
    """The draft as somebody else saved it; nothing is saved until one of the two is chosen."""
    refusal: str | None = None
    """Why the last text could not be saved."""
    fields_rev: int = 0
    """Grows when the text changed otherwise than through the price fields, which then show it anew."""

    @property
    def analysis(self) -> Analysis:
        """Of the text in the editor."""
        return analysis_of(self.text, self.name)

    @property
    def good(self) -> Analysis | None:
        """Of the last text without errors."""
        return None if self.good_text is None else analysis_of(self.good_text, self.name)

    @property
    def graph(self) -> Graph | None:
        """Of the last text without errors."""
        return None if self.good is None else self.good.graph

    @property
    def pricer(self) -> Pricer | None:
        """Of the last text without errors."""
        return None if self.good_text is None else pricer_of(self.good_text, self.name)

    @property
    def is_good(self) -> bool:
        """The text in the editor has no errors."""
        return self.analysis.graph is not None


def open_work(name: str) -> Work | Unknown:
    """The work on a tariff, begun from its saved draft when the session works on another one."""
    work = st.session_state.get(_WORK)
    if isinstance(work, Work) and work.name == name:
        return work
    draft = gateway().draft(name)
    if isinstance(draft, Unknown):
        return draft
    work = Work(name, draft.text, draft.revision, draft.saved_at, draft.text, None)
    if work.is_good:
        work.good_text = work.text
    else:
        live = live_version(name)
        if live is not None and analysis_of(live.text, name).graph is not None:
            work.good_text, work.good_is_live = live.text, True
    st.session_state[_WORK] = work
    text_replaced()
    return work


def close_work() -> None:
    """The next page that opens a tariff reads its draft anew."""
    st.session_state.pop(_WORK, None)


def editor_rev() -> int:
    """Grows whenever Python, and not the editor, changed the text."""
    return int(st.session_state.get(_REV, 0))


def text_replaced() -> None:
    """Makes the editor take the text of the work."""
    st.session_state[_REV] = editor_rev() + 1


def accept(work: Work, text: str) -> None:
    """Takes a text and saves it."""
    work.text = text
    if work.is_good:
        work.good_text, work.good_is_live = text, False
    if work.conflict is None:
        save(work)


def replace(work: Work, text: str, *, by_fields: bool = False) -> None:
    """Takes a text that the studio itself made from the one in the editor."""
    accept(work, text)
    text_replaced()
    if not by_fields:
        work.fields_rev += 1


def save(work: Work) -> None:
    """Saves the text; when somebody else saved in between, both texts are kept for a choice."""
    saved = gateway().save(work.name, work.text, work.revision)
    work.refusal, work.saved_text = None, work.text
    match saved:
        case Draft():
            work.revision, work.saved_at = saved.revision, saved.saved_at
        case Conflict():
            work.conflict = saved.theirs
        case Refusal():
            work.refusal = f"{saved.message}. {saved.help}".strip()
        case Unknown():
            work.refusal = "this tariff is not there any more"


def keep_mine(work: Work) -> None:
    """Ends a conflict: the text of this session replaces the other one."""
    assert work.conflict is not None
    work.revision, work.conflict = work.conflict.revision, None
    save(work)


def take_theirs(work: Work) -> None:
    """Ends a conflict: the saved text replaces the one of this session."""
    assert work.conflict is not None
    theirs, work.conflict = work.conflict, None
    work.revision, work.saved_at = theirs.revision, theirs.saved_at
    replace(work, theirs.text)


def live_version(name: str) -> Version | None:
    """The version in force now."""
    card = gateway().tariff(name)
    return full_version(name, card.live) if isinstance(card, Card) and card.live is not None else None


def full_version(name: str, card: VersionCard) -> Version | None:
    """The version with its text."""
    found = version_of(name, card.number, card.known_at.isoformat())
    return found if isinstance(found, Version) else None


def pricer_of_version(name: str, card: VersionCard) -> Pricer | None:
    """What prices a version."""
    return version_pricer(name, card.number, card.known_at.isoformat())
