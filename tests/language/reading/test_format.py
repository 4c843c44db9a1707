"""The layout keeps tree and comments, and what it made it leaves alone."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.format import format_text
from dsl.reading.lexer import Token
from dsl.reading.parse import parse
from dsl.source import Source
from tests.language.reading.sentences import tariff
from tests.language.reading.test_any_text import TEXTS


def holds(text: str) -> str | None:
    source = Source(text)
    formatted = format_text(source)
    if formatted is None:
        return None
    again = Source(formatted)
    assert parse(again).tariff == parse(source).tariff
    assert format_text(again) == formatted
    assert comments(again) == comments(source)
    assert all(line == line.rstrip() for line in formatted.split("\n"))
    assert not formatted.startswith("\n")
    assert "\n\n\n" not in formatted
    return formatted


def comments(source: Source) -> list[str]:
    return [line.comment.text.rstrip() for line in parse(source).lines.written if line.comment]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_of_the_cases(text: str) -> None:
    assert (holds(text) is None) == bool(parse(Source(text)).diagnostics)


@given(st.integers(0, 2**32))
@settings(max_examples=40)
def test_random_tariffs(seed: int) -> None:
    holds(tariff(Random(seed)))


@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
def test_spaces_comments_and_depth_change_no_layout(text: str, random: Random) -> None:
    """The layout depends on the words, and on where comments and blank lines stand, and on nothing else."""
    formatted = holds(text)
    if formatted is not None:
        assert format_text(Source(loosened(formatted, random))) == formatted


@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
def test_comments_put_anywhere_are_kept(text: str, random: Random) -> None:
    if not parse(Source(text)).diagnostics:
        assert holds(commented(text, random)) is not None


def loosened(text: str, random: Random) -> str:
    """The same words with other spaces and another depth of indentation."""
    step = random.choice((1, 2, 3))
    lines = []
    for line in parse(Source(text)).lines.written:
        words = ""
        end = line.start + line.indent
        for token in [*line.tokens, *([line.comment] if line.comment else [])]:
            gap = token.start - end
            words += " " * (gap + random.randint(0, 2) if gap > 1 else gap) + token.text
            end = token.end
        lines.append(" " * (line.indent * step) + words + " " * random.randint(0, 1))
    return "\n".join(lines)


def commented(text: str, random: Random) -> str:
    lines: list[str] = []
    for line in text.splitlines():
        ends_in_comma = line.rstrip().endswith(",")
        if random.random() < 0.3 and not (lines and lines[-1].rstrip().endswith(",")):
            lines.append(" " * random.randint(0, 8) + f"# {random.random()}")
        if not (lines and lines[-1].rstrip().endswith(",")):
            lines.extend([""] * random.choice((0, 0, 0, 1, 3)))
        beside = random.random() < 0.3 and "#" not in line and line.strip() and not ends_in_comma
        lines.append(f"{line} # beside" if beside else line)
    return "\n".join(lines)


def test_tokens_can_be_shown() -> None:
    assert repr(Token("NAME", "a", 0, 1)) == "NAME:'a'"
