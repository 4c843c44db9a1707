"""Reads one line of a file: which kind it is, its tree or its mistake, and what stands below it.

Every line is read on its own, so a mistake in one never hides another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, cast

from dsl import limits
from dsl.diagnostics import Diagnostic, Span
from dsl.explain import explain
from dsl.faults import faults_of
from dsl.layout import Line
from dsl.lexer import Token
from dsl.messages import syntax as messages
from dsl.messages import writing
from dsl.messages.suggest import closest
from dsl.reading import Rule, Unread
from dsl.tree_builder import Refused

T = TypeVar("T")
ReadTokens = Callable[[str, Sequence[Token]], Any]


class LineReader:
    """Reads lines of one file and collects what is wrong with them."""

    def __init__(self, read_tokens: ReadTokens) -> None:
        self._read_tokens = read_tokens
        self.problems: list[Diagnostic] = []
        self.broken: set[str] = set()
        self.rules = 0
        self.taxes: set[str] = set()
        """Names of the taxes of the header."""

    # ------------------------------------------------------------------------------------ one line

    def read(self, rule: Rule[T], tokens: Sequence[Token]) -> T | None:
        """The tree of these tokens; None when they have a mistake, which is then reported."""
        faults = faults_of(tokens)
        if faults:
            self.problems.extend(faults)
            return None
        try:
            return cast(T, self._read_tokens(rule.name, tokens))
        except Refused as refused:
            self.problems.append(refused.diagnostic)
        except Unread as unread:
            self.problems.append(explain(rule, tokens, unread))
        return None

    def broken_name(self, tokens: Sequence[Token]) -> None:
        """The first of these tokens would have been declared."""
        if tokens and tokens[0].type == "NAME":
            self.broken.add(tokens[0].text)

    def head(self, line: Line, heads: Sequence[str]) -> str | None:
        """The word or words with which a line starts, one of `heads`. A mistyped one is reported and mended."""
        words = [token.text for token in line.tokens[:2]]
        found = head_of(words, heads)
        if found is not None:
            return found
        guess, length = _nearest_head(line.tokens, heads)
        if guess is None:
            return None
        wrong = line.tokens[:length]
        span = Span(wrong[0].start, wrong[-1].end)
        self.problems.append(messages.unknown_line(" ".join(t.text for t in wrong), span, guess, ()))
        line.tokens[:length] = [Token("NAME", word, span.start, span.end) for word in guess.split()]
        return guess

    def alone(self, line: Line) -> None:
        """Nothing may stand below this line."""
        if line.children:
            self.problems.append(writing.nothing_below(line.children[0].span, line.tokens[0].text))

    def lines_of(self, lines: Sequence[Line], kind: str = "") -> Iterator[Line]:
        """These lines; what is indented below a line that takes nothing is read as if beside it."""
        waiting = list(reversed(lines))
        while waiting:
            line = waiting.pop()
            line.kind = kind
            yield line
            if line.children and line.kind == kind:
                self.problems.append(writing.nothing_below(line.children[0].span, line.tokens[0].text))
                waiting.extend(reversed(line.children))

    def only_child(self, line: Line, form: str) -> Line | None:
        """The one line below this one."""
        if not line.children:
            self.problems.append(messages.nothing_said(line.span, form))
            return None
        for child in line.children[1:]:
            self.problems.append(messages.one_line_only(child.span, line.tokens[0].text))
        child = line.children[0]
        self.alone(child)
        child.kind = "body"
        return child

    def count_rules(self, line: Line, count: int = 1) -> None:
        before = self.rules
        self.rules += count
        if before <= limits.RULES < self.rules:
            self.problems.append(writing.too_many_rules(line.span))

    def unknown_child(self, line: Line, heads: Sequence[str]) -> None:
        if faults := faults_of(line.tokens):
            self.problems.extend(faults)
        else:
            word = line.tokens[0]
            self.problems.append(messages.unknown_line(word.text, word.span, None, heads))
        line.children.clear()


def head_of(words: Sequence[str], heads: Sequence[str]) -> str | None:
    """The head with which these words start."""
    for head in heads:
        first, *rest = head.split()
        if words[0] == first and (not rest or list(words[1 : 1 + len(rest)]) == rest[:1]):
            return head
    return None


def _nearest_head(tokens: Sequence[Token], heads: Sequence[str]) -> tuple[str | None, int]:
    """The head that the first word, or the first two, resemble; and how many words that were."""
    names = [token.text for token in tokens[:2] if token.type == "NAME"]
    if not names or tokens[0].type != "NAME":
        return None, 0
    one = closest(names[0].lower(), heads)
    if len(names) > 1:
        phrases = [head for head in heads if " " in head]
        two = closest(" ".join(names).lower(), phrases)
        if two is not None and len(two.split()) == 2:
            return two, 2
    return one, 1
