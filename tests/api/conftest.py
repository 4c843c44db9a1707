"""The API on a library with the shipped tariffs and one of our own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import create_app
from tariff_library.actions.install import install_library
from tariff_library.library import Library, open_library
from tariff_library.texts import ShippedText, shipped
from tests.api.talk import TIP


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(f"sqlite:///{tmp_path / 'test.sqlite'}", lambda: datetime.now(UTC))
    assert isinstance(opened, Library)
    install_library(opened, [*shipped(), ShippedText("tip", "tests", TIP)])
    yield opened
    opened.close()


@pytest.fixture
def client(library: Library) -> TestClient:
    return TestClient(create_app(library))


@pytest.fixture
def client_on(library: Library) -> TestClient:
    """At noon of 1 May 2026, whenever the test runs."""
    noon = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
    return TestClient(create_app(replace(library, clock=lambda: noon)))
