"""What a good request is answered with."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from api import create_app
from api.encoding import QuoteEncoders, moment_text
from api.examples import CITY_DRIVE, SHUTTLE
from tariff_library.actions.quotes import Answer
from tariff_library.actions.quotes import quote as ask
from tariff_library.library import Library
from tariff_library.texts import analysed, beside_shipped, shipped
from tests.api.talk import RIDE, problem, quote


def test_a_quote_has_its_lines_its_total_and_its_version(client: TestClient) -> None:
    answer = quote(client)
    assert answer.status_code == 200
    found = answer.json()
    assert (found["tariff"], found["version"]) == ("city_drive", 1)
    assert found["effective"] == "2020-01-01T00:00:00Z"
    assert found["priced_at"] == "2026-03-02T07:10:00Z"
    assert found["total"] == {"amount": "16.42", "currency": "PLN"}
    assert {line["name"]: line["amount"]["amount"] for line in found["lines"]}["driving"] == "12.39"
    assert "explanation" not in found


def test_the_bytes_say_what_the_engine_says(library: Library) -> None:
    encode = QuoteEncoders().encode
    compared = 0
    for one in shipped():
        for example in analysed(one.text, beside_shipped(one.text)).examples:
            for explained in (False, True):
                answer = ask(library, one.name, example.request, explained=explained)
                assert isinstance(answer, Answer), answer
                head = {
                    "tariff": one.name,
                    "version": 1,
                    "effective": moment_text(answer.version.effective_from),
                    "known": moment_text(answer.version.known_at),
                }
                told = {} if answer.explanation is None else {"explanation": answer.explanation.as_wire()}
                found = json.loads(encode(answer))
                assert found.pop("priced_at")[-1] == "Z"
                assert found == {**head, **answer.quote.as_wire(), **told}
                compared += 1
    assert compared >= 20


def test_a_line_tells_its_net_tax_and_gross_where_it_has_them(library: Library) -> None:
    answer = ask(library, "city_drive", CITY_DRIVE)
    assert isinstance(answer, Answer), answer
    first, *others = answer.quote.lines
    quote = replace(answer.quote, lines=(replace(first, sides=("8.00", "1.84", "9.84")), *others))
    found = json.loads(QuoteEncoders().encode(answer._replace(quote=quote)))
    assert found["lines"] == quote.as_wire()["lines"]
    told = {side: found["lines"][0][side]["amount"] for side in ("net", "tax", "gross")}
    assert told == {"net": "8.00", "tax": "1.84", "gross": "9.84"}
    assert all("net" not in line for line in found["lines"][1:])


def test_the_shortcut_answers_as_the_route_does(client: TestClient, library: Library) -> None:
    slow = create_app(library)
    slow.__dict__.pop("_shortcut")
    for body in ({"tariff": "city_drive", "inputs": CITY_DRIVE}, {"tariff": "city", "inputs": {}}, 5):
        quick, other = (asked.post("/v1/quotes", json=body) for asked in (client, TestClient(slow)))
        assert quick.content == other.content
        assert quick.headers == other.headers
        assert quick.status_code == other.status_code


def test_it_works_below_a_path_too(library: Library) -> None:
    mounted = TestClient(Starlette(routes=[Mount("/api", create_app(library))]))
    body = {"tariff": "city_drive", "inputs": CITY_DRIVE}
    assert mounted.post("/api/v1/quotes", json=body).json()["total"]["amount"] == "16.42"
    assert mounted.post("/v1/quotes", json=body).status_code == 404
    assert mounted.get("/api/v1/quotes").status_code == 405


def test_an_explanation_comes_when_it_is_asked_for(client: TestClient) -> None:
    body = {"tariff": "city_drive", "inputs": CITY_DRIVE, "explain": True}
    found = client.post("/v1/quotes", json=body).json()
    assert found["total"]["amount"] == "16.42"
    assert found["explanation"]["lines"][0]["sentence"]


def test_a_moment_and_a_version_can_be_asked_for(client_on: TestClient) -> None:
    client = client_on
    body: dict[str, Any] = {"tariff": "referral_fees", "inputs": example_of("referral_fees")}
    assert client.post("/v1/quotes", json=body).json()["priced_at"] == "2026-05-01T12:00:00Z"
    at = client.post("/v1/quotes", json={**body, "at": "2026-01-31T01:00:00+02:00"})
    assert at.json()["priced_at"] == "2026-01-30T23:00:00Z"
    before = client.post("/v1/quotes", json={**body, "at": "2019-12-31T23:59:59Z"})
    assert problem(before, "no-version-yet", 422)["first"] == "2020-01-01T00:00:00Z"
    assert client.post("/v1/quotes", json={**body, "version": 1}).status_code == 200
    assert problem(client.post("/v1/quotes", json={**body, "version": 2}), "unknown-version", 404)["last"] == 1


def example_of(name: str) -> dict[str, object]:
    """The inputs of the first example of a shipped tariff."""
    return next(
        analysed(one.text, beside_shipped(one.text)).examples[0].request for one in shipped() if one.name == name
    )


def test_a_list_answers_each_request_alone(client: TestClient) -> None:
    good = {"tariff": "city_drive", "inputs": CITY_DRIVE}
    bad = {"tariff": "city_drive", "inputs": {**CITY_DRIVE, "distance": "7,4 km"}}
    gone = {"tariff": "cty_drive", "inputs": {}}
    answer = client.post("/v1/quotes/list", json={"requests": [good, bad, gone, 5]})
    assert answer.status_code == 200
    answers = answer.json()["answers"]
    alone = [client.post("/v1/quotes", json=one) for one in (good, bad, gone, 5)]
    assert answers[0] == {"quote": alone[0].json()}
    assert answers[1:] == [{"problem": one.json()} for one in alone[1:]]


def test_a_list_has_at_most_a_thousand_requests(client: TestClient) -> None:
    one = {"tariff": "tip", "inputs": {"ride": RIDE}}
    answer = client.post("/v1/quotes/list", json={"requests": [one] * 1000})
    assert len(answer.json()["answers"]) == 1000
    found = problem(client.post("/v1/quotes/list", json={"requests": [one] * 1001}), "request-refused", 422)
    assert (found["problems"][0]["field"], found["problems"][0]["name"]) == ("requests", "too-many-items")


@pytest.mark.parametrize("body", [[], {}, {"requests": {}}, {"requests": [], "more": 1}, 5])
def test_a_list_of_another_form_is_refused(client: TestClient, body: object) -> None:
    problem(client.post("/v1/quotes/list", json=body), "request-refused", 422)


def test_a_text_is_priced_without_being_published(client: TestClient) -> None:
    body: dict[str, Any] = {"text": SHUTTLE, "inputs": {"distance": "10 km"}}
    found = client.post("/v1/drafts/quote", json=body).json()
    assert found["total"] == {"amount": "36.00", "currency": "PLN"}
    assert "explanation" not in found
    told = client.post("/v1/drafts/quote", json={**body, "explain": True}).json()
    assert told["explanation"]["lines"]
    assert client.get("/v1/tariffs/night_shuttle").status_code == 404


def test_a_text_with_errors_is_answered_with_its_diagnostics(client: TestClient) -> None:
    body = {"text": SHUTTLE.replace("tariff", "tarif", 1), "inputs": {}}
    found = problem(client.post("/v1/drafts/quote", json=body), "text-has-errors", 422)
    assert [one["name"] for one in found["diagnostics"]] == ["unknown-line"]
    wanted = {**body, "over": "distance", "from": "1 km", "to": "2 km"}
    problem(client.post("/v1/curve", json=wanted), "text-has-errors", 422)


def test_a_curve_has_exact_points(client: TestClient) -> None:
    body = {"text": SHUTTLE, "inputs": {}, "over": "distance", "from": "1 km", "to": "2 km", "points": 3}
    assert client.post("/v1/curve", json=body).json() == {
        "over": "distance",
        "points": [
            {"at": "1 km", "total": {"amount": "14.40", "currency": "PLN"}, "problem": None},
            {"at": "1.5 km", "total": {"amount": "15.60", "currency": "PLN"}, "problem": None},
            {"at": "2 km", "total": {"amount": "16.80", "currency": "PLN"}, "problem": None},
        ],
    }


def test_a_curve_of_a_published_tariff(client: TestClient) -> None:
    body = {
        "tariff": "tip",
        "inputs": {"ride": RIDE},
        "over": "tip",
        "from": {"amount": "0", "currency": "PLN"},
        "to": {"amount": "10", "currency": "PLN"},
        "points": 2,
    }
    found = client.post("/v1/curve", json=body).json()
    assert [point["total"]["amount"] for point in found["points"]] == ["10.00", "20.00"]
    assert found["points"][1]["at"] == {"amount": "10", "currency": "PLN"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tariff": "tip"}, "text"),
        ({"text": None}, "text"),
        ({"over": "dist"}, "over"),
        ({"from": "9 km"}, "to"),
        ({"points": 1}, "points"),
        ({"points": 1001}, "points"),
        ({"extra": 1}, "extra"),
        ({"inputs": "none"}, "inputs"),
    ],
)
def test_a_curve_that_makes_no_sense_is_refused(client: TestClient, change: dict[str, object], field: str) -> None:
    body = {"text": SHUTTLE, "inputs": {}, "over": "distance", "from": "1 km", "to": "2 km", "points": 3}
    found = problem(client.post("/v1/curve", json={**body, **change}), "request-refused", 422)
    assert found["problems"][0]["field"] == field
