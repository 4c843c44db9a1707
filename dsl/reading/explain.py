"""Why a line could not be read, in the author's words: from the kind of line and the word where it stopped.

What the parser would have accepted is never listed; it only says which known word a mistyped one may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dsl.diagnostics import Diagnostic, Span
from dsl.messages import syntax as messages
from dsl.messages import writing
from dsl.messages.suggest import SIMILAR, closest, likeness
from dsl.reading.lexer import Token
from dsl.reading.rules import Rule, Unread
from dsl.vocabulary import MONTHS, NEVER_NAMES, RESERVED, VOCABULARY, WEEKDAYS

LONGEST_PHRASE = 3
"""How many words are compared with a phrase."""


def explain(rule: Rule[Any], tokens: Sequence[Token], unread: Unread) -> Diagnostic:
    """One message for a line that could not be read."""
    stop = unread.at
    if stop is None:
        return _ended(rule, tokens)
    at = next((n for n, token in enumerate(tokens) if token.start >= stop.start), len(tokens) - 1)
    known = _special(rule, tokens, at, stop, unread) or _mistyped(tokens, at, unread)
    if known is not None:
        return known
    before = tokens[at - 1].text if at else None
    return messages.unexpected_word(stop.span, stop.text, before, rule.what, rule.form)


def _ended(rule: Rule[Any], tokens: Sequence[Token]) -> Diagnostic:
    opened = [token for token in tokens if token.type == "LPAR"]
    if _open(tokens) > 0 and tokens[-1].type not in ("LPAR", *_OPERATORS):
        return messages.bracket_not_closed(opened[-1])
    return messages.line_too_short(tokens[-1], rule.what, rule.form)


_OPERATORS = frozenset({"PLUS", "MINUS", "STAR", "SLASH", "COMMA"})


def _special(rule: Rule[Any], tokens: Sequence[Token], at: int, stop: Token, unread: Unread) -> Diagnostic | None:
    """What the place tells by itself."""
    before = tokens[at - 1] if at else None
    if "NAME" in unread.expected and stop.text in RESERVED | NEVER_NAMES:
        return messages.reserved_option(stop) if "STRING" in unread.expected else messages.reserved_name(stop)
    if rule.name.startswith("window"):
        days = [token for token in tokens[: at + 1] if token.text.capitalize() in (*WEEKDAYS, *MONTHS)]
        small = [token for token in days if token.text[0].islower()]
        if small:
            return messages.capital_day(small[0])
    match stop.type:
        case "OF" if at > 0 and rule.name != "choose_line":
            start = _price_start(tokens, at)
            return messages.of_needs_brackets(Span(tokens[start].start, _end(tokens, at)))
        case "AND" | "OR" if any(t.text in ("and", "or") and t.text != stop.text for t in tokens[:at]):
            return messages.and_with_or(stop.span)
        case "RPAR" if _open(tokens[:at]) == 0:
            return messages.bracket_not_opened(stop)
        case "COMMA" if _open(tokens[:at]) > 0:
            return messages.comma_in_brackets(stop.span)
        case "PLUS" | "MINUS" | "STAR" | "SLASH" if any(t.text == "rounded" for t in tokens[:at]):
            return messages.rounded_goes_on(Span(stop.start, tokens[-1].end))
        case "WHEN" | "OTHERWISE" if any(t.text == "otherwise" for t in tokens[:at]):
            return messages.one_pair_only(stop.span)
        case "QUANTITY" | "NUMBER" if rule.name == "tier_row" and tokens[0].text == "above":
            return messages.above_with_bound(Span(tokens[1].start, stop.start))
        case "QUANTITY" | "NUMBER" if rule.name == "input_line" and _upper_end(tokens[at + 1 :]):
            return messages.range_needs_from(stop)
        case "PERCENT":
            return writing.lonely_percent(stop.span)
        case "COLON":
            return writing.colon(stop.span)
        case "STRING" if before is not None and before.type == "STRING":
            return messages.second_label(stop.span)
        case "EQUAL" if rule.name in _CONDITIONS or any(token.type == "EQUAL" for token in tokens[:at]):
            return messages.equals_sign(stop.span)
    if "EQUAL" in unread.expected and rule.name in ("value_line", "let_line", "result_line") and at < 4:
        return messages.no_equals_sign(stop, stop.type not in ("NAME", "WHEN"))
    if rule.name == "titled_line" and at > 1 and "WHEN" in unread.expected and not _mistyped(tokens, at, unread):
        return messages.belongs_below(Span(stop.start, tokens[-1].end))
    return None


def _upper_end(tokens: Sequence[Token]) -> bool:
    """Whether `up to` or `under` follows."""
    return [token.text for token in tokens[:2]] == ["up", "to"] or [token.text for token in tokens[:1]] == ["under"]


_CONDITIONS = frozenset({"cell", "titled_line", "price_row", "charge_clause", "require_line", "case_line"})


def _mistyped(tokens: Sequence[Token], at: int, unread: Unread) -> Diagnostic | None:
    """The known word or phrase that the next one to three words resemble most."""
    known = [entry.text for entry in VOCABULARY if entry.terminal in unread.expected]
    found: tuple[str, Span] | None = None
    best = 0.0
    for length in range(1, LONGEST_PHRASE + 1):
        words = tokens[at : at + length]
        if len(words) < length or words[-1].type != "NAME":
            break
        text = " ".join(token.text for token in words).lower()
        guess = closest(text, known)
        if guess is None or guess == text or not _word_by_word(text, guess):
            continue
        if (alike := likeness(text, guess)) > best:
            found, best = (guess, Span(words[0].start, words[-1].end)), alike
    if found is None:
        return None
    before = tokens[at - 1].text if at else None
    words_found = " ".join(token.text for token in tokens[at:] if token.end <= found[1].end)
    return messages.mistyped_word(words_found, found[1], found[0], before)


def _word_by_word(text: str, guess: str) -> bool:
    """Whether each word is a mistyped one of the phrase; `where start` is not `per started`."""
    words, meant = text.split(), guess.split()
    return len(words) != len(meant) or all(likeness(*pair) >= SIMILAR for pair in zip(words, meant, strict=True))


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
