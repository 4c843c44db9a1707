"""What is read, as trees, and what cannot be read, as messages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dsl.messages.syntax
import dsl.messages.tables
import dsl.messages.writing
from dsl.format import format_text
from dsl.reading.parse import parse
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


def test_every_message_about_reading_has_a_case() -> None:
    modules = (dsl.messages.syntax, dsl.messages.tables, dsl.messages.writing)
    code = "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in modules)
    names = set(re.findall(r'Diagnostic\(\s*"([a-z-]+)"', code)) | {"bad-number"}
    cases = "".join(path.read_text(encoding="utf-8") for path in case_files(HERE / "bad"))
    limits = (HERE / "test_any_text.py").read_text(encoding="utf-8")
    assert {name for name in names if f"[{name}]" not in cases and f'"{name}"' not in limits} == set()
