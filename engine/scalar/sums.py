"""The terms that a generated sum really needs.

Bills add the same over and over: a total is the lines so far, an adjustment is what it leaves less what there
was. An earlier sum stands for its terms, and what is added and taken off again is left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from engine import graph as g
from engine.graph import Ref
from engine.scalar.fragments import Code
from engine.scalar.source import Writer

_LOOKED_BACK = 5
"""How many of its last terms a sum may have beyond an earlier one that stands for the others."""


def terms(writer: Writer, ref: Ref, node: g.Sum) -> list[Code]:
    """The terms of a sum, not more than it has."""
    found = _counted(writer, node.args)
    while (fewer := _opened(writer, found)) is not None:
        found = fewer
    opened = found
    for size in range(len(node.args) - 1, max(1, len(node.args) - _LOOKED_BACK), -1):
        earlier, own = writer.sums.get((writer.place, node.args[:size]), (ref, found))
        if earlier != ref and writer.values[earlier].atom:
            standing = Counter(found)
            standing.subtract(own)
            standing[earlier] += 1
            standing = _without_zeros(standing)
            found = standing if len(standing) < len(found) else found
            break
    writer.sums[writer.place, node.args] = ref, opened
    return [_times(writer.values[part], times) for part, times in found.items()]


def _opened(writer: Writer, found: Counter[Ref]) -> Counter[Ref] | None:
    """The terms with a sum among them replaced by its own, where this leaves fewer; None when it never does."""
    for part, times in found.items():
        inner = writer.graph.nodes[part]
        if not isinstance(inner, g.Sum) or not _at_hand(writer, part):
            continue
        own = _counted(writer, inner.args)
        gone = sum(found[ref] == -each * times for ref, each in own.items())
        new = [ref for ref in own if ref not in found]
        if gone + 1 > len(new) and all(writer.values[ref].atom for ref in new):
            opened = Counter(found)
            del opened[part]
            for ref, each in own.items():
                opened[ref] += each * times
            return _without_zeros(opened)
    return None


def _counted(writer: Writer, args: tuple[Ref, ...]) -> Counter[Ref]:
    """How many times each node is added, less the times it is taken off."""
    found: Counter[Ref] = Counter()
    for arg in args:
        node = writer.graph.nodes[arg]
        if isinstance(node, g.Negate) and _at_hand(writer, arg):
            known = writer.values[node.arg]
            if known.atom or writer.order.inlined(arg):
                found[node.arg] -= 1
                continue
        found[arg] += 1
    return _without_zeros(found)


def _at_hand(writer: Writer, ref: Ref) -> bool:
    """Whether the operands of a node can be read where the node that is being written stands."""
    return writer.order.place(ref) in (None, writer.place)


def _without_zeros(terms: Counter[Ref]) -> Counter[Ref]:
    return Counter({ref: times for ref, times in terms.items() if times})


def _times(code: Code, factor: int) -> Code:
    if code.const is not None:
        return replace(code, const=code.const * factor)
    assert code.unit is not None
    return replace(code, unit=code.unit * factor)
