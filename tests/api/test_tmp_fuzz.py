"""Whatever is sent, the answer is one that was described: never a failure of the program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api import create_app
from api.examples import EXAMPLES
from tests.api.conftest import opened

PATHS = {
    "/v1/quotes": ("quote", "quote_explained"),
    "/v1/quotes/list": ("quote_list",),
    "/v1/drafts/quote": ("quote_of_text",),
    "/v1/curve": ("curve", "curve_of_text"),
    "/v1/analyse": ("analyse",),
    "/v1/tariffs": ("new_tariff",),
    "/v1/tariffs/city_drive/draft": ("draft",),
    "/v1/tariffs/city_drive/publish": ("publish", "publish_later"),
}
EXPECTED = {200, 201, 400, 404, 409, 412, 422}
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["7,4 km", "7.4 km", "2026-03-29T02:30:00", "city_drive", "distance", "ride", "1e999999"])
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def server(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    file = tmp_path_factory.mktemp("any") / "test.sqlite"
    copy(filled, file)
    library = opened(file)
    yield TestClient(create_app(library))
    library.close()


@st.composite
def changed(draw: st.DrawFn, value: Any) -> Any:
    """A good body with something in it replaced, taken out or added."""
    if not isinstance(value, dict | list) or not value or draw(st.integers(0, 3)) == 0:
        return draw(ANYTHING)
    places: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
    place = draw(st.sampled_from(places))
    copied = value.copy()
    match draw(st.sampled_from(["change", "change", "remove", "add"])):
        case "change":
            copied[place] = draw(changed(value[place]))
        case "remove":
            del copied[place]
        case _ if isinstance(copied, dict):
            copied[draw(st.text(max_size=8))] = draw(ANYTHING)
        case _:
            copied.append(draw(ANYTHING))
    return copied


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, bytes]:
    path = draw(st.sampled_from(sorted(PATHS)))
    good = EXAMPLES[draw(st.sampled_from(PATHS[path]))]["value"]
    body = json.dumps(draw(changed(good)), ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 9)) == 0:
        cut = draw(st.integers(0, len(body)))
        body = body[:cut] + draw(st.binary(max_size=3)) + body[cut:]
    return path, body


@settings(max_examples=4000, deadline=None)
@given(requests())
def test_any_body_has_an_answer(server: TestClient, request: tuple[str, bytes]) -> None:
    path, body = request
    method = "PUT" if path.endswith("/draft") else "POST"
    headers = {"Content-Type": "application/json", "If-Match": '"1"'}
    answer = server.request(method, path, content=body, headers=headers)
    assert answer.status_code in EXPECTED, (path, body, answer.text)
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code


@settings(max_examples=1000, deadline=None)
@given(name=st.text(min_size=1, max_size=20), number=st.text(min_size=1, max_size=12), at=st.text(max_size=30))
def test_any_address_has_an_answer(server: TestClient, name: str, number: str, at: str) -> None:
    for path in ("{name}", "{name}/draft", "{name}/versions/{number}", "city_drive/versions/{number}/schema"):
        filled = path.format(name=quoted(name), number=quoted(number))
        assert server.get(f"/v1/tariffs/{filled}").status_code in {200, 404, 405, 422, 307}
    assert server.get("/v1/tariffs/city_drive/version", params={"at": at}).status_code in {200, 422}


def quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
