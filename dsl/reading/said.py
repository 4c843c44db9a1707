"""Which words of the language a text says, as the parser takes them: `volume` opens tiers or is a type or a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from dsl import syntax
from dsl.diagnostics import Span
from dsl.reading.declarations import Reader
from dsl.reading.layout import Line
from dsl.reading.lexer import Token
from dsl.reading.parse import grammar, parse
from dsl.source import Source
from dsl.vocabulary import VOCABULARY, Entry


class Said(NamedTuple):
    """A word of the language and where it stands."""

    entry: Entry
    span: Span


_BY_TERMINAL: Final = {entry.terminal: entry for entry in VOCABULARY if entry.terminal}
_TYPES: Final = {entry.text: entry for entry in VOCABULARY if entry.role == "type"}
_HEADS: Final = {entry.text: entry for entry in VOCABULARY if entry.role == "declaration"}
_BEFORE_A_DIRECTION: Final = frozenset(
    {"ROUNDED", "EACH_LINE", "EACH_ITEM", "TOTAL", "TAX", "PER_LINE", "ONCE_PER_RATE", "ONCE"}
)


def words_said(source: Source) -> list[Said]:
    """Every word of the language in a text, in the order of the text. ValueError where it has mistakes."""
    tariff, problems, (_, root) = parse(source)
    mistakes = [problem for problem in problems if problem.severity == "error"]
    if mistakes:
        raise ValueError(f"{source.name} has mistakes: {mistakes[0].message}")
    found = [*_heads(root), *_types(tariff.body)]

    def read(rule: str, tokens: Sequence[Token]) -> Any:
        parser: Any = grammar().parse_interactive(tokens, start=rule)
        before = ""
        for token in parser.iter_parse():
            found.extend(_said(token, before))
            before = token.type
        return parser.feed_eof()

    Reader(read).tariff(root, tariff.span)
    return sorted(set(found), key=lambda said: (said.span, said.entry.text))


def _said(token: Token, before: str) -> Iterator[Said]:
    """`rounded up to` is read in one; it is a direction, then `to`."""
    if token.type == "UP_TO" and before in _BEFORE_A_DIRECTION:
        yield Said(_BY_TERMINAL["UP"], Span(token.start, token.start + 2))
        yield Said(_BY_TERMINAL["TO"], Span(token.end - 2, token.end))
    elif token.type in _BY_TERMINAL:
        yield Said(_BY_TERMINAL[token.type], token.span)


def _heads(line: Line) -> Iterator[Said]:
    """Words that open lines and are read before the grammar sees them."""
    for child in line.children:
        if child.kind in _HEADS and child.kind == child.tokens[0].text:
            yield Said(_HEADS[child.kind], child.tokens[0].span)


def _types(body: Sequence[syntax.Declaration]) -> Iterator[Said]:
    for part in body:
        if isinstance(part, syntax.InputDecl):
            if part.kind.text in _TYPES:
                yield Said(_TYPES[part.kind.text], part.kind.span)
            yield from _types(part.fields)
