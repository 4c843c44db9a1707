"""Gathers the items of a list into groups: one pass, a dictionary from the number of a group to its values."""

from __future__ import annotations

from fractions import Fraction

from engine import graph as g
from engine.graph import Ref
from engine.scalar.fragments import atom, in_unit
from engine.scalar.source import Writer

_INDENT = "    "
_ONE = Fraction(1)


def gather(writer: Writer, ref: Ref, before: list[str], after: list[str]) -> None:
    """Writes what an item adds to its group, and after the loop the list of the groups in order."""
    node = writer.graph.nodes[ref]
    assert isinstance(node, g.Groups)
    groups, own, failure = f"k{ref}", f"y{ref}", _failure(writer, node)
    ends = [end for end in (node.first, node.last) if end is not None]
    counted = [end for end in (node.list, *ends) if isinstance(end, Ref)]
    uncounted = writer.first_failure(counted)
    empty = bool(ends) and any(one.op in ("min", "max") for one in node.values)
    before.append(f"{groups} = {{}}")
    if failure is not None or uncounted is not None or empty:
        before.append(f"f{ref} = {uncounted or 0}")
    if failure is not None:
        writer.block += [f"if not f{ref}:", f"{_INDENT}f{ref} = {failure}"]
    steps = _steps(writer, ref, node)
    if node.where is not None:
        steps = [f"if {writer.values[node.where].embedded}:", *(_INDENT + step for step in steps)]
    writer.block += steps
    numbers = f"sorted({groups})"
    if ends:
        first, last = (in_unit(writer.values[end], _ONE) for end in ends)
        after.append(f"{own} = range({first}, {last} + 1)")
        numbers = own
        if empty:
            after += [f"if not f{ref} and not all(n in {groups} for n in {own}):", f"{_INDENT}f{ref} = {ref + 1}"]
    if failure is not None or uncounted is not None or empty:
        writer.fails[ref] = f"f{ref}"
        after += [f"if f{ref}:", f"{_INDENT}v{ref} = []", "else:"]
    indent = _INDENT if ref in writer.fails else ""
    nothing = "".join("0, " for _ in node.values)
    read = f"{groups}.get(n, ({nothing}))" if ends and not empty else f"{groups}[n]"
    after.append(f"{indent}v{ref} = [{read} for n in {numbers}]")
    writer.values[ref] = atom(f"v{ref}")


def _failure(writer: Writer, node: g.Groups) -> str | None:
    """The first failure that an item meets."""
    args = [one.arg for one in node.values if one.arg is not None]
    failure = writer.first_failure([node.key, *args])
    if failure is not None and node.where is not None:
        failure = f"({failure} if {writer.values[node.where].embedded} else 0)"
    if node.where not in writer.fails:
        return failure
    return f"{writer.fails[node.where]} or {failure}" if failure else writer.fails[node.where]


def _steps(writer: Writer, ref: Ref, node: g.Groups) -> list[str]:
    """What one item does to its group, which it opens where it is the first."""
    key, own = f"n{ref}", f"y{ref}"
    texts = [
        "1" if one.arg is None else in_unit(writer.values[one.arg], writer.graph.types[one.arg].scale)
        for one in node.values
    ]
    steps = [
        f"{key} = {in_unit(writer.values[node.key], _ONE)}",
        f"{own} = k{ref}.get({key})",
        f"if {own} is None:",
        f"{_INDENT}k{ref}[{key}] = [{', '.join(texts)}]",
        "else:",
    ]
    for place, (one, text) in enumerate(zip(node.values, texts, strict=True)):
        at = f"{own}[{place}]"
        if one.op in ("sum", "count"):
            steps.append(f"{_INDENT}{at} += {text}")
        else:
            steps.append(f"{_INDENT}{at} = {one.op}({at}, {text})")
    return steps
