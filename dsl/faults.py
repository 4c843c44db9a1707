"""Mistakes that a line has before it is read: bad numbers and signs, too much of something."""

from __future__ import annotations

from collections.abc import Sequence

from dsl import limits
from dsl.diagnostics import Diagnostic, Span
from dsl.lexer import Token
from dsl.messages import writing


def faults_of(tokens: Sequence[Token]) -> list[Diagnostic]:
    """All of them; a line without any can be read."""
    found: list[Diagnostic] = []
    if len(tokens) > limits.TOKENS_OF_A_LINE:
        return [writing.line_too_long(Span(tokens[0].start, tokens[-1].end), len(tokens))]
    depth = unary = 0
    for token in tokens:
        kind = token.type
        if kind == "NAME":
            unary = unary + 1 if token.text == "not" else 0
        elif kind == "MINUS":
            unary += 1
        else:
            unary = 0
            if kind in ("NUMBER", "QUANTITY"):
                if len(token.text) > limits.DECIMALS_OF_A_NUMBER:
                    found.extend(_long_number(token))
            elif kind == "LPAR":
                depth += 1
                if depth == limits.OPEN_BRACKETS + 1:
                    found.append(writing.too_many_brackets(token))
            elif kind == "RPAR":
                depth -= 1
            elif kind == "STRING":
                if len(token.text) > limits.STRING_BYTES // 4 and _bytes(token) > limits.STRING_BYTES:
                    found.append(writing.text_in_quotes_too_long(token))
            elif kind.startswith("BAD_"):
                found.append(_bad(token))
        if unary == limits.UNARY_WORDS_IN_A_ROW + 1:
            found.append(writing.too_many_signs(token))
    return found


def _bytes(token: Token) -> int:
    return len(token.text.encode(errors="surrogatepass")) - 2


def _long_number(token: Token) -> list[Diagnostic]:
    whole, _, rest = token.text.partition(".")
    decimals = 0
    while decimals < len(rest) and rest[decimals].isdecimal():
        decimals += 1
    digits = decimals
    for sign in whole:
        if not sign.isdecimal():
            break
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
