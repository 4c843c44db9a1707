"""What the grammar has read becomes the tree: one function for each form of a value, a condition or a cell.

The parser calls them from the inside out, so no walk over a tree is needed. The name of a function is the
name of the form in `grammar.lark`; its argument holds everything written, tokens included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, TypeAlias, TypeVar, cast

from dsl import expressions as ex
from dsl.diagnostics import Diagnostic, Span
from dsl.messages import syntax as messages
from dsl.messages import writing
from dsl.reading.lexer import Token
from dsl.vocabulary import RESERVED

Part: TypeAlias = Any
"""A token or a tree: each function knows from its line of the grammar which stands where."""
Parts: TypeAlias = Sequence[Part]
T = TypeVar("T", bound=ex.Expr | ex.Cell)


class Refused(Exception):  # noqa: N818 (it is no fault of ours)
    """The grammar takes these words, the language does not; says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def span_of(parts: Parts) -> Span:
    return Span(parts[0].span.start, parts[-1].span.end)


def ident(token: Token) -> ex.Ident:
    return ex.Ident(token.text, token.span)


def declared(token: Token) -> ex.Ident:
    """A name that a line declares."""
    if token.text in RESERVED:
        raise Refused(messages.reserved_name(token))
    return ex.Ident(token.text, token.span)


def unquoted(token: Token) -> str:
    return token.text[1:-1]


@lru_cache(4096)
def number_of(digits: str) -> tuple[Fraction, int]:
    """The number and how many decimals were written."""
    whole, _, decimals = digits.partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals)), len(decimals)


def date_of(token: Token, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(writing.no_such_date(token)) from None


def seconds_of(token: Token, text: str) -> int:
    """A time of day in seconds; 24:00 is the end of the day."""
    hours, minutes, *rest = (int(part) for part in text.split(":"))
    seconds = rest[0] if rest else 0
    total = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or total > 86400:
        raise Refused(writing.no_such_time(token))
    return total


def _refuse_fraction_with_unit(top: ex.Expr, slash: Token, bottom: ex.Expr) -> None:
    """`1/3 EUR` would be a third of one divided by EUR, and nobody means that."""
    if not isinstance(top, ex.Number) or not isinstance(bottom, ex.Number) or top.unit or not bottom.unit:
        return
    if (top.span.end, slash.end) == (slash.start, bottom.span.start):
        raise Refused(messages.fraction_with_unit(top, bottom))


class ExpressionBuilder:
    """Values, conditions and cells."""

    # literals

    def number(self, parts: Parts) -> ex.Number:
        token: Token = parts[0]
        value, decimals = number_of(token.text)
        return ex.Number(value, decimals, "", token.span)

    def quantity(self, parts: Parts) -> ex.Number:
        token: Token = parts[0]
        digits = token.text
        at = 0
        while at < len(digits) and (digits[at].isdecimal() or digits[at] == "."):
            at += 1
        value, decimals = number_of(digits[:at])
        return ex.Number(value, decimals, digits[at:].strip(" \t\u00a0\u2007\u2009\u202f\ufeff"), token.span)

    def negative_literal(self, parts: Parts) -> ex.Negative:
        token: Token = parts[1]
        number = self.number([token]) if token.type == "NUMBER" else self.quantity([token])
        return ex.Negative(number, span_of(parts))

    def text(self, parts: Parts) -> ex.Text:
        return ex.Text(unquoted(parts[0]), parts[0].span)

    def date(self, parts: Parts) -> ex.DateLit:
        return ex.DateLit(date_of(parts[0], parts[0].text), parts[0].span)

    def time(self, parts: Parts) -> ex.TimeLit:
        return ex.TimeLit(seconds_of(parts[0], parts[0].text), parts[0].span)

    def moment(self, parts: Parts) -> ex.MomentLit:
        token: Token = parts[0]
        day = date_of(token, token.text[:10])
        clock = token.text[10:].strip()
        zone: timezone | None = None
        if clock.endswith("Z"):
            clock, zone = clock[:-1], UTC
        elif clock[-6:-5] in ("+", "-"):
            clock, offset = clock[:-6], clock[-6:]
            away = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:]))
            if away >= timedelta(hours=24):
                raise Refused(writing.no_such_time(token))
            zone = timezone(-away if offset[0] == "-" else away)
        seconds = seconds_of(token, clock)
        try:
            value = datetime.combine(day, time(tzinfo=zone)) + timedelta(seconds=seconds)
        except OverflowError:
            raise Refused(writing.no_such_date(token)) from None
        return ex.MomentLit(value, token.span)

    # names and words

    def name(self, parts: Parts) -> ex.Name:
        if len(parts) == 1:
            token: Token = parts[0]
            return ex.Name((token.text,), token.span)
        return ex.Name(tuple(part.text for part in parts[::2]), span_of(parts))

    def word(self, parts: Parts) -> ex.Word:
        token: Token = parts[0]
        return ex.Word(" ".join(token.text.split()), token.span)

    def total_heading(self, parts: Parts) -> ex.Name:
        token: Token = parts[0]
        return ex.Name((" ".join(token.text.split()),), token.span)

    # arithmetic

    def sum(self, parts: Parts) -> ex.Sum:
        terms: list[tuple[int, ex.Expr]] = [(1, parts[0])]
        for sign, term in zip(parts[1::2], parts[2::2], strict=True):
            terms.append((1 if sign.type == "PLUS" else -1, term))
        return ex.Sum(tuple(terms), span_of(parts))

    def product(self, parts: Parts) -> ex.Product:
        factors: list[tuple[Literal["*", "/"], ex.Expr]] = [("*", parts[0])]
        before: ex.Expr = parts[0]
        for sign, factor in zip(parts[1::2], parts[2::2], strict=True):
            if sign.type == "SLASH":
                _refuse_fraction_with_unit(before, sign, factor)
            before = factor
            factors.append(("*" if sign.type == "STAR" else "/", factor))
        return ex.Product(tuple(factors), span_of(parts))

    def power(self, parts: Parts) -> ex.Power:
        return ex.Power(parts[0], parts[2], span_of(parts))

    def negative(self, parts: Parts) -> ex.Negative:
        return ex.Negative(parts[1], span_of(parts))

    def brackets(self, parts: Parts) -> ex.Expr:
        inner: ex.Expr = parts[1]
        return replace(inner, span=span_of(parts))

    def per(self, parts: Parts) -> ex.Per:
        price, word, size = parts
        block: Literal["", "started", "full"] = ""
        if word.type != "PER":
            block = "started" if word.type == "PER_STARTED" else "full"
        return ex.Per(price, size, block, None, span_of(parts))

    def of(self, parts: Parts) -> ex.Of | ex.Per:
        price, _, quantity = parts
        if isinstance(price, ex.Per) and price.block and price.of is None:
            return replace(price, of=quantity, span=span_of(parts))
        return ex.Of(price, quantity, span_of(parts))

    def rounded(self, parts: Parts) -> ex.Rounded:
        arg, _, mode, step = parts
        return ex.Rounded(arg, mode, step, span_of(parts))

    def rounding_mode(self, parts: Parts) -> ex.RoundWord:
        words = " ".join(parts[0].text.split())
        return cast(ex.RoundWord, "up" if words == "up to" else words)

    def one_pair(self, parts: Parts) -> ex.Cases:
        value, _, condition, otherwise_word, other = parts
        return ex.Cases(
            (
                ex.Case(value, condition, span_of(parts[:3])),
                ex.Case(other, None, Span(otherwise_word.start, other.span.end)),
            ),
            span_of(parts),
        )

    # time, aggregates

    def measure(self, parts: Parts) -> ex.Measure:
        word: Token = parts[0]
        what = cast(Literal["length", "start", "end"], word.text.split()[0])
        return ex.Measure(what, parts[1], span_of(parts))

    def during(self, parts: Parts) -> ex.During:
        return ex.During(parts[0], ident(parts[2]), span_of(parts))

    def measure_during(self, parts: Parts) -> ex.Measure:
        return self.measure([parts[0], self.during(parts[1:])])

    def so_far(self, parts: Parts) -> ex.SoFar:
        return ex.SoFar(parts[0], span_of(parts))

    def measure_so_far(self, parts: Parts) -> ex.SoFar:
        return ex.SoFar(self.measure(parts[:2]), span_of(parts))

    def since(self, parts: Parts) -> ex.Since:
        return ex.Since(parts[1], span_of(parts))

    def since_measure(self, parts: Parts) -> ex.Since:
        return ex.Since(self.measure(parts[1:]), span_of(parts))

    def full(self, parts: Parts) -> ex.Full:
        return ex.Full(parts[1], span_of(parts))

    def extreme(self, parts: Parts) -> ex.Extreme:
        return self._extreme(parts, (parts[1], parts[3]))

    def extreme_list(self, parts: Parts) -> ex.Extreme:
        return self._extreme(parts, tuple(parts[2:-1:2]))

    def _extreme(self, parts: Parts, args: tuple[ex.Expr, ...]) -> ex.Extreme:
        op = cast(Literal["smallest", "largest"], parts[0].text.split()[0])
        return ex.Extreme(op, args, span_of(parts))

    def aggregate(self, parts: Parts) -> ex.Aggregate:
        word, arg, _, over, *where = parts
        op = cast(Literal["sum", "smallest", "largest", "mean", "any", "all"], word.text.split()[0])
        return ex.Aggregate(op, arg, over, where[1] if where else None, span=span_of(parts))

    def count(self, parts: Parts) -> ex.Aggregate:
        _, over, *where = parts
        return ex.Aggregate("count", None, over, where[1] if where else None, span=span_of(parts))

    def in_blocks(self, parts: Parts) -> ex.Aggregate:
        *inner, _, blocks = parts
        return replace(self.aggregate(inner), blocks=blocks, span=span_of(parts))

    def count_in_blocks(self, parts: Parts) -> ex.Aggregate:
        *inner, _, blocks = parts
        return replace(self.count(inner), blocks=blocks, span=span_of(parts))

    def aggregate_of_blocks(self, parts: Parts) -> ex.Aggregate:
        word, _, inner, _ = parts
        op = cast(Literal["sum", "count", "smallest", "largest", "mean"], word.text.split()[0])
        return ex.Aggregate(op, None, inner, span=span_of(parts))

    # conditions

    def any_holds(self, parts: Parts) -> ex.Logic:
        return ex.Logic("or", tuple(parts[::2]), span_of(parts))

    def all_hold(self, parts: Parts) -> ex.Logic:
        return ex.Logic("and", tuple(parts[::2]), span_of(parts))

    def not_holds(self, parts: Parts) -> ex.Logic:
        return ex.Logic("not", (parts[1],), span_of(parts))

    def comparison(self, parts: Parts) -> ex.Is:
        subject, *words, cell = parts
        if any(word.type == "NOT" for word in words):
            cell = ex.CellNot(cell, Span(words[-1].start, cell.span.end))
        return ex.Is(subject, cell, span_of(parts))

    # cells

    def values(self, parts: Parts) -> ex.CellValues:
        return ex.CellValues(tuple(parts[::2]), span_of(parts))

    def plain_value(self, parts: Parts) -> ex.CellValues:
        return ex.CellValues((parts[0],), parts[0].span)

    def range_to(self, parts: Parts) -> ex.CellRange:
        _, lower, _, upper = parts
        return self._range(lower, upper, True, True, parts)

    def range_to_under(self, parts: Parts) -> ex.CellRange:
        _, lower, _, _, upper = parts
        return self._range(lower, upper, True, False, parts)

    def range_from(self, parts: Parts) -> ex.CellRange:
        word, bound = parts
        return ex.CellRange(bound, None, word.type != "ABOVE", False, span_of(parts))

    def range_up_to(self, parts: Parts) -> ex.CellRange:
        word, bound = parts
        return ex.CellRange(None, bound, False, word.type != "UNDER", span_of(parts))

    def range_both(self, parts: Parts) -> ex.CellRange:
        word, lower, other, upper = parts
        return self._range(lower, upper, word.type != "ABOVE", other.type != "UNDER", parts)

    def range_from_to(self, parts: Parts) -> ex.CellRange:
        raise Refused(messages.range_with_from(parts[0], span_of(parts)))

    def _range(self, lower: ex.Expr, upper: ex.Expr, lower_in: bool, upper_in: bool, parts: Parts) -> ex.CellRange:
        """The lower bound borrows the unit of the upper one."""
        if isinstance(lower, ex.Number) and isinstance(upper, ex.Number):
            if upper.unit and not lower.unit:
                lower = replace(lower, unit=upper.unit)
            elif lower.unit and not upper.unit:
                raise Refused(messages.range_without_unit(lower, upper))
        return ex.CellRange(lower, upper, lower_in, upper_in, span_of(parts))

    def starts_with(self, parts: Parts) -> ex.CellStarts:
        prefixes = tuple(unquoted(token) if token.type == "STRING" else token.text for token in parts[1::2])
        return ex.CellStarts(prefixes, span_of(parts))

    def cell_in(self, parts: Parts) -> ex.CellIn:
        return ex.CellIn(ident(parts[1]), span_of(parts))

    def cell_any(self, parts: Parts) -> ex.CellAny:
        return ex.CellAny(parts[0].span)

    def cell_missing(self, parts: Parts) -> ex.CellMissing:
        return ex.CellMissing(parts[0].span)

    def cell_given(self, parts: Parts) -> ex.CellNot:
        return ex.CellNot(ex.CellMissing(parts[0].span), parts[0].span)

    def cell_not(self, parts: Parts) -> ex.CellNot:
        return ex.CellNot(parts[1], span_of(parts))

    def cell_or(self, parts: Parts) -> ex.CellLogic:
        return ex.CellLogic("or", tuple(parts[::2]), span_of(parts))

    def cell_and(self, parts: Parts) -> ex.CellLogic:
        return ex.CellLogic("and", tuple(parts[::2]), span_of(parts))

    def cell_brackets(self, parts: Parts) -> ex.Cell:
        inner: ex.Cell = parts[1]
        return replace(inner, span=span_of(parts))

    def period(self, parts: Parts) -> ex.Period:
        start, _, under, end = parts
        return ex.Period(start, end, under is None, span_of(parts))

    # the calendar

    def convention(self, parts: Parts) -> ex.CalendarCount:
        """How a count is made; what is counted is put in by `calendar_count`."""
        nothing, span = ex.Word("no"), span_of(parts)
        if parts[0].type == "NUMBER":
            number, _, words = parts
            if number.text != "30":
                raise Refused(messages.thirty_days_only(number))
            thirty = ex.Ident("30-day", Span(number.start, words.start + len("day")))
            return ex.CalendarCount("day", nothing, "30-day months", None, span, thirty)
        by: ex.Convention = "seconds" if parts[0].type.startswith("SECONDS") else "actual days"
        return ex.CalendarCount("day", nothing, by, parts[1] if len(parts) > 1 else None, span)

    def calendar_count(self, parts: Parts) -> ex.CalendarCount:
        word, of, _, made = parts
        convention: ex.CalendarCount = made
        unit = cast(ex.CalendarUnit, word.text.split()[0].removesuffix("s"))
        return replace(convention, unit=unit, of=of, span=span_of(parts))

    def calendar_block(self, parts: Parts) -> ex.CalendarBlock:
        word, of = parts
        return ex.CalendarBlock(cast(ex.CalendarUnit, word.text.split()[0]), of, span_of(parts))
