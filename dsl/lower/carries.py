"""`carry x from START over LIST`: a value that goes from item to item.

In a line under `for each` over its list, and in what is added up over it, `x` is the value after the item at hand; in
all other places that after the last item. In a `next` line `x` itself, and what is carried further down, is the value
before the item; what is carried further up has already moved on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dsl import syntax as sx
from dsl.lower import expressions, lists
from dsl.lower.arithmetic import free_as, plain
from dsl.lower.context import Context, Entity, Value
from dsl.messages import meaning as say
from dsl.value_types import YES_NO, ChoiceOf, Num, ValueType, joins, type_words
from engine.declarations import Type, common_scale
from engine.graph import Ref

GRIDS = 4
"""A grid that is still not fine enough after so many is made finer by every item."""


@dataclass(slots=True)
class Running:
    """The values that are carried over one list, in written order."""

    decls: list[sx.Carry]
    over: Entity
    starts: list[Value] = field(default_factory=list)
    nexts: list[Ref] = field(default_factory=list)
    state: str = "new"


def declare(ctx: Context, decls: Sequence[sx.Carry]) -> None:
    groups: dict[str, Running] = {}
    for decl in decls:
        over = lists.list_of(ctx, decl.over)
        if over is None:
            ctx.names.entities.setdefault(decl.name.text, Entity(decl.name.text, "broken", decl.name.span, used=True))
            continue
        group = groups.setdefault(over.name, Running([], over))
        place = len(group.decls)
        group.decls.append(decl)
        entity = Entity(decl.name.text, "carry", decl.name.span)
        entity.evaluate = lambda group=group, place=place, entity=entity: carried(ctx, group, place, entity)
        ctx.declare(entity)


def carried(ctx: Context, group: Running, place: int, entity: Entity) -> Value | None:
    """The value after the item at hand, or after the last."""
    if group.state == "open":
        ctx.report(say.circle(entity.name, entity.span, entity.span))
        return None
    if group.state == "new":
        group.state = "open"
        with ctx.scoped([], None):
            group.state = "done" if work_out(ctx, group) else "broken"
    if group.state == "broken":
        return None
    start, after = group.starts[place], group.nexts[place]
    entity.detail = type_words(start.type)
    if ctx.item_list == group.over.name:
        return Value(start.type, after)
    b = ctx.builder
    none = b.compare("=", b.reduce("count", group.over.name, None), ctx.zero(Num()))
    return Value(start.type, b.select(none, start.ref, b.reduce("last", group.over.name, after)))


def work_out(ctx: Context, group: Running) -> bool:
    """Finds the grids on which all values stay, and their next values there."""
    b = ctx.builder
    for decl in group.decls:
        start = expressions.as_number(ctx, expressions.evaluate(ctx, decl.start))
        ref = None if start is None else plain(ctx, start, decl.start.span)
        if start is None or ref is None:
            return False
        if not isinstance(start.type, Num | ChoiceOf) and start.type != YES_NO:
            ctx.report(say.number_expected(start.type, decl.start.span))
            return False
        type_: ValueType = Num(start.type.dimension, start.type.percent) if isinstance(start.type, Num) else start.type
        group.starts.append(Value(type_, ref))
    types = [b.type(start.ref) for start in group.starts]
    for _ in range(GRIDS + len(types)):
        befores = [b.before(group.over.name, type_) for type_ in types]
        nexts = next_values(ctx, group, befores)
        if nexts is None:
            return False
        found = [_joined(type_, b.type(ref)) for type_, ref in zip(types, nexts, strict=True)]
        if found == types:
            group.nexts = nexts
            for decl, before, start, after in zip(group.decls, befores, group.starts, nexts, strict=True):
                b.carry(decl.name.text, before, start.ref, after)
            return True
        finer = next(place for place, type_ in enumerate(types) if found[place] != type_)
        types = found
    ctx.report(say.carry_needs_rounding(group.decls[finer].name.text, group.decls[finer].next.span))
    return False


def next_values(ctx: Context, group: Running, befores: Sequence[Ref]) -> list[Ref] | None:
    nexts: list[Ref] = []
    for decl, start in zip(group.decls, group.starts, strict=True):
        scope = dict(group.over.members)
        for other, before, first in zip(group.decls, [*nexts, *befores[len(nexts) :]], group.starts, strict=True):
            scope[other.name.text] = _known(ctx, other, Value(first.type, before), other is decl)
        with ctx.scoped([scope], group.over.name):
            found = expressions.as_number(ctx, expressions.evaluate(ctx, decl.next, start.type))
            if found is None:
                return None
            if not joins(start.type, found.type):
                ctx.report(say.does_not_join(start.type, found.type, decl.next.span, decl.start.span))
                return None
            ref = plain(ctx, free_as(ctx, found, start.type), decl.next.span)
        if ref is None:
            return None
        nexts.append(ref)
    return nexts


def _known(ctx: Context, decl: sx.Carry, value: Value, own: bool) -> Entity:
    """A carried value as a `next` line sees it; naming another one uses that."""

    def evaluate() -> Value:
        known = ctx.names.entities.get(decl.name.text)
        if known is not None and not own:
            known.used = True
        return value

    return Entity(decl.name.text, "carry", decl.name.span, evaluate, used=True)


def _joined(type_: Type, other: Type) -> Type:
    if type_.kind != "number":
        return type_
    return Type("number", type_.dimension, common_scale([type_.scale, other.scale]))
