"""Price rows that cut the meter: each piece of it is priced by the first row that holds there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction

from dsl import expressions as ex
from dsl import syntax as sx
from dsl.lower import expressions, prices
from dsl.lower.arithmetic import add, plain
from dsl.lower.conditions import condition
from dsl.lower.context import Context, Place, Running, Value
from dsl.lower.prices import Priced
from dsl.lower.quantities import Reach, rate_of, sized
from dsl.lower.walk import names_in, parts_of
from dsl.messages import meaning as say
from dsl.value_types import DURATION, Num, ValueType, money
from engine.declarations import TRUTH
from engine.graph import AnyValue, Cell, InWindow, ListRef, OneOf, Part, Ref, RoundMode


@dataclass(frozen=True, slots=True)
class Meter:
    """What a charge measures: its line, the quantity, and what is billed of it."""

    line: sx.Quantity
    measured: Value
    billed: Value

    @property
    def by_start(self) -> sx.BlocksByStart | None:
        return next((one for one in self.line.clauses if isinstance(one, sx.BlocksByStart)), None)

    @property
    def placed(self) -> sx.Timing | None:
        return next((one for one in self.line.clauses if isinstance(one, sx.Timing)), None)


@dataclass(frozen=True, slots=True)
class Sized:
    """A block: its size in base units, and whether only full ones count."""

    size: Fraction
    full: bool


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a meter: the list of them, how much of the meter each is, and the row that holds there."""

    list: ListRef
    length: Ref
    tests: tuple[Ref | None, ...]
    holds: tuple[Ref, ...]


def cuts(ctx: Context, line: sx.Price, meter: Meter) -> bool:
    """Whether the rows of a price may change within the meter."""
    place = meter.measured.place
    if place is None:
        return False
    if meter.by_start is not None:
        return True
    fields = ctx.names.entities[place.list].members if isinstance(place.list, str) else ()
    for row in line.rows:
        if any(name.parts[0] in fields for name in names_in((row.when, row.value))):
            return True
        for part in parts_of(row.when):
            if isinstance(part, ex.Since | ex.SoFar):
                return True
            asks = isinstance(part, ex.Is) and any(isinstance(inner, ex.CellIn) for inner in parts_of(part.cell))
            if isinstance(part, ex.Is) and asks and is_period(ctx, part.subject, place):
                return True
    return False


def is_period(ctx: Context, subject: ex.Expr, place: Place) -> bool:
    """Whether an expression is the period that is measured."""
    known = len(ctx.diagnostics)
    value = expressions.as_number(ctx, expressions.evaluate(ctx, subject))
    del ctx.diagnostics[known:]
    return value is not None and value.place == Place(place.start, place.end)


def row_price(ctx: Context, line: sx.Price, meter: Meter, name: str) -> Priced | None:
    """The amount of a meter whose pieces are priced by rows."""
    price_rows = line.rows or (sx.PriceRow(None, line.value or ex.Word("free"), (), line.span),)
    place, type_ = meter.measured.place, meter.measured.type
    assert place is not None
    with in_items(ctx, place):
        split = [rate_and_block(ctx, row, meter) for row in price_rows]
        known = [one for one in split if one is not None]
        pieces = pieces_of(ctx, price_rows, meter, place)
        if len(known) < len(split) or pieces is None:
            return None
        left = in_blocks(ctx, meter, pieces, charged_part(ctx, meter, pieces), known)
        amounts = [(1, uncovered(ctx, line, price_rows, pieces, left, name), line.span)]
        parts: list[Part] = []
        for row, (rate, _), holds in zip(price_rows, known, pieces.holds, strict=True):
            found = one_row(ctx, row, rate, Value(type_, left), pieces, holds)
            if found is None:
                return None
            amounts.append((1, found.amount, row.span))
            parts.extend(found.parts)
    total = add(ctx, amounts)
    billed = Value(type_, ctx.builder.reduce("sum", pieces.list, left))
    return None if total is None else Priced(total, tuple(parts), billed)


@contextmanager
def in_items(ctx: Context, place: Place) -> Iterator[None]:
    """The fields of the list that is measured are names in the rows."""
    with ExitStack() as stack:
        if isinstance(place.list, str):
            stack.enter_context(ctx.scoped([*ctx.names.inner, ctx.names.entities[place.list].members], place.list))
        yield


def pieces_of(ctx: Context, rows: tuple[sx.PriceRow, ...], meter: Meter, place: Place) -> Pieces | None:
    """The meter, cut where the row in force changes."""
    b = ctx.builder
    if place.list is None and ctx.item_list is not None:
        ctx.report(say.not_cut_in_for_each(meter.line.span))
        return None
    before: Ref | None = None
    if place.item is not None and b.lists[place.item] is not None:
        before = b.so_far(place.item)
    first = Running(place.start, place.end, place.start, place.item, before)
    if tests_of(ctx, rows, first) is None:
        return None
    in_time = bool(first.windows or first.places)
    if place.item is not None and in_time and meter.placed is None:
        ctx.report(say.spread_or_counted(meter.line.span))
        return None
    if place.item is not None and in_time and meter.placed is not None and meter.placed.how == "evenly":
        ctx.report(say.not_spread(meter.placed.span))
        return None
    at, amount = place.start, before
    inside: list[Ref] = []
    if place.item is not None and place.list is not None:
        pieces = place.list
        if first.amounts and before is not None:
            end = b.sum([before, place.item])
            pieces = b.split(before, end, (), first.amounts, place.list, place.where)
            amount = b.piece(pieces, "from")
            length = b.sum([b.piece(pieces, "to"), b.negate(amount)])
        else:
            length = place.item
            inside = [] if place.where is None else [place.where]
    else:
        assert place.start is not None and place.end is not None
        windows = tuple(dict.fromkeys((*place.windows, *first.windows)))
        pieces = b.split(place.start, place.end, windows, tuple(dict.fromkeys(first.places)), place.list, place.where)
        at = b.piece(pieces, "from")
        length = b.elapsed(at, b.piece(pieces, "to"))
        inside = [b.fits(at, InWindow(window)) for window in place.windows]
    tests = tests_of(ctx, rows, replace(first, at=at, amount=amount))
    if tests is None:
        return None
    if inside:
        length = b.select(b.all(inside), length, ctx.zero(meter.measured.type))
    holds: list[Ref] = []
    none_so_far: list[Ref] = []
    for test in tests:
        both = [*none_so_far, *([] if test is None else [test])]
        holds.append(b.all(both) if both else b.constant(True, TRUTH))
        none_so_far += [] if test is None else [b.not_(test)]
    return Pieces(pieces, b.in_pieces(length, pieces), tuple(tests), tuple(holds))


def tests_of(ctx: Context, rows: tuple[sx.PriceRow, ...], running: Running) -> list[Ref | None] | None:
    """The conditions of the rows at the moment that is priced; None (reported) where one has no meaning."""
    ctx.running, outer = running, ctx.running
    tests = [None if row.when is None else condition(ctx, row.when) for row in rows]
    ctx.running = outer
    if any(test is None and row.when is not None for test, row in zip(tests, rows, strict=True)):
        return None
    return tests


def charged_part(ctx: Context, meter: Meter, pieces: Pieces) -> Ref:
    """What is left of a piece by the quantity line: behind its free part, the last one with what its blocks add."""
    b, type_ = ctx.builder, meter.measured.type
    clauses = [one for one in meter.line.clauses if not isinstance(one, sx.BlocksByStart | sx.Timing)]
    if not clauses:
        return pieces.length
    free = [one.size for one in clauses if isinstance(one, sx.FreePart) and one.how == "first"]
    sizes = [expressions.evaluate(ctx, size) for size in free]
    skipped = b.sum([ctx.zero(type_), *(size.ref for size in sizes if size is not None)])
    return up_to(ctx, pieces, pieces.length, skipped, meter.billed.ref, type_)


def up_to(ctx: Context, pieces: Pieces, length: Ref, skipped: Ref, billed: Ref, type_: ValueType) -> Ref:
    """Of each piece what lies behind the first `skipped` and is among the next `billed`, when the pieces are
    joined end to end and the last one reaches on without end."""
    b = ctx.builder
    zero = ctx.zero(type_)
    so_far = b.so_far(length)
    end, stop = b.sum([so_far, length]), b.sum([skipped, billed])
    is_last = b.all([b.compare("<", zero, length), b.compare("=", end, b.reduce("sum", pieces.list, length))])
    upper = b.select(is_last, stop, b.min([end, stop]))
    lower = b.max([so_far, skipped])
    return b.select(b.compare("<", zero, length), b.max([zero, b.sum([upper, b.negate(lower)])]), zero)


def rate_and_block(ctx: Context, row: sx.PriceRow, meter: Meter) -> tuple[ex.Expr, Sized | None] | None:
    """A row's price as a rate, and the block in which its quantity is counted: `0.60 EUR per started 30 min`,
    `1.20 EUR/h, per started 30 min`, or under `each block by its start` the block of the quantity line."""
    terms = row.value.terms if isinstance(row.value, ex.Sum) else ((1, row.value),)
    written = [one for one in row.clauses if isinstance(one, sx.Block)]
    for _, term in terms:
        if isinstance(term, ex.Per) and term.block and term.of is None:
            written.append(sx.Block(term.block, term.size, term.span))
    if not written and meter.by_start is not None and not is_free(row.value):
        written = [one for one in meter.line.clauses if isinstance(one, sx.Block)]
    if len(written) > 1:
        ctx.report(say.one_block(written[1].span, written[0].span))
        return None
    rate = rate_of(row.value)
    if not written:
        return rate, None
    size = sized(ctx, written[0].size, meter.measured)
    step = None if size is None else ctx.constant(size, written[0].size.span, "the size of a block")
    if step is None:
        return None
    if step <= 0:
        ctx.report(say.must_be_positive("the size of a block", written[0].size.span))
        return None
    return rate, Sized(step, written[0].how == "full")


def is_free(price: ex.Expr) -> bool:
    return isinstance(price, ex.Word) and price.word == "free"


def in_blocks(ctx: Context, meter: Meter, pieces: Pieces, left: Ref, known: list[tuple[ex.Expr, Sized | None]]) -> Ref:
    """The pieces in the blocks of their rows. Their sum is rounded once to the block of the last piece under a
    price, which bears what this adds; or each block is that of the row in which it starts."""
    b, type_ = ctx.builder, meter.measured.type
    if all(block is None for _, block in known):
        return left
    zero = ctx.zero(type_)
    if meter.by_start is not None:
        size = zero
        for (_, block), holds in reversed(list(zip(known, pieces.holds, strict=True))):
            size = b.select(holds, zero if block is None else number(ctx, block.size, type_), size)
        return b.started_blocks(b.in_pieces(left, pieces.list), b.in_pieces(size, pieces.list))
    priced = b.any([holds for (rate, _), holds in zip(known, pieces.holds, strict=True) if not is_free(rate)])
    length = b.in_pieces(b.select(priced, left, zero), pieces.list)
    total = b.reduce("sum", pieces.list, length)
    is_last = b.all([b.compare("<", zero, length), b.compare("=", b.sum([b.so_far(length), length]), total)])
    billed = total
    for (_, block), holds in zip(known, pieces.holds, strict=True):
        if block is not None:
            mode: RoundMode = "down" if block.full else "next" if ctx.next_blocks and type_ == DURATION else "up"
            here = b.reduce("count", pieces.list, None, b.all([is_last, holds]))
            billed = b.select(b.compare("<", b.number(Fraction(0)), here), b.round(total, block.size, mode), billed)
    return b.select(priced, up_to(ctx, pieces, length, zero, billed, type_), left)


def number(ctx: Context, value: Fraction, type_: ValueType) -> Ref:
    assert isinstance(type_, Num)
    return ctx.builder.number(value, type_.dimension)


def uncovered(
    ctx: Context, line: sx.Price, price_rows: tuple[sx.PriceRow, ...], pieces: Pieces, left: Ref, name: str
) -> Value:
    """Nothing where a row holds in every piece; what is not priced by any row has no price."""
    b, type_ = ctx.builder, money(ctx.currency)
    nothing = ctx.zero(type_)
    keys = [test for test in pieces.tests if test is not None]
    if len(keys) < len(pieces.tests):
        return Value(type_, nothing)
    cells: list[tuple[Cell, ...]] = [
        tuple(OneOf((True,)) if place == row else AnyValue() for place in range(len(keys))) for row in range(len(keys))
    ]
    table = b.table(f"price of `{name}`", keys, cells, "first")
    ctx.origins.append((table, ctx.origin(line.span)))
    asked = [row.when.span if row.when is not None else row.span for row in price_rows]
    ctx.row_origins.append((table, tuple(map(ctx.origin, asked))))
    some = b.compare("<", b.number(Fraction(0), b.type(left).dimension), left)
    return Value(type_, b.reduce("sum", pieces.list, b.pick(table, [nothing] * len(keys)), some))


def one_row(ctx: Context, row: sx.PriceRow, rate: ex.Expr, left: Value, pieces: Pieces, holds: Ref) -> Priced | None:
    """The amount of the pieces for which a row holds. Money in a row is due once, when it holds at all."""
    b, zero = ctx.builder, ctx.zero(left.type)
    quantity = Value(left.type, b.reduce("sum", pieces.list, left.ref, holds))
    entered = b.compare("<", zero, quantity.ref)
    found = prices.price(ctx, rate, quantity, Reach(entered))
    if found is None:
        return None
    if b.lists[found.amount.ref] is not None:
        each = Value(left.type, b.select(holds, left.ref, zero))
        found = prices.price(ctx, rate, each, Reach(b.compare("<", zero, each.ref)))
        amount = None if found is None else plain(ctx, found.amount, row.span)
        if found is None or amount is None:
            return None
        found = Priced(Value(found.amount.type, b.reduce("sum", pieces.list, amount)))
    bounds = tuple(clause for clause in row.clauses if isinstance(clause, sx.Bound))
    bounded = prices.bounded(ctx, found, bounds)
    if bounded is None or not bounds:
        return bounded
    amount = plain(ctx, bounded.amount, row.span)
    if amount is None:
        return None
    return replace(bounded, amount=Value(found.amount.type, b.select(entered, amount, ctx.zero(found.amount.type))))
