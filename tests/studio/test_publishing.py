"""From the draft to a live price, and everything that stands against it."""

from __future__ import annotations

import pytest

from studio.gateway import Card, Version
from tests.studio.conftest import Clock, Page


def live(studio: Page, name: str = "city_drive") -> int:
    card = studio.library.tariff(name)
    assert isinstance(card, Card)
    assert card.live is not None
    return card.live.number


def test_an_unchanged_draft_cannot_be_published(studio: Page) -> None:
    assert studio.open("city_drive").app.button(key="publish").disabled


def test_a_changed_price_is_published_with_its_examples_and_is_live_soon_after(studio: Page, clock: Clock) -> None:
    studio.open("city_drive").replace("0.59 PLN/min", "0.65 PLN/min").show("Examples")
    assert "**2 of 7 examples do not come out as written.**" in studio.said
    studio.press("accept all")
    assert "**All 7 examples hold.**" in studio.said
    studio.press("publish")
    assert "**City Drive** becomes version 2. 7 of 7 examples hold." in studio.said
    studio.press("publish now")
    assert "Version 2 is published and applies from 22 Nov 2026, 10:30:03." in studio.said
    assert live(studio) == 1
    assert "version 2 from 22 Nov 2026, 10:30:03" in studio.said
    clock.forward(seconds=5)
    studio.run()
    assert live(studio) == 2
    assert "version 2 live since" in studio.said
    assert studio.metrics["Live total · Version 2"] == "17.68 PLN"
    version = studio.library.version("city_drive", 2)
    assert isinstance(version, Version)
    assert version.card.note == "self-published (local)"


def test_failing_examples_are_named_and_nothing_is_published(studio: Page) -> None:
    studio.open("city_drive").replace("0.59 PLN/min", "0.65 PLN/min")
    studio.press("publish").press("publish now")
    assert "**Not published:** 2 of 7 examples do not come out as written" in studio.said
    assert (
        "**short morning ride** (line 66): driving expects 12.39 PLN and is 13.65 PLN, "
        "total expects 16.42 PLN and is 17.68 PLN" in studio.said
    )
    assert "What to do: change the price or the example, whichever is wrong." in studio.said
    assert len(studio.library.versions("city_drive")) == 1  # type: ignore[arg-type]


def test_a_text_with_errors_is_not_published(studio: Page) -> None:
    studio.open("city_drive").replace("charge unlock", "chrage unlock")
    studio.press("publish")
    assert "it cannot be published before they are cured" in studio.said
    studio.press("publish now")
    assert "**Not published:** the draft has errors" in studio.said


def test_a_later_moment_is_read_on_the_clock_of_the_tariff(studio: Page) -> None:
    studio.open("city_drive").replace('"City Drive"', '"City Drive 2"').press("publish")
    studio.app.session_state["publish when"] = "At a moment"
    studio.run()
    assert studio.app.button(key="publish now").disabled
    studio.fill("From (clock of Europe/Warsaw)", "2027-01-01")
    studio.press("publish now")
    assert "applies from 1 Jan 2027, 00:00" in studio.said
    assert "version 2 from 1 Jan 2027" in studio.said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("soon", "expected a date and time such as 2026-12-01 00:00"),
        ("2027-03-28 02:30", "clocks skip this time: 2027-03-28T03:00:00+02:00"),
        ("2027-10-31 02:30", "clocks show this time twice, so it needs an offset"),
        ("2027-02-30", "there is no such date or time"),
    ],
)
def test_a_moment_that_does_not_exist_is_said(studio: Page, written: str, said: str) -> None:
    studio.open("city_drive").replace('"City Drive"', '"City Drive 2"').press("publish")
    studio.app.session_state["publish when"] = "At a moment"
    studio.run().fill("From (clock of Europe/Warsaw)", written)
    assert said in studio.said
    assert studio.app.button(key="publish now").disabled


def test_the_past_needs_a_correction_with_a_reason(studio: Page) -> None:
    studio.open("city_drive").replace('"City Drive"', '"City Drive 2"').press("publish")
    studio.app.session_state["publish when"] = "At a moment"
    studio.run().fill("From (clock of Europe/Warsaw)", "2026-01-01 00:00").press("publish now")
    assert "Not published:" in studio.said
    assert "published as a correction" in studio.said
    studio.app.session_state["publish when"] = "In the past, as a correction"
    studio.run().press("publish now")
    assert "say why" in studio.said
    studio.fill("Reason", "the label was wrong").press("publish now")
    assert "Version 2 is published and applies from 1 Jan 2026, 00:00" in studio.said


def test_somebody_who_saved_in_between_stops_the_publishing(studio: Page) -> None:
    mine = studio.open("city_drive").replace('"City Drive"', '"Mine"')
    Page(studio.library).open("city_drive").replace('"Mine"', '"Theirs"')
    mine.press("publish").press("publish now")
    assert "Somebody else saved this draft in between" in mine.said
    assert live(mine) == 1
