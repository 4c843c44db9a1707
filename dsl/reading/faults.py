"""Mistakes that a line has before it is read: bad numbers and signs, too much of something."""

from __future__ import annotations

from collections.abc import Sequence

from dsl import limits
from dsl.diagnostics import Diagnostic, Span
from dsl.messages import writing
from dsl.reading.lexer import Token


def faults_of(tokens: Sequence[Token]) -> list[Diagnostic]:
    """All of them; a line without any can be read."""
    found: list[Diagnostic] = []
    if len(tokens) > limits.TOKENS_OF_A_LINE:
        return [writing.line_too_long(Span(tokens[0].start, tokens[-1].end), len(tokens))]
    nested = False
    for token in tokens:
        kind = token.type
        if kind == "NAME":
            nested = nested or token.text in _PREFIXES
        elif kind in ("NUMBER", "QUANTITY"):
            if len(token.text) > limits.DIGITS_OF_A_NUMBER:
                found.extend(_long_number(token))
        elif kind in ("LPAR", "MINUS"):
            nested = True
        elif kind == "STRING":
            if len(token.text) > limits.STRING_BYTES // 4 and _bytes(token) > limits.STRING_BYTES:
                found.append(writing.text_in_quotes_too_long(token))
        elif kind.startswith("BAD_"):
            found.append(_bad(token))
    if nested:
        found.extend(_too_deep(tokens))
    return found


_PREFIXES = frozenset({"not", "sum", "mean", "smallest", "largest", "any", "all"})


def _too_deep(tokens: Sequence[Token]) -> list[Diagnostic]:
    """Brackets in brackets, signs after signs: the first place where it is too much."""
    opened: list[tuple[str, int]] = []  # by a bracket or a word, with the signs before it
    depth = brackets = signs = 0
    for at, token in enumerate(tokens):
        word = token.text if token.type == "NAME" else token.type
        if word in ("not", "MINUS"):
            signs += 1
        elif word == "LPAR" or (word in _PREFIXES and at + 1 < len(tokens) and tokens[at + 1].text == "of"):
            opened.append((word, signs + 1))
            depth += signs + 1
            brackets += word == "LPAR"
            signs = 0
        else:
            signs = 0
            while opened and (word == "RPAR" or (word == "over" and opened[-1][0] != "LPAR")):
                opener, count = opened.pop()
                depth -= count
                brackets -= opener == "LPAR"
                if word == "over" or opener == "LPAR":
                    break
        if signs > limits.UNARY_WORDS_IN_A_ROW:
            return [writing.too_many_signs(token)]
        if brackets > limits.OPEN_BRACKETS:
            return [writing.too_many_brackets(token)]
        if depth + signs > limits.NESTING:
            return [writing.value_too_deep(token)]
    return []


def _bytes(token: Token) -> int:
    return len(token.text.encode(errors="surrogatepass")) - 2


def _long_number(token: Token) -> list[Diagnostic]:
    whole, _, rest = token.text.partition(".")
    decimals = 0
    while decimals < len(rest) and rest[decimals].isdecimal():
        decimals += 1
    digits = 0
    while digits < len(whole) and whole[digits].isdecimal():
        digits += 1
    if digits > limits.DIGITS_OF_A_NUMBER or decimals > limits.DECIMALS_OF_A_NUMBER:
        return [writing.number_too_long(token)]
    return []


def _bad(token: Token) -> Diagnostic:
    match token.type:
        case "BAD_NUMBER":
            return writing.bad_number(token)
        case "BAD_DATE":
            return writing.bad_date(token)
        case "BAD_TIME":
            return writing.no_such_time(token)
        case "BAD_STRING":
            return writing.unclosed_quote(token)
        case "BAD_QUOTES":
            return writing.curly_quotes(token)
        case _:
            return writing.strange_sign(token)
