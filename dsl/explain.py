"""Why a line could not be read, in the author's words: from the kind of line and the word where it stopped.

What the parser would have accepted is never listed; it only says which known word a mistyped one may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dsl.diagnostics import Diagnostic, Span
from dsl.lexer import Token
from dsl.messages import syntax as messages
from dsl.messages import writing
from dsl.messages.suggest import closest
from dsl.reading import Rule, Unread
from dsl.vocabulary import NEVER_NAMES, RESERVED, VOCABULARY


def explain(rule: Rule[Any], tokens: Sequence[Token], unread: Unread) -> Diagnostic:
    """One message for a line that could not be read."""
    stop = unread.at
    if stop is None:
        return messages.line_too_short(tokens[-1], rule.what, rule.form)
    at = next((n for n, token in enumerate(tokens) if token.start >= stop.start), len(tokens) - 1)
    before = tokens[at - 1] if at else None
    found = tokens[at]
    return (
        _special(rule, tokens, at, unread)
        or _mistyped(found, before, unread)
        or messages.unexpected_word(stop.span, stop.text, before.text if before else None, rule.what, rule.form)
    )


def _special(rule: Rule[Any], tokens: Sequence[Token], at: int, unread: Unread) -> Diagnostic | None:
    stop = unread.at
    assert stop is not None
    found = tokens[at]
    before = tokens[at - 1] if at else None
    previous = before.text if before else ""
    wants_name = "NAME" in unread.expected
    if wants_name and "STRING" not in unread.expected and stop.text in RESERVED | NEVER_NAMES:
        return messages.reserved_name(found)
    match stop.type:
        case "OF":
            start = _price_start(tokens, at)
            return messages.of_needs_brackets(Span(tokens[start].start, _end(tokens, at)))
        case "AND" | "OR":
            if any(t.text in ("and", "or") and t.text != stop.text for t in tokens[:at]):
                return messages.and_with_or(stop.span)
        case "RPAR":
            if _open(tokens[:at]) == 0:
                return messages.bracket_not_opened(found)
        case "PLUS" | "MINUS" | "STAR" | "SLASH" if any(t.text == "rounded" for t in tokens[:at]):
            return messages.rounded_goes_on(Span(stop.start, tokens[-1].end))
        case "WHEN" | "OTHERWISE" if any(t.text == "otherwise" for t in tokens[:at]):
            return messages.one_pair_only(stop.span)
        case "QUANTITY" | "NUMBER" if rule.name == "tier_row" and tokens[0].text == "above":
            return messages.above_with_bound(Span(tokens[1].start, found.start))
        case "PERCENT":
            return writing.lonely_percent(stop.span)
        case "STRING" if before is not None and before.type == "STRING":
            return messages.second_label(stop.span)
        case "EQUAL" if previous in ("is", "=") or rule.name in ("cell", "titled_line", "price_row"):
            return messages.equals_sign(stop.span)
    if _open(tokens[:at]) > 0 and stop.type == "COMMA":
        return messages.comma_in_brackets(stop.span)
    return None


def _mistyped(found: Token, before: Token | None, unread: Unread) -> Diagnostic | None:
    if found.type != "NAME":
        return None
    known = [entry.text for entry in VOCABULARY if entry.terminal in unread.expected]
    best = closest(found.text.lower(), known)
    if best is None or best == found.text:
        return None
    return messages.mistyped_word(found, best, before.text if before else None)


def _price_start(tokens: Sequence[Token], at: int) -> int:
    """Where the product before `of` starts."""
    start = at - 1
    depth = 0
    while start > 0:
        token = tokens[start - 1]
        if tokens[start].type == "RPAR":
            depth += 1
        elif tokens[start].type == "LPAR":
            depth -= 1
        if depth <= 0 and token.type in ("PLUS", "MINUS", "COMMA", "LPAR", "EQUAL"):
            break
        if depth <= 0 and token.type == "NAME" and token.text in ("when", "otherwise", "is", "price", "of"):
            break
        start -= 1
    return start


def _end(tokens: Sequence[Token], at: int) -> int:
    """Where the quantity after `of` ends: at the end of the brackets or of the line."""
    depth = 0
    end = tokens[at].end
    for token in tokens[at + 1 :]:
        if token.type == "LPAR":
            depth += 1
        elif token.type == "RPAR":
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and (token.type == "COMMA" or token.text in ("when", "otherwise", "rounded")):
            break
        end = token.end
    return end


def _open(tokens: Sequence[Token]) -> int:
    return sum((token.type == "LPAR") - (token.type == "RPAR") for token in tokens)
