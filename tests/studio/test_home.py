"""The list of tariffs, and new ones."""

from __future__ import annotations

import re

import pytest

from studio.templates import name_from, text_from
from tariff_library.texts import shipped
from tests.studio.conftest import Clock, Page

SHIPPED = tuple(shipped())
_LABEL = re.compile(r'^tariff \w+ "([^"]+)"', re.MULTILINE)


def opening(studio: Page) -> list[str]:
    """The labels of the ways to tariffs."""
    return [one.label.replace("\\", "") for one in studio.app.button if str(one.key).startswith("open ")]


def test_the_list_shows_every_tariff_with_what_is_live_and_how_the_draft_stands(studio: Page) -> None:
    studio.open()
    links = opening(studio)
    assert links == [f":blue[{label[1]}]" for one in SHIPPED if (label := _LABEL.search(one.text))]
    assert len(links) == len(SHIPPED)
    assert studio.said.count("version 1 live] since 1 Jan 2020") == len(links)
    assert studio.said.count("no changes in the draft") == len(links)


def test_a_link_opens_its_tariff(studio: Page) -> None:
    studio.open()
    studio.press("open city_drive")
    assert studio.total == "16.42 PLN"
    studio.press("home")
    assert len(opening(studio)) == len(SHIPPED)


def test_a_changed_draft_and_a_scheduled_version_are_told(studio: Page, clock: Clock) -> None:
    draft = studio.library.draft("city_drive")
    text = draft.text.replace('"City Drive"', '"City Drive Plus"')  # type: ignore[union-attr]
    studio.library.save("city_drive", text, 1)
    studio.open()
    assert "draft of version 2] saved 22 Nov 2026, 09:30" in studio.said
    made = studio.library.publish("city_drive", 2, clock.at.replace(month=12), "", correction=False)
    assert made.number == 2  # type: ignore[union-attr]
    studio.run()
    assert "version 2] from 22 Dec 2026" in studio.said


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("city drive", 1),
        ("CAR sharing", sum(one.domain == "car_sharing" for one in SHIPPED)),
        ("electricity wholesale", 1),
        ("no such thing", 0),
    ],
)
def test_searching_leaves_what_fits(studio: Page, words: str, found: int) -> None:
    studio.open().fill("Search", words)
    assert len(opening(studio)) == found
    assert ("No tariff fits" in studio.said) == (found == 0)


def test_a_new_tariff_begins_from_a_shipped_text(studio: Page) -> None:
    studio.open().press("new")
    studio.choose("Begin from", "city_drive")
    studio.fill("What is it called?", "Weekend Drive")
    assert "weekend_drive" in studio.said
    studio.app.button(key="create").click()
    studio.app.run()
    draft = studio.library.draft("weekend_drive")
    assert draft.text.startswith('tariff weekend_drive "Weekend Drive"\n  currency PLN')  # type: ignore[union-attr]
    studio = Page(studio.library).open("weekend_drive")
    assert studio.total == "16.42 PLN"
    assert "nothing live" in studio.said


def test_a_name_that_is_taken_is_refused(studio: Page) -> None:
    studio.open().press("new").fill("What is it called?", "City Drive").press("create")
    assert "there is a tariff `city_drive` already; choose another name" in studio.said


def test_a_library_without_tariffs_says_how_to_begin(studio: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(studio.library), "tariffs", lambda self: ())
    studio.open()
    assert "No tariffs yet" in studio.said


@pytest.mark.parametrize(
    ("label", "name"),
    [("City Drive 2", "city_drive_2"), ("  Łódź – noc ", "łódź_noc"), ("2 for 1", "tariff_2_for_1"), ("!?", "")],
)
def test_a_label_becomes_a_name(label: str, name: str) -> None:
    assert name_from(label) == name


def test_a_template_keeps_everything_but_its_first_line() -> None:
    text = '# about\ntariff old "Old one"  # why\n  currency EUR\n'
    assert text_from(text, "new", 'A "new" one') == "# about\ntariff new \"A 'new' one\"  # why\n  currency EUR\n"
