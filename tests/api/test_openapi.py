"""The OpenAPI document: every example works, every answer is as described."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from api.examples import EXAMPLES, HEADERS
from api.problems import TITLES
from api.reference import page

PARAMETERS = {"name": "city_drive", "number": "1"}


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/v1/openapi.json").json()
    return found


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def check(document: Mapping[str, Any], operation: Mapping[str, Any], answer: Any) -> None:
    """The answer is one that the operation describes."""
    described = operation["responses"][str(answer.status_code)]
    media_type = answer.headers["content-type"]
    schema = {**described["content"][media_type]["schema"], "components": document["components"]}
    Draft202012Validator(schema).validate(answer.json())


def test_every_example_works_one_after_the_other(client: TestClient, document: dict[str, Any]) -> None:
    shown = {
        name: (path, method, operation, example["value"])
        for path, method, operation in operations(document)
        for content in operation.get("requestBody", {}).get("content", {}).values()
        for name, example in content.get("examples", {}).items()
    }
    assert set(shown) == set(EXAMPLES)
    for name in EXAMPLES:
        path, method, operation, value = shown[name]
        path = path.replace("{name}", "night_shuttle")
        headers = {"If-Match": HEADERS[name]} if name in HEADERS else {}
        answer = client.request(method, path, json=value, headers=headers)
        if name == "publish_later":
            assert answer.json()["type"] == "nothing-changed", "the draft was published a moment before"
        else:
            assert answer.status_code in (200, 201), (name, answer.json())
        check(document, operation, answer)


def test_every_address_that_is_read_answers_as_described(client: TestClient, document: dict[str, Any]) -> None:
    seen = 0
    for path, method, operation in operations(document):
        if method == "get":
            for name, value in PARAMETERS.items():
                path = path.replace(f"{{{name}}}", value)
            answer = client.get(path)
            assert answer.status_code == 200, path
            check(document, operation, answer)
            seen += 1
    assert seen >= 10


def test_every_post_has_an_example(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        if method in ("post", "put"):
            [content] = operation["requestBody"]["content"].values()
            assert content["examples"], path


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    names = set(document["components"]["schemas"])
    text = json.dumps(document)
    for piece in text.split('"$ref": "')[1:]:
        assert piece.split('"')[0].removeprefix("#/components/schemas/") in names


def test_problems_are_described_by_their_slugs(document: dict[str, Any]) -> None:
    quote = document["paths"]["/v1/quotes"]["post"]["responses"]
    assert "`no-price`" in quote["422"]["description"]
    assert "HTTPValidationError" not in document["components"]["schemas"]
    for slug, (status, title) in TITLES.items():
        assert 400 <= status < 600
        assert slug == slug.lower()
        assert title


def test_the_reference_is_one_page_that_asks_no_other_site(client: TestClient) -> None:
    answer = client.get("/v1/reference")
    assert answer.headers["content-type"].startswith("text/html")
    assert "/v1/quotes" in answer.text
    for word in ("http://", "https://", "<script", "src="):
        assert word not in answer.text


def test_the_reference_shows_texts_as_texts() -> None:
    hostile = {
        "info": {"title": "<b>", "version": "1", "description": "<script>"},
        "paths": {},
        "components": {"schemas": {}},
    }
    assert "<script>" not in page(hostile)
