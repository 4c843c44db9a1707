"""What each command says, for people and for programs."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cli.inputs import value_of
from cli.main import main
from engine.declarations import Declared
from tariff_library.texts import shipped
from tests.cli.conftest import GOOD

pytestmark = pytest.mark.usefixtures("folder")
Captured = pytest.CaptureFixture[str]
RIDE = "ride=2026-03-02 08:10 to 2026-03-02 08:31"
CITY = ["city_drive", "vehicle_class=mini", "zone=city", RIDE, "distance=7.4 km"]


def document(capsys: Captured, *words: str, code: int = 0) -> dict[str, Any]:
    """The JSON document of a command."""
    assert main([*words, "--json"]) == code
    said = capsys.readouterr()
    assert said.err == ""
    found: dict[str, Any] = json.loads(said.out)
    return found


def failure(capsys: Captured, *words: str, code: int = 2) -> str:
    """What a command complained of."""
    assert main(words) == code
    return capsys.readouterr().err


def test_check_shows_the_place_and_counts(capsys: Captured) -> None:
    assert main(["check", "broken.tariff", "good.tariff"]) == 1
    said = capsys.readouterr().out
    assert "error[" in said
    assert "broken.tariff:25:1" in said
    assert "chrage" in said
    assert "good.tariff: no mistakes" in said


def test_check_as_json(capsys: Captured) -> None:
    found = document(capsys, "check", "broken.tariff", "good.tariff", code=1)
    broken, good = found["tariffs"]
    assert (broken["name"], broken["diagnostics"][0]["line"]) == ("broken.tariff", 25)
    assert good["diagnostics"] == []
    assert {"distance", "total"} <= {symbol["name"] for symbol in good["symbols"]}


CONTRACT = """\
tariff contract "Contract"
  based on good

discount firm "Firm"
  10% of total
"""


def test_other_texts_are_found_beside_the_file(folder: Path, capsys: Captured) -> None:
    (folder / "deeper").mkdir()
    (folder / "deeper" / "contract.tariff").write_text(CONTRACT)
    assert main(["check", "deeper/contract.tariff"]) == 1
    assert "error[unknown-text]" in capsys.readouterr().out
    (folder / "deeper" / "good.tariff").write_text(GOOD)
    for words in (["check"], ["format", "--check"], ["test"], ["graph"]):
        assert main([*words, "deeper/contract.tariff"]) == 0, words
    capsys.readouterr()
    wrong = CONTRACT.replace("10% of total", "10% of totl")
    (folder / "deeper" / "good.tariff").write_text(GOOD.replace("charge", "chrage", 1))
    (folder / "deeper" / "wrong.tariff").write_text(wrong)
    assert main(["check", "deeper/wrong.tariff"]) == 1
    said = capsys.readouterr().out
    assert "error[text-with-mistakes]" in said
    assert "deeper/good.tariff:" in said


def test_a_shipped_tariff_is_a_base_everywhere(folder: Path, capsys: Captured) -> None:
    (folder / "own.tariff").write_text('tariff own "Own"\n  based on city_drive\n\nremove charge unlock\n')
    assert main(["explain", "own.tariff", *CITY[1:]]) == 0
    said = capsys.readouterr().out
    assert "14.43" in said
    assert "(from city_drive, line" in said


def test_format_writes_the_one_layout(folder: Path, capsys: Captured) -> None:
    file = folder / "untidy.tariff"
    before = file.read_text()
    assert main(["format", "--check", "untidy.tariff", "good.tariff"]) == 1
    assert capsys.readouterr().out == "untidy.tariff: is not in the one layout\n"
    assert file.read_text() == before
    assert main(["format", "untidy.tariff"]) == 0
    assert "# flat" in file.read_text()
    assert main(["format", "--check", "untidy.tariff"]) == 0


def test_format_keeps_the_line_ends_of_the_file(folder: Path) -> None:
    file = folder / "windows.tariff"
    file.write_bytes(GOOD.replace("  price 12", "    price 12").replace("\n", "\r\n").encode())
    assert main(["format", "windows.tariff"]) == 0
    assert file.read_bytes() == GOOD.replace("\n", "\r\n").encode()
    assert main(["format", "--check", "windows.tariff"]) == 0


def test_format_leaves_a_text_with_mistakes_alone(folder: Path, capsys: Captured) -> None:
    before = (folder / "broken.tariff").read_bytes()
    assert main(["format", "broken.tariff"]) == 1
    assert (folder / "broken.tariff").read_bytes() == before
    assert "left as it is" in capsys.readouterr().err
    [one] = document(capsys, "format", "broken.tariff", code=1)["tariffs"]
    assert one["formatted"] is None


def test_test_tells_what_was_expected_and_found(capsys: Captured) -> None:
    assert main(["test", "failing.tariff", "good.tariff"]) == 1
    said = capsys.readouterr().out
    assert "FAILED failing.tariff:30 to the suburb" in said
    assert "total: expected 50" in said
    assert "ok good.tariff:30 to the suburb" in said
    found = document(capsys, "test", "failing.tariff", "good.tariff", code=1)
    assert (found["passed"], found["failed"]) == (1, 1)
    assert found["tariffs"][0]["examples"][0]["differences"][0]["name"] == "total"


def test_test_of_a_broken_text_fails(capsys: Captured) -> None:
    assert main(["test", "broken.tariff"]) == 1
    assert "with errors: broken.tariff" in capsys.readouterr().out


def test_the_examples_of_all_shipped_tariffs_hold(capsys: Captured) -> None:
    found = document(capsys, "test", "--all")
    assert found["failed"] == 0
    assert {one["name"] for one in found["tariffs"]} == {one.name for one in shipped()}
    assert "either name tariffs or" in failure(capsys, "test")
    assert "either name tariffs or" in failure(capsys, "test", "--all", "good.tariff")


def test_quote_shows_the_lines_and_the_total(capsys: Captured) -> None:
    assert main(["quote", *CITY]) == 0
    said = capsys.readouterr().out
    assert "Driving time" in said
    assert "12.39 PLN" in said
    assert "Total" in said
    assert "16.42 PLN" in said
    found = document(capsys, "quote", *CITY)
    assert (found["tariff"], found["total"]) == ("city_drive", {"amount": "16.42", "currency": "PLN"})


def test_explain_tells_how_each_line_arose(capsys: Captured) -> None:
    assert main(["explain", *CITY]) == 0
    said = capsys.readouterr().out
    assert "21 min at 0.59 PLN/min = 12.39 PLN" in said
    assert "Total: 16.42 PLN" in said
    assert document(capsys, "explain", *CITY)["lines"][0]["sentence"]


def test_a_request_may_come_from_a_file(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    total = {"amount": "49.20", "currency": "PLN"}
    assert document(capsys, "quote", "good.tariff", "request.json")["total"] == total
    assert document(capsys, "quote", "good.tariff", "--inputs", "request.json")["total"] == total
    night = document(capsys, "quote", "good.tariff", "request.json", "night=yes")
    assert night["total"]["amount"] == "54.20"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"distance": "15.5 km"}')))
    assert document(capsys, "quote", "good.tariff", "--inputs", "-")["total"] == total
    assert "cannot both" in failure(capsys, "quote", "-", "--inputs", "-")


def declared(kind: Any, unit: str = "", dimension: Any = ()) -> Declared:
    from engine.declarations import Type

    return Declared("x", kind, Type("number", dimension), unit)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("truth", "yes", True),
        ("truth", "No", False),
        ("truth", "maybe", "maybe"),
        ("choice", "yes", "yes"),
        ("text", "[5]", "[5]"),
        ("period", "A to B", {"from": "A", "to": "B"}),
        ("period", "A", {"from": "A"}),
        ("period", "2026-03-02 to 2026-03-03", {"from": "2026-03-02T00:00:00", "to": "2026-03-04T00:00:00"}),
        ("period", '{"from": "A", "to": "B"}', {"from": "A", "to": "B"}),
        ("list", '[{"a": "1 km"}]', [{"a": "1 km"}]),
        ("list", "[", "["),
        ("number", "7.4 km", "7.4 km"),
        ("date", "2026-03-02", "2026-03-02"),
    ],
)
def test_a_typed_value_becomes_that_of_a_request(kind: str, text: str, value: object) -> None:
    assert value_of(declared(kind), text) == value


def test_typed_money_becomes_an_amount_and_its_currency() -> None:
    money = declared("number", "PLN", (("PLN", 1),))
    assert value_of(money, "12.50 PLN") == {"amount": "12.50", "currency": "PLN"}
    assert value_of(money, "12,50 pln") == {"amount": "12,50", "currency": "pln"}
    assert value_of(money, "12.50") == "12.50"
    assert value_of(None, "x") == "x"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["distance=15,5 km"], "error[decimal-comma]: distance: expected"),
        (["distance=15.5"], "error[missing-unit]: distance: expected"),
        (["distance=15.5 km", "tip=3 pln"], "error[currency-case]: tip.currency: expected"),
        (["distance=15.5 km", "tip=3 QQQ"], "error[unknown-currency]: tip.currency: expected"),
        (["distance=15.5 km", "tip=3"], "error[wrong-type]: tip: expected"),
        (["distance=15.5 km", "tipp=3 PLN"], "error[unknown-field]: tipp: expected"),
        (["distance=15.5 km", "trip=2026-03-02 10:00"], "error[open-period]: trip.to: expected"),
        (["distance=15.5 km", "trip=2026-03-02 10:00 to 2026-03-02 09:00"], "error[reversed-period]: trip"),
        (["distance=15.5 km", "trip=2026-03-02 10:00 to 2026-03-02 10:00"], "error[empty-period]: trip"),
        (["distance=15.5 km", "trip=2026-03-29 02:30 to 2026-03-29 05:00"], "error[missing-hour]: trip.from"),
        (["distance=15.5 km", "trip=2026-10-25 00:30 to 2026-10-25 02:30"], "error[doubled-hour]: trip.to"),
        ([], "error[missing-field]: distance: expected"),
    ],
)
def test_a_request_that_is_refused(capsys: Captured, words: list[str], said: str) -> None:
    assert said in failure(capsys, "quote", "good.tariff", *words, code=3)


def test_a_refused_request_as_json(capsys: Captured) -> None:
    found = document(capsys, "quote", "good.tariff", "distance=15,5 km", code=3)
    [one] = found["problems"]
    assert (one["field"], one["name"], one["help"]) == ("distance", "decimal-comma", "write `15.5 km`")


def test_no_price_says_where(folder: Path, capsys: Captured) -> None:
    text = """tariff fee "Fee"
  currency PLN
  round each line half up to 0.01 PLN
  priced at day

inputs
  day  moment

values
  fee = 1 PLN from 2026-01-01
        2 PLN from 2026-06-01

charge whole "Fee"
  price fee
"""
    (folder / "fee.tariff").write_text(text)
    said = failure(capsys, "quote", "fee.tariff", "day=2025-01-01 00:00", code=3)
    assert "error[no-price]: " in said
    assert "fee" in said
    found = document(capsys, "quote", "fee.tariff", "day=2025-01-01 00:00", code=3)
    assert found["no_price"]["origin"]["line"] == 10


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "gone.tariff"], "there is no file `gone.tariff` and no shipped tariff"),
        (["check", "citydrive"], "did you mean `city_drive`?"),
        (["check", "./gone.tariff"], "`gone.tariff` cannot be read: no such file or directory"),
        (["check", "."], "cannot be read: is a directory"),
        (["check", "latin.tariff"], "`latin.tariff` is not UTF-8: line 1 holds the byte 0xB3"),
        (["quote", "good.tariff", "distance"], "`distance` cannot be read"),
        (["quote", "good.tariff", "night=yes", "distance"], "`distance` is no input"),
        (["quote", "good.tariff", "night=yes", "night=no"], "`night` is given twice"),
        (["quote", "good.tariff", "gone.json"], "`gone.json` cannot be read"),
    ],
)
def test_what_cannot_be_carried_out(capsys: Captured, words: list[str], said: str) -> None:
    assert said in failure(capsys, *words)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff", "expected a text in UTF-8"),
        (b"{", "expected JSON"),
        (b"[]", "expected an object with the inputs"),
        (b'{"distance": 1.5}', "expected an exact number as a text"),
        (b'{"distance": "1 km", "distance": "2 km"}', "expected each field once"),
    ],
)
def test_a_request_file_that_cannot_be_read(folder: Path, capsys: Captured, content: bytes, said: str) -> None:
    (folder / "bad.json").write_bytes(content)
    assert said in failure(capsys, "quote", "good.tariff", "bad.json", code=3)


def test_the_graph_is_json_or_a_chart(capsys: Captured) -> None:
    assert main(["graph", "good.tariff"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "shuttle"
    assert main(["graph", "city_drive", "--mermaid"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "flowchart LR"
    assert '  line_driving["Driving time"]' in lines
    assert "  input_ride --> line_driving" in lines
    assert "  window_night --> line_night_credit" in lines
    assert "  line_driving --> line_time" in lines
    assert "  line_time --> total" in lines
    assert document(capsys, "graph", "good.tariff", "--mermaid")["mermaid"].startswith("flowchart LR\n")


def test_a_label_cannot_break_out_of_the_chart(folder: Path, capsys: Captured) -> None:
    (folder / "odd.tariff").write_text(GOOD.replace('"Boarding"', '"<b>;#x"'))
    assert main(["graph", "odd.tariff", "--mermaid"]) == 0
    assert 'line_boarding["#lt;b#gt;#59;#35;x"]' in capsys.readouterr().out


def test_the_schema_accepts_the_request(capsys: Captured) -> None:
    assert main(["schema", "good.tariff"]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema).validate({"distance": "15.5 km"})
    assert list(Draft202012Validator(schema).iter_errors({"distance": 15}))
