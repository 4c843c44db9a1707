"""What a `for each` goes through: the items of a list, the blocks of a list, the pieces of a period."""

from __future__ import annotations

from dsl import expressions as ex
from dsl import syntax as sx
from dsl.lower import expressions, grouped, lists, pieces
from dsl.lower.context import Context, Entity
from engine.graph import ListRef


def items_of(ctx: Context, decl: sx.ForEach) -> tuple[Entity, ListRef] | None:
    """The item of a `for each`, and the list that it goes through."""
    name = decl.name
    if isinstance(decl.list, ex.Aggregate):
        series = grouped.series(ctx, decl.list)
        if series is None:
            return None
        return Entity(name.text, "piece", name.span, lambda: series.value, detail="block", used=True), series.groups
    if not isinstance(decl.list, ex.Blocks):
        entity = lists.list_of(ctx, decl.list)
        if entity is None:
            return None
        item = Entity(name.text, "item", name.span, detail=f"item of {entity.name}", used=True)
        item.members = entity.members
        return item, entity.name
    assert decl.list.of is not None
    cut, whole = pieces.cut_of(ctx, decl.list), expressions.evaluate(ctx, decl.list.of)
    if cut is None or whole is None:
        return None
    made = pieces.cut_up(ctx, whole, cut, decl.list.of.span, decl.list.span)
    if made is None:
        return None
    return Entity(name.text, "piece", name.span, lambda: made.piece, detail="piece", used=True), made.count
