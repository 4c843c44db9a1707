"""What every gateway promises; written for the protocol, so that another one can be run through it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from studio.gateway import (
    Card,
    Conflict,
    Curve,
    Draft,
    Gateway,
    NotConnectedError,
    Refusal,
    Unknown,
    Version,
    VersionCard,
    connect,
    gateway,
)
from studio.gateway import in_process as the_module
from studio.gateway.in_process import InProcess
from tariff_library.texts import shipped
from tests.studio.conftest import Clock


@pytest.fixture
def asked(reached: InProcess) -> Gateway:
    return reached


def draft_of(asked: Gateway, name: str = "city_drive") -> Draft:
    found = asked.draft(name)
    assert isinstance(found, Draft)
    return found


def test_tariffs_and_one_of_them_agree(asked: Gateway) -> None:
    cards = asked.tariffs()
    assert [card.name for card in cards] == [one.name for one in shipped()]
    assert all(asked.tariff(card.name) == card for card in cards)


@pytest.mark.parametrize("name", ["city_driv", "", "ü" * 200])
def test_what_does_not_exist_is_unknown_everywhere(asked: Gateway, name: str) -> None:
    answers = (
        asked.tariff(name),
        asked.draft(name),
        asked.versions(name),
        asked.version(name, 1),
        asked.save(name, "x", 1),
        asked.publish(name, 1, None, "", correction=False),
    )
    assert all(isinstance(answer, Unknown) for answer in answers)
    assert isinstance(asked.version("city_drive", 7), Unknown)


def test_saving_counts_revisions_and_sees_conflicts(asked: Gateway) -> None:
    first = draft_of(asked)
    saved = asked.save("city_drive", first.text + "# one\n", first.revision)
    assert isinstance(saved, Draft)
    assert (saved.revision, saved.changed) == (first.revision + 1, True)
    conflict = asked.save("city_drive", first.text + "# two\n", first.revision)
    assert isinstance(conflict, Conflict)
    assert conflict.theirs.text.endswith("# one\n")
    assert draft_of(asked).text.endswith("# one\n")


def test_a_new_tariff_has_a_draft_and_nothing_live(asked: Gateway) -> None:
    assert isinstance(asked.create("fresh", "tariff fresh", "other"), Draft)
    card = asked.tariff("fresh")
    assert isinstance(card, Card)
    assert (card.live, card.versions, card.draft_changed) == (None, 0, True)
    for name in ("fresh", "not a name"):
        refused = asked.create(name, "", "other")
        assert isinstance(refused, Refusal)
        assert refused.help


def test_publishing_makes_a_version_that_is_live_soon_after(asked: Gateway, clock: Clock) -> None:
    draft = draft_of(asked)
    saved = asked.save("city_drive", draft.text.replace('"City Drive"', '"City"'), draft.revision)
    assert isinstance(saved, Draft)
    made = asked.publish("city_drive", saved.revision, None, "why", correction=False)
    assert isinstance(made, VersionCard)
    assert (made.number, made.state, made.reason) == (2, "scheduled", "why")
    assert timedelta() < made.effective_from - asked.now() < timedelta(seconds=10)
    clock.forward(seconds=10)
    version = asked.version("city_drive", 2)
    assert isinstance(version, Version)
    assert (version.card.state, version.text, version.graph.label) == ("live", saved.text, "City")


def test_a_refusal_names_the_examples(asked: Gateway) -> None:
    draft = draft_of(asked)
    saved = asked.save("city_drive", draft.text.replace("0.59 PLN/min", "0.65 PLN/min"), draft.revision)
    assert isinstance(saved, Draft)
    refused = asked.publish("city_drive", saved.revision, None, "", correction=False)
    assert isinstance(refused, Refusal)
    assert refused.name == "examples-fail"
    assert [one.claim for one in refused.examples] == ["short morning ride", "student by night"]


def test_only_the_revision_that_was_looked_at_is_published(asked: Gateway) -> None:
    draft = draft_of(asked)
    saved = asked.save("city_drive", draft.text + "# seen by nobody\n", draft.revision)
    assert isinstance(saved, Draft)
    assert isinstance(asked.publish("city_drive", draft.revision, None, "", correction=False), Conflict)


def test_a_curve_holds_exact_totals(asked: Gateway) -> None:
    text = draft_of(asked).text
    inputs = {
        "vehicle_class": "mini",
        "zone": "city",
        "ride": {"from": "2026-03-02T08:10:00+01:00", "to": "2026-03-02T08:31:00+01:00"},
        "distance": "7.4 km",
    }
    curve = asked.curve(text, inputs, "distance", "0 km", "10 km", 3)
    assert isinstance(curve, Curve)
    assert [(one.at, one.total) for one in curve.points] == [
        ("0 km", "14.38"),
        ("5 km", "14.38"),
        ("10 km", "18.63"),
    ]
    assert asked.curve("tariff", inputs, "distance", "0 km", "10 km", 3) is None


def test_templates_are_the_shipped_texts(asked: Gateway) -> None:
    assert {one.name for one in asked.templates()} == {card.name for card in asked.tariffs()}


def test_without_a_library_the_studio_says_how_it_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_module, "shared", lambda: None)
    connect(the_module.of_this_process)
    with pytest.raises(NotConnectedError, match="tariff serve"):
        gateway()
