"""What bad input gets: each mistake its own clear answer, with field, expected and found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.examples import CITY_DRIVE
from tariff_library.database import StoreUnavailable
from tests.api.talk import RIDE, entry, problem, quote

START, END = RIDE["from"], RIDE["to"]


def test_an_unknown_tariff_comes_with_what_was_meant(client: TestClient) -> None:
    found = problem(quote(client, "city_driv"), "unknown-tariff", 404)
    assert found["nearest"] == ["city_drive", "city_bike"]
    assert found["detail"] == "there is no tariff `city_driv`; did you mean `city_drive` or `city_bike`?"
    [one] = found["problems"]
    assert (one["field"], one["expected"], one["found"]) == ("tariff", "the name of a tariff", "city_driv")
    for path in ("", "/versions", "/versions/1", "/versions/1/schema", "/version", "/draft", "/audit"):
        problem(client.get(f"/v1/tariffs/city_driv{path}"), "unknown-tariff", 404)


def test_a_moment_before_the_first_version_names_the_first_moment(client: TestClient) -> None:
    early = {"from": "2019-12-31T23:59:59Z", "to": "2020-01-01T01:00:00Z"}
    found = problem(quote(client, ride=early), "no-version-yet", 422)
    assert (found["moment"], found["first"]) == ("2019-12-31T23:59:59Z", "2020-01-01T00:00:00Z")


def test_no_price_names_the_place_in_the_text(client: TestClient) -> None:
    early = {"from": "2025-03-02T08:10:00Z", "to": "2025-03-02T09:10:00Z"}
    found = problem(quote(client, "tip", ride=early), "no-price", 422)
    assert (found["tariff"], found["version"], found["line"]) == ("tip", 1, 13)
    assert "fee" in found["detail"]


@pytest.mark.parametrize(
    ("inputs", "field", "name", "expected", "found"),
    [
        ({"distance": "7,4 km"}, "distance", "decimal-comma", "a number with its unit", '"7,4 km"'),
        ({"distance": 7}, "distance", "number-as-text", "a number with its unit", "7"),
        ({"distance": "7.4"}, "distance", "missing-unit", "a number with its unit", '"7.4"'),
        ({"distance": "7.4 kW"}, "distance", "wrong-unit", "a number with its unit", '"7.4 kW"'),
        ({"distance": "7.4 kn"}, "distance", "unknown-unit", "a number with its unit", '"7.4 kn"'),
        ({"distance": "7.4e1 km"}, "distance", "exponent", "a number with its unit", '"7.4e1 km"'),
        ({"distance": "0.0001 km"}, "distance", "finer-than-step", "steps of", "0.0001 km"),
        ({"distance": "3001 km"}, "distance", "out-of-bounds", "up to 3000 km", "3001 km"),
        ({"distance": None}, "distance", "missing-field", "a number with its unit", "nothing"),
        ({"zone": "harbour"}, "zone", "unknown-option", "one of city, suburb, airport", '"harbour"'),
        ({"zone": True}, "zone", "wrong-type", "one of city, suburb, airport", "true"),
        ({"parked": "90 min"}, "parked", "requirement", "", ""),
        ({"speed": "fast"}, "speed", "unknown-field", "", ""),
        ({"zoen": "city", "zone": None}, "zone", "missing-field", "one of", "nothing"),
        ({"ride": {"from": END, "to": START}}, "ride", "reversed-period", "", ""),
        ({"ride": {"from": START, "to": START}}, "ride", "empty-period", "", ""),
        ({"ride": {"from": START}}, "ride.to", "open-period", "", ""),
        ({"ride": {"from": START, "to": None}}, "ride.to", "open-period", "", ""),
        ({"ride": f"{START}/{END}"}, "ride", "wrong-type", "", ""),
        (
            {"ride": {"from": "2026-03-29T02:30:00", "to": "2026-03-29T04:00:00+02:00"}},
            "ride.from",
            "missing-hour",
            "a time that clocks in Europe/Warsaw show",
            '"2026-03-29T02:30:00"',
        ),
        (
            {"ride": {"from": "2026-10-25T01:00:00+02:00", "to": "2026-10-25T02:30:00"}},
            "ride.to",
            "doubled-hour",
            "an offset, as clocks in Europe/Warsaw show this time twice",
            '"2026-10-25T02:30:00"',
        ),
        ({"ride": {"from": "2026-02-30T10:00:00Z", "to": END}}, "ride.from", "no-such-moment", "", ""),
    ],
)
def test_an_input_that_cannot_be_read(
    client: TestClient, inputs: dict[str, object], field: str, name: str, expected: str, found: str
) -> None:
    entries = problem(quote(client, **inputs), "request-refused", 422)["problems"]
    named = {one["field"]: one for one in entries}
    assert f"inputs.{field}" in named, entries
    one = named[f"inputs.{field}"]
    assert one["name"] == name
    assert expected in one["expected"]
    assert found in one["found"]


@pytest.mark.parametrize(
    ("tip", "field", "name"),
    [
        ({"amount": "3.00", "currency": "pln"}, "tip.currency", "currency-case"),
        ({"amount": "3.00", "currency": "QQQ"}, "tip.currency", "unknown-currency"),
        ({"amount": "3.00", "currency": "EUR"}, "tip.currency", "other-currency"),
        ({"amount": 3, "currency": "PLN"}, "tip.amount", "number-as-text"),
        ({"amount": "3,00", "currency": "PLN"}, "tip.amount", "decimal-comma"),
        ({"amount": "3.001", "currency": "PLN"}, "tip.amount", "finer-than-step"),
        ("3.00 PLN", "tip", "wrong-type"),
    ],
)
def test_money_that_cannot_be_read(client: TestClient, tip: object, field: str, name: str) -> None:
    one = entry(quote(client, "tip", tip=tip))
    assert (one["field"], one["name"]) == (f"inputs.{field}", name)
    assert one["expected"]
    assert one["found"]


def test_all_mistakes_are_told_at_once(client: TestClient) -> None:
    found = problem(quote(client, zone="harbour", distance="7,4 km"), "request-refused", 422)
    assert [one["field"] for one in found["problems"]] == ["inputs.zone", "inputs.distance"]
    assert found["detail"].endswith(", and 1 more")


@pytest.mark.parametrize("number", ["7.4", "1e2", "12345678901234567.89"])
def test_a_number_that_a_library_would_round_is_refused(client: TestClient, number: str) -> None:
    body = f'{{"tariff": "city_drive", "inputs": {{"distance": {number}}}}}'
    found = problem(client.post("/v1/quotes", content=body), "request-refused", 422)
    one = next(one for one in found["problems"] if one["field"] == "inputs.distance")
    assert one["name"] == "number-as-text"
    assert number in one["found"]


@pytest.mark.parametrize(
    ("body", "type", "status"),
    [
        (b"\xff\xfe{}", "not-utf-8", 400),
        ('{"tariff": "ł"}'.encode("iso8859-2"), "not-utf-8", 400),
        (b"", "not-json", 400),
        (b"{", "not-json", 400),
        (b"\xef\xbb\xbf{}", "not-json", 400),
        (b"{} {}", "not-json", 400),
        (b'{"tariff": 1.5', "not-json", 400),
        (b'{"a": 1, "a": 2} x', "not-json", 400),
    ],
)
def test_a_body_that_is_no_json(client: TestClient, body: bytes, type: str, status: int) -> None:
    for path in ("/v1/quotes", "/v1/quotes/list", "/v1/analyse"):
        answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
        problem(answer, type, status)


def bodies() -> list[tuple[str, str, str]]:
    deep = "[" * 5000 + "]" * 5000
    return [
        ('{"tariff": "x", "tariff": "y", "inputs": {}}', "tariff", "doubled-field"),
        ('{"tariff": "tip", "inputs": {"tip": NaN}}', "inputs.tip", "not-a-number"),
        ('{"tariff": "tip", "inputs": {"a": "\\ud800"}}', "inputs.a", "broken-character"),
        (f'{{"tariff": "tip", "inputs": {{"a": {deep}}}}}', "", "nested-too-deep"),
        ("[]", "", "wrong-type"),
        ("null", "", "wrong-type"),
        ("{}", "tariff", "missing-field"),
        ('{"tariff": 5, "inputs": {}}', "tariff", "wrong-type"),
        ('{"tariff": "tip"}', "inputs", "missing-field"),
        ('{"tariff": "tip", "inputs": []}', "inputs", "wrong-type"),
        ('{"tariff": "tip", "inputs": {}, "versoin": 1}', "versoin", "unknown-field"),
        ('{"tariff": "tip", "inputs": {}, "version": "1"}', "version", "wrong-type"),
        ('{"tariff": "tip", "inputs": {}, "version": 0}', "version", "wrong-type"),
        ('{"tariff": "tip", "inputs": {}, "version": 99999999999999999999}', "version", "wrong-type"),
        ('{"tariff": "tip", "inputs": {}, "version": 1.0}', "version", "wrong-type"),
        ('{"tariff": "tip", "inputs": {}, "version": true}', "version", "wrong-type"),
        ('{"tariff": "tip", "inputs": {}, "explain": "yes"}', "explain", "wrong-type"),
        ('{"tariff": "tip", "inputs": {}, "at": 5}', "at", "wrong-type"),
        ('{"tariff": "tip", "inputs": {}, "at": "2026-03-02"}', "at", "moment-form"),
        ('{"tariff": "tip", "inputs": {}, "at": "2026-03-02T08:10:00"}', "at", "offset-missing"),
        ('{"tariff": "tip", "inputs": {}, "at": "2026-13-02T08:10:00Z"}', "at", "no-such-moment"),
    ]


@pytest.mark.parametrize(("body", "field", "name"), bodies())
def test_a_body_of_another_form(client: TestClient, body: str, field: str, name: str) -> None:
    one = entry(client.post("/v1/quotes", content=body))
    assert (one["field"], one["name"]) == (field, name)


def test_a_body_is_at_most_a_mebibyte_whether_its_length_is_told_or_not(client: TestClient) -> None:
    body = b" " * (1024 * 1024 + 1)

    def in_pieces() -> Iterator[bytes]:
        return (body[start : start + 65536] for start in range(0, len(body), 65536))

    for path in ("/v1/quotes", "/v1/analyse"):
        headers = {"Content-Type": "application/json"}
        problem(client.post(path, content=body, headers=headers), "body-too-large", 413)
        problem(client.post(path, content=in_pieces(), headers=headers), "body-too-large", 413)
    problem(client.post("/v1/quotes", content=body[:-1]), "not-json", 400)


def test_addresses_and_methods_that_do_not_exist(client: TestClient) -> None:
    assert "openapi.json" in problem(client.get("/v1/quote"), "not-found", 404)["detail"]
    answer = client.delete("/v1/quotes")
    problem(answer, "method-not-allowed", 405)
    assert answer.headers["allow"] == "POST"


def test_a_mistake_of_ours_is_a_problem_document_too(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("api.routes.tariffs.tariffs.list_tariffs", fail)
    calm = TestClient(client.app, raise_server_exceptions=False)
    found = problem(calm.get("/v1/tariffs"), "internal-error", 500)
    assert "secret" not in str(found)


def test_a_quote_that_fails_is_a_problem_document_too(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def raising(error: Exception) -> None:
        def fail(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr("api.routes.quotes.quotes.quote", fail)

    raising(RuntimeError("secret"))
    assert "secret" not in str(problem(quote(client), "internal-error", 500))
    assert "secret" in caplog.text
    raising(StoreUnavailable("locked"))
    assert "locked" in problem(quote(client), "not-ready", 503)["detail"]


def test_the_example_ride_is_good(client: TestClient) -> None:
    assert quote(client).status_code == 200, CITY_DRIVE
    assert quote(client, "tip").status_code == 200
