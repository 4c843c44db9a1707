"""Every stated case is exact, and the runner finds what a wrong tariff or a map that computes would hide."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dsl.compile import analyse
from dsl.format import format_text
from dsl.source import Source
from tests.cases.__main__ import LEAST_EXACT, main, told
from tests.cases.answers import AnswerError, PriceList, read_answer
from tests.cases.case_files import Case, follow, leaves, read_cases, read_json, steps
from tests.cases.comparison import NOT_STATED, STATED, Outcome, compared, outcomes
from tests.cases.figures import invented, written_figures

CASES = read_cases()
STATED_NAMES = sorted(folder.name for folder in STATED.iterdir())

# The cases


@pytest.mark.parametrize("name", STATED_NAMES)
def test_a_stated_case_is_exact(name: str) -> None:
    outcome = compared(CASES[name], STATED / name)
    assert (outcome.wrong, outcome.faults, outcome.verdict) == ([], [], "exact"), told(outcome)


@pytest.mark.parametrize("file", sorted(STATED.glob("*/*.tariff")), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_stated_tariff_is_formatted_and_has_nothing_in_vain(file: Path) -> None:
    source = Source(file.read_text(encoding="utf-8"), file.stem)
    assert format_text(source) == source.text
    found = analyse(source.text, source.name).diagnostics
    assert [d.message for d in found if d.name in ("unused-name", "dead-row")] == []


def test_every_other_case_has_a_reason() -> None:
    reasons = json.loads(NOT_STATED.read_text(encoding="utf-8"))
    assert set(reasons) == set(CASES) - set(STATED_NAMES)
    assert [name for name, reason in reasons.items() if len(reason) < 10] == []


def test_the_command_counts_all_cases(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json"]) == 0
    counts = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert list(counts) == ["exact", "wrong", "not_stated"]
    assert sum(counts.values()) == len(CASES) == 118
    assert counts["exact"] == len(STATED_NAMES) >= LEAST_EXACT


def test_the_command_fails_when_a_case_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    exact = [Outcome(f"case {i}", compared=1) for i in range(LEAST_EXACT)]
    monkeypatch.setattr("tests.cases.__main__.outcomes", lambda: exact)
    assert main(["--json"]) == 0
    monkeypatch.setattr("tests.cases.__main__.outcomes", lambda: [*exact, Outcome("bad", faults=["a fault"])])
    assert main(["--json"]) == 1
    assert "bad: a fault" in capsys.readouterr().out
    monkeypatch.setattr("tests.cases.__main__.outcomes", lambda: exact[1:])
    assert main(["--json"]) == 1


def test_a_case_that_is_both_stated_and_not_is_wrong(tmp_path: Path) -> None:
    reasons = json.loads(NOT_STATED.read_text(encoding="utf-8")) | {STATED_NAMES[0]: "a reason all the same"}
    file = tmp_path / "not_stated.json"
    file.write_text(json.dumps(reasons), encoding="utf-8")
    wrong = [outcome.case for outcome in outcomes(STATED, file) if outcome.verdict == "wrong"]
    assert wrong == [STATED_NAMES[0]]


def test_a_case_without_folder_and_reason_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "not_stated.json"
    file.write_text(json.dumps({"a case that does not exist": "a reason"}), encoding="utf-8")
    (tmp_path / "stated").mkdir()
    assert {outcome.verdict for outcome in outcomes(tmp_path / "stated", file)} == {"wrong"}


# The runner, on a case made up for it

TARIFF = """\
tariff ride "Ride"
  currency EUR
  round nothing

inputs
  distance  length
  waiting   duration = 0 min
  vehicle   one of mini, van = mini

charge unlock "Unlocking"
  price 2.50 EUR

charge kilometres "Distance"
  quantity distance, first 1 km free
  price    0.70 EUR/km

charge waited "Waiting" when waiting above 0 min
  quantity waiting
  price    0.10 EUR/min

result of_all "Distance and waiting" = kilometres + waited
"""


def ride(**changes: Any) -> Case:
    body = {
        "id": "ride",
        "tariff": "Unlocking 2.50, each km 0.70, the first free; waiting 10 cents a minute.",
        "notes": "Currency EUR.",
        "inputs": [{"km": Decimal("3.5"), "min": Decimal(0)}, {"km": Decimal(1), "min": Decimal(4)}],
        "expected": {"totals": [Decimal("4.25"), Decimal("2.9")], "kind": "mini"},
    }
    return Case("ride", body | changes)


def ride_map() -> dict[str, Any]:
    return {
        "quotes": {
            "ride": {
                "inputs": {
                    "distance": {"from": "inputs[].km", "unit": "km"},
                    "waiting": {"from": "inputs[].min", "unit": "min"},
                }
            }
        },
        "expected": {"totals": "total", "kind": "a word"},
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tariff.tariff").write_text(TARIFF, encoding="utf-8")
    (tmp_path / "map.json").write_text(json.dumps(ride_map()), encoding="utf-8")
    return tmp_path


def with_map(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    changed = ride_map()
    change(changed)
    (folder / "map.json").write_text(json.dumps(changed), encoding="utf-8")
    return folder


def with_tariff(folder: Path, old: str, new: str) -> Path:
    assert old in TARIFF
    (folder / "tariff.tariff").write_text(TARIFF.replace(old, new), encoding="utf-8")
    return folder


def test_the_case_made_up_is_exact(folder: Path) -> None:
    outcome = compared(ride(), folder)
    assert (outcome.verdict, outcome.compared) == ("exact", 2), told(outcome)


def test_a_wrong_figure_is_named(folder: Path) -> None:
    outcome = compared(ride(expected={"totals": [Decimal("4.25"), Decimal("2.91")], "kind": "mini"}), folder)
    assert outcome.verdict == "wrong"
    assert [str(figure) for figure in outcome.wrong] == ["ride: ride 2: expected.totals[1]: expected 2.91, found 2.90"]


def test_nothing_is_rounded_before_it_is_compared(folder: Path) -> None:
    near = ["4.25000000000000000000000001", "2.9"]
    assert len(compared(ride(expected={"totals": near, "kind": "mini"}), folder).wrong) == 1


def test_another_price_is_a_wrong_figure(folder: Path) -> None:
    outcome = compared(ride(), with_tariff(folder, "first 1 km free", "first 0 km free"))
    assert [figure.found for figure in outcome.wrong] == ["4.95", "3.60"]


def test_an_invented_figure_is_a_fault(folder: Path) -> None:
    outcome = compared(ride(), with_tariff(folder, "2.50 EUR", "2.40 EUR + 0.10 EUR"))
    assert outcome.wrong == []
    assert outcome.faults == ["tariff.tariff:11: the case does not state 2.40 EUR"]
    assert outcome.verdict == "wrong"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("0.70 EUR/km", "0.70 EUR/kilo", "does not compile"),
        ("distance  length", "distance  length up to 0.70 km", "refuses"),
        ("  price    0.70 EUR/km", "  price    no price", "has no price"),
    ],
)
def test_a_tariff_that_gives_no_price_is_wrong(folder: Path, old: str, new: str, said: str) -> None:
    outcome = compared(ride(), with_tariff(folder, old, new))
    assert outcome.verdict == "wrong"
    assert said in outcome.wrong[0].found


def set_at(way: str, value: object) -> Callable[[dict[str, Any]], object]:
    """A change of the map: the value at this place, None takes the key away."""

    def change(map_: dict[str, Any]) -> None:
        *parents, last = way.split("/")
        at = map_
        for parent in parents:
            at = at[parent]
        if value is None:
            del at[last]
        else:
            at[last] = value

    return change


DISTANCE = "quotes/ride/inputs/distance"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (set_at(f"{DISTANCE}/from", "inputs[].km * 2"), "is no path"),
        (set_at(f"{DISTANCE}/times", 2), "may have"),
        (set_at(f"{DISTANCE}/unit", "km * 2"), "is no unit"),
        (set_at(f"{DISTANCE}/unit", "0 km"), "is no unit"),
        (set_at(f"{DISTANCE}/day", "15"), "begins on its day 01"),
        (set_at(DISTANCE, 3), "has a source"),
        (set_at(DISTANCE, {"constant": 3}), "a constant is a text"),
        (set_at("expected/totals", "total + 1"), "names no answer"),
        (set_at("expected/totals", "total * 1.1"), "names no answer"),
        (set_at("scale", 100), "a map has the keys"),
        (set_at("quotes/ride/if", "km > 3"), "may have"),
    ],
)
def test_a_map_that_computes_is_a_fault(folder: Path, change: Callable[[dict[str, Any]], object], said: str) -> None:
    outcome = compared(ride(), with_map(folder, change))
    assert outcome.verdict == "wrong"
    assert said in " ".join(outcome.faults)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (set_at(f"{DISTANCE}/from", "inputs[].miles"), "inputs[0].km is neither"),
        (set_at(f"{DISTANCE}/from", "input.km"), "the case has no"),
        (set_at("quotes/ride/inputs/waiting", None), "inputs[0].min is neither"),
        (set_at("unused", {"inputs[].km": "is used"}), "named as unused and is not"),
        (set_at("expected/kind", None), "the map names"),
        (set_at("expected/more", "total"), "the map names"),
        (set_at("expected/totals", ["total"]), "differs in form"),
        (set_at("expected/totals", "not compared: because it is wrong"), "does not count"),
        (set_at("expected/totals", "nothing"), "not nothing"),
        (set_at("expected/totals", "a word"), "no mere word"),
        (set_at("quotes", {}), "at least one group"),
        (set_at("quotes/other", {"tariff": "no_such", "inputs": {}}), "says which of"),
    ],
)
def test_a_map_that_leaves_something_out_is_a_fault(
    folder: Path, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    outcome = compared(ride(), with_map(folder, change))
    assert outcome.verdict == "wrong"
    assert said in " ".join(outcome.faults)


def test_a_constant_stands_in_the_case(folder: Path) -> None:
    chosen = with_map(folder, set_at("quotes/ride/inputs/vehicle", {"constant": "mini"}))
    assert compared(ride(), chosen).verdict == "exact"
    chosen = with_map(folder, set_at("quotes/ride/inputs/vehicle", {"constant": "van"}))
    assert compared(ride(), chosen).faults == ["the constant van stands nowhere in the case"]
    chosen = with_map(folder, set_at("quotes/ride/inputs/waiting", {"constant": "7", "unit": "min"}))
    assert "the constant 7 stands nowhere in the case" in compared(ride(), chosen).faults


def test_figures_that_do_not_count_stay_out_with_a_known_reason(folder: Path) -> None:
    case = ride(expected={"totals": [Decimal("4.25"), Decimal("2.9")], "as_printed": Decimal(5)})
    change = set_at("expected", {"totals": "total", "as_printed": "not compared: printed by the source"})
    outcome = compared(case, with_map(folder, change))
    assert (outcome.verdict, outcome.compared) == ("exact", 2)


def test_a_case_of_which_nothing_is_compared_is_not_exact(folder: Path) -> None:
    change = set_at("expected/totals", "not compared: printed by the source")
    assert compared(ride(), with_map(folder, change)).verdict == "wrong"


def test_a_tariff_that_prices_nothing_is_a_fault(folder: Path) -> None:
    (folder / "other.tariff").write_text(TARIFF, encoding="utf-8")
    assert compared(ride(), folder).faults == ["no quote is priced by ['other']"]


def test_periods_lists_and_days_are_put_together_as_the_case_writes_them(folder: Path) -> None:
    from tests.cases.renaming import quotes_of

    body = {
        "id": "x",
        "tariff": "",
        "inputs": [
            {
                "month": "2024-02",
                "periods": [{"start": "2024-02-01T10:00Z", "kwh": Decimal("1.50")}, {"start": "2024-02-01T11:00Z"}],
                "end": "2024-02-01T12:00Z",
                "legs": [Decimal(2), Decimal("0.5")],
            }
        ],
        "expected": {},
    }
    sources = {
        "month": {"from": "inputs[].month", "day": "01"},
        "phases": {
            "list": "inputs[].periods",
            "fields": {
                "time": {"period": ["start", "next start"], "last": "inputs[].end"},
                "drawn": {"from": "kwh", "unit": "kWh"},
            },
        },
        "legs": {"list": "inputs[].legs", "fields": {"paid": {"from": "", "unit": "EUR"}}},
        "one": {"list": ["inputs[]"], "fields": {"until": {"from": "end"}}},
    }
    group = quotes_of(Case("x", body), {"all": {"inputs": sources}})["all"]
    assert group.requests == [
        {
            "month": "2024-02-01",
            "phases": [
                {"time": {"from": "2024-02-01T10:00Z", "to": "2024-02-01T11:00Z"}, "drawn": "1.50 kWh"},
                {"time": {"from": "2024-02-01T11:00Z", "to": "2024-02-01T12:00Z"}},
            ],
            "legs": [
                {"paid": {"amount": "2", "currency": "EUR"}},
                {"paid": {"amount": "0.5", "currency": "EUR"}},
            ],
            "one": [{"until": "2024-02-01T12:00Z"}],
        }
    ]
    assert group.read == {path for path, _ in leaves("inputs", body["inputs"])}


# Figures


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("7.4 cents", "0.074 CAD/kWh"),
        ("52.38 pence", "0.5238 GBP"),
        ("8.75% of it", "8.75%"),
        ("8.75% of it", "* 0.0875"),
        ("a factor of 0.8", "80%"),
        ("-3 points", "-3%"),
        ("10,000.50 in all", "10000.50 EUR"),
        ("after 1 million free", "1000000 requests"),
        ("400 thousand", "400000"),
        ("each 1/5 mile", "0.2 mi"),
        ("per quarter mile, half off", "0.25 mi + 0.5 EUR"),
        ("the second child", "2 children"),
        ("at most 10 per day", "10 EUR per started 24 h"),
        ("60 a week", "60 EUR per started 168 h"),
        ("1401-1650 cc", "1650 cm3"),
        ("rounded to 4 decimals", "round total half up to 0.0001 EUR"),
        ("rounded to 5 decimals, the call to 4", "x rounded up to 0.0001 EUR"),
        ("to the cent", "round each line half even to 0.01 EUR"),
        ("Currency JPY", "x rounded half up to 1 JPY"),
        ("nothing", "used  number from 0 in steps of 0.001"),
        ("nothing", "items  list up to 500"),
        ("nothing", "per started 1 min # from 17:30 on 2025-12-24, 42 of them"),
        ("nothing", 'charge tier_3 "Tier 3" when x starts with_5'),
        ("nothing", "night  every day 22:00 to 06:00"),
        ("nothing", "winter  1 November to 30 April"),
    ],
)
def test_a_stated_figure_is_found(words: str, figure: str) -> None:
    assert invented(figure, Case("x", {"tariff": words, "input": {}})) == []


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("2.50 to unlock", "2.51 EUR"),
        ("2.50 to unlock", "250 EUR"),
        ("a price", "1 EUR"),
        ("a price", "1%"),
        ("7.4 a kWh", "0.074 CAD/kWh"),
        ("8.75 of it", "* 0.0875"),
        ("19% VAT", "119% of"),
        ("19% VAT", "/ 1.19"),
        ("0.05 per minute", "3 EUR/h"),
        ("0.01 per second", "0.02 EUR per 2 s"),
        ("the price per second", "2 EUR"),
        ("see case ev-006", "6 EUR"),
        ("from 2020-11-02 at 17:30", "11 EUR + 17 EUR + 30 EUR"),
        ("a night", "24 h"),
        ("rounded", "round total half up to 0.01 EUR"),
        ("rounded to 4 decimals", "round total half up to 0.001 EUR"),
        ("rounded to 4 decimals", "price 0.0001 EUR"),
        ("Currency EUR", "price 0.01 EUR"),
        ("nothing", "used  number in steps of 0.5"),
        ("nothing", "used  number up to 500"),
    ],
)
def test_an_invented_figure_is_found(words: str, figure: str) -> None:
    assert invented(figure, Case("x", {"tariff": words, "input": {}})) != []


def test_inputs_state_figures_and_expected_ones_do_not() -> None:
    case = Case("x", {"tariff": "", "inputs": [{"km": Decimal("7.4"), "fee": "3.1"}], "expected": {"total": "9.9"}})
    assert invented("7.4 km + 3.1 EUR", case) == []
    assert [figure.text for figure in invented("9.9 EUR", case)] == ["9.9 EUR"]


def test_figures_know_their_line() -> None:
    found = list(written_figures("a\nprice 2 EUR/kWh\n\n  up to 20 to 30 km"))
    assert [(figure.line, figure.value, figure.unit) for figure in found] == [
        (2, Fraction(2), "EUR/kWh"),
        (4, Fraction(20), ""),
        (4, Fraction(30), "km"),
    ]


# Reading


def test_numbers_are_read_as_decimals() -> None:
    assert read_json("[0.1, 12345678901234567.89, 3]") == [
        Decimal("0.1"),
        Decimal("12345678901234567.89"),
        Decimal(3),
    ]
    assert all(not isinstance(value, float) for case in CASES.values() for _, value in leaves("", case.body))


def test_paths() -> None:
    assert follow({"a": [{"b": [1, 2]}]}, steps("a[0].b[]"), 1) == ("a[0].b[1]", 2)
    for bad in ("a..b", "a[x]", "a b", "a+b", ".a", "a[0", "a[-1]"):
        with pytest.raises(ValueError, match="is no path"):
            steps(bad)


def test_answers_are_measured_with_their_units(folder: Path) -> None:
    price_list = PriceList(folder / "tariff.tariff")
    assert price_list.figure("1 h 30 min", "h") == Fraction(3, 2)
    assert price_list.figure("-0.70 EUR/km", "EUR/km") == Fraction(-7, 10)
    assert price_list.figure("7%", None) == Fraction(7, 100)
    assert price_list.figure("0.005", "%") == Fraction(1, 2)
    assert price_list.figure("1/3 EUR", None) == Fraction(1, 3)
    for text, unit in (("3 km", "h"), ("3 km", None), ("3 km 5", None), ("three", None), ("3 h 2 km", "h")):
        with pytest.raises(AnswerError):
            price_list.figure(text, unit)


@pytest.mark.parametrize("words", ["", "totals", "line", "line a b", "total in", "result x of item", "2 * total"])
def test_words_that_name_no_answer(words: str) -> None:
    with pytest.raises(AnswerError, match="names no answer"):
        read_answer(words)


def test_lines_of_a_quote(folder: Path) -> None:
    price_list = PriceList(folder / "tariff.tariff")
    quote = price_list.explained({"distance": "3.5 km"})
    figures = {
        "times unlock": 1,
        "line waited": 0,
        "measured kilometres in km": Fraction("3.5"),
        "billed kilometres in km": Fraction("2.5"),
        "price of kilometres in EUR/km": Fraction("0.70"),
        "part 1 of kilometres": Fraction("1.75"),
        "result of_all": Fraction("1.75"),
        "total": Fraction("4.25"),
    }
    found = {}
    for words in figures:
        answer = read_answer(words)
        found[words] = price_list.figure(price_list.text_of(quote, answer), answer.unit)
    assert found == figures
    for name in ("line other", "times kilometres", "result other", "result of_all of item 1", "part 2 of unlock"):
        with pytest.raises(AnswerError):
            price_list.text_of(quote, read_answer(name))
