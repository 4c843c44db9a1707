"""The editor for tariff texts: a Streamlit component around CodeMirror, served from this package."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from studio.components import assets
from studio.components.editor.contract import (
    Action,
    Command,
    Completion,
    Diagnostic,
    Edit,
    EditorState,
    Hover,
    Inlay,
    Mode,
    Related,
    Severity,
    Words,
)

__all__ = [
    "Action",
    "Command",
    "Completion",
    "Diagnostic",
    "Edit",
    "EditorState",
    "Hover",
    "Inlay",
    "Mode",
    "Related",
    "Severity",
    "Words",
    "editor",
    "typed",
]

_COMMANDS: Final[Mapping[object, Command]] = {"save": "save", "run": "run"}


def editor(
    text: str,
    *,
    key: str,
    rev: int = 0,
    diagnostics: Sequence[Diagnostic] = (),
    completions: Sequence[Completion] = (),
    hovers: Sequence[Hover] = (),
    inlays: Sequence[Inlay] = (),
    baseline: str | None = None,
    mode: Mode = "edit",
    words: Words | None = None,
    goto_line: int | None = None,
    lint_url: str | None = None,
    read_only: bool = False,
    height: int = 560,
    label: str = "Tariff text",
) -> EditorState:
    """Mount the editor and return what stands in it.

    The browser owns the text. `text` is what it starts from; afterwards it is taken only when `rev` is
    higher than before, and then the smallest change is made, so caret, focus and undo survive and keys
    typed meanwhile are kept. Count `rev` up whenever Python changed the text, also when another draft is
    opened under the same `key`; keep one `key`. Hand back the last returned text as `text`, else a page
    that comes back from another tab shows an old one.

    `diagnostics`, `hovers` and `inlays` speak of `text` and are ignored when the text has moved on; without
    newer ones the last inlays stay with their lines. Squiggles are faster through `lint_url`: the browser
    itself posts the text to this address of the same origin and takes problems, names and units from the
    answer of the analyse endpoint.

    `mode` compares with `baseline`, in the text or beside it; in mode `edit` only the changed lines are
    marked. `goto_line` is followed in every run that names one, so name it in the run that wants it only.
    Line ends come back as `\\n`.
    """
    text = _unix(text)
    last = _last_edit(key)
    known = _Session(key, rev, last)
    current = text if last is None or last["rev"] < known.rev else str(last["text"])
    ask = words or Words()
    result = _renderer()(
        key=key,
        data={
            "doc": current,
            "rev": known.rev,
            "seqChecked": 0 if last is None else last["seq"],
            "diagnostics": list(diagnostics) if current == text else None,
            "completions": list(completions),
            "hovers": list(hovers) if current == text else [],
            "inlays": list(inlays) if current == text else [],
            "baseline": None if baseline is None else _unix(baseline),
            "mode": mode,
            "lang": {
                "keywords": list(ask.keywords),
                "types": list(ask.types),
                "units": list(ask.units),
                "heads": list(ask.heads),
                "sections": list(ask.sections),
                "meanings": dict(ask.meanings),
            },
            "gotoLine": known.goto(goto_line),
            "lintUrl": lint_url,
            "readOnly": read_only,
            "height": height,
            "label": label,
        },
        on_edit_change=_nothing,
        on_command_change=_nothing,
        on_pick_change=_nothing,
    )
    command = result.get("command")
    pick = result.get("pick")
    if isinstance(command, Mapping) and command["rev"] >= known.rev:
        return EditorState(str(command["text"]), int(command["seq"]), _COMMANDS.get(command["name"]))
    return EditorState(
        current,
        0 if last is None else last["seq"],
        picked_line=int(pick["line"]) if isinstance(pick, Mapping) else None,
    )


def typed(key: str, *, rev: int = 0) -> EditorState | None:
    """What was last typed into the editor `key`, for code that runs before the editor is mounted.

    None before the first key, and when Python has replaced the text since (`rev` as given to `editor`).
    """
    last = _last_edit(key)
    if last is None or last["rev"] < _Session(key, rev, last).rev:
        return None
    return EditorState(str(last["text"]), int(last["seq"]))


class _Session:
    """What has to be remembered from run to run beside the state that the browser sends."""

    def __init__(self, key: str, rev: int, last: Mapping[str, Any] | None) -> None:
        self._goto_key = f"{key}:goto"
        # A browser that outlives a session of the server keeps its higher `rev`: count on from there.
        ahead = max(int(st.session_state.get(f"{key}:ahead", 0)), int(last["rev"]) - rev if last else 0)
        st.session_state[f"{key}:ahead"] = ahead
        self.rev = rev + ahead

    def goto(self, line: int | None) -> Mapping[str, int] | None:
        """Numbered, so that the browser can tell a second click on the same line from a mere rerun."""
        if line is not None:
            count = st.session_state.get(self._goto_key, {"count": 0})["count"] + 1
            st.session_state[self._goto_key] = {"line": line, "count": count}
        asked: Mapping[str, int] | None = st.session_state.get(self._goto_key)
        return asked


def _last_edit(key: str) -> Mapping[str, Any] | None:
    state = st.session_state.get(key)
    edit = state.get("edit") if isinstance(state, Mapping) else None
    return edit if isinstance(edit, Mapping) else None


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _nothing() -> None:
    """Streamlit reports only the states that have a callback."""


_mounted: tuple[object, ComponentRenderer] | None = None


def _renderer() -> ComponentRenderer:
    global _mounted
    if _mounted is None or _mounted[0] is not assets.runtime():
        _mounted = (assets.runtime(), assets.component("editor", js="editor.js", css="editor.css"))
    return _mounted[1]
