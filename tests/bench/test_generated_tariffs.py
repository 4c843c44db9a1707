"""The long tariffs of the benchmark of checking are whole tariffs: nothing to complain about, every example holds."""

import pytest

from bench.check import NotClean, check
from bench.generated_tariffs import SHORTEST, tariff_text
from dsl.compile import analyse
from dsl.examples import run_examples


@pytest.mark.parametrize("lines", [SHORTEST, 300, 301, 1000])
def test_a_text_has_its_length_and_no_diagnostic(lines: int) -> None:
    text = tariff_text(lines)
    assert text.count("\n") == lines
    check(text)


def test_the_longest_text_keeps_the_limits() -> None:
    check(tariff_text(3000))


def test_every_example_holds() -> None:
    results = run_examples(analyse(tariff_text(500, seed=3)))
    assert len(results) > 20
    assert [result for result in results if not result.passed] == []


def test_the_same_seed_gives_the_same_text_and_another_one_another() -> None:
    assert tariff_text(300, 1) == tariff_text(300, 1)
    assert tariff_text(300, 1) != tariff_text(300, 2)


def test_a_text_with_a_diagnostic_is_not_measured() -> None:
    with pytest.raises(NotClean, match="unused"):
        check(tariff_text(300).replace("  segment  ", "  spare    one of a, b = a\n  segment  ", 1))


def test_too_short_a_text_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        tariff_text(SHORTEST - 1)
