"""The total and its sides: net, gross, and the header's tax between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from dsl import header
from dsl.diagnostics import Span
from dsl.lower.arithmetic import add, divide, plain, rounded, times
from dsl.lower.bill import Bill, Entry
from dsl.lower.context import Context, Entity, LineRounding, Value
from dsl.lower.tables import dated
from dsl.messages import meaning as say
from dsl.value_types import PERCENT, PLAIN, joins, money
from engine.graph import Amount, Line, LineSides, Ref


@dataclass(frozen=True, slots=True)
class Sides:
    """The total of the lines; net, tax and gross where the header names a tax."""

    total: Amount | None
    net: Amount | None = None
    tax: Amount | None = None
    gross: Amount | None = None


DETAILS = {
    "net": "what is left of the line, without tax",
    "tax": "the header's tax on what is left of the line",
    "gross": "what is left of the line, with tax",
}


def sides(ctx: Context, bill: Bill, prices: header.PricesTax | None, span: Span) -> Sides:
    """The answer below the lines; `span` is where a total that cannot be stated is reported."""
    if bill.open_amounts:
        return open_total(ctx, bill, span)
    if not bill.entries:
        return Sides(None)
    whole = plain(ctx, bill.total(), span)
    if whole is None:
        return Sides(None)
    total = whole
    if "total" in ctx.rounding:
        step = ctx.rounding["total"]
        total = ctx.builder.round(total, step.step, step.mode)
    if prices is None:
        return Sides(Amount(total))
    rate = dated(ctx, prices.tax.text, prices.rate)
    if rate is None:
        return Sides(Amount(total))
    if not joins(rate.type, PERCENT):
        ctx.report(say.percentage_expected(rate.type, prices.rate.span))
        return Sides(Amount(total))
    tax = header_tax(ctx, bill, rate, prices, total)
    if tax is None:
        return Sides(Amount(total))
    b = ctx.builder
    if prices.include:
        net = b.sum([total, b.negate(tax)])
        return Sides(Amount(total), Amount(net), Amount(tax), Amount(total))
    return Sides(Amount(total), Amount(total), Amount(tax), Amount(b.sum([total, tax])))


def name_totals(ctx: Context, bill: Callable[[], Bill], prices: header.PricesTax | None, span: Span) -> None:
    """`total`, `total net`, `total gross`: everything above on the bill at hand, and its sides."""
    type_ = money(ctx.currency)

    def side(which: str) -> Value | None:
        answer = sides(ctx, bill(), prices, span)
        amount = answer.total if which == "total" else answer.net if which == "net" else answer.gross
        return None if amount is None else Value(type_, amount.value, amount.divisor)

    for word, which in (("total", "total"), ("total net", "net"), ("total gross", "gross")):
        entity = Entity(word, "result", span, partial(side, which), detail="sum of everything above", used=True)
        ctx.names.entities[word] = entity


def name_sides(ctx: Context, bill: Bill, prices: header.PricesTax | None, entity: Entity) -> None:
    """`driving.net`, `driving.tax`, `driving.gross`: the sides of what is left of the lines a name stands for.

    They are exact unless the header rounds tax per line. Without a tax in the header a line has no sides."""
    if prices is None:
        return

    def side(which: str) -> Value | None:
        found = sides_of(ctx, bill, prices, entity.lines, entity.span)
        return None if found is None else found[tuple(DETAILS).index(which)]

    for word in DETAILS:
        evaluate = partial(side, word)
        entity.members[word] = Entity(word, "result", entity.span, evaluate, detail=DETAILS[word], used=True)


def sides_of(
    ctx: Context, bill: Bill, prices: header.PricesTax, lines: tuple[str, ...], span: Span
) -> tuple[Value, Value, Value] | None:
    """Net, tax and gross of what is left of some lines."""
    if any(name in bill.open_amounts for name in lines):
        ctx.report(say.needs_rounding(span))
        return None
    rate = dated(ctx, prices.tax.text, prices.rate)
    if rate is None or not joins(rate.type, PERCENT):
        return None  # which was reported
    rounding = ctx.rounding.get("tax")
    inner = rounding if rounding is not None and rounding.per == "line" else None
    entries = [bill.entries[name] for name in lines]
    groups = _by_rate(bill, entries, rate, "line" if inner else "")
    taxes = [(1, _tax(ctx, used, amounts, prices.include, inner, span)) for used, amounts in groups]
    return _around(ctx, bill, bill.left_of(lines), taxes, prices.include, span)


def with_sides(ctx: Context, bill: Bill, prices: header.PricesTax | None, span: Span) -> list[Line]:
    """The lines of the bill with their sides, where these add up to the sides of the total: where the tax is rounded
    per line or not at all.

    A charge has those of its amount as it was priced, an adjustment has what it changes in the lines it covers."""
    rounding = ctx.rounding.get("tax")
    inner = rounding if rounding is not None and rounding.per == "line" else None
    exact = ctx.rounding.keys().isdisjoint(("tax", "line", "total"))
    if prices is None or bill.open_amounts or not (inner or exact):
        return bill.lines
    rate = dated(ctx, prices.tax.text, prices.rate)
    if rate is None or not joins(rate.type, PERCENT):
        return bill.lines  # which was reported
    places = iter(range(len(bill.adjustments)))
    told: list[Line] = []
    for line in bill.lines:
        amount = Value(bill.type.type, line.amount.value)
        if line.kind in ("charge", "tax"):
            entry = bill.entries[line.name]
            own = [] if entry.untaxed else [(1, entry.rate or rate, [amount])]
        else:
            own = _changes(bill, next(places), rate, inner is not None)
        taxes = [(sign, _tax(ctx, used, amounts, prices.include, inner, span)) for sign, used, amounts in own]
        found = _around(ctx, bill, amount, taxes, prices.include, span)
        if found is None or (not ctx.exact_answers and any(value.divisor is not None for value in found)):
            return bill.lines
        told.append(replace(line, sides=LineSides(*(Amount(value.ref, value.divisor) for value in found))))
    return told


def _changes(bill: Bill, place: int, rate: Value, per_line: bool) -> list[tuple[int, Value, list[Value]]]:
    """The amounts, with their sign and rate, whose taxes are what an adjustment changes in the tax."""
    adjusted = bill.adjustments[place]
    entries = [bill.entries[name] for name in adjusted.covers]
    taxed = [entry for entry in entries if not entry.untaxed]
    rates = {(used.ref, used.divisor) for used in (entry.rate or rate for entry in taxed)}
    if not per_line and len(taxed) == len(entries) and len(rates) == 1:
        return [(1, taxed[0].rate or rate, [Value(bill.type.type, adjusted.amount)])]
    return [
        (sign, entry.rate or rate, [bill.left_before(entry.name, at)])
        for entry in taxed
        for sign, at in ((1, place + 1), (-1, place))
    ]


def _tax(
    ctx: Context, rate: Value, amounts: list[Value], include: bool, rounding: LineRounding | None, span: Span
) -> Value | None:
    """The tax on amounts or in them."""
    side = _side(ctx, rate, amounts, include, rounding, span)
    if side is None or not include:
        return side
    return add(ctx, [*((1, amount, span) for amount in amounts), (-1, side, span)])


def _around(
    ctx: Context, bill: Bill, amount: Value, taxes: Sequence[tuple[int, Value | None]], include: bool, span: Span
) -> tuple[Value, Value, Value] | None:
    """Net, tax and gross of an amount of the side in which the prices are, from its taxes with their signs."""
    known = [(sign, value, span) for sign, value in taxes if value is not None]
    if len(known) < len(taxes):
        return None
    tax = add(ctx, known) if known else bill.type
    other = None if tax is None else add(ctx, [(1, amount, span), (-1 if include else 1, tax, span)])
    if tax is None or other is None:
        return None
    return (other, tax, amount) if include else (amount, tax, other)


def before_tax(ctx: Context, bills: Sequence[Bill], prices: header.PricesTax | None, span: Span) -> list[Value] | None:
    """The sums of the lines without any tax, as plans are compared: without the lines that are taxes, and, where
    lines include the header's tax at rates of their own, without what they include."""
    lines = [[entry for entry in bill.entries.values() if not entry.is_tax] for bill in bills]
    own = any(entry.rate is not None or entry.untaxed for entries in lines for entry in entries)
    if prices is None or not prices.include or not own:
        return [bill.left_of(tuple(e.name for e in entries)) for bill, entries in zip(bills, lines, strict=True)]
    rate = dated(ctx, prices.tax.text, prices.rate)
    if rate is None:
        return None
    sums: list[Value] = []
    for bill, entries in zip(bills, lines, strict=True):
        whole: Value | None = bill.type
        for entry in entries:
            left = bill.left(entry.name)
            net = left if entry.untaxed else _side(ctx, entry.rate or rate, [left], True, None, span)
            whole = None if net is None or whole is None else add(ctx, [(1, whole, span), (1, net, span)])
        if whole is None:
            return None
        sums.append(whole)
    return sums


def open_total(ctx: Context, bill: Bill, span: Span) -> Sides:
    """`round nothing` with a quotient among the lines: the total is a quotient too, and has no sides."""
    terms = []
    for line in bill.lines:
        if line.condition is not None:
            ctx.report(say.needs_rounding(span))
            return Sides(None)
        terms.append((1, Value(bill.type.type, line.amount.value, line.amount.divisor), span))
    total = add(ctx, terms)
    return Sides(None if total is None else Amount(total.ref, total.divisor))


def header_tax(ctx: Context, bill: Bill, rate: Value, prices: header.PricesTax, total: Ref) -> Ref | None:
    """The tax of the whole bill: once over all lines unless the header says per line or per rate.

    Included tax is the total minus the rounded net."""
    own = any(entry.rate is not None or entry.untaxed for entry in bill.entries.values())
    rounding = ctx.rounding.get("tax")
    per = rounding.per if rounding is not None else ""
    rounding = rounding or ctx.rounding.get("line") or ctx.rounding.get("total")
    span = prices.rate.span
    b = ctx.builder
    whole = [(rate, [Value(bill.type.type, total)])]
    if own or per == "line":
        whole = _by_rate(bill, list(bill.entries.values()), rate, per)
    inner = rounding if per in ("line", "rate") else None
    sides_of = [_side(ctx, used, amounts, prices.include, inner, span) for used, amounts in whole]
    known = [side for side in sides_of if side is not None]
    if len(known) < len(sides_of):
        return None
    if not known:
        return bill.type.ref
    together = add(ctx, [(1, side, span) for side in known])
    if together is None:
        return None
    if rounding is not None and inner is None:
        together = rounded(ctx, together, rounding.step, rounding.mode)
    ref = plain(ctx, together, span)
    if ref is None or not prices.include:
        return ref
    taxed = add(ctx, [(1, amount, span) for _, amounts in whole for amount in amounts])
    gross = None if taxed is None else plain(ctx, taxed, span)
    return None if gross is None else b.sum([gross, b.negate(ref)])


def _by_rate(bill: Bill, entries: Sequence[Entry], rate: Value, per: str) -> list[tuple[Value, list[Value]]]:
    """What is left of those lines that are taxed, by their rate, or each line on its own."""
    groups: dict[tuple[Ref, Ref | None] | str, tuple[Value, list[Value]]] = {}
    for entry in entries:
        if entry.untaxed:
            continue
        used = entry.rate or rate
        key: tuple[Ref, Ref | None] | str = entry.name if per == "line" else (used.ref, used.divisor)
        groups.setdefault(key, (used, []))[1].append(bill.left(entry.name))
    return list(groups.values())


def _side(
    ctx: Context, rate: Value, amounts: list[Value], include: bool, rounding: LineRounding | None, span: Span
) -> Value | None:
    """The tax on amounts, or where it is included their net."""
    amount = add(ctx, [(1, one, span) for one in amounts])
    if amount is None:
        return None
    if include:
        one = Value(PLAIN, ctx.builder.number(Fraction(1)))
        factor = add(ctx, [(1, one, span), (1, Value(PLAIN, rate.ref, rate.divisor), span)])
        found = None if factor is None else divide(ctx, amount, factor, span)
    else:
        found = times(ctx, rate, amount, span)
    if found is None or rounding is None:
        return found
    return rounded(ctx, found, rounding.step, rounding.mode)
