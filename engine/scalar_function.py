"""Puts a generated function together: what stands before and after loops, the loops, the checks, the answers."""

from __future__ import annotations

from collections.abc import Sequence

from engine import graph as g
from engine.graph import Ref
from engine.scalar_code import atom, in_unit
from engine.scalar_nodes import express
from engine.scalar_order import is_length
from engine.scalar_source import Answer, Source, Writer
from engine.slots import slots

_INDENT = "    "


def function_source(graph: g.Graph, answers: Sequence[Answer]) -> Source:
    """The source of `price`, which takes the slots and returns the answers in their order.

    A tuple for each item stands for an answer in a list. Failures are raised by `fail(code)` and
    `refuse(requirement, problem)`, which the caller provides.
    """
    writer = Writer(graph, answers)
    order, nodes = writer.order, graph.nodes
    loops = [name for name in (one.name for one in graph.inputs if one.kind == "list")]
    for level in range(max((order.levels[ref] for ref in order.needed), default=0) + 1):
        for ref in order.needed:
            reduced = isinstance(nodes[ref], g.Reduce) and not is_length(nodes[ref])
            if order.lists[ref] is None and order.levels[ref] == level and not reduced:
                writer.define(ref, express(writer, ref))
        for name in loops:
            _loop(writer, name, level)
    _check(writer)
    writer.block.append(f"return ({''.join(f'{text}, ' for text in _answers(writer))})")
    arguments = ", ".join(f"x{place}" for place in range(len(slots(graph.inputs))))
    body = "".join(f"{_INDENT}{line}\n" for line in writer.block)
    return Source(f"def price({arguments}):\n{body}", writer.constants)


# ---------------------------------------------------------------------------------------------- loops


def _loop(writer: Writer, list: str, level: int) -> None:
    """Writes the loop over a list at a level, if there is anything to do in it."""
    order, nodes, place = writer.order, writer.graph.nodes, (list, level)
    own = [ref for ref in order.needed if order.place(ref) == place and not order.is_leaf(ref)]
    reduced = [
        ref
        for ref in order.needed
        if isinstance(node := nodes[ref], g.Reduce)
        and node.list == list
        and order.levels[ref] == level + 1
        and not is_length(node)
    ]
    answered = [
        number for number, one in enumerate(writer.answers) if one.list == list and _level(writer, one) == level
    ]
    required = [
        number
        for number, rule in enumerate(writer.graph.requirements)
        if rule.list == list and order.read_level(list, (rule.condition,)) == level
    ]
    if not (own or reduced or answered or required):
        return
    before, body, tail = writer.block, [], []  # type: tuple[list[str], list[str], list[str]]
    outer = writer.enter(place, body)
    stored = [ref for ref in order.read_in(place) if not order.is_leaf(ref)]
    for ref in stored:
        writer.values[ref] = atom(f"v{ref}", writer.values[ref].unit)
        if ref in writer.fails:
            writer.fails[ref] = f"f{ref}"
    for ref in order.read_in(place):
        if order.is_leaf(ref):
            writer.define(ref, express(writer, ref))
    for ref in own:
        writer.define(ref, express(writer, ref))
    writer.block = tail
    for ref in own:
        if any(user != place for user in order.uses[ref]):
            before.append(f"s{ref} = []")
            tail.append(f"s{ref}.append({writer.values[ref].text})")
