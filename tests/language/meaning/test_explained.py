"""What a sentence about a charge names: the price that was due, and the bound that acted."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dsl.compile import analyse
from engine.explanation.explain import explain
from engine.explanation.explained import Explanation
from engine.quote import Pricer
from engine.requests.reader import Refused

TARIFF = """tariff fees "Fees"
  currency EUR
  round each line half up to 0.01 EUR

unit letter, letters

inputs
  kind     one of short, long
  stay     duration up to 100 h
  letters  letters up to 100 letters = 0 letters

charge flat "Flat"
  price 3 EUR when kind is short
  price 5 EUR otherwise

charge time "Time"
  quantity stay
  price    2 EUR/h, at least 1 EUR, at most 15 EUR

charge tiers "Tiers"
  quantity stay
  graduated
    up to 1 h  free
    up to 2 h  1 EUR/h
    above      2 EUR/h
  at most 4 EUR

charge post "Letters"
  quantity letters
  price    0.50 EUR/letter
"""

ONE_HOUR = ("Flat: 3.00 EUR", "Time: 1 h at 2.00 EUR/h = 2.00 EUR", "Tiers: 1 h free")
TEN_HOURS_OF_TIERS = (
    "Tiers: 10 h: 1 h free; 1 h at 1.00 EUR/h = 1.00 EUR; 8 h at 2.00 EUR/h = 16.00 EUR, "
    "at most 4.00 EUR; in all 4.00 EUR"
)
TEN_HOURS = (
    "Flat: 5.00 EUR",
    "Time: 10 h at 2.00 EUR/h = 20.00 EUR, at most 15.00 EUR",
    TEN_HOURS_OF_TIERS,
)


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"kind": "short", "stay": "1 h"}, ONE_HOUR),
        ({"kind": "long", "stay": "10 h"}, TEN_HOURS),
        (
            {"kind": "short", "stay": "15 min"},
            (ONE_HOUR[0], "Time: 15 min at 2.00 EUR/h = 0.50 EUR, at least 1.00 EUR"),
        ),
    ],
)
def test_the_price_that_was_due_and_the_bound_that_acted(inputs: Mapping[str, object], said: tuple[str, ...]) -> None:
    assert _sentences(inputs)[: len(said)] == said


def test_one_of_a_counted_thing_is_singular_under_a_price() -> None:
    assert _sentences({"kind": "short", "stay": "1 h", "letters": "3 letters"})[3] == (
        "Letters: 3 letters at 0.50 EUR/letter = 1.50 EUR"
    )


def _sentences(inputs: Mapping[str, object]) -> tuple[str, ...]:
    graph = analyse(TARIFF).graph
    assert graph is not None
    pricer = Pricer(graph)
    values = pricer.read(inputs)
    assert not isinstance(values, Refused), values
    told = explain(pricer, values)
    assert isinstance(told, Explanation)
    return tuple(line.sentence.rpartition(" (")[0] for line in told.lines)
