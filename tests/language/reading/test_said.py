"""Words of the language are told from names that are spelled alike."""

from __future__ import annotations

import pytest

from dsl.reading.said import words_said
from dsl.source import Source

TARIFF = """\
tariff volume "volume when"  # volume
  currency EUR
  round each line up to 0.01 EUR

unit seat, seats

inputs
  used   volume up to 9 m3
  price  one of volume, "up to"
  legs   list up to 3
    energy  energy

table total_price
  | price  || volume    |
  | volume || 1 EUR/m3  |
  | any    || 2 EUR/m3  |

charge quantity "Q" when price is volume
  quantity used rounded up to 1 m3, per started 1 m3
  volume
    up to 3 m3  total_price.volume
    above       free
"""


def test_the_words_of_a_text() -> None:
    found = [
        (said.entry.role, said.entry.text, TARIFF[said.span.start : said.span.end])
        for said in words_said(Source(TARIFF))
    ]
    assert [text for _, text, _ in found] == [
        *("tariff", "currency", "round", "each line", "up", "to", "unit", "inputs", "volume", "up to", "one of"),
        *("list", "up to", "energy", "table", "any", "charge", "when", "is", "quantity", "rounded", "up", "to"),
        *("per started", "volume", "up to", "above", "free"),
    ]
    assert all(text == written for _, text, written in found)
    assert [role for role, text, _ in found if text == "volume"] == ["type", "clause"]


def test_a_text_with_mistakes_says_nothing() -> None:
    with pytest.raises(ValueError, match="has mistakes"):
        words_said(Source("tariff x\n  currency\n"))
