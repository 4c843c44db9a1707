"""What is known of a value before anything is asked: from the bounds of the inputs that it is worked out from."""

from __future__ import annotations

from dsl.lower.context import Context
from engine.graph import Graph, Input, Ref
from engine.intervals import OPEN, Interval, intervals


def bounds_of(ctx: Context, ref: Ref) -> Interval:
    """The least and the greatest that a node can be; open where it rests on an input that is being declared."""
    if ctx.builder.type(ref).kind not in ("number", "date", "moment"):
        return OPEN
    nodes = tuple(ctx.builder.nodes[: ref + 1])
    declared = {one.name for one in ctx.declared}
    if any(isinstance(node, Input) and (node.list or node.name) not in declared for node in nodes):
        return OPEN
    graph = Graph(
        "", "", ctx.currency, ctx.zone or "UTC", tuple(ctx.declared), tuple(ctx.windows), nodes,
        tuple(ctx.builder.types[: ref + 1]), (), (), (), (), None,
    )  # fmt: skip
    return intervals(graph)[ref]
