"""How much of which months a line was charged for: `24 of 31 days + 2 months + 9 of 30 days`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from engine import graph as g
from engine.calendar_blocks import touching
from engine.explanation.display import duration_text
from engine.graph import Graph, Line, Ref
from engine.oracle.interpret import Evaluation
from engine.requests.reader import Values

_BLOCKS = {1: "month", 3: "quarter", 12: "year"}


def lines_with_coverages(graph: Graph) -> Mapping[str, frozenset[Ref]]:
    """For each line whose amount rests on how much of the calendar a period covers, the nodes that do."""
    resting: list[bool] = []
    for node in graph.nodes:
        resting.append(isinstance(node, g.Coverage) or any(resting[ref] for ref in g.operands(node)))
    marked = frozenset(ref for ref, rests in enumerate(resting) if rests)
    return {line.name: marked for line in graph.lines if not marked.isdisjoint(_roots(line))}


def _roots(line: Line) -> list[Ref]:
    return [ref for ref in (line.exact.value, line.exact.divisor) if ref is not None]


class Covered:
    """Tells the coverages of one request, as its price was worked out."""

    def __init__(self, graph: Graph, values: Values, resting: Mapping[str, frozenset[Ref]]) -> None:
        self._graph, self._resting = graph, resting
        self._at = Evaluation(graph, values)
        self._lists = g.item_lists(graph.nodes)
        self._amounts = {line.name: {line.amount.value, line.exact.value} for line in graph.lines}

    def of(self, line: Line, item: int | None) -> tuple[str, ...]:
        """What a line was charged for, once or for an item; other lines in it tell that themselves."""
        others = {ref for name, refs in self._amounts.items() if name != line.name for ref in refs}
        found = self._used(_roots(line), self._resting[line.name], others, line.list, item)
        return tuple(dict.fromkeys(words for ref in found if (words := self._words(ref, item))))

    def _used(
        self, roots: Iterable[Ref], resting: frozenset[Ref], others: set[Ref], list: g.ListRef | None, item: int | None
    ) -> Iterator[Ref]:
        """The coverages on which nodes rest, by the branches that were taken, in the order of the graph."""
        waiting, seen = [ref for ref in roots if ref not in others], set[Ref]()
        while waiting:
            ref = waiting.pop()
            if ref in seen or ref not in resting or ref in others:
                continue
            seen.add(ref)
            match node := self._graph.nodes[ref]:
                case g.Select(condition, then, otherwise):
                    waiting += [condition, then if self._value(condition, item) else otherwise]
                case g.Pick(row, options):
                    waiting += [row, options[int(self._value(row, item))]]
                case g.Reduce(list=of) if of != list:
                    pass
                case _:
                    waiting += g.operands(node)
        return (ref for ref in sorted(seen) if isinstance(self._graph.nodes[ref], g.Coverage))

    def _value(self, ref: Ref, item: int | None) -> Fraction:
        return Fraction(self._at.value(ref, None if self._lists[ref] is None else item))

    def _words(self, ref: Ref, item: int | None) -> str:
        node = self._graph.nodes[ref]
        assert isinstance(node, g.Coverage)
        if node.part == "denominator":
            return ""
        from_date = node.origin is not None and self._graph.types[node.origin].kind == "date"
        touched = touching(node.months, node.by, node.month_end, from_date, self._graph.time_zone)
        start, end = (int(self._value(one, item)) for one in (node.start, node.end))
        found = touched(start, end, None if node.origin is None else int(self._value(node.origin, item)))
        if found is None:
            return ""
        parts, between = found
        if node.by == "thirty":
            size = 30 * node.months or 1
            days = parts[0][0] if parts else 0
            parts, between = (((days % size, size),) if days % size else ()), days // size
        elif not node.months and node.by == "days":
            parts, between = (), between + len(parts)
        return _said(parts, between, _BLOCKS.get(node.months, "day"), node.by == "seconds")


def _said(parts: tuple[tuple[int, int], ...], between: int, block: str, seconds: bool) -> str:
    """The first part, the whole blocks and the last part; a part that is whole counts among the blocks."""
    whole = between + sum(part == length for part, length in parts)
    told = [f"{whole} {block}{'' if whole == 1 else 's'}"] if whole or not parts else []
    for place, (part, length) in enumerate(parts):
        if part < length:
            words = f"{part} of {length} days"
            if seconds:
                words = f"{duration_text(Fraction(part))} of {duration_text(Fraction(length))}"
            told.insert(0 if place == 0 and len(parts) > 1 else len(told), words)
    return " + ".join(told)
