"""A library in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tariff_library.library import Library, open_library
from tests.tariff_library.world import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'test.sqlite'}"


@pytest.fixture
def library(url: str, clock: Clock) -> Iterator[Library]:
    opened = open_library(url, clock)
    assert isinstance(opened, Library)
    yield opened
    opened.close()


@pytest.fixture
def anna(library: Library) -> Library:
    """The same library, with somebody else in front of it."""
    return replace(library, author="anna")
