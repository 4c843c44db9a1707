"""Text to tree. The only module that knows Lark, which reads one line, or one cell, at a time.

Which words are keywords is decided by the state of the parser: a word is a keyword where the grammar accepts
it as one, and a name everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from lark import Lark
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer
from lark.parsers.lalr_analysis import Shift

from dsl import expressions as ex
from dsl import limits, syntax
from dsl.diagnostics import Diagnostic, Span
from dsl.messages import writing
from dsl.reading.block_builder import BlockBuilder
from dsl.reading.declarations import Reader
from dsl.reading.layout import Line, lay_out
from dsl.reading.lexer import Token, WrittenLine, written_lines
from dsl.reading.line_builder import DeclarationBuilder, HeaderBuilder
from dsl.reading.lines import TooManyMistakes
from dsl.reading.rules import RULES, Unread
from dsl.reading.window_builder import WindowBuilder
from dsl.source import Source
from dsl.vocabulary import MONTHS, NEVER_NAMES, VOCABULARY, WEEKDAYS


class Parsed(NamedTuple):
    """What was read, what was wrong, and the lines as written (for the formatter)."""

    tariff: syntax.Tariff
    diagnostics: tuple[Diagnostic, ...]
    lines: Layout


class Layout(NamedTuple):
    """Every line of the file, and the tree of those that are not blank and no comment."""

    written: list[WrittenLine]
    root: Line


def parse(source: Source) -> Parsed:
    """Read a whole text; every mistake is a diagnostic, in the order of the text."""
    whole = Span(source.first, source.first + len(source.text))
    nothing = Layout([], Line([], [], -1))
    size = len(source.text.encode(errors="surrogatepass"))
    if size > limits.SOURCE_BYTES:
        return Parsed(_empty(whole), (writing.text_too_long(size),), nothing)
    written = written_lines(source.text, source.first)
    count = sum(len(line.tokens) for line in written)
    if count > limits.TOKENS:
        return Parsed(_empty(whole), (writing.too_many_words(count),), nothing)
    root, problems = lay_out(written)
    reader = Reader(read_tokens)
    try:
        tariff = reader.tariff(root, whole)
    except TooManyMistakes:
        tariff = _empty(whole)
    problems.extend(reader.problems)
    problems.sort(key=lambda problem: problem.span)
    if len(problems) > limits.MISTAKES:
        problems[limits.MISTAKES :] = [writing.too_many_mistakes(problems[limits.MISTAKES].span)]
    return Parsed(tariff, tuple(problems), Layout(written, root))


def _empty(span: Span) -> syntax.Tariff:
    return syntax.Tariff(None, None, (), (), span=span)


def read_tokens(rule: str, tokens: Sequence[Token]) -> Any:
    """The tree of these tokens, read by a start rule of the grammar. Raises Unread and Refused."""
    if len(tokens) == 1 and (rule == "cell" or rule == "answer"):
        alone = _alone(rule, tokens)
        if alone is not None:
            return alone
    try:
        return grammar().parse(tokens, start=rule)
    except UnexpectedToken as stop:
        expected = frozenset(stop.accepts or stop.expected)
        at = None if stop.token.type == "$END" else stop.token
        raise Unread(at, expected) from None


def _alone(rule: str, tokens: Sequence[Token]) -> Any:
    """A cell of one number or one name, as the grammar would read it, several times as fast."""
    token = tokens[0]
    value: ex.Number | ex.Name
    if token.type == "QUANTITY":
        value = _BUILDER.quantity(tokens)
    elif token.type == "NUMBER":
        value = _BUILDER.number(tokens)
    elif token.type == "NAME" and token.text not in KEYWORDS:
        value = ex.Name((token.text,), token.span)
    else:
        return None
    return value if rule == "answer" else ex.CellValues((value,), value.span)


# ------------------------------------------------------------------------------------------- the grammar


Phrase: TypeAlias = tuple[tuple[str, ...], str]
"""The words of a keyword after its first, and its name in the grammar."""


def _keywords() -> dict[str, tuple[Phrase, ...]]:
    """First word -> the words after it and the name in the grammar, longest first."""
    found: dict[str, set[Phrase]] = {}
    for entry in VOCABULARY:
        if entry.terminal:
            first, *rest = entry.text.split()
            found.setdefault(first, set()).add((tuple(rest), entry.terminal))
    for terminal, words in (("WEEKDAY", WEEKDAYS), ("MONTH", MONTHS)):
        for word in words:
            found.setdefault(word, set()).add(((), terminal))
    return {first: tuple(sorted(phrases, key=lambda phrase: -len(phrase[0]))) for first, phrases in found.items()}


KEYWORDS: Final = _keywords()
_BEFORE_A_SIGN: Final = NEVER_NAMES - {"any", "free", "missing", "no", "yes"} | {"(", ","}
_BOUNDS: Final = frozenset({"NAME", "NUMBER", "QUANTITY", "STRING", "DATE", "TIME", "MOMENT"})


class Feed(Lexer):
    """Hands the tokens of a line to the parser and decides which words are keywords."""

    __future_interface__ = 2

    def __init__(self, conf: object) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Any]:
        tokens: Sequence[Token] = lexer_state.text
        states = parser_state.parse_conf.states
        stack = parser_state.state_stack
        at, after_dot = 0, False
        while at < len(tokens):
            token = tokens[at]
            kind = token.type
            accepted = states[stack[-1]]
            if "RANGE" in accepted and _is_range(tokens, at, "MINUS" in accepted):
                yield Token("RANGE", "", token.start, token.start)
                continue
            at += 1
            if kind == "NAME":
                phrases = () if after_dot else _phrases(tokens, at)
                said = _keyword(token, phrases, states, stack) if phrases else None
                if said is not None:
                    rest, terminal = said
                    at += len(rest)
                    token = Token(terminal, " ".join((token.text, *rest)), token.start, tokens[at - 1].end)
            elif kind == "MOMENT" and kind not in accepted:
                day, clock = token.text[:10], token.text[10:].lstrip()
                yield Token("DATE", day, token.start, token.start + 10)
                token = Token("TIME", clock, token.end - len(clock), token.end)
            after_dot = kind == "DOT"
            yield token


def _keyword(token: Token, phrases: Sequence[Phrase], states: Any, stack: Sequence[Any]) -> Phrase | None:
    """The keyword that a word is here, or None where it is a name."""
    accepted = states[stack[-1]]
    for phrase in phrases:
        if phrase[1] in accepted and ("NAME" not in accepted or _fits(states, stack, phrase[1])):
            return phrase
    return phrases[0] if phrases and token.text in NEVER_NAMES else None


def _phrases(tokens: Sequence[Token], at: int) -> Sequence[Phrase]:
    """The keywords whose words stand there, longest first; `at` is behind the first word."""
    phrases = KEYWORDS.get(tokens[at - 1].text, ())
    return [phrase for phrase in phrases if not phrase[0] or _texts(tokens, at, len(phrase[0])) == phrase[0]]


def _texts(tokens: Sequence[Token], at: int, count: int) -> tuple[str, ...]:
    return tuple(token.text for token in tokens[at : at + count])


def _fits(states: Any, stack: Sequence[Any], terminal: str) -> bool:
    """Whether the parser takes this word here.

    Its table merges what may follow a value in different lines; only doing what it would do tells them apart."""
    stack = list(stack)
    while True:
        found = states[stack[-1]].get(terminal)
        if found is None:
            return False
        action, rule = found
        if action is Shift:
            return True
        if rule.expansion:
            del stack[-len(rule.expansion) :]
        stack.append(states[stack[-1]][rule.origin.name][1])


def _is_range(tokens: Sequence[Token], at: int, minus: bool) -> bool:
    """A literal or a name, with `to` after it. `minus`: what stands before may be subtracted from."""
    if tokens[at].type == "MINUS":
        if minus and at and tokens[at - 1].text not in _BEFORE_A_SIGN:
            return False
        at += 1
    if at >= len(tokens) or tokens[at].type not in _BOUNDS:
        return False
    if tokens[at].type == "NAME" and (tokens[at].text == "up" or tokens[at].text in NEVER_NAMES):
        return False
    at += 1
    while at + 1 < len(tokens) and tokens[at].type == "DOT":
        at += 2
    words = [token.text for token in tokens[at : at + 3]]
    return words[:1] == ["to"] and words != ["to", "the", "power"]


class TreeBuilder(BlockBuilder, HeaderBuilder, WindowBuilder, DeclarationBuilder):
    """A function for every form of the grammar."""


_BUILDER: Final = TreeBuilder()


@lru_cache(1)
def grammar(strict: bool = False) -> Lark:
    """The parser: built once in a process."""
    text = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    words = sorted({entry.terminal for entry in VOCABULARY if entry.terminal})
    return Lark(
        f"{text}\n%declare {' '.join(words)}\n",
        parser="lalr",
        start=[rule.name for rule in RULES],
        lexer=Feed,
        transformer=_BUILDER,
        keep_all_tokens=True,
        maybe_placeholders=True,
        strict=strict,
    )
