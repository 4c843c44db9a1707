"""`plan` and `choose`: alternatives of which the cheapest stands on the bill.

A plan is priced on a copy of the bill as it stands above the `choose`, so that `total` in it is everything above,
the charges outside of all plans included. The lines of all plans are then on the bill, each under the condition that
its plan was chosen, and count nothing where it was not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dsl import header
from dsl import syntax as sx
from dsl.diagnostics import Span
from dsl.lower.bill import Bill
from dsl.lower.conditions import condition, cross
from dsl.lower.context import Context, Entity, Value
from dsl.lower.expressions import first_that_holds
from dsl.lower.sides import before_tax, name_sides
from dsl.messages import meaning as say
from dsl.value_types import ChoiceOf
from engine import graph as g
from engine.declarations import Type
from engine.graph import Amount, Ref

Take = Callable[[sx.Declaration], None]
"""Takes a declaration up into the plan's copy of the bill."""


MOST_PLANS = 20
"""Each is compared with each."""


@dataclass(slots=True)
class Option:
    """A plan that was priced on a copy of the bill."""

    plan: sx.Plan
    bill: Bill
    own: dict[str, Entity]
    """Its names."""
    test: Ref | None
    amount: Value
    """What the bill comes to with it."""


def priced(ctx: Context, plan: sx.Plan, copy: Bill, take: Take) -> Option | None:
    """A plan on its copy of the bill. None: something in it was reported."""
    before = len(ctx.diagnostics)
    test = None if plan.when is None else condition(ctx, plan.when)
    own: dict[str, Entity] = {}
    with ctx.names.of_plan(own, lines_in(plan.body)):
        for decl in plan.body:
            if not isinstance(decl, sx.Charge | sx.Limit | sx.Adjustment | sx.Tax | sx.LetDecl | sx.ForEach):
                ctx.report(say.not_in_plan(decl.span))
                continue
            for inner in decl.body if isinstance(decl, sx.ForEach) else ():
                if isinstance(inner, sx.ResultDecl):
                    ctx.report(say.not_in_plan(inner.span))
            take(decl)
        for entity in list(own.values()):
            if entity.kind == "let":
                ctx.value_of(entity, entity.span)
    if copy.open_amounts:
        ctx.report(say.needs_rounding(plan.name.span))
    if len(ctx.diagnostics) > before and any(d.severity == "error" for d in ctx.diagnostics[before:]):
        return None
    return Option(plan, copy, own, test, copy.type)


def lines_in(body: Sequence[sx.Declaration]) -> dict[str, Span]:
    """The names of lines that a body declares, with their places."""
    found: dict[str, Span] = {}
    for decl in body:
        if isinstance(decl, sx.ForEach):
            found |= lines_in(decl.body)
        elif isinstance(decl, sx.Charge | sx.Limit | sx.Adjustment | sx.Tax):
            found.setdefault(decl.name.text, decl.name.span)
    return found


def chosen_from(
    ctx: Context, decl: sx.Choose, plans: dict[str, sx.Plan], used: dict[str, Span]
) -> list[sx.Plan] | None:
    """The plans that a choice names. None: a mistake among them was reported."""
    found: list[sx.Plan] = []
    good = True
    for name in decl.plans:
        plan = plans.get(name.text)
        if name.text in used:
            ctx.report(say.plan_twice(name.text, name.span, used[name.text]))
            good = False
        elif plan is not None:
            used[name.text] = name.span
            found.append(plan)
        else:
            good = False
            known = ctx.names.find(name.text)
            if known is not None and known.kind != "broken":
                ctx.report(say.plan_expected(name.text, known.kind, name.span))
            elif known is None and name.text not in ctx.names.broken:
                ctx.report(say.unknown_name(name.text, name.span, list(plans)))
    if good and not 2 <= len(found) <= MOST_PLANS:
        ctx.report(say.number_of_plans(len(found), MOST_PLANS, decl.span))
        return None
    return found if good else None


def choose(
    ctx: Context, decl: sx.Choose, options: Sequence[Option], bill: Bill, prices: header.PricesTax | None
) -> g.Choice | None:
    """Puts the cheapest of the plans on the bill. None: a mistake was reported."""
    b = ctx.builder
    amounts = before_tax(ctx, [option.bill for option in options], prices, decl.name.span)
    if amounts is None:
        return None
    for option, amount_of in zip(options, amounts, strict=True):
        option.amount = amount_of
    names = tuple(option.plan.name.text for option in options)
    words = [b.constant(name, Type("choice", options=names)) for name in names]
    tests = [_cheapest(ctx, options, place) for place in range(len(options))]
    last: list[Ref | None] = list(tests)
    if all(option.test is None for option in options):
        last[-1] = None  # one of them is the cheapest
    chosen = first_that_holds(ctx, last, words, decl.span, f"no plan of `{decl.name.text}` is open")
    before = bill.fork("")
    plans = []
    for option, word in zip(options, words, strict=True):
        holds = b.compare("=", chosen, word)
        bill.take(option.bill, before, holds)
        plan = option.plan
        label = plan.label.value if plan.label else plan.name.text
        amount = Amount(option.amount.ref, option.amount.divisor)
        plans.append(g.Plan(plan.name.text, label, amount, holds, option.test, ctx.origin(plan.span)))
        _from_outside(ctx, option, bill, before, holds, prices)
    name = decl.name
    value = Value(ChoiceOf(names), chosen)
    ctx.names.later.pop(name.text, None)
    ctx.declare(Entity(name.text, "choice", name.span, lambda: value, detail=f"one of {', '.join(names)}", used=True))
    return g.Choice(name.text, tuple(plans), ctx.origin(decl.span))


def _cheapest(ctx: Context, options: Sequence[Option], place: int) -> Ref:
    """Whether a plan is open and costs no more than any other that is."""
    b, own = ctx.builder, options[place]
    tests = [] if own.test is None else [own.test]
    for other in (*options[:place], *options[place + 1 :]):
        left, right = cross(ctx, own.amount, other.amount)
        dear = b.compare("<=", left, right)
        tests.append(dear if other.test is None else b.any([b.not_(other.test), dear]))
    return b.all(tests)


def _from_outside(
    ctx: Context, option: Option, bill: Bill, before: Bill, chosen: Ref, prices: header.PricesTax | None
) -> None:
    """`quickie` is what the plan came to, whether it was chosen or not; `quickie.kilometres` is what is left of a line
    on the bill, nothing where the plan was not chosen."""
    b, plan = ctx.builder, option.plan
    zero = bill.type

    def counted(value: Value | None) -> Value | None:
        return value and Value(value.type, b.select(chosen, value.ref, zero.ref))

    def value(entity: Entity) -> Value | None:
        if entity.kind in ("charge", "limit", "tax"):
            return bill.left_of(entity.lines)
        inside = None if entity.evaluate is None else entity.evaluate()
        return counted(inside) if entity.kind in ("discount", "surcharge") else inside

    def seen(entity: Entity) -> Entity:
        outside = Entity(
            entity.name, entity.kind, entity.span, lambda: value(entity),
            detail=entity.detail, used=True, lines=entity.lines,
        )  # fmt: skip
        whole = entity.full
        if whole is not None:
            outside.full = lambda: counted(whole())
        if entity.members:
            name_sides(ctx, bill, prices, outside)
        return outside

    ctx.names.later.pop(plan.name.text, None)
    amount = option.amount
    named = Entity(plan.name.text, "plan", plan.name.span, lambda: amount, detail="plan", used=True)
    named.lines = tuple(list(option.bill.entries)[len(before.entries) :])
    named.members = {name: seen(entity) for name, entity in option.own.items()}
    ctx.declare(named)
