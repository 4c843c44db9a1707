"""What is known of a value before anything is asked: from the bounds of the inputs that it is worked out from."""

from __future__ import annotations

from dsl.lower.context import Context
from engine.graph import Graph, Input, Node, Ref
from engine.intervals import OPEN, Interval, intervals


def bounds_of(ctx: Context, ref: Ref) -> Interval:
    """The least and the greatest that a node can be; open where it rests on an input that is being declared."""
    if ctx.builder.type(ref).kind not in ("number", "date", "moment"):
        return OPEN
    nodes = tuple(ctx.builder.nodes[: ref + 1])
    if not all(_is_declared(ctx, node) for node in nodes):
        return OPEN
    graph = Graph(
        "", "", ctx.currency, ctx.zone or "UTC", tuple(ctx.declared), tuple(ctx.windows), nodes,
        tuple(ctx.builder.types[: ref + 1]), (), (), (), (), None,
    )  # fmt: skip
    return intervals(graph)[ref]


def _is_declared(ctx: Context, node: Node) -> bool:
    """Whether the input or the list that a node names is declared; one with a mistake is not."""
    of = getattr(node, "list", None) or getattr(node, "of", None)
    fields = ctx.declared
    if isinstance(of, str):
        found = next((one for one in ctx.declared if one.name == of), None)
        if found is None:
            return False
        fields = list(found.fields)
    return not isinstance(node, Input) or any(one.name == node.name for one in fields)
