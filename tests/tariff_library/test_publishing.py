"""Publishing: what becomes a version, what does not, and that a version never changes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from engine.graph_json.document import from_json
from engine.quote import Pricer, Quote
from engine.requests.reader import Refused
from tariff_library.actions.drafts import save_draft
from tariff_library.actions.publishing import publish
from tariff_library.actions.tariffs import create_tariff, get_tariff
from tariff_library.actions.versions import get_version, list_versions
from tariff_library.answers import (
    Conflict,
    Draft,
    PublishRefused,
    TariffSummary,
    TextRefused,
    Version,
)
from tariff_library.library import Library
from tests.tariff_library.world import NOON, Clock, shuttle

SOON = NOON + timedelta(seconds=3)


@pytest.fixture
def begun(library: Library) -> Library:
    """With a draft of `shuttle`."""
    assert isinstance(create_tariff(library, "shuttle", shuttle()), Draft)
    return library


def published(library: Library, at: datetime | None = None, reason: str = "", correction: bool = False) -> Version:
    made = publish(library, "shuttle", at, reason, correction=correction)
    assert isinstance(made, Version), made
    return made


def refused(answer: object) -> str:
    assert isinstance(answer, PublishRefused), answer
    return answer.name


def edit(library: Library, price: str) -> None:
    summary = get_tariff(library, "shuttle")
    assert isinstance(summary, TariffSummary)
    text = shuttle(price, f"{12 + 10 * int(float(price))}.00")
    assert isinstance(save_draft(library, "shuttle", text, summary.draft_revision), Draft)


def test_a_version_says_who_when_and_what(begun: Library) -> None:
    made = published(begun, reason="first")
    summary = made.summary
    assert (summary.number, summary.label, summary.state) == (1, "Shuttle", "scheduled")
    assert (summary.known_at, summary.effective_from) == (NOON, SOON)
    assert (summary.author, summary.approver) == ("local", "local")
    assert (summary.note, summary.reason) == ("self-published (local)", "first")
    assert made.text == shuttle()
    assert get_version(begun, "shuttle", 1) == made


def test_a_version_is_priced_from_its_stored_graph(begun: Library) -> None:
    pricer = Pricer(from_json(json.loads(published(begun).graph)))
    values = pricer.read({"distance": "10 km"})
    assert not isinstance(values, Refused)
    found = pricer.quote(values)
    assert isinstance(found, Quote)
    assert found.total == "32.00"
    schema = json.loads(published_schema(begun))
    assert list(schema["properties"]) == ["distance"]


def published_schema(library: Library) -> str:
    found = get_version(library, "shuttle", 1)
    assert isinstance(found, Version)
    return found.input_schema


def test_the_soonest_moment_is_a_whole_second_that_every_process_can_know(begun: Library, clock: Clock) -> None:
    clock.now = NOON.replace(microsecond=1)
    assert published(begun).summary.effective_from == NOON + timedelta(seconds=4)


def test_two_versions_published_within_a_second_start_one_after_the_other(begun: Library) -> None:
    assert published(begun).summary.effective_from == SOON
    edit(begun, "3.00")
    assert published(begun).summary.effective_from == SOON + timedelta(seconds=1)


def test_versions_are_numbered_and_have_their_states(begun: Library, clock: Clock) -> None:
    published(begun)
    clock.forward(days=1)
    edit(begun, "3.00")
    published(begun)
    clock.forward(days=1)
    edit(begun, "4.00")
    published(begun, clock.now + timedelta(days=1))
    versions = list_versions(begun, "shuttle")
    assert isinstance(versions, tuple)
    assert [(one.number, one.state) for one in versions] == [(3, "scheduled"), (2, "live"), (1, "superseded")]
    found = get_tariff(begun, "shuttle")
    assert isinstance(found, TariffSummary)
    assert found.live is not None
    assert found.next is not None
    assert (found.live.number, found.next.number, found.versions) == (2, 3, 3)


def test_a_draft_with_errors_is_refused_with_its_diagnostics(library: Library) -> None:
    create_tariff(library, "shuttle", shuttle().replace("tariff", "tarif", 1))
    answer = publish(library, "shuttle")
    assert refused(answer) == "text-has-errors"
    assert isinstance(answer, PublishRefused)
    assert answer.analysis is not None
    assert [one.name for one in answer.analysis.diagnostics] == ["unknown-line"]


def test_an_example_that_fails_is_shown_with_what_was_found(library: Library) -> None:
    create_tariff(library, "shuttle", shuttle("2.50", "32.00"))
    answer = publish(library, "shuttle")
    assert refused(answer) == "examples-fail"
    assert isinstance(answer, PublishRefused)
    [example] = answer.examples
    assert example.claim == "ten"
    [(name, _, _)] = example.differences
    assert name == "total"


def test_the_text_of_another_tariff_is_refused(library: Library) -> None:
    create_tariff(library, "harbour", shuttle())
    assert refused(publish(library, "harbour")) == "name-differs"


def test_two_versions_never_start_at_the_same_moment(begun: Library) -> None:
    later = NOON + timedelta(days=1)
    published(begun, later)
    edit(begun, "3.00")
    assert refused(publish(begun, "shuttle", later)) == "moment-taken"


@pytest.mark.parametrize("seconds", [-86400, -1, 0, 2])
def test_the_past_and_the_next_three_seconds_are_refused(begun: Library, seconds: int) -> None:
    assert refused(publish(begun, "shuttle", NOON + timedelta(seconds=seconds))) == "moment-in-the-past"


def test_a_correction_needs_its_reason_and_says_so(begun: Library) -> None:
    past = datetime(2026, 1, 1, tzinfo=UTC)
    for reason in ("", "  "):
        assert refused(publish(begun, "shuttle", past, reason, correction=True)) == "reason-missing"
    made = published(begun, past, "the list said 2.00", correction=True)
    assert (made.summary.effective_from, made.summary.state) == (past, "live")
    assert made.summary.note == "self-published (local), correction"


def test_a_correction_of_the_future_is_an_ordinary_version(begun: Library) -> None:
    made = published(begun, NOON + timedelta(days=1), correction=True)
    assert made.summary.note == "self-published (local)"


def test_the_same_text_again_is_nothing_to_publish(begun: Library, clock: Clock) -> None:
    published(begun)
    clock.forward(hours=1)
    assert refused(publish(begun, "shuttle")) == "nothing-changed"


def test_an_old_text_can_be_published_again(begun: Library, clock: Clock) -> None:
    published(begun)
    clock.forward(hours=1)
    edit(begun, "3.00")
    published(begun)
    clock.forward(hours=1)
    edit(begun, "2.00")
    again = published(begun).summary
    first = get_version(begun, "shuttle", 1)
    assert isinstance(first, Version)
    assert (again.number, again.text_hash) == (3, first.summary.text_hash)


def test_a_comment_changes_the_words_and_not_the_price(begun: Library, clock: Clock) -> None:
    first = published(begun).summary
    clock.forward(hours=1)
    save_draft(begun, "shuttle", shuttle(comment="# since 2026"), 1)
    second = published(begun).summary
    assert second.text_hash != first.text_hash
    assert second.price_hash == first.price_hash


def test_only_the_draft_that_was_looked_at_is_published(begun: Library) -> None:
    edit(begun, "3.00")
    answer = publish(begun, "shuttle", revision=1)
    assert isinstance(answer, Conflict)
    assert (answer.base_revision, answer.theirs.revision) == (1, 2)
    assert isinstance(publish(begun, "shuttle", revision=2), Version)


def test_a_reason_that_cannot_be_kept_is_refused(begun: Library) -> None:
    assert isinstance(publish(begun, "shuttle", reason="\0"), TextRefused)


def test_a_moment_without_zone_is_a_mistake_of_ours(begun: Library) -> None:
    with pytest.raises(ValueError, match="whole second"):
        publish(begun, "shuttle", datetime(2026, 6, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="whole second"):
        publish(begun, "shuttle", datetime(2026, 6, 1, microsecond=1, tzinfo=UTC))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE version SET reason = 'other'",
        "UPDATE version SET effective_from = '2026-01-01'",
        "DELETE FROM version",
        "UPDATE audit_entry SET actor = 'other'",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_refuses_to_change_what_was_published(begun: Library, statement: str) -> None:
    published(begun)
    with pytest.raises(DatabaseError, match="never changes"), begun.engine.begin() as connection:
        connection.execute(sql(statement))
