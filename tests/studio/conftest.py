"""A studio on a real library: SQLite in a folder of the test, reached through the gateway of the same process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from studio import gateway
from studio.gateway.in_process import InProcess
from studio.work import EDITOR
from tariff_library.actions.install import install_library
from tariff_library.library import Library, open_library

SCRIPT = Path(gateway.__file__).parents[1] / "app.py"
BEGINNING = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SECONDS_FOR_A_RUN = 60


@dataclass
class Clock:
    """A clock that a test puts forward."""

    at: datetime = BEGINNING

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    """The shipped tariffs, freshly installed."""
    opened = open_library(f"sqlite:///{tmp_path / 'library.sqlite'}", clock)
    assert isinstance(opened, Library)
    install_library(opened)
    yield opened
    opened.close()


@pytest.fixture
def reached(library: Library, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    """The gateway on the library, as every page of the test finds it."""
    made = InProcess(library)
    monkeypatch.setattr(gateway, "_how", lambda: made)
    st.cache_resource.clear()
    return made


@pytest.fixture
def studio(reached: InProcess) -> Page:
    """A session that has not opened anything yet."""
    return Page(reached)


class Page:
    """A session of the studio. What is typed into the editor arrives as the browser sends it."""

    def __init__(self, reached: InProcess) -> None:
        self.library = reached
        self.app = AppTest.from_file(str(SCRIPT), default_timeout=SECONDS_FOR_A_RUN)
        self._seq = 0

    def open(self, tariff: str | None = None, **query: str) -> Page:
        """Opens an address."""
        if tariff is not None:
            self.app.query_params["tariff"] = tariff
        for name, value in query.items():
            self.app.query_params[name] = value
        return self.run()

    def run(self) -> Page:
        """Runs the page; no page of the studio ever raises."""
        self.app.run()
        assert not self.app.exception, self.app.exception
        return self

    def type(self, text: str) -> Page:
        """The text that now stands in the editor."""
        self._seq += 1
        edit = {"text": text, "seq": self._seq, "rev": self.app.session_state["editor rev"]}
        self.app.session_state[EDITOR] = {"edit": edit}
        return self.run()

    def replace(self, before: str, after: str) -> Page:
        """The draft with other words in one place."""
        assert before in self.text
        return self.type(self.text.replace(before, after, 1))

    def fill(self, label: str, text: str) -> Page:
        """Fills a field of the form."""
        field = next(one for one in self.app.text_input if one.label == label)
        field.set_value(text)
        return self.run()

    def choose(self, label: str, option: str) -> Page:
        """Chooses in a select box."""
        next(one for one in self.app.selectbox if one.label == label).set_value(option)
        return self.run()

    def press(self, key: str) -> Page:
        """Presses a button."""
        self.app.button(key=key).click()
        return self.run()

    def show(self, panel: str) -> Page:
        """Opens a tab of the panel."""
        self.app.session_state["panel"] = panel
        return self.run()

    @property
    def text(self) -> str:
        """The text in work."""
        return str(self.app.session_state["work"].text)

    @property
    def metrics(self) -> dict[str, str]:
        """The totals, by their labels."""
        return {one.label: one.value for one in self.app.metric}

    @property
    def total(self) -> str:
        """The total of the draft."""
        return self.metrics["Draft total"]

    @property
    def said(self) -> str:
        """All words on the page that are drawn as Markdown or in a box."""
        kinds = ("markdown", "caption", "info", "warning", "error", "success", "toast")
        words = [str(getattr(one, "value", "")) for kind in kinds for one in self.app.get(kind)]
        return "\n".join(words).replace("\\", "")
