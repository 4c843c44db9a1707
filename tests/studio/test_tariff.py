"""The page of a tariff: text and quote, side by side."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dsl.vocabulary import MONTHS, WEEKDAYS
from studio.gateway import Draft
from studio.words import words_of
from tariff_library.actions import drafts, tariffs
from tariff_library.database import StoreUnavailable
from tests.studio.conftest import Clock, Page

SHIPPED = {
    "city_drive": "16.42 PLN",
    "business_drive": "11.49 PLN",
    "per_kilometre": "26.90 PLN",
    "blocking_fee": "3.80 EUR",
    "referral_fees": "19.00 USD",
    "time_of_use": "0.74 CAD",
}

UNPRICED = """tariff city_drive "City Drive"
  currency PLN
  time zone Europe/Warsaw
  round each line half up to 0.01 PLN

inputs
  class     one of mini, van
  distance  length up to 100 km

table rates
  | class || km       |
  | mini  || 1 PLN/km |
  | van   || no price |

charge way "Way"
  quantity distance
  price    rates.km

examples
  | claim | class | distance || total |
  | ten   | mini  | 10 km    || 10 PLN |
"""

BARE = """tariff bare "Bare"
  currency EUR
  round each line half up to 0.01 EUR

inputs
  km  length up to 9 km

charge way "Way"
  quantity km
  price    2 EUR/km
"""


def sent(studio: Page, kind: str) -> dict[str, Any]:
    """What was sent to a component of the page."""
    found = [one for one in studio.app.get("bidi_component") if one.proto.component_name.endswith(kind)]
    data: dict[str, Any] = json.loads(found[0].proto.json)
    return data


@pytest.mark.parametrize(("name", "total"), SHIPPED.items())
def test_every_shipped_tariff_opens_with_the_quote_of_its_first_example(studio: Page, name: str, total: str) -> None:
    studio.open(name)
    currency = total.split()[1]
    assert studio.metrics == {
        "Draft total": total,
        "Live total · Version 1": total,
        "Same as live": f"±0.00 {currency}",
    }
    for panel in ("Curve", "Examples", "History", "Quote"):
        studio.show(panel)
    studio = Page(studio.library).open(name, view="Prices")
    assert studio.total == total


def test_a_tariff_that_does_not_exist_is_said_with_what_was_meant(studio: Page) -> None:
    studio.open("city_driv")
    assert "There is no tariff city_driv" in studio.said
    assert "Did you mean city_drive?" in [one.label.replace("\\", "") for one in studio.app.button]


def test_a_changed_price_shows_its_effect_with_sign_and_words(studio: Page) -> None:
    studio.open("city_drive").replace("0.59 PLN/min", "0.65 PLN/min")
    assert studio.metrics == {
        "Draft total": "17.68 PLN",
        "Live total · Version 1": "16.42 PLN",
        "7.7% more than live": "+1.26 PLN",
    }
    studio.replace("0.65 PLN/min", "0.30 PLN/min")
    assert studio.metrics["37.1% less than live"] == "−6.09 PLN"
    assert "draft of version 2" in studio.said


def test_the_bill_tells_how_each_amount_came_about(studio: Page) -> None:
    bill = sent(studio.open("city_drive").replace("0.59 PLN/min", "0.65 PLN/min"), "bill")
    rows = {row["label"]: row for row in bill["rows"]}
    assert rows["Driving time"] == {
        "label": "Driving time",
        "line": 36,
        "notes": [{"text": "21 min measured · 21 min × 0.65 PLN/min = 13.65 PLN", "line": 21}],
        "quiet": False,
        "amount": "13.65",
        "before": "12.39",
        "change": "+1.26",
        "direction": "more",
    }
    assert rows["Daily maximum"]["quiet"]
    assert rows["Daily maximum"]["notes"][0]["text"].endswith("nothing changes")
    assert rows["Student discount"]["notes"][0]["text"] == "left out, it needs that segment is student"
    assert rows["Student discount"]["amount"] == "–"
    assert (bill["sums"][0]["label"], bill["sums"][0]["amount"]) == ("Total", "17.68")


def test_a_cap_that_acts_is_told(studio: Page) -> None:
    studio.open("city_drive").choose("Start from the example", "a whole day at the maximum")
    assert studio.total == "235.99 PLN"
    cap = next(row for row in sent(studio, "bill")["rows"] if row["label"] == "Daily maximum")
    assert cap["amount"] == "−1059.00"
    assert "came to 1188.00 PLN, at most 129.00 PLN" in cap["notes"][0]["text"]


def test_the_plans_that_were_compared_are_told(studio: Page) -> None:
    bill = sent(studio.open("best_price"), "bill")
    notes = {row["line"]: row["notes"][0]["text"] for row in bill["rows"]}
    assert notes[29] == "left out, Shortie is not the cheapest"
    assert "Quickie is the cheapest: Quickie 7.90 EUR, Shortie 29.00 EUR, Roadie 49.00 EUR" in studio.said


def test_the_editor_gets_the_words_of_the_language_and_the_address_that_checks(studio: Page) -> None:
    editor = sent(studio.open("city_drive"), "editor")
    assert editor["doc"] == studio.text
    assert editor["baseline"] == studio.text
    assert editor["lintUrl"] == "/api/v1/analyse"
    assert {"charge", "time zone", "quantity"} <= set(editor["lang"]["heads"])
    assert {"period", "one of"} <= set(editor["lang"]["types"])
    assert {"per started", "otherwise", "Monday"} <= set(editor["lang"]["keywords"])
    assert {"PLN", "km", "kWh"} <= set(editor["lang"]["units"])


def test_the_editor_tells_what_each_word_means(studio: Page) -> None:
    lang = sent(studio.open("city_drive"), "editor")["lang"]
    meanings = lang["meanings"]
    known = {*lang["heads"], *lang["types"], *lang["keywords"]} - {*WEEKDAYS, *MONTHS}
    assert set(meanings) == known
    assert meanings["up to"] == "this or less"
    assert meanings["volume"].endswith("; a volume"), "it opens tiers, and is a type"


def test_units_that_a_text_declares_are_coloured_too(studio: Page) -> None:
    studio.open("city_drive").replace("inputs\n", "unit seat, seats\n\ninputs\n")
    assert {"seat", "seats", "PLN"} <= set(words_of(studio.app.session_state["work"].analysis).units)


# wrong inputs


def test_a_decimal_comma_is_understood(studio: Page) -> None:
    studio.open("city_drive").fill("distance (km)", "8,4")
    assert studio.total == "17.27 PLN"
    studio.fill("distance (km)", "8.4km")
    assert studio.total == "17.27 PLN"


@pytest.mark.parametrize(
    ("label", "written", "said"),
    [
        ("distance (km)", "much", 'expected a number with its unit such as "1 km", found "much"'),
        ("distance (km)", "4000", "expected from 0 km, up to 3000 km"),
        ("distance (km)", "", "missing; expected a number with its unit"),
        ("ride from", "2026-03-29 02:30", "clocks go on at"),
        ("ride to", "2026-03-02 07:00", "expected an end later than the beginning"),
        ("ride to", "2026-03-02 08:10", "expected an end later than the beginning"),
        ("ride to", "", "missing; expected a moment"),
        ("ride to", "soon", "expected a moment such as"),
        ("parked", "90", "expected a number with its unit"),
        ("parked", "22 min", "parked must be up to length of ride"),
    ],
)
def test_a_wrong_input_is_said_and_no_price_is_shown(studio: Page, label: str, written: str, said: str) -> None:
    studio.open("city_drive").fill(label, written)
    problems = [line for line in studio.said.splitlines() if line.startswith(":red[:material/error:")]
    assert len(problems) == 1
    assert said in problems[0]
    assert studio.total == "–"
    assert "The quote appears as soon as the fields above are right" in studio.said


def test_no_price_is_said_with_its_reason(studio: Page) -> None:
    studio.open("city_drive").type(UNPRICED).choose("class", "van")
    assert studio.total == "–"
    assert "**No price.**" in studio.said
    assert [button.label for button in studio.app.button if button.label.startswith("line ")] == ["line 13"]


# texts with errors


def test_a_broken_text_keeps_the_last_good_quote_and_says_so(studio: Page) -> None:
    studio.open("city_drive").replace("0.59 PLN/min", "0.65 PLN/min")
    studio.replace("quantity distance", "quantity distance +")
    assert studio.total == "17.68 PLN"
    assert "The text has 1 problem" in studio.said
    assert "What you see below is from the last text without errors" in studio.said
    studio.replace("quantity distance +", "quantity distance")
    assert "The text has" not in studio.said


def test_a_draft_that_was_broken_from_the_beginning_shows_the_live_version(studio: Page) -> None:
    draft = studio.library.draft("city_drive")
    assert isinstance(draft, Draft)
    studio.library.save("city_drive", draft.text.replace("charge unlock", "chrage unlock"), draft.revision)
    studio.open("city_drive")
    assert studio.total == "16.42 PLN"
    assert "What you see below is from the live version" in studio.said


def test_a_new_draft_without_a_good_text_waits_for_one(studio: Page) -> None:
    studio.library.create("empty_one", "", "other")
    studio.open("empty_one")
    assert "appear here as soon as the text has no errors" in studio.said
    assert not studio.app.metric


def test_a_tariff_without_examples_has_an_empty_form(studio: Page) -> None:
    studio.library.create("bare", BARE, "other")
    studio.open("bare")
    assert studio.total == "–"
    studio.fill("km (km)", "3")
    assert studio.total == "6.00 EUR"
    assert "This tariff has no examples yet" in studio.show("Examples").said


# saving


def test_what_is_typed_is_saved_by_itself_and_comes_back(studio: Page, clock: Clock) -> None:
    studio.open("city_drive")
    clock.forward(hours=1)
    studio.replace("0.59 PLN/min", "0.65 PLN/min")
    assert "saved 10:30" in studio.said
    again = Page(studio.library).open("city_drive")
    assert "0.65 PLN/min" in again.text
    assert again.total == "17.68 PLN"


def test_two_sessions_do_not_overwrite_each_other(studio: Page) -> None:
    mine, theirs = studio.open("city_drive"), Page(studio.library).open("city_drive")
    theirs.replace("0.59 PLN/min", "0.60 PLN/min")
    mine.replace("0.59 PLN/min", "0.65 PLN/min")
    assert "This draft was saved elsewhere" in mine.said
    assert (sent(mine, "editor")["mode"], "0.60 PLN/min" in sent(mine, "editor")["baseline"]) == ("split", True)
    assert "0.60 PLN/min" in studio.library.draft("city_drive").text  # type: ignore[union-attr]
    mine.press("keep mine")
    assert "This draft was saved elsewhere" not in mine.said
    assert "0.65 PLN/min" in studio.library.draft("city_drive").text  # type: ignore[union-attr]
    theirs.replace("0.60 PLN/min", "0.61 PLN/min").press("take theirs")
    assert "0.65 PLN/min" in theirs.text
    assert sent(theirs, "editor")["doc"] == theirs.text


def test_a_text_that_cannot_be_kept_is_said(studio: Page) -> None:
    studio.open("city_drive").type(studio.text + "\0")
    assert "Not saved: the text holds the character U+0000" in studio.said


def test_a_library_that_does_not_answer_is_said_and_nothing_is_lost(
    studio: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.open("city_drive")

    def fails(*_: object) -> None:
        raise StoreUnavailable("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(drafts, "save_draft", fails)
        studio.replace("0.59 PLN/min", "0.65 PLN/min")
        assert "The library does not answer" in studio.said
        assert "the disk is full" in studio.said
    assert studio.run().total == "17.68 PLN"
    assert "0.65 PLN/min" in studio.library.draft("city_drive").text  # type: ignore[union-attr]
    broken.setattr(tariffs, "list_tariffs", fails)
    assert "The library does not answer" in Page(studio.library).open().said
    broken.undo()


def test_history_shows_versions_and_takes_an_old_text_back(studio: Page, clock: Clock) -> None:
    studio.open("city_drive").replace('"City Drive"', '"City Drive 2"')
    assert studio.library.publish("city_drive", 2, None, "new name", correction=False).number == 2  # type: ignore[union-attr]
    clock.forward(seconds=10)
    studio.show("History")
    assert "**Version 2** :green-badge[live]" in studio.said
    assert "self-published (local) · by local" in studio.said
    assert "new name" in studio.said
    assert "**Version 1** :gray-badge[superseded]" in studio.said
    select = next(one for one in studio.app.selectbox if one.label == "Text of")
    select.select_index(1)
    studio.run()
    assert studio.app.code[0].value.startswith('tariff city_drive "City Drive"')
    studio.press("restore")
    assert studio.text.startswith('tariff city_drive "City Drive"\n')
    assert "draft of version 3" in studio.said
