"""What the grammar has read of blocks of time: what they are cut from, and the lines in which they stand.

See `dsl.reading.tree_builder`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, cast

from dsl import expressions as ex
from dsl import syntax
from dsl.diagnostics import Span
from dsl.messages import syntax as messages
from dsl.reading.lexer import Token
from dsl.reading.tree_builder import ExpressionBuilder, Parts, Refused, declared, seconds_of, span_of
from dsl.vocabulary import WEEKDAYS

UNITS: Final[dict[str, Literal["day", "week", "month"]]] = {"day": "day", "week": "week", "month": "month"}


@dataclass(frozen=True, slots=True)
class BlockStart:
    """`04:30`, `Monday`, `day 15` behind `from`."""

    unit: Literal["day", "week", "month"]
    value: ex.TimeLit | int
    span: Span


@dataclass(frozen=True, slots=True)
class OtherSide:
    """`60 EUR gross` behind `at most 50 EUR net,`."""

    value: ex.Expr
    sided: Sided
    span: Span


@dataclass(frozen=True, slots=True)
class Sided:
    """`net` or `gross` behind a bound, and the blocks by which it is multiplied."""

    side: Literal["net", "gross"]
    scope: syntax.PerStarted | None
    span: Span


@dataclass(frozen=True, slots=True)
class LimitBody:
    """What a limit keeps at which bounds."""

    covers: ex.Expr
    bounds: tuple[syntax.Bound, ...]
    scope: syntax.PerStarted | ex.Blocks | None
    continuing: ex.Expr | None
    spread: Literal["by amount", "in order", "evenly"]


class BlockBuilder(ExpressionBuilder):
    """Blocks of time, repetitions and limits."""

    def each_item(self, parts: Parts) -> tuple[ex.Ident, ex.Expr]:
        return declared(parts[1]), parts[3]

    def each_block(self, parts: Parts) -> tuple[ex.Ident, ex.Expr]:
        return declared(parts[1]), parts[4]

    def plain_block(self, parts: Parts) -> ex.Blocks:
        return ex.Blocks("", self.quantity(parts), None, None, span_of(parts))

    def each_piece(self, parts: Parts) -> tuple[ex.Ident, ex.Blocks]:
        _, blocks, _, name = parts
        if blocks.of is None:
            raise Refused(messages.blocks_of_what(blocks.span))
        return declared(name), blocks

    def block(self, parts: Parts) -> ex.Blocks:
        word, _, start, _, of = parts
        span = Span(word.start, next(part for part in reversed(parts) if part is not None).span.end)
        unit = UNITS.get(word.text)
        if unit is None and (start is not None or of is None):
            raise Refused(messages.unknown_block(word))
        if unit is None:
            return ex.Blocks("", ex.Name((word.text,), word.span), None, of, span)
        if start is not None and start.unit != unit:
            raise Refused(messages.block_start(unit, start.span))
        return ex.Blocks(unit, None, None if start is None else start.value, of, span)

    def sized_block(self, parts: Parts) -> ex.Blocks:
        return ex.Blocks("", self.quantity(parts), None, parts[2], span_of(parts))

    def bracket_block(self, parts: Parts) -> ex.Blocks:
        return ex.Blocks("", parts[1], None, parts[4], span_of(parts))

    def block_start(self, parts: Parts) -> BlockStart:
        first: Token = parts[0]
        if first.type == "TIME":
            time = self.time(parts)
            if time.seconds % 60 or seconds_of(first, first.text) >= 86400:
                raise Refused(messages.block_start("day", first.span))
            return BlockStart("day", time, first.span)
        if first.type == "WEEKDAY":
            return BlockStart("week", WEEKDAYS.index(first.text), first.span)
        number = parts[1].text
        if first.text != "day" or not number.isdecimal() or not 1 <= int(number) <= 31:
            raise Refused(messages.block_start("month", span_of(parts)))
        return BlockStart("month", int(number), span_of(parts))

    # limits

    def sided(self, parts: Parts) -> Sided:
        word, started, size, _, of = parts
        scope = None if started is None else syntax.PerStarted(size, of, Span(started.start, of.span.end))
        side = cast(Literal["net", "gross"], word.text)
        return Sided(side, scope, Span(word.start, word.end if scope is None else scope.span.end))

    def other_side(self, parts: Parts) -> OtherSide:
        return OtherSide(parts[0], parts[1], span_of(parts))

    def limit_bound(self, parts: Parts) -> tuple[syntax.Bound, syntax.PerStarted | None]:
        word, value, sided = parts
        how: Literal["at least", "at most"] = "at least" if word.type == "AT_LEAST" else "at most"
        scope: syntax.PerStarted | None = None
        if sided is not None:
            side, scope = sided.side, sided.scope
            return syntax.Bound(how, value, side, span_of(parts[:2])), scope
        match value:
            case ex.Per(price, size, "started", ex_of) if ex_of is not None:
                scope = syntax.PerStarted(size, ex_of, Span(price.span.end, value.span.end))
                return syntax.Bound(how, price, span=Span(word.start, price.span.end)), scope
        return syntax.Bound(how, value, span=span_of(parts[:2])), None

    def limit_body(self, parts: Parts) -> LimitBody:
        covers, *rest, _, blocks, _, billed, spread = parts
        bounds: list[syntax.Bound] = []
        scope: syntax.PerStarted | ex.Blocks | None = blocks
        for part in rest:
            if isinstance(part, Token):
                continue
            if isinstance(part, OtherSide):
                if not bounds or bounds[-1].side in ("", part.sided.side):
                    raise Refused(messages.other_side(part.sided.side, part.span))
                bound = syntax.Bound(bounds[-1].how, part.value, part.sided.side, part.span)
                own = part.sided.scope
            else:
                bound, own = part
            bounds.append(bound)
            if own is not None and blocks is not None:
                raise Refused(messages.two_scopes(own.span))
            scope = own or scope
        return LimitBody(covers, tuple(bounds), scope, billed, spread or "by amount")
