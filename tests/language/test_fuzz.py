"""A few random texts and tariffs of `tests.fuzz` with every run of the tests; its command has the long ones."""

from __future__ import annotations

import pytest

from dsl.compile import analyse
from tests.engine.planted_faults import FAULTS
from tests.fuzz.bombs import FAMILIES
from tests.fuzz.growth import at_most, repetitions
from tests.fuzz.kinds import KINDS
from tests.fuzz.planted import PLANTED, finding
from tests.fuzz.pricing import price_tariff
from tests.fuzz.reading import misplaced, read_text
from tests.fuzz.tally import Tally

TEXTS, TARIFFS = 150, 60


@pytest.fixture(scope="module")
def tally() -> Tally:
    """What a short run finds."""
    found = Tally()
    for number in range(TEXTS):
        read_text(f"test text {number}", found)
    for number in range(TARIFFS):
        price_tariff(f"test tariff {number}", found)
    return found


def test_any_text_gets_diagnostics_with_places_and_words(tally: Tally) -> None:
    assert tally.exceptions == []
    assert tally.misplaced == []


def test_the_generated_function_says_what_the_oracle_says(tally: Tally) -> None:
    assert tally.unequal == []
    assert tally.requests > 4 * TARIFFS


def test_layout_and_storage_keep_what_a_tariff_means(tally: Tally) -> None:
    assert tally.round_trips == []


def test_random_tariffs_compile_and_reach_most_kinds(tally: Tally) -> None:
    assert tally.compiled_share > 0.9, tally.refusals
    assert sum(tally.kinds[kind] > 0 for kind in KINDS) > len(KINDS) * 0.8


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_a_hostile_text_is_soon_done(name: str) -> None:
    text = FAMILIES[name](repetitions(FAMILIES[name], 4_000))
    with at_most(10):
        assert misplaced(analyse(text)) == []


def test_a_planted_fault_is_found() -> None:
    fault = next(one for one in FAULTS if one.name == PLANTED[0])
    assert finding(fault, "1") is not None


def test_every_planted_fault_has_its_place_in_the_source() -> None:
    assert len(set(PLANTED)) == 20
    assert set(PLANTED) <= {fault.name for fault in FAULTS}
