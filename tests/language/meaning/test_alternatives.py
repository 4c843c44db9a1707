"""Plans: which is taken, and how the explanation tells it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dsl.compile import analyse
from engine.explanation.explain import explain
from engine.explanation.explained import Explanation
from engine.quote import Pricer
from tests.language.markdown_cases import tariffs

GOOD = Path(__file__).parent / "good" / "alternatives.md"
GRAPH = analyse(tariffs(GOOD.read_text(encoding="utf-8"))[0]).graph
assert GRAPH is not None
PRICER = Pricer(GRAPH)


def explained(talked: int, member: bool) -> Explanation:
    values = PRICER.read({"talked": f"{talked} min", "member": member})
    assert isinstance(values, tuple)
    found = explain(PRICER, values)
    assert isinstance(found, Explanation)
    return found


def test_the_choice_and_the_others_are_told_with_their_amounts() -> None:
    found = explained(100, member=True)
    (choice,) = found.choices
    assert choice.sentence == "Flat is the cheapest: By the minute 11.00 EUR, Flat 8.20 EUR (line 29)"
    assert (choice.chosen, [plan.amount for plan in choice.plans]) == ("flat", ["11.00", "8.20"])
    assert [line.name for line in found.lines] == ["base", "flat.talk", "flat.new", "half"]
    assert [one.sentence for one in found.left_out] == [
        "Talk: left out, By the minute is not the cheapest (line 13)",
        "At least: left out, By the minute is not the cheapest (line 17)",
    ]
    assert found.as_wire()["choices"][0]["plans"][0]["amount"] == {"amount": "11.00", "currency": "EUR"}


def test_a_plan_that_is_not_open_says_what_it_needs() -> None:
    found = explained(100, member=False)
    assert (
        found.choices[0].sentence
        == "By the minute is the cheapest: By the minute 11.00 EUR, Flat is not open (line 29)"
    )
    assert found.choices[0].plans[1].amount is None
    assert found.left_out[0].sentence.startswith("Talk: left out, Flat needs that member")


@given(st.integers(0, 500), st.booleans())
def test_no_open_plan_would_have_been_cheaper(talked: int, member: bool) -> None:
    """By the minute: 1 EUR and 0.10 EUR for each, at least 4. Flat: 1 EUR and 7.20."""
    by_minute = max(Fraction(1) + Fraction(talked, 10), Fraction(4))
    flat = Fraction("8.20")
    found = explained(talked, member)
    cheapest = "flat" if member and flat < by_minute else "by_minute"
    assert found.choices[0].chosen == cheapest
    lines = [Fraction(line.amount) for line in found.quote.lines if line.name != "half"]
    assert sum(lines) == (flat if cheapest == "flat" else by_minute)
    assert found.quote.total is not None
    assert Fraction(found.quote.total) == sum(Fraction(line.amount) for line in found.quote.lines)
