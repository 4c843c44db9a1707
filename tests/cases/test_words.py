"""Words are counted by one rule on both sides, and nothing that a tariff says is left out."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from dsl.format import format_text
from dsl.source import Source
from tests.cases.__main__ import main, told_words
from tests.cases.words import Ratio, median, words, words_of_tariff


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("0.59 PLN/min", 3),
        ("0.59 per minute", 3),
        ("23%", 2),
        ("$5", 2),
        ("20min", 2),
        ("20 min", 2),
        ("10,000.50 EUR", 2),
        ("1,2", 2),
        ("a day-off", 3),
        ("one day_off", 3),
        ("rates.km", 2),
        ("don't T2", 2),
        ("on 2026-03-02 at 22:00-06:00", 5),
        ("| a | b || c = d + (2 * 3) >", 6),
        ("-0.5 ≥ .5", 2),
        ("zażółć gęślą", 2),
    ],
)
def test_a_word(text: str, count: int) -> None:
    assert words(text) == count


TARIFF = """\
tariff city_drive "A label of seven words, not counted"  # no comment either
  currency PLN
  round each line half up to 0.01 PLN

unit seat, seats

inputs
  zone    one of city, "not far"
  placed  seats = 1 seat "A label"

require placed up to 5 seats "Too many"

windows
  night  every day 22:00 to 06:00

table rates
  | zone      || price         |
  | city      || 0.59 PLN/seat |
  | "not far" || 2 PLN/seat    |

charge seats_taken "Seats" when zone is "not far"
  quantity placed,
    first 1 seat free
  price    rates.price

examples
  | claim | zone || total |
  | none  | city || 0 PLN |

guarantee "a claim"
  total does not fall when placed grows
"""


def test_the_words_of_a_tariff() -> None:
    header = 3 + 2 + 8
    rows = 2 + (1 + 3) + (2 + 3)
    charge = (1 + 2 + 1 + 1 + 1 + 2) + (2 + 4) + 3
    every = header + 3 + 6 + (2 + 5) + (2 + rows) + charge + (1 + 7)
    assert words_of_tariff(TARIFF) == every


def test_layout_does_not_matter() -> None:
    formatted = format_text(Source(TARIFF))
    assert formatted is not None
    assert formatted != TARIFF
    assert words_of_tariff(formatted) == words_of_tariff(TARIFF)


def test_what_is_told() -> None:
    ratios = [Ratio("short", 1, 2), Ratio("long", 7, 2), Ratio("usual", 4, 4), Ratio("good", 1, 1)]
    assert median(ratios) == Fraction(1)
    assert told_words(ratios).splitlines() == [
        "too many words  3.50  long: 7 words for 2",
        "most words  3.50  long: 7 words for 2",
        "most words  1.00  good: 1 words for 1",
        "most words  1.00  usual: 4 words for 4",
        "most words  0.50  short: 1 words for 2",
        "words of a tariff for one of its description: 1.00 in the median",
    ]


def test_the_counts_are_the_last_line(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--words", "--json"])
    *_, last = capsys.readouterr().out.splitlines()
    assert list(json.loads(last)) == ["exact", "wrong", "not_stated", "median_words_ratio", "max_words_ratio"]
