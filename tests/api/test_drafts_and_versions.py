"""From a draft to a version, over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import create_app
from api.examples import SHUTTLE
from tariff_library.library import Library
from tariff_library.live import LiveVersions
from tests.api.talk import entry, problem, quote

DEARER = SHUTTLE.replace("2.40", "2.60").replace("49.20", "52.30")


@pytest.fixture
def begun(client: TestClient) -> TestClient:
    """With a draft of `night_shuttle` at revision 1."""
    body = {"name": "night_shuttle", "text": SHUTTLE, "domain": "mobility"}
    answer = client.post("/v1/tariffs", json=body)
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    return client


def save(client: TestClient, text: str, revision: str | None) -> Any:
    headers = {} if revision is None else {"If-Match": revision}
    return client.put("/v1/tariffs/night_shuttle/draft", json={"text": text}, headers=headers)


def publish(client: TestClient, revision: str | None = None, **body: object) -> Any:
    headers = {} if revision is None else {"If-Match": revision}
    return client.post("/v1/tariffs/night_shuttle/publish", json=body, headers=headers)


def test_a_price_goes_from_the_draft_to_the_app(begun: TestClient) -> None:
    saved = save(begun, DEARER, '"1"')
    assert (saved.status_code, saved.headers["etag"], saved.json()["revision"]) == (200, '"2"', 2)
    made = publish(begun, '"2"', effective_from="2026-01-01T00:00:00+01:00", correction=True, reason="late")
    assert made.status_code == 201
    version = made.json()
    assert (version["number"], version["state"]) == (1, "live")
    assert version["effective_from"] == "2025-12-31T23:00:00Z"
    assert version["note"] == "self-published (local), correction"
    found = begun.post("/v1/quotes", json={"tariff": "night_shuttle", "inputs": {"distance": "10 km"}}).json()
    assert (found["version"], found["total"]["amount"]) == (1, "38.00")


def test_the_draft_is_read_with_its_etag(begun: TestClient) -> None:
    answer = begun.get("/v1/tariffs/night_shuttle/draft")
    assert answer.headers["etag"] == '"1"'
    found = answer.json()
    assert (found["text"], found["revision"], found["changed"]) == (SHUTTLE, 1, True)


def test_a_save_from_an_old_revision_gives_both_texts(begun: TestClient) -> None:
    save(begun, DEARER, '"1"')
    mine = SHUTTLE + "\n# mine\n"
    found = problem(save(begun, mine, '"1"'), "draft-changed", 412)
    assert (found["base_revision"], found["revision"]) == (1, 2)
    assert (found["yours"], found["theirs"]) == (mine, DEARER)


def test_a_save_says_which_revision_was_edited(begun: TestClient) -> None:
    problem(save(begun, DEARER, None), "revision-missing", 428)
    for wrong in ("1", '"x"', "*", 'W/"1"', '""'):
        assert entry(save(begun, DEARER, wrong))["field"] == "If-Match"


def test_a_text_that_no_draft_can_hold(begun: TestClient) -> None:
    problem(save(begun, "a\0b", '"1"'), "text-refused", 422)
    problem(save(begun, "x" * 300_000, '"1"'), "text-refused", 422)


def test_a_tariff_begins_once_and_with_a_good_name(begun: TestClient) -> None:
    problem(begun.post("/v1/tariffs", json={"name": "night_shuttle", "text": ""}), "name-taken", 409)
    problem(begun.post("/v1/tariffs", json={"name": "night shuttle", "text": ""}), "name-refused", 422)
    assert entry(begun.post("/v1/tariffs", json={"name": "x"}))["name"] == "missing-field"
    assert entry(begun.post("/v1/tariffs", json={"name": 5, "text": ""}))["name"] == "number-as-text"
    assert entry(begun.post("/v1/tariffs", json={"name": "x", "text": "", "a": 1}))["name"] == "unknown-field"
    problem(begun.post("/v1/tariffs", data={"name": "x", "text": ""}), "not-json-type", 415)


def test_publishing_refuses_what_would_be_a_wrong_price(begun: TestClient) -> None:
    save(begun, SHUTTLE.replace("2.40", "2.60"), '"1"')
    found = problem(publish(begun), "examples-fail", 422)
    [example] = found["examples"]
    assert example["claim"] == "to the suburb"
    assert example["differences"][0]["name"] == "total"
    save(begun, SHUTTLE.replace("tariff", "tarif", 1), '"2"')
    found = problem(publish(begun), "text-has-errors", 422)
    assert [one["name"] for one in found["diagnostics"]] == ["unknown-line"]
    save(begun, SHUTTLE.replace("night_shuttle", "day_shuttle"), '"3"')
    problem(publish(begun), "name-differs", 422)


def test_publishing_refuses_moments_that_cannot_be(begun: TestClient) -> None:
    problem(publish(begun, effective_from="2026-01-01T00:00:00Z"), "moment-in-the-past", 422)
    problem(publish(begun, effective_from="2026-01-01T00:00:00Z", correction=True), "reason-missing", 422)
    assert entry(publish(begun, effective_from="2040-01-01"))["field"] == "effective_from"
    assert publish(begun, effective_from="2040-01-01T00:00:00Z").status_code == 201
    save(begun, DEARER, '"1"')
    problem(publish(begun, effective_from="2040-01-01T00:00:00Z"), "moment-taken", 409)
    problem(publish(begun, '"1"'), "draft-changed", 412)


def test_versions_are_listed_and_shown(begun: TestClient) -> None:
    publish(begun, effective_from="2040-01-01T00:00:00Z", reason="new year")
    [version] = begun.get("/v1/tariffs/night_shuttle/versions").json()["versions"]
    assert (version["number"], version["state"], version["reason"]) == (1, "scheduled", "new year")
    full = begun.get("/v1/tariffs/night_shuttle/versions/1").json()
    assert full == {**version, "text": SHUTTLE, "parts": []}
    at = begun.get("/v1/tariffs/night_shuttle/version", params={"at": "2041-01-01T00:00:00Z"})
    assert at.json() == full
    problem(begun.get("/v1/tariffs/night_shuttle/version"), "no-version-yet", 422)
    schema = begun.get("/v1/tariffs/night_shuttle/versions/1/schema").json()
    assert list(schema["properties"]) == ["distance"]
    graph = begun.get("/v1/tariffs/night_shuttle/versions/1/graph").json()
    assert graph["name"] == "night_shuttle"
    for number in (0, 2, 10**12):
        answer = begun.get(f"/v1/tariffs/night_shuttle/versions/{number}")
        assert answer.status_code in (404, 422)
    problem(begun.get("/v1/tariffs/night_shuttle/versions/2/schema"), "unknown-version", 404)


def test_a_tariff_shows_what_is_live_and_what_comes(begun: TestClient) -> None:
    publish(begun, effective_from="2040-01-01T00:00:00Z")
    found = begun.get("/v1/tariffs/night_shuttle").json()
    assert (found["label"], found["domain"], found["live"]) == ("Night shuttle", "mobility", None)
    assert found["next"]["number"] == 1
    names = [one["name"] for one in begun.get("/v1/tariffs").json()["tariffs"]]
    assert {"city_drive", "night_shuttle"} <= set(names)


def test_the_trail_says_who_did_what(begun: TestClient) -> None:
    publish(begun, effective_from="2040-01-01T00:00:00Z", reason="new year")
    entries = begun.get("/v1/tariffs/night_shuttle/audit").json()["entries"]
    assert [(one["actor"], one["action"], one["reason"]) for one in entries] == [
        ("local", "publish", "new year"),
        ("local", "create-tariff", ""),
    ]


def test_a_text_is_analysed_with_places_and_fixes(client: TestClient) -> None:
    text = SHUTTLE.replace("charge kilometres", "chrage kilometres")
    found = client.post("/v1/analyse", json={"text": text}).json()
    start = text.index("chrage")
    one = found["diagnostics"][0]
    assert (one["severity"], one["from"], one["to"]) == ("error", start, start + 6)
    assert (one["line"], one["column"]) == (text.count("\n", 0, start) + 1, 1)
    [fix] = one["fixes"]
    assert fix["edits"] == [{"from": start, "to": start + 6, "insert": "charge"}]
    good = client.post("/v1/analyse", json={"text": SHUTTLE}).json()
    assert good["diagnostics"] == []
    symbols = {symbol["name"]: symbol for symbol in good["symbols"]}
    distance = symbols["distance"]
    assert SHUTTLE[distance["from"] : distance["to"]] == "distance"


CONTRACT = 'tariff contract "Contract"\n  based on city_drive\n\nremove charge unlock\n'
RIDE = {
    "vehicle_class": "mini",
    "zone": "city",
    "ride": {"from": "2026-03-02T08:10:00+01:00", "to": "2026-03-02T08:31:00+01:00"},
    "distance": "7.4 km",
}


def test_a_text_is_made_of_published_versions(client: TestClient) -> None:
    """A short morning ride of city_drive costs 16.42 PLN, 1.99 PLN of it for unlocking."""
    assert client.post("/v1/analyse", json={"text": CONTRACT}).json()["diagnostics"] == []
    body = {"text": CONTRACT, "inputs": RIDE, "explain": True}
    found = client.post("/v1/drafts/quote", json=body).json()
    assert found["total"] == {"amount": "14.43", "currency": "PLN"}
    driving = found["explanation"]["lines"][0]
    assert driving["origin"]["source"] == "city_drive"
    assert driving["sentence"].endswith(f"(from city_drive, line {driving['origin']['line']})")


def test_a_version_names_what_it_is_made_of(client: TestClient) -> None:
    made = client.post("/v1/tariffs", json={"name": "contract", "text": CONTRACT, "domain": "tests"})
    assert made.status_code == 201, made.text
    assert client.get("/v1/tariffs/contract").json()["label"] == "Contract"
    full = client.post("/v1/tariffs/contract/publish", json={"effective_from": "2040-01-01T00:00:00Z"}).json()
    base = client.get("/v1/tariffs/city_drive/versions/1").json()
    assert full["parts"] == [{"name": "city_drive", "number": 1, "text_hash": base["text_hash"]}]


def test_a_problem_in_the_base_is_told_at_the_line_that_names_it(client: TestClient) -> None:
    text = f"{CONTRACT}\nvalues\n  day_cap = 3 km\n"
    [one] = client.post("/v1/analyse", json={"text": text}).json()["diagnostics"]
    assert one["source"] == "city_drive"
    assert text[one["from"] : one["to"]] == "based on city_drive"


def test_a_server_that_lost_its_database_refuses_to_quote(library: Library) -> None:
    now = [0.0]
    live = LiveVersions(library.engine, lambda: now[0])
    client = TestClient(create_app(replace(library, live=live)))
    live.watch()
    try:
        assert client.get("/v1/ready").json() == {"status": "ok"}
        now[0] = 1e9
        for one in (quote(client), client.get("/v1/ready")):
            assert one.headers["retry-after"] == "1"
            problem(one, "not-ready", 503)
        assert client.get("/v1/health").json() == {"status": "ok"}
    finally:
        live.close()


def test_a_database_that_does_not_answer_is_not_ready(client: TestClient, library: Library) -> None:
    with library.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE tariff RENAME TO gone")
    problem(client.get("/v1/tariffs"), "not-ready", 503)
