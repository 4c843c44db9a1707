"""Beginning tariffs and saving drafts."""

from __future__ import annotations

import pytest

from tariff_library.actions.drafts import get_draft, save_draft
from tariff_library.actions.publishing import publish
from tariff_library.actions.tariffs import create_tariff, get_tariff, list_tariffs
from tariff_library.answers import (
    Conflict,
    Draft,
    NameRefused,
    NameTaken,
    TariffSummary,
    TextRefused,
    UnknownTariff,
    Version,
)
from tariff_library.library import Library
from tests.tariff_library.world import NOON, Clock, shuttle


def test_a_new_tariff_is_a_draft_and_no_price(library: Library) -> None:
    made = create_tariff(library, "shuttle", shuttle(), "mobility")
    assert made == Draft("shuttle", shuttle(), 1, NOON, "local", ("local",), True)
    found = get_tariff(library, "shuttle")
    assert isinstance(found, TariffSummary)
    assert (found.label, found.live, found.next, found.versions) == ("Shuttle", None, None, 0)


def test_tariffs_are_listed_by_domain_and_name(library: Library) -> None:
    for name, domain in (("b", "x"), ("c", "a"), ("a", "x")):
        create_tariff(library, name, shuttle(name=name), domain)
    assert [one.name for one in list_tariffs(library)] == ["c", "a", "b"]


def test_a_draft_with_mistakes_is_kept_and_called_by_its_name(library: Library) -> None:
    create_tariff(library, "shuttle", "tarif shuttle")
    found = get_tariff(library, "shuttle")
    assert isinstance(found, TariffSummary)
    assert found.label == "shuttle"


def test_a_name_is_taken_once(library: Library) -> None:
    create_tariff(library, "shuttle", shuttle())
    assert create_tariff(library, "shuttle", "") == NameTaken("shuttle")


@pytest.mark.parametrize("name", ["", "a b", "1st", "a-b", "a/b", "a\n", "x" * 101])
def test_a_name_no_tariff_can_have(library: Library, name: str) -> None:
    assert isinstance(create_tariff(library, name, ""), NameRefused)
    assert isinstance(create_tariff(library, "good", "", name), NameRefused)


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * (256 * 1024 + 1), "ł" * (128 * 1024 + 1)])
def test_a_text_no_draft_can_hold(library: Library, text: str) -> None:
    assert isinstance(create_tariff(library, "shuttle", text), TextRefused)
    create_tariff(library, "shuttle", "")
    assert isinstance(save_draft(library, "shuttle", text, 1), TextRefused)


def test_a_save_raises_the_revision(library: Library, clock: Clock) -> None:
    create_tariff(library, "shuttle", shuttle())
    later = clock.forward(minutes=1)
    saved = save_draft(library, "shuttle", shuttle("3.00"), 1)
    assert saved == Draft("shuttle", shuttle("3.00"), 2, later, "local", ("local",), True)
    assert get_draft(library, "shuttle") == saved


def test_a_save_over_another_one_gives_both_texts(library: Library, anna: Library) -> None:
    create_tariff(library, "shuttle", shuttle())
    theirs = save_draft(anna, "shuttle", shuttle("3.00"), 1)
    assert isinstance(theirs, Draft)
    refused = save_draft(library, "shuttle", shuttle("4.00"), 1)
    assert refused == Conflict(1, shuttle("4.00"), theirs)
    assert get_draft(library, "shuttle") == theirs


def test_saving_the_same_text_again_is_no_edit(library: Library, anna: Library) -> None:
    made = create_tariff(library, "shuttle", shuttle())
    assert save_draft(anna, "shuttle", shuttle(), 99) == made


def test_everybody_who_edited_since_the_last_version_is_named(library: Library, anna: Library) -> None:
    create_tariff(library, "shuttle", shuttle())
    saved = save_draft(anna, "shuttle", shuttle("3.00", "42.00"), 1)
    assert isinstance(saved, Draft)
    assert saved.editors == ("anna", "local")
    assert isinstance(publish(library, "shuttle"), Version)
    after = get_draft(library, "shuttle")
    assert isinstance(after, Draft)
    assert (after.editors, after.changed) == ((), False)
    again = save_draft(anna, "shuttle", shuttle("4.00"), after.revision)
    assert isinstance(again, Draft)
    assert (again.editors, again.changed) == (("anna",), True)


def test_an_unknown_tariff_is_answered_with_what_was_meant(library: Library) -> None:
    create_tariff(library, "shuttle", shuttle())
    create_tariff(library, "harbour", shuttle())
    assert get_draft(library, "shutle") == UnknownTariff("shutle", ("shuttle",))
    assert get_tariff(library, "SHUTTLE") == UnknownTariff("SHUTTLE", ("shuttle",))
    assert save_draft(library, "qqq", "", 1) == UnknownTariff("qqq", ())
    assert publish(library, "x" * 5000) == UnknownTariff("x" * 100, ())
