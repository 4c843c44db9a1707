"""Gaps, overlaps and dead rows of random tables, against counting every combination of small columns."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.coverage import Column, Example, coverage
from engine.declarations import Type
from engine.graph import AnyValue, Cell, Excluding, OneOf, Range

OPTIONS = ("a", "b", "c")
CHOICE = Column(Type("choice", options=OPTIONS))
WHOLE = Column(Type("number"), Fraction(0), Fraction(6))

numbers = st.integers(-1, 7).map(Fraction)


def _has(cell: Cell, value: Example) -> bool:
    match cell:
        case AnyValue():
            return True
        case OneOf(values):
            return value in values
        case Range(lower, upper, lower_in, upper_in):
            assert isinstance(value, Fraction)
            if lower is not None and (value < lower or (value == lower and not lower_in)):
                return False
            return upper is None or value < upper or (value == upper and upper_in)
        case Excluding(inner):
            return not _has(inner, value)
        case _:
            raise AssertionError(cell)


@st.composite
def ranges(draw: st.DrawFn) -> Cell:
    low, high = draw(st.none() | numbers), draw(st.none() | numbers)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Range(low, high, draw(st.booleans()), draw(st.booleans()))


choice_cells: st.SearchStrategy[Cell] = st.one_of(
    st.just(AnyValue()),
    st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=2, unique=True).map(lambda v: OneOf(tuple(v))),
)
number_cells: st.SearchStrategy[Cell] = st.one_of(st.just(AnyValue()), ranges(), ranges().map(Excluding))
rows = st.lists(st.tuples(choice_cells, number_cells), min_size=1, max_size=5)


@settings(max_examples=400, deadline=None)
@given(rows)
def test_rows_against_every_combination(table: list[tuple[Cell, Cell]]) -> None:
    found = coverage([CHOICE, WHOLE], table)
    assert found is not None
    points: list[tuple[Example, ...]] = [tuple(point) for point in product(OPTIONS, map(Fraction, range(7)))]
    fits = {
        point: [
            place
            for place, row in enumerate(table)
            if all(_has(cell, value) for cell, value in zip(row, point, strict=True))
        ]
        for point in points
    }
    assert (found.gap is None) == all(fits.values())
    if found.gap is not None:
        point = tuple(known if known is not None else OPTIONS[0] for known in found.gap[:1])
        number = found.gap[1] if found.gap[1] is not None else Fraction(0)
        assert isinstance(number, Fraction)
        assert not fits[point[0], number]
    pairs = {(first, second) for held in fits.values() for second in held for first in held if first < second}
    assert {(first, second) for first, second, _ in found.overlaps} == pairs
    for first, second, example in found.overlaps:
        assert {first, second} <= set(fits[example])
    first_to_fit = {held[0] for held in fits.values() if held}
    assert set(found.dead) == set(range(len(table))) - first_to_fit


def test_the_gap_of_a_lending_table_is_one_score() -> None:
    """The published conformance suite's table leaves a new customer with a score of exactly 130 without a row."""
    truth = Column(Type("truth"))
    score = Column(Type("number"))

    def band(low: int | None, high: int | None, low_in: bool = True, high_in: bool = False) -> Range:
        lower, upper = (None if b is None else Fraction(b) for b in (low, high))
        return Range(lower, upper, low_in, high_in)

    no, yes = OneOf((False,)), OneOf((True,))
    table: list[tuple[Cell, ...]] = [
        (no, band(None, 100)),
        (no, band(100, 120)),
        (no, band(120, 130)),
        (no, band(130, None, low_in=False)),
        (yes, band(None, 80)),
        (yes, band(80, 90)),
        (yes, band(90, 110, high_in=True)),
        (yes, band(110, None, low_in=False)),
    ]
    found = coverage([truth, score], table)
    assert found is not None
    assert found.gap == (False, Fraction(130))
    assert found.overlaps == ()
