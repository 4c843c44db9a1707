"""Tariffs made of several texts: what golden cases cannot show."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from dsl import limits, syntax
from dsl.combining.named import KINDS
from dsl.combining.shelf import Texts, asks
from dsl.compile import Analysis, analyse
from engine.explanation.explain import explain
from engine.explanation.explained import Explanation
from engine.fingerprint import price_hash
from engine.quote import Pricer
from tariff_library.texts import shipped
from tariff_library.wire import diagnostics_json, symbols_json
from tests.cases.comparison import STATED

BASE = """\
tariff base "Base"
  currency PLN
  round each line half up to 0.01 PLN

inputs
  class  one of mini, van
  way    length up to 300 km

values
  by_km = 1 PLN/km
  fixed = 7 PLN

table rates
  | class || unlock |
  | mini  || 1 PLN  |
  | van   || 2 PLN  |

charge unlock "Unlocking"
  price rates.unlock

charge distance "Distance"
  quantity way
  price    by_km

charge extra "Extra"
  price fixed
"""
ON_BASE = 'tariff own "Own"\n  based on base\n'


def names(analysis: Analysis) -> list[str]:
    return [one.name for one in analysis.diagnostics]


def chain(length: int) -> Texts:
    """`t1` is based on `t2`, …, the last one is the base."""
    texts = {f"t{n}": f"tariff t{n}\n  based on t{n + 1}\n" for n in range(1, length)}
    return Texts({**texts, f"t{length}": BASE.replace("tariff base", f"tariff t{length}")})


def test_every_kind_of_declaration_has_a_word() -> None:
    assert set(get_args(syntax.Declaration)) == {*KINDS, syntax.Adjustment}


def test_a_chain_of_texts_has_an_end() -> None:
    own = "tariff own\n  based on t1\n"
    assert analyse(own, shelf=chain(limits.TEXTS_IN_A_CHAIN - 1)).graph is not None
    assert names(analyse(own, shelf=chain(limits.TEXTS_IN_A_CHAIN))) == ["too-many-texts"]


def test_so_has_the_number_of_texts() -> None:
    many = Texts({f"t{n}": f"shared t{n}\n\nvalues\n  v{n} = {n} PLN\n" for n in range(limits.TEXTS_OF_A_TARIFF)})
    uses = "".join(f"  use {name}\n" for name in many.names())
    text = f'tariff own "Own"\n  currency PLN\n{uses}  round nothing\n\ncharge c "C"\n  price v1 + v2\n'
    assert names(analyse(text, shelf=many)) == ["too-many-texts"]
    assert analyse(text.replace("  use t0\n", ""), shelf=many).graph is not None


def test_and_their_size() -> None:
    large = f"shared NAME\n\nvalues\n  v = 1 PLN\n{('#' * 99 + chr(10)) * 2_500}"
    many = Texts({f"t{n}": large.replace("NAME", f"t{n}") for n in range(5)})
    text = "tariff own\n  currency PLN\n" + "".join(f"  use {name}\n" for name in many.names())
    assert names(analyse(text, shelf=many)) == ["too-many-texts"]


def test_a_line_of_the_base_says_so() -> None:
    text = ON_BASE + "\ntable rates, otherwise as in base\n  | class || unlock |\n  | mini  || 3 PLN  |\n"
    graph = analyse(text, shelf=Texts({"base": BASE})).graph
    assert graph is not None
    pricer = Pricer(graph)

    def told(class_: str) -> Explanation:
        values = pricer.read({"class": class_, "way": "2 km"})
        assert isinstance(values, tuple)
        found = explain(pricer, values)
        assert isinstance(found, Explanation)
        return found

    unlock, distance, _ = told("van").lines
    assert unlock.sentence == "Unlocking: 2.00 PLN (from base, line 18)"
    assert distance.sentence == "Distance: 2 km at 1.00 PLN/km = 2.00 PLN (from base, line 21)"
    row = unlock.steps[0].parts[0].row
    assert row is not None
    assert row.origin is not None
    assert (row.table, row.number, row.origin.words) == ("rates of base", 2, "from base, line 16")
    (mini,) = told("mini").lines[0].steps[0].parts
    assert mini.price == "3.00 PLN"
    assert mini.row is not None
    assert mini.row.origin is not None
    assert (mini.row.table, mini.row.number, mini.row.origin.words) == ("rates", 1, "line 6")
    wire = told("van").as_wire()
    assert wire["lines"][0]["origin"] == {
        "source": "base",
        "line": 18,
        "column": 1,
        "text": 'charge unlock "Unlocking"',
    }


def test_a_problem_in_another_text_is_told_at_the_line_that_brings_it() -> None:
    text = ON_BASE + "\nvalues\n  by_km = 1 PLN/min\n"
    analysis = analyse(text, shelf=Texts({"base": BASE}))
    (found,) = diagnostics_json(analysis)
    start, end = found["from"], found["to"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    assert text[start:end] == "based on base"
    assert (found["source"], found["line"]) == ("base", 23)
    assert str(found["message"]).endswith("(in base, line 23)")


def test_every_place_of_a_symbol_lies_in_the_text_itself() -> None:
    text = ON_BASE
    found = symbols_json(analyse(text, shelf=Texts({"base": BASE})))
    assert {"rates", "by_km", "way", "unlock"} <= {str(one["name"]) for one in found}
    assert all(isinstance(one["to"], int) and one["to"] <= len(text) for one in found)


def test_names_that_nothing_mentions_yet_are_offered() -> None:
    text = 'tariff own "Own"\n  currency PLN\n  use base\n  round nothing\n\ncharge c "C"\n  price fixed\n'
    analysis = analyse(text, shelf=Texts({"base": BASE}))
    assert analysis.graph is not None
    known = {one.name: one for one in analysis.symbols}
    assert known["rates"].members == ("unlock",)
    assert "by_km" in known
    assert "way" not in known


def test_the_shelf_is_asked_once_for_each_text() -> None:
    asked: list[str] = []

    class Counting(Texts):
        def find(self, name: str):  # type: ignore[no-untyped-def]
            asked.append(name)
            return super().find(name)

    shelf = Counting({"base": BASE, "t1": "tariff t1\n  based on base\n"})
    assert analyse("tariff own\n  based on t1\n  use base\n", shelf=shelf).texts == ("t1", "base")
    assert sorted(asked) == ["base", "t1"]


WHOLE = [
    *(pytest.param(one.text, id=one.name) for one in shipped() if not asks(one.text)),
    *(pytest.param(file.read_text(encoding="utf-8"), id=file.parent.name) for file in sorted(STATED.rglob("*.tariff"))),
]
"""Texts that stand alone."""


def based_on_itself(text: str, again: bool) -> tuple[Analysis, Analysis]:
    """A text, and one of the same name that is based on it and says nothing, or everything `again`."""
    first = re.search(r"^tariff .*$", text, re.MULTILINE)
    assert first is not None
    own = f"{first[0]}\n  based on whole{text[first.end() :] if again else chr(10)}"
    return analyse(text), analyse(own, shelf=Texts({"whole": text}))


@pytest.mark.parametrize("again", [False, True], ids=["nothing", "everything"])
@pytest.mark.parametrize("text", WHOLE)
def test_what_says_nothing_or_everything_again_is_its_base(text: str, again: bool) -> None:
    alone, based = based_on_itself(text, again)
    assert [one for one in based.diagnostics if one.severity == "error"] == []
    assert alone.graph is not None
    assert based.graph is not None
    assert price_hash(based.graph) == price_hash(alone.graph)
