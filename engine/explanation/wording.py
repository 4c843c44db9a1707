"""Conditions, cells and missing values of a graph in plain words."""

from __future__ import annotations

from fractions import Fraction

from engine import graph as g
from engine.declarations import Type
from engine.explanation.display import Display
from engine.graph import Cell, Graph, Ref
from engine.outcome import Value

_PARTS = {"from": "start of ", "to": "end of ", "": "", "given": ""}


class Wording:
    """Words for the nodes of one graph."""

    def __init__(self, graph: Graph, display: Display) -> None:
        self._graph = graph
        self._display = display

    def name(self, ref: Ref) -> str | None:
        """What a value is called: `zone`, `start of ride`, `length of ride`; None where it has no name."""
        match self._graph.nodes[ref]:
            case g.Input(name, part, list):
                return _PARTS[part] + (f"{list}.{name}" if list else name)
            case g.Piece(split):
                made = self._graph.nodes[split]
                start = self._graph.nodes[made.start] if isinstance(made, g.Split) else None
                if not isinstance(start, g.Input):
                    return None
                return f"{start.list}.{start.name}" if start.list else start.name
            case g.Whole(_, arg):
                return self.name(arg)
            case g.DateOf(moment):
                inner = self.name(moment)
                return inner and f"date of {inner}"
            case g.Position(list):
                return f"position in {list}" if isinstance(list, str) else "position"
            case g.Before(carry):
                return self._graph.carries[carry].name
            case g.Sum((end, minus)):
                nodes = self._graph.nodes
                last, first = nodes[end], nodes[minus]
                start = nodes[first.arg] if isinstance(first, g.Negate) else None
                if not isinstance(last, g.Input) or not isinstance(start, g.Input):
                    return None
                return f"length of {last.name}" if last.part == "to" and start.name == last.name else None
            case g.Overlap(_, end, window):
                last = self._graph.nodes[end]
                during = self._graph.windows[window].name
                return f"{last.name} during {during}" if isinstance(last, g.Input) else None
            case g.Coverage(start, months=months):
                first = self._graph.nodes[start]
                unit = {0: "days", 1: "months", 3: "quarters", 12: "years"}[months]
                return f"{unit} of {first.name}" if isinstance(first, g.Input) else None
            case g.Reduce("count", str(list), _, None):
                return f"count of {list}"
            case g.Const(value):
                return self.constant(value, self._graph.types[ref])
            case _:
                return None

    def constant(self, value: Value, type_: Type) -> str:
        """A constant or the value of a cell."""
        return self._display.value(type_, value)

    def cell(self, cell: Cell, type_: Type) -> str:
        """What a cell asks for: `city or suburb`, `above 5 km up to 50 km`, `in night`."""
        match cell:
            case g.AnyValue():
                return "anything"
            case g.OneOf(values):
                return " or ".join(self.constant(value, type_) for value in values)
            case g.Range(lower, upper, lower_in, upper_in):
                return self._range(lower, upper, lower_in, upper_in, type_)
            case g.InWindow(window):
                return f"in {self._graph.windows[window].name}"
            case g.StartsWith(prefixes):
                return "a text that starts with " + " or ".join(prefixes)
            case g.Excluding(inner):
                return f"not {self.cell(inner, type_)}"

    def _range(
        self, lower: Fraction | None, upper: Fraction | None, lower_in: bool, upper_in: bool, type_: Type
    ) -> str:
        in_time = type_.kind in ("moment", "date")
        said = []
        if lower is not None:
            word = "from" if lower_in else "after" if in_time else "above"
            said.append(f"{word} {self.constant(lower, type_)}")
        if upper is not None:
            word = "up to" if upper_in else "before" if in_time else "under"
            said.append(f"{word} {self.constant(upper, type_)}")
        return (" and " if in_time else " ").join(said) or "anything"

    def condition(self, ref: Ref) -> str | None:
        """A condition in words: `segment is student`; None where it has no short words."""
        graph = self._graph
        match graph.nodes[ref]:
            case g.Input(part="given"):
                name = self.name(ref)
                return f"{name} is given"
            case g.Input() | g.Const():
                return self.name(ref)
            case g.Fits(key, cell):
                name = self.name(key)
                return name and f"{name} is {self.cell(cell, graph.types[key])}"
            case g.Compare(op, left, right):
                a, b = self.name(left), self.name(right)
                words = {"<": "is less than", "<=": "is at most", "=": "is"}[op]
                return f"{a} {words} {b}" if a and b else None
            case g.Whole(_, arg):
                return self.condition(arg)
            case g.All(args):
                return self._joined(args, " and ")
            case g.Any(args):
                return self._joined(args, " or ")
            case g.Not(arg):
                inner = self.condition(arg)
                return inner and f"not ({inner})"
            case _:
                return None

    def _joined(self, refs: tuple[Ref, ...], word: str) -> str | None:
        said = []
        for ref in refs:
            inner = self.condition(ref)
            if inner is None:
                return None
            nested = isinstance(self._graph.nodes[ref], g.All | g.Any)
            said.append(f"({inner})" if nested else inner)
        return word.join(said)
