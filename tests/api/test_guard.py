"""Who may talk to a server without accounts: programs of this machine, not pages of other sites."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from api import create_app
from tariff_library.library import Library
from tests.api.talk import problem


@pytest.fixture
def guarded(library: Library) -> TestClient:
    app = create_app(library, ("127.0.0.1:8765", "localhost:8765"))
    return TestClient(app, base_url="http://127.0.0.1:8765")


def test_programs_and_our_own_pages_are_answered(guarded: TestClient) -> None:
    assert guarded.get("/v1/health").status_code == 200
    assert guarded.get("/v1/health", headers={"Host": "localhost:8765"}).status_code == 200
    assert guarded.get("/v1/health", headers={"Origin": "http://127.0.0.1:8765"}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "127.0.0.1", ""])
def test_a_name_that_was_made_to_point_here_is_refused(guarded: TestClient, host: str) -> None:
    problem(guarded.get("/v1/health", headers={"Host": host}), "foreign-origin", 403)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8765", "http://127.0.0.1"])
def test_a_page_of_another_site_is_refused(guarded: TestClient, origin: str) -> None:
    problem(guarded.post("/v1/quotes", json={}, headers={"Origin": origin}), "foreign-origin", 403)


def test_without_names_every_host_is_answered(library: Library) -> None:
    client = TestClient(create_app(library))
    assert client.get("/v1/health", headers={"Host": "tariffs.example"}).status_code == 200


@pytest.mark.parametrize("length", ["x", "-1", "9" * 40])
def test_a_length_that_is_no_length_is_refused(guarded: TestClient, length: str) -> None:
    headers = {"Content-Length": length, "Content-Type": "application/json"}
    problem(guarded.post("/v1/quotes", content=b"{}", headers=headers), "body-too-large", 413)
