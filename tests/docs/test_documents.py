"""Every tariff in the documentation compiles, and every figure in it is worked out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from dsl.combining.shelf import Texts
from dsl.compile import analyse
from dsl.examples import run_examples
from dsl.format import format_text
from dsl.render import render_all
from tests.language.markdown_cases import tariffs

_FIRST_LINE = re.compile(r"^(?:tariff|shared) (\w+)", re.MULTILINE)
ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    path
    for path in sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
    if tariffs(path.read_text(encoding="utf-8"))
]
SHIPPED = sorted((ROOT / "tariff_library" / "texts").rglob("*.tariff"))


def by_name(texts: Iterable[str]) -> dict[str, str]:
    """Texts under the names that their first lines give them."""
    return {found[1]: text for text in texts if (found := _FIRST_LINE.search(text))}


SHIPPED_TEXTS = by_name(path.read_text(encoding="utf-8") for path in SHIPPED)


def holds(text: str, name: str, beside: Mapping[str, str] = SHIPPED_TEXTS) -> None:
    analysis = analyse(text, name, Texts(beside))
    assert analysis.diagnostics == (), render_all(analysis.diagnostics, analysis.source)
    results = run_examples(analysis)
    assert results or analysis.tariff.shared, f"{name}: no figure is worked out"
    assert [result for result in results if not result.passed] == []
    assert format_text(analysis.source) == analysis.source.text, f"{name} is not in the one layout"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_the_tariffs_of_a_document(path: Path) -> None:
    texts = tariffs(path.read_text(encoding="utf-8"))
    for number, text in enumerate(texts, 1):
        holds(text, f"{path.name}, tariff {number}", SHIPPED_TEXTS | by_name(texts))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_tariffs(path: Path) -> None:
    holds(path.read_text(encoding="utf-8"), path.name)


@pytest.mark.parametrize("domain", sorted({path.parent for path in SHIPPED}), ids=lambda domain: domain.name)
def test_a_domain_tells_what_each_of_its_tariffs_is_for(domain: Path) -> None:
    words = (domain / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \|", words, re.MULTILINE)
    assert sorted(told) == sorted(path.stem for path in SHIPPED if path.parent == domain)
