"""What tariffs mean, by their own examples, and what makes no sense, as messages."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from dsl.combining.shelf import NO_TEXTS, Shelf
from dsl.compile import analyse
from dsl.examples import run_examples
from dsl.messages import meaning
from dsl.render import render_all
from engine.oracle.interpret import outcome
from engine.outcome import NoPriceAt, Priced, Unpriced
from engine.requests.reader import Reader
from engine.scalar.program import compile_scalar
from tests.engine.comparison import scalar_outcome
from tests.language.markdown_cases import case_files, check, shelf, tariffs

HERE = Path(__file__).parent


@pytest.mark.parametrize("path", case_files(HERE / "good"), ids=lambda path: path.stem)
def test_the_examples_hold(path: Path) -> None:
    document = path.read_text(encoding="utf-8")
    assert tariffs(document)
    for text in tariffs(document):
        analysis = analyse(text, shelf=shelf(document))
        assert analysis.graph is not None, render_all(analysis.diagnostics, analysis.source)
        results = run_examples(analysis)
        assert results, "a case without examples proves nothing"
        assert [result for result in results if not result.passed] == []


@pytest.mark.parametrize("path", case_files(HERE / "good"), ids=lambda path: path.stem)
def test_the_generated_code_agrees_with_the_oracle(path: Path) -> None:
    document = path.read_text(encoding="utf-8")
    for text in tariffs(document):
        analysis = analyse(text, shelf=shelf(document))
        assert analysis.graph is not None
        graph = analysis.graph
        reader, scalar = Reader(graph), compile_scalar(graph)
        for example in analysis.examples:
            values = reader.read(example.request)
            assert isinstance(values, tuple)
            assert scalar_outcome(scalar, values) == outcome(graph, values)


@pytest.mark.parametrize("path", case_files(HERE / "good"), ids=lambda path: path.stem)
def test_the_sides_of_the_lines_add_up_to_those_of_the_bill(path: Path) -> None:
    document = path.read_text(encoding="utf-8")
    for text in tariffs(document):
        analysis = analyse(text, shelf=shelf(document))
        assert analysis.graph is not None
        if "round total" in text or not any(line.sides for line in analysis.graph.lines):
            continue
        reader = Reader(analysis.graph)
        for example in analysis.examples:
            values = reader.read(example.request)
            assert isinstance(values, tuple)
            priced = outcome(analysis.graph, values)
            assert isinstance(priced, Priced)
            told = [sides for sides in priced.sides if sides is not None]
            sums = [sum(column, Fraction(0)) for column in zip(*told, strict=True)]
            assert sums == [priced.net, priced.tax, priced.gross]
            assert all(net + tax == gross for net, tax, gross in told)


def test_no_price_is_reached() -> None:
    text = next(
        text
        for text in tariffs((HERE / "good" / "charges.md").read_text(encoding="utf-8"))
        if "tariff short_way" in text
    )
    graph = analyse(text).graph
    assert graph is not None
    for way, kind in (("2.001 km", "car"), ("1 km", "lorry")):
        values = Reader(graph).read({"way": way, "kind": kind})
        assert isinstance(values, tuple)
        assert isinstance(outcome(graph, values), Unpriced)
        with pytest.raises(NoPriceAt):
            compile_scalar(graph).price(*values)


def test_a_broken_guarantee_is_found_with_both_amounts() -> None:
    """5 km at 1 PLN are 5 PLN, and 5.001 km at 0.50 PLN are 2.50 PLN."""
    text = (
        'tariff drop "Drop"\n  currency PLN\n  round each line half up to 0.01 PLN\n\n'
        "inputs\n  way  length up to 100 km\n\n"
        'charge distance "Distance"\n  quantity way\n  volume\n'
        "    up to 5 km  1 PLN/km\n    above       0.50 PLN/km\n\n"
        "examples\n  | claim | way  || total |\n  | some  | 2 km || 2 PLN |\n\n"
        'guarantee "further is never cheaper"\n  total does not fall when way grows\n'
    )
    held, broken = run_examples(analyse(text))
    assert held.passed
    assert (broken.passed, broken.claim) == (False, "further is never cheaper")
    assert broken.problem == "as in `some`, way of 5 km gives 5.00 PLN, and 5.001 km gives 2.50 PLN"


def said(text: str, beside: Shelf = NO_TEXTS) -> str:
    analysis = analyse(text, "case.tariff", beside)
    return render_all(analysis.diagnostics, analysis.source)


@pytest.mark.parametrize("path", case_files(HERE / "bad"), ids=lambda path: path.stem)
def test_it_is_refused_with_advice(path: Path, accept: bool) -> None:
    beside = shelf(path.read_text(encoding="utf-8"))
    check(path, lambda text: said(text, beside), accept)
    for text in tariffs(path.read_text(encoding="utf-8")):
        assert analyse(text, shelf=beside).diagnostics


def test_a_tariff_of_too_many_steps_is_refused() -> None:
    tiers = "".join(f"    up to {place + 1} km  {place % 7 + 1} PLN/km\n" for place in range(1990))
    text = (
        'tariff long "Long"\n  currency PLN\n  round nothing\n\ninputs\n  way  length\n\n'
        f'charge fee "Fee"\n  quantity way\n  graduated\n{tiers}    above  1 PLN/km\n'
    )
    assert analyse(text).graph is not None
    assert "error[tariff-too-large]" in said(text.replace("graduated", "volume"))


HEAD = 'tariff long "Long"\n  currency PLN\n  round each line half up to 0.01 PLN\n\n'


def test_a_table_too_large_to_be_checked_says_so() -> None:
    rows = "".join(f"  | up to {m} m | above {m} m || {m} PLN |\n" for m in range(1, 700))
    text = (
        f"{HEAD}inputs\n  wide  length\n  high  length\n\n"
        f"table fees first row that fits\n  | wide | high || fee |\n{rows}  | otherwise || 1 PLN |\n\n"
        'charge fee "Fee"\n  price fees.fee\n'
    )
    assert "info[coverage-skipped]" in said(text)
    assert analyse(text).graph is not None


def test_adjustments_that_are_spread_over_too_much_are_refused() -> None:
    lines = "".join(
        f'charge c{n} "C"\n  price 9 PLN\n\ndiscount d{n} "D"\n  1 PLN off total\n\nresult r{n} "R" = c0\n\n'
        for n in range(120)
    )
    assert said(HEAD + lines).count("error[spread-too-large]") == 1


def test_every_message_has_a_bad_case() -> None:
    names = {
        name
        for path in Path(meaning.__file__).parent.glob("*.py")
        for name in re.findall(r'(?:Diagnostic|did_you_mean)\(\s*"([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    shown = "".join(path.read_text(encoding="utf-8") for path in case_files(HERE / "bad"))
    assert sorted(name for name in names if f"[{name}]" not in shown) == [
        "coverage-skipped",
        "spread-too-large",
        "tariff-too-large",
        "too-many-texts",
    ]
