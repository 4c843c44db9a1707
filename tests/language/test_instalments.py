"""Instalments add up to the amount, and all but one are equal."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.compile import analyse
from engine.oracle.interpret import outcome
from engine.outcome import Priced
from engine.quote import Pricer, Quote
from engine.requests.problems import Refused
from tests.engine.comparison import scalar_outcome

TEXT = """\
tariff premium "Premium"
  currency {currency}
  round each line half up to {step} {currency}

inputs
  premium  number from -1000000 up to 1000000 in steps of 1
  count    whole number

charge premium_due "Premium"
  price premium * {step} {currency}

result parts "Parts" = total
  pay in count every month, odd cent first

result turned "Parts" = total
  pay in count every month, odd cent last
"""


@lru_cache
def pricer(currency: str, step: str) -> Pricer:
    analysis = analyse(TEXT.format(currency=currency, step=step).replace("whole number\n", "whole number up to 60\n"))
    assert analysis.graph is not None
    return Pricer(analysis.graph)


def parts(of: Pricer, premium: int, count: int) -> tuple[list[Decimal], list[Decimal], Decimal]:
    values = of.read({"premium": str(premium), "count": str(count)})
    assert not isinstance(values, Refused)
    quote = of.quote(values)
    assert isinstance(quote, Quote) and quote.total is not None
    assert isinstance(priced := outcome(of.graph, values), Priced) and priced == scalar_outcome(of.scalar, values)
    first, last = ([Decimal(part.split()[0]) for part in result.value] for result in quote.results)
    return first, last, Decimal(quote.total)


@given(st.integers(-1_000_000, 1_000_000), st.integers(1, 60), st.sampled_from([("EUR", "0.01"), ("JPY", "1")]))
def test_instalments_add_up(premium: int, count: int, money: tuple[str, str]) -> None:
    first, last, total = parts(pricer(*money), premium, count)
    assert sum(first) == sum(last) == total
    assert len(first) == len(last) == count
    assert first == last[::-1]
    assert len(set(first[1:])) <= 1
    assert abs(first[0]) >= abs(first[-1])
    assert abs(first[0] - first[-1]) < count * Decimal(money[1])


def test_instalments_worked_out_by_hand() -> None:
    first, _, _ = parts(pricer("EUR", "0.01"), 10001, 12)
    assert first == [Decimal("8.38"), *[Decimal("8.33")] * 11]
    first, _, _ = parts(pricer("EUR", "0.01"), -10000, 3)
    assert first == [Decimal("-33.34"), Decimal("-33.33"), Decimal("-33.33")]


def test_no_instalment_is_refused_with_the_field() -> None:
    of = pricer("EUR", "0.01")
    values = of.read({"premium": "5", "count": "0"})
    told = values if isinstance(values, Refused) else of.quote(values)
    assert isinstance(told, Refused)
    (problem,) = told.problems
    assert problem.field == "count"
    assert "an amount is paid in at least one instalment" in str(problem)


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("pay in count every", "pay in 0 every", "instalments-expected"),
        ("pay in count every", "pay in 2.5 every", "instalments-expected"),
        ("pay in count every", "pay in 1001 every", "instalments-expected"),
        ("= total\n", "= total / 3 rounded half up to 0.001 EUR\n", "whole-cents"),
        ("= total\n", "= count\n", "wrong-type"),
        ("every month", "every day", "unexpected-word"),
        (", odd cent first", "", "line-too-short"),
    ],
)
def test_what_is_no_instalment(before: str, after: str, name: str) -> None:
    text = TEXT.format(currency="EUR", step="0.01")
    assert before in text
    found = analyse(text.replace(before, after, 1))
    assert name in [d.name for d in found.diagnostics]
