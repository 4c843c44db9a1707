"""The way from the draft to a live price: when it applies, and everything that stands against it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from engine.moments import EPOCH, SECOND, read_moment
from studio.compiled import example_results
from studio.expectations import shown
from studio.gateway import Card, Conflict, FailedExample, Refusal, VersionCard, gateway
from studio.wording import counted, moment, plain
from studio.work import Work

NOW, LATER, CORRECTION = "Now", "At a moment", "In the past, as a correction"
DONE = "published"
"""The session's key of the version that was just published."""
_ASKED = "publishing"


def ask() -> None:
    """Opens the dialog; it stays open, whatever else runs, until it is closed."""
    st.session_state[_ASKED] = True


def close() -> None:
    """Closes the dialog."""
    st.session_state.pop(_ASKED, None)


def draw(work: Work, card: Card, zone: ZoneInfo) -> None:
    """The dialog, as long as it is open."""
    if _ASKED in st.session_state:
        _dialog(work, card, zone)


@st.dialog("Publish the draft", width="medium", on_dismiss=close)
def _dialog(work: Work, card: Card, zone: ZoneInfo) -> None:
    """Asks when the draft is to apply, and publishes it."""
    _say_what(work, card)
    when = st.segmented_control(
        "From when does it apply?", [NOW, LATER, CORRECTION], default=NOW, required=True, key="publish when"
    )
    effective: datetime | None = None
    wrong: str | None = None
    if when != NOW:
        written = st.text_input(
            f"From (clock of {zone.key})", key="publish moment", placeholder="2026-12-01 00:00", live=True
        )
        effective, wrong = _read(written, zone)
        if wrong and written:
            st.markdown(f":red[:material/error: {plain(wrong)}]")
    reason = st.text_input("Reason", key="publish reason", placeholder="why prices change", max_chars=500)
    if st.button(
        "Publish",
        key="publish now",
        type="primary",
        icon=":material/publish:",
        width="stretch",
        disabled=work.conflict is not None or (when != NOW and effective is None),
    ):
        _publish(work, effective, reason, correction=when == CORRECTION)


def _say_what(work: Work, card: Card) -> None:
    number = card.versions + 1
    label = plain(card.label)
    if not work.is_good:
        problems = sum(one.severity == "error" for one in work.analysis.diagnostics)
        words = f"the text has {counted(problems, 'problem')}; it cannot be published before they are cured"
        st.error(plain(words), icon=":material/error:")
        return
    results = example_results(work.text, work.name)
    held = sum(one.passed for one in results)
    st.markdown(f"**{label}** becomes version {number}. {held} of {counted(len(results), 'example')} hold.")
    st.caption("Until reviews exist a version published here is marked self-published (local).")


def _read(written: str, zone: ZoneInfo) -> tuple[datetime | None, str | None]:
    """The moment on the tariff's clock, or what is wrong with it."""
    text = written.strip()
    found = read_moment(f"{text} 00:00" if len(text) == len("2026-12-01") else text, zone)
    if isinstance(found, int):
        return EPOCH + found * SECOND, None
    name, instead = found
    words = {
        "doubled-hour": "clocks show this time twice, so it needs an offset",
        "missing-hour": "clocks skip this time",
        "no-such-moment": "there is no such date or time",
    }.get(name, "expected a date and time such as 2026-12-01 00:00")
    return None, f"{words}: {' or '.join(instead)}" if instead else words


def _publish(work: Work, effective: datetime | None, reason: str, *, correction: bool) -> None:
    made = gateway().publish(work.name, work.revision, effective, reason, correction=correction)
    match made:
        case VersionCard():
            st.session_state[DONE] = made
            close()
            st.rerun()
        case Refusal():
            _say_refusal(made)
        case Conflict():
            st.error("Somebody else saved this draft in between; close this and choose one of the two texts.")
            work.conflict = made.theirs
        case _:
            st.error("This tariff is not there any more.")


def _say_refusal(refusal: Refusal) -> None:
    with st.container(key="refusal"):
        st.error(f"**Not published:** {plain(refusal.message)}", icon=":material/block:")
        told = [
            f":red[:material/close:] **{plain(one.claim)}** (line {one.line}): {plain(_why(one))}"
            for one in refusal.examples
        ]
        if told:
            st.markdown("  \n".join(told))
        if refusal.help:
            st.caption(f"What to do: {plain(refusal.help)}.")
        if told and st.button("Show the examples", key="show examples", icon=":material/checklist:", on_click=_show):
            st.rerun()


def _why(example: FailedExample) -> str:
    return example.problem or ", ".join(
        f"{name} expects {expected} and is {shown(found)}" for name, expected, found in example.differences
    )


def _show() -> None:
    close()
    st.session_state["panel"] = "Examples"


def say_done(zone: ZoneInfo) -> None:
    """Once after publishing: which version it became and from when it applies."""
    made = st.session_state.get(DONE)
    if isinstance(made, VersionCard):
        st.session_state.pop(DONE)
        words = f"Version {made.number} is published and applies from {moment(made.effective_from, zone)}."
        st.toast(plain(words), icon=":material/check_circle:", duration="long")
