"""What is read, as trees, and what cannot be read, as messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsl.format import format_text
from dsl.parse import parse
from dsl.render import render_all
from dsl.source import Source
from tests.language.markdown_cases import case_files, check, tariffs
from tests.language.tree_text import tariff_text

HERE = Path(__file__).parent


def found_in(text: str) -> str:
    source = Source(text, "case")
    tariff, problems, _ = parse(source)
    return render_all(problems, source) or tariff_text(tariff)


@pytest.mark.parametrize("path", case_files(HERE / "good"), ids=lambda path: path.stem)
def test_it_is_read(path: Path, accept: bool) -> None:
    check(path, found_in, accept)
    for text in tariffs(path.read_text(encoding="utf-8")):
        assert not parse(Source(text)).diagnostics


def laid_out(text: str) -> str:
    return format_text(Source(text)) or "not read"


@pytest.mark.parametrize("path", case_files(HERE / "formatted"), ids=lambda path: path.stem)
def test_it_is_laid_out(path: Path, accept: bool) -> None:
    check(path, laid_out, accept)


@pytest.mark.parametrize("path", case_files(HERE / "bad"), ids=lambda path: path.stem)
def test_it_is_refused(path: Path, accept: bool) -> None:
    check(path, found_in, accept)
    for text in tariffs(path.read_text(encoding="utf-8")):
        assert parse(Source(text)).diagnostics
