"""Reads one line of a file: which kind it is, its tree or its mistake, and what stands below it.

Every line is read on its own, so a mistake in one never hides another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from dsl import limits
from dsl.diagnostics import Diagnostic, Span
from dsl.messages import syntax as messages
from dsl.messages import writing
from dsl.messages.suggest import closest, likeness
from dsl.reading.explain import explain
from dsl.reading.faults import faults_of
from dsl.reading.layout import Line
from dsl.reading.lexer import Token
from dsl.reading.rules import Rule, Unread
from dsl.reading.tree_builder import Refused
from dsl.vocabulary import DECLARATIONS, FORMS

T = TypeVar("T")
ReadTokens = Callable[[str, Sequence[Token]], Any]


class TooManyMistakes(Exception):  # noqa: N818 (it is no fault of ours)
    """Reading ends here; the mistakes so far are kept."""


class Problems(list[Diagnostic]):
    """What is wrong with a file, until it is too much."""

    def append(self, problem: Diagnostic) -> None:
        self.extend((problem,))

    def extend(self, problems: Iterable[Diagnostic]) -> None:
        super().extend(problems)
        if len(self) > limits.MISTAKES:
            raise TooManyMistakes


class LineReader:
    """Reads lines of one file and collects what is wrong with them."""

    def __init__(self, read_tokens: ReadTokens) -> None:
        self._read_tokens = read_tokens
        self.problems = Problems()
        self.broken: set[str] = set()
        self.rules = 0
        self.taxes: set[str] = set()
        """Names of the taxes of the header."""

    # ------------------------------------------------------------------------------------ one line

    def read(self, rule: Rule[T], tokens: Sequence[Token], head: str | None = None) -> T | None:
        """The tree of these tokens; None when they have a mistake, which is then reported.

        `head` opens the line, where lines of several kinds are read by one rule."""
        faults = faults_of(tokens)
        if faults:
            self.problems.extend(faults)
            return None
        try:
            return cast(T, self._read_tokens(rule.name, tokens))
        except Refused as refused:
            self.problems.append(refused.diagnostic)
        except Unread as unread:
            shown = replace(rule, what=f"`{head}`", form=FORMS[head]) if head in FORMS else rule
            self.problems.append(explain(shown, tokens, unread))
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
            misplaced = head_of([token.text for token in line.tokens[:2]], DECLARATIONS)
            if misplaced is not None:
                self.problems.append(messages.misplaced_line(misplaced, word.span))
                self.broken_name(line.tokens[len(misplaced.split()) :])
            else:
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
    """The head that the first word, or the first two, resemble most; and how many words that were."""
    found: tuple[str | None, int] = (None, 0)
    best = 0.0
    for length in (1, 2):
        words = tokens[:length]
        if len(words) < length or any(token.type != "NAME" for token in words):
            break
        text = " ".join(token.text for token in words).lower()
        head = closest(text, heads)
        if head is not None and (alike := likeness(text, head)) > best:
            found, best = (head, length), alike
    return found
