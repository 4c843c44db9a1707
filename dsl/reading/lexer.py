"""Text to tokens, line by line, in one pass. Never fails: what it does not know becomes a BAD token."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar, Final

from dsl.diagnostics import Span
from dsl.vocabulary import AFTER_A_NUMBER
from engine.units import UNITS


class Token:
    """A piece of a line. Words are NAME here; the parser decides which of them are keywords."""

    __slots__ = ("end", "start", "text", "type")

    # What Lark asks of the last token of a line.
    start_pos: ClassVar[int] = 0
    end_pos: ClassVar[int] = 0
    line: ClassVar[int] = 0
    end_line: ClassVar[int] = 0
    column: ClassVar[int] = 0
    end_column: ClassVar[int] = 0

    def __init__(self, type_: str, text: str, start: int, end: int) -> None:
        self.type = type_
        self.text = text
        self.start = start
        self.end = end

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def __repr__(self) -> str:
        return f"{self.type}:{self.text!r}"


@dataclass(slots=True)
class WrittenLine:
    """A line as it stands in the file."""

    number: int
    """From 1."""
    start: int
    indent: int
    """The column of the first character, a tab reaching to the next multiple of four."""
    tokens: list[Token] = field(default_factory=list)
    comment: Token | None = None
    tabs: bool = False
    """A tab in the indentation."""


SPACE: Final = "[ \\t\u00a0\u2007\u2009\u202f\ufeff]"
_WORD = r"[^\W\d]\w*"
_NOT_A_UNIT = "|".join(sorted(AFTER_A_NUMBER))
_NO_INCH = rf"in{SPACE}+(?!(?:{_NOT_A_UNIT}|in)(?!\w))[^\W\d]\w*"
_NO_UNIT = rf"(?!(?:{_NOT_A_UNIT}|{_NO_INCH})(?!\w))"
_UNIT_WORD = rf"{_NO_UNIT}[^\W\d]\w*(?!\w|\.[^\W\d])"
_UNIT = rf"(?:%|{_UNIT_WORD})(?:/(?:%|{_UNIT_WORD}))*"
_D = "[0-9]"
_NUMBER = rf"{_D}+(?:\.{_D}+)?"
_CLOCK = rf"{_D}{_D}?:{_D}{_D}(?::{_D}{_D})?"
_DAY = rf"{_D}{{4}}-{_D}{_D}-{_D}{_D}"

_TOKEN = re.compile(
    rf"""
    (?P<SPACE>{SPACE}+)
  | (?P<NAME>{_WORD})
  | (?P<DBAR>\|\|(?!\|)) | (?P<BAR>\|)
  | (?P<MOMENT>{_DAY}{SPACE}+{_CLOCK}(?:Z|[+-]{_D}{_D}:{_D}{_D})?(?![\w:]))
  | (?P<DATE>{_DAY}(?![\w-]))
  | (?P<TIME>{_CLOCK}(?![\w:]))
  | (?P<BAD_DATE>{_D}{{4}}-{_D}{_D}?-{_D}{_D}?(?!{_D})(?:T[\w:+.-]*|\ {_CLOCK})?
      | {_D}{_D}?\.{_D}{_D}?\.{_D}{_D}(?:{_D}{_D})?(?![0-9.])
      | {_D}{_D}?/{_D}{_D}?/{_D}{{4}}(?!{_D}) | {_D}{{4}}/{_D}{_D}?/{_D}{_D}?(?!{_D}))
  | (?P<BAD_TIME>{_D}+:[0-9:]+)
  | (?P<BAD_NUMBER>{_D}+(?:,{_D}+)+(?:\.{_D}+)?
      | {_D}{{1,3}}(?:[ \u00a0\u2007\u2009\u202f]{_D}{{3}})+(?![\w:-])(?:[.,]{_D}+)?
      | {_D}+(?:_{_D}+)+ | {_D}+(?:\.{_D}+){{2,}} | {_D}+\.(?!{_D}) | (?<![\w)])\.{_D}+ )
  | (?P<QUANTITY>{_NUMBER}{SPACE}*{_UNIT})
  | (?P<NUMBER>{_NUMBER})
  | (?P<STRING>"[^"\n]*") | (?P<BAD_STRING>"[^\n]*)
  | (?P<COMMENT>(?<![^\s|])\#[^\n]*)
  | (?P<BAD_QUOTES>[“„”][^“”„"\n|]*[“”])
  | (?P<BAD_SIGN>[<>!=]=|<>|&&)
  | (?P<PLUS>\+) | (?P<MINUS>-) | (?P<STAR>\*) | (?P<SLASH>/)
  | (?P<LPAR>\() | (?P<RPAR>\)) | (?P<COMMA>,) | (?P<DOT>\.) | (?P<EQUAL>=) | (?P<COLON>:)
  | (?P<PERCENT>%)
  | (?P<UNKNOWN>.)
    """,
    re.VERBOSE,
)

_QUANTITY = re.compile(rf"(?P<number>{_NUMBER})(?P<gap>{SPACE}*)(?P<unit>{_WORD}|%)")
_CAPITALS = re.compile("[A-Z]{3}")
_DECLARED_UNITS = re.compile(r"^unit[ \t]+([^#\n]*)", re.MULTILINE)


def written_lines(text: str, first: int = 0) -> list[WrittenLine]:
    """The lines of a text, which has `\\n` at their ends; its offsets count from `first`."""
    declared = {word for line in _DECLARED_UNITS.findall(text) for word in line.replace(",", " ").split()}
    lines = []
    start = 0
    for number, content in enumerate(text.split("\n"), 1):
        if content:
            lines.append(_line(number, text, start, start + len(content), declared))
        else:
            lines.append(WrittenLine(number, start, 0))
        start += len(content) + 1
    if first:
        _move(lines, first)
    return lines


def _move(lines: list[WrittenLine], by: int) -> None:
    for line in lines:
        line.start += by
        for token in (*line.tokens, *([line.comment] if line.comment else [])):
            token.start += by
            token.end += by


def _line(number: int, text: str, start: int, end: int, declared: set[str]) -> WrittenLine:
    line = WrittenLine(number, start, 0)
    tokens = line.tokens
    first = True
    at = start
    while at < end:
        found = _TOKEN.match(text, at, end)
        assert found is not None, "any character is a token"
        at = found.end()
        kind = found.lastgroup or "UNKNOWN"
        if kind == "SPACE":
            if first:
                line.indent, line.tabs = _indentation(found.group())
                first = False
            continue
        first = False
        if kind == "COMMENT":
            line.comment = Token(kind, found.group(), found.start(), found.end())
            break
        words = found.group()
        if kind == "QUANTITY":
            kind, words = _quantity(words, declared)
            at = found.start() + len(words)
        elif kind == "UNKNOWN":
            kind = "BAD_SIGN"
        tokens.append(Token(kind, words, found.start(), at))
    return line


def _quantity(words: str, declared: set[str]) -> tuple[str, str]:
    """The kind of a number and the word behind it, and how much of it that is.

    A word that is no unit is one after a space, to be told so; after several it is another column of the line."""
    parts = _QUANTITY.match(words)
    assert parts is not None
    unit = parts["unit"]
    if len(parts["gap"]) == 1 or unit == "%" or _looks_like_a_unit(unit, declared):
        return "QUANTITY", words
    return ("NUMBER", parts["number"]) if parts["gap"] else ("BAD_NUMBER", words)


def _indentation(space: str) -> tuple[int, bool]:
    if "\t" not in space:
        return len(space), False
    return len(space.expandtabs(4)), True


def _looks_like_a_unit(word: str, declared: set[str]) -> bool:
    return word in UNITS or word in declared or _CAPITALS.fullmatch(word) is not None
