"""The API on a library with the shipped tariffs and one of our own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy

import pytest
from starlette.testclient import TestClient

from api import create_app
from tariff_library.actions.install import install_library
from tariff_library.library import Library, open_library
from tariff_library.texts import ShippedText, shipped
from tests.api.talk import TIP


def opened(file: Path) -> Library:
    library = open_library(f"sqlite:///{file}", lambda: datetime.now(UTC))
    assert isinstance(library, Library)
    return library


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the tariffs, to be copied."""
    file = tmp_path_factory.mktemp("filled") / "filled.sqlite"
    library = opened(file)
    install_library(library, [*shipped(), ShippedText("tip", "tests", TIP)])
    library.close()
    return file


@pytest.fixture
def library(tmp_path: Path, filled: Path) -> Iterator[Library]:
    file = tmp_path / "test.sqlite"
    copy(filled, file)
    library = opened(file)
    yield library
    library.close()


@pytest.fixture
def client(library: Library) -> TestClient:
    return TestClient(create_app(library))


@pytest.fixture
def client_on(library: Library) -> TestClient:
    """At noon of 1 May 2026, whenever the test runs."""
    noon = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
    return TestClient(create_app(replace(library, clock=lambda: noon)))
