"""Any text is answered: with a tree, or with diagnostics that have a place, in time linear in its length."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl import limits
from dsl.format import format_text
from dsl.reading.parse import parse
from dsl.render import render_all
from dsl.source import Source
from dsl.vocabulary import VOCABULARY
from tests.language.markdown_cases import tariffs
from tests.language.reading.sentences import tariff

HERE = Path(__file__).parent
TEXTS = [
    text
    for path in sorted(HERE.glob("*/*.md"))
    for text in tariffs(path.read_text(encoding="utf-8"))
]  # fmt: skip
PIECES = [
    *(entry.text for entry in VOCABULARY), "\n", "\n  ", "\n    ", "\t", "|", "||", '"', "#", "(", ")", ",", ".", "=",
    "+", "-", "*", "/", "%", "5", "1,5", "0.5 EUR", "2026-03-02", "22:00", "1 000", "a", "b", "€", "“", "\u00a0",
    "\r\n", "\x00", "\ufeff", "\u2028", "e\u0301", "١٢", "\ud800", "²",
]  # fmt: skip


def answer(text: str) -> None:
    source = Source(text)
    problems = parse(source).diagnostics
    for problem in problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(source.text), problem
        assert problem.message
        for fix in problem.fixes:
            for edit in fix.edits:
                assert 0 <= edit.span.start <= edit.span.end <= len(source.text), problem
    assert list(problems) == sorted(problems, key=lambda problem: problem.span.start)
    render_all(problems, source)
    assert (format_text(source) is None) == bool(problems)


@given(st.text(max_size=200))
def test_any_characters(text: str) -> None:
    answer(text)


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["", " "]))
def test_any_words(words: list[str], between: str) -> None:
    answer("tariff t\n" + between.join(words))


@given(st.sampled_from(TEXTS), st.data())
def test_a_tariff_with_a_piece_cut_out_or_put_in(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    answer(text[:start] + data.draw(st.sampled_from(["", *PIECES])) + text[end:])


@given(st.integers(0, 2**32))
@settings(max_examples=30)
def test_a_random_tariff_with_lines_out_of_order(seed: int) -> None:
    random = Random(seed)
    lines = tariff(random).splitlines(keepends=True)
    random.shuffle(lines)
    answer("".join(lines))


@pytest.mark.parametrize("text", TEXTS)
def test_windows_line_ends_change_nothing(text: str) -> None:
    source = Source(text.replace("\n", "\r\n"))
    assert parse(source).tariff == parse(Source(text)).tariff
    formatted = format_text(source)
    if formatted is not None:
        assert formatted.replace("\r\n", "\n") == format_text(Source(text))
        assert "\n" not in formatted.replace("\r\n", "")


# How large a text may be


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("text-too-long", "#" * (limits.SOURCE_BYTES + 1)),
        ("text-too-long", "# " + "ä" * (limits.SOURCE_BYTES // 2)),
        ("too-many-words", "a\n" * (limits.TOKENS + 1)),
        ("line-too-long", "let x = " + "a " * limits.TOKENS_OF_A_LINE),
        ("too-many-brackets", "let x = " + "(" * (limits.OPEN_BRACKETS + 1) + "1"),
        ("too-many-signs", "let x = " + "-" * (limits.UNARY_WORDS_IN_A_ROW + 1) + "1"),
        ("too-many-signs", "let x = " + "not " * (limits.UNARY_WORDS_IN_A_ROW + 1) + "a"),
        ("value-too-deep", "let x = " + "not (not not (" * (limits.NESTING // 5 + 1) + "a"),
        ("value-too-deep", "let x = " + "sum of " * (limits.NESTING + 1) + "a"),
        ("nested-too-deep", "".join(" " * n + "charge a\n" for n in range(limits.LEVELS_OF_INDENTATION + 2))),
        ("number-too-long", "let x = " + "1" * (limits.DIGITS_OF_A_NUMBER + 1)),
        ("number-too-long", "let x = 0." + "1" * (limits.DECIMALS_OF_A_NUMBER + 1) + " EUR"),
        ("quote-too-long", 'let x = "' + "a" * (limits.STRING_BYTES + 1) + '"'),
        ("quote-too-long", 'let x = "' + "ä" * (limits.STRING_BYTES // 2 + 1) + '"'),
        ("too-many-rules", "let x = 1\n" * (limits.RULES + 1)),
        ("too-many-mistakes", "let x = 1 1\n" * (limits.MISTAKES + 1)),
    ],
)
def test_each_limit_is_a_diagnostic_of_its_own(name: str, text: str) -> None:
    found = {problem.name for problem in parse(Source("tariff t\n" + text)).diagnostics}
    assert name in found


@pytest.mark.parametrize(
    "text",
    [
        "let x = " + "a " * 10 + "\n" + "let y = " + " + ".join(["a"] * 900),
        "let x = " + "(" * limits.OPEN_BRACKETS + "1" + ")" * limits.OPEN_BRACKETS,
        "let x = " + "-" * limits.UNARY_WORDS_IN_A_ROW + "1",
        "let x = " + " + ".join(["(smallest of a and b)"] * 100),
        "let x = " + " + ".join(["sum of a over b"] * 100),
        "let x = " + "1" * limits.DIGITS_OF_A_NUMBER,
        'let x = "' + "a" * limits.STRING_BYTES + '"',
        "let x = 1\n" * limits.RULES,
    ],
)
def test_what_is_within_the_limits_is_read(text: str) -> None:
    limited = {problem.name for problem in parse(Source("tariff t\n" + text)).diagnostics}
    assert limited <= {"unexpected-word"}


# Time

HOSTILE: dict[str, Callable[[int], str]] = {
    "unknown lines": lambda n: "foo bar\n" * n,
    "mistyped heads": lambda n: "chrge bar\n" * n,
    "bad lines": lambda n: "let a = 5 + * 6\n" * (n // 2),
    "good lines": lambda n: "let a = 5 + 6 * b\n" * (n // 4),
    "bad rows": lambda n: "table t\n  | a || b |\n" + "  | x + || 1 1 |\n" * (n // 3),
    "a long word": lambda n: "let " + "a" * n * 10,
    "a long line": lambda n: "let x = " + "a " * n,
    "quotes": lambda n: '"' * n * 4,
    "bars": lambda n: "table t\n  " + "|" * n * 4,
    "digits": lambda n: "let x = " + "1" * n * 8,
    "groups of digits": lambda n: "let x = " + "1 111" * n * 2,
    "commas": lambda n: "let x = " + "1," * n * 8,
    "points": lambda n: "let x = " + "1." * n * 8,
    "brackets": lambda n: "let x = " + "(" * n * 4,
    "units": lambda n: "let x = 5 a" + "/a" * n * 4,
    "steps": lambda n: "".join(" " * (m % 40) + "x\n" for m in range(n)),
    "comma after comma": lambda n: "inputs\n  a  one of b,\n" + "    c,\n" * n,
    "tabs": lambda n: "\tcurrency EUR\n" * (n // 2),
    "blank lines": lambda n: "\n" * n * 10,
    "spaces": lambda n: (" " * n + "\n") * 10,
    "curly quotes": lambda n: "let x = " + "“" * n * 4,
    "hashes": lambda n: "#a" * n * 4,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_is_read_to_its_end(kind: str) -> None:
    """That time grows with the length only is measured by `python -m tests.fuzz`."""
    source = Source("tariff t\n" + HOSTILE[kind](4_000))
    for problem in parse(source).diagnostics:
        assert 0 <= problem.span.start <= problem.span.end <= len(source.text)
