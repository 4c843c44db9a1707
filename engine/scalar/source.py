"""Writes the source of a graph's function: integers only, straight on, loops over lists and nothing else.

All code is total: a value that does not exist is replaced by a plain one, and a failure expression stands
beside it, 0 when the value exists, else the code of the node that has none. Failures follow the path on which
values are needed (the chosen branch, conditions up to the deciding one, items that count), so at the end the
first failure that an answer meets is raised. Names come from a fixed table, with a number behind them:

| x input | v value of a node | f its failure | t part of an expression | K constant | i place of the item |
| c column of a table | m first rows of it | a sum so far | e its failure | r reduction | y value it compares |
| b carried value before the item | h its failure | n, l the same after it |
| s, g values and failures for later loops | o, d answers and divisors by item | p their failure | q requirement |
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

from engine import graph as g
from engine.calendars import clock
from engine.carried import fallible_carries
from engine.graph import Ref
from engine.intervals import Interval, intervals
from engine.scalar.fragments import DEEPEST, Code, atom, in_unit
from engine.scalar.order import Order, Place
from engine.scalar.tables import spans
from engine.slots import slots

_FEW_FAILURES = 8


@dataclass(frozen=True, slots=True)
class Source:
    """A generated function and the constants it names."""

    text: str
    constants: dict[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    """One value of the returned tuple: a node's, or a tuple of its values for each item of a list."""

    ref: Ref
    list: g.ListRef | None = None
    divisor: Ref | None = None
    """Answered behind it; zero is an error."""
    condition: Ref | None = None
    """Where it does not hold the value is 0 and need not exist."""
    checked: bool = True
    """Whether a missing value is an error; else the answer is None in its place."""

    @property
    def parts(self) -> tuple[Ref, ...]:
        """The nodes of the answer, in the order in which they are needed."""
        return tuple(ref for ref in (self.condition, self.ref, self.divisor) if ref is not None)


class Writer:
    """The state of writing one function; `engine.scalar.nodes` writes the nodes."""

    def __init__(self, graph: g.Graph, answers: Sequence[Answer]) -> None:
        self.graph = graph
        self.answers = answers
        self.intervals: tuple[Interval, ...] = intervals(graph)
        self.constants: dict[str, object] = {}
        self.values: dict[Ref, Code] = {}
        self.fails: dict[Ref, str] = {}
        """For every node that may have no value the failure: a name, or the code of a node that never has one."""
        self.parts: dict[str, tuple[str, ...]] = {}
        """The failures of which a named one is the first, unless they are many."""
        self._joined: dict[str, tuple[str, ...]] = {}
        self.plain: dict[Ref, object] = {}
        """The values of constants that are no numbers."""
        self.picked: dict[Ref, Code] = {}
        """What tables have looked up for the nodes that pick from them."""
        self.covered: set[Ref] = set()
        """The tables of which a row always fits."""
        self.failing_items: set[int] = set()
        """The answers for each item of which one may not exist."""
        self.block: list[str] = []
        self.place: Place = None
        self.counting = False
        """Whether the loop being written needs the number of the item."""
        self.reading: set[int] = set()
        """The fields of the item that the loop being written reads."""
        self.sums: dict[tuple[Place, tuple[Ref, ...]], tuple[Ref, Counter[Ref]]] = {}
        """The sums written so far by their terms, and what of these is needed."""
        self._constant_names: dict[object, str] = {}
        self._temporary: dict[str, str] = {}
        self._names = 0
        self.order = Order(graph, *self._wanted())
        self.answers_in: dict[Place, list[int]] = defaultdict(list)
        """The answers that a loop gives for each item."""
        for at, one in enumerate(answers):
            if one.list is not None:
                self.answers_in[one.list, self.order.level_of(one.list, one.parts)].append(at)
        self.requirements_in: dict[Place, list[int]] = defaultdict(list)
        """The requirements that a loop checks for each item."""
        for at, rule in enumerate(graph.requirements):
            if rule.list is not None:
                self.requirements_in[rule.list, self.order.levels[rule.condition]].append(at)
        self.fallible = fallible_carries(graph)
        """The carried values that may not exist."""
        self.by_instant = days_by_instant(graph, self.order)
        self._slots: dict[tuple[str | None, str, str], int] = {}
        for name, declared in [(None, graph.inputs), *((one.name, one.fields) for one in graph.inputs)]:
            self._slots |= {(name, slot.name, slot.part): place for place, slot in enumerate(slots(declared))}

    def _wanted(self) -> tuple[list[Ref], list[tuple[g.ListRef, tuple[Ref, ...]]]]:
        """What is read for the answers and requirements: outside of lists, and for each item."""
        outside: list[Ref] = []
        inside: list[tuple[g.ListRef, tuple[Ref, ...]]] = []
        for one in self.answers:
            if one.list is None:
                outside += one.parts
            else:
                inside.append((one.list, one.parts))
        for rule in self.graph.requirements:
            if rule.list is None:
                outside.append(rule.condition)
            else:
                inside.append((rule.list, (rule.condition,)))
        return outside, inside

    # names

    def constant(self, value: object) -> str:
        """The name of a constant."""
        key = value if isinstance(value, str | frozenset) else id(value)
        name = self._constant_names.get(key)
        if name is None:
            name = self._constant_names[key] = f"K{len(self.constants)}"
            self.constants[name] = value
        return name

    def name(self, text: str) -> str:
        """A name for an expression; the same one for the same expression in the same block."""
        if text.isidentifier() or text.isdigit():
            return text
        known = self._temporary.get(text)
        if known is None:
            known = self._temporary[text] = f"t{self._names}"
            self._names += 1
            self.block.append(f"{known} = {text}")
        return known

    def named(self, code: Code) -> Code:
        """The same expression as a name."""
        if code.atom:
            return code
        return atom(self.name(code.text), code.unit)

    def slot(self, name: str, part: str, list: str | None) -> str | None:
        """The name of an input's slot, None when it has no such part."""
        place = self._slots.get((list, name, part))
        if place is None:
            return None
        if list is None:
            return f"x{place}"
        self.reading.add(place)
        return f"x{self._slots[None, list, '']}_{place}"

    def of_whole(self, ref: Ref, index: str) -> tuple[str, str | None] | None:
        """The text and the failure of a node that is read off an item, for the item at an index (from 0); None
        for every other node."""
        node = self.graph.nodes[ref]
        if isinstance(node, g.Position):
            return f"({index} + 1)", None
        if isinstance(node, g.Group):
            return f"v{node.groups}[{index}][{node.place}]", None
        if not isinstance(node, g.Input) or node.list is None:
            return None
        item, given = f"{self.slot(node.list, '', None)}[{index}]", self._slots.get((node.list, node.name, "given"))
        text = f"{item}[{self._slots[node.list, node.name, node.part]}]"
        if given is None or node.part == "given":
            return text, None
        return text, f"0 if {item}[{given}] else {ref + 1} + {len(self.graph.nodes) + 1} * ({index} + 1)"

    # places

    def enter(self, place: Place) -> tuple[list[str], dict[str, str]]:
        """Begins the body of a loop; answers what `leave` needs."""
        outside = self.block, self._temporary
        self.place, self.block, self._temporary = place, [], dict(self._temporary)
        self.counting, self.reading = False, set()
        return outside

    def leave(self, outside: tuple[list[str], dict[str, str]]) -> list[str]:
        """Ends the body of a loop and answers it."""
        body = self.block
        self.place = None
        self.block, self._temporary = outside
        return body

    # failures

    def failure(self, ref: Ref) -> str:
        """The code of a node that has no value, for an item its place (from 1) in multiples of all codes."""
        if self.order.lists[ref] is None:
            return str(ref + 1)
        self.counting = True
        return f"({ref + 1} + {len(self.graph.nodes) + 1} * i)"

    def first_failure(self, refs: Iterable[Ref], *more: str) -> str | None:
        """The first failure among nodes all of which are needed, and further ones."""
        named = [self.fails[ref] for ref in refs if ref in self.fails]
        parts = tuple(dict.fromkeys(part for text in (*named, *more) for part in self.parts.get(text, (text,))))
        if len(parts) < 2:
            return parts[0] if parts else None
        text = f"({' or '.join(parts)})"
        self._joined[text] = parts
        return text

    def fail(self, ref: Ref, text: str | None) -> None:
        """Notes the failure of a node."""
        if text is None:
            return
        if not (text.isidentifier() or text.isdigit()):
            known = self._temporary.get(text)
            if known is None:
                known = self._temporary[text] = f"f{ref}"
                self.block.append(f"{known} = {text}")
                if len(self._joined.get(text, ())) in range(2, _FEW_FAILURES):
                    self.parts[known] = self._joined[text]
            text = known
        self.fails[ref] = text

    # values

    def answer(self, ref: Ref) -> str:
        """The integer (or truth or text) that stands for a node's value."""
        code = self.values[ref]
        return code.embedded if code.unit is None else in_unit(code, self.unit(ref))

    def unit(self, ref: Ref) -> Fraction:
        """What an answer counts a node's number in."""
        type_ = self.graph.types[ref]
        return type_.scale if type_.kind == "number" else Fraction(1)

    def bounds(self, ref: Ref, unit: Fraction) -> tuple[int | None, int | None]:
        """The least and the greatest integer of a number counted in a positive unit."""
        lower, upper = self.intervals[ref]
        return None if lower is None else ceil(lower / unit), None if upper is None else floor(upper / unit)

    def define(self, ref: Ref, code: Code) -> None:
        """Notes a node's expression, under a name unless it is read once only and right here."""
        if not code.atom and not (self.order.inlined(ref) and code.depth <= DEEPEST):
            self.block.append(f"v{ref} = {code.text}")
            code = replace(code, text=f"v{ref}", atom=True, depth=0)
        self.values[ref] = code


def days_by_instant(graph: g.Graph, order: Order) -> frozenset[Ref]:
    """The local dates that are only compared with constant days, each of which begins at one instant."""
    found = []
    for ref in order.needed:
        node = graph.nodes[ref]
        if not isinstance(node, g.DateOf) or isinstance(graph.nodes[node.moment], g.Const):
            continue
        if len(order.uses[ref]) == sum(g.operands(graph.nodes[user]).count(ref) for user in order.users[ref]):
            days = [day for user in order.users[ref] for day in _compared_days(graph.nodes, ref, user)]
            if all(day is not None and _begins_once(graph.time_zone, day) for day in days):
                found.append(ref)
    return frozenset(found)


def _compared_days(nodes: Sequence[g.Node], key: Ref, user: Ref) -> Iterator[int | None]:
    """The days with which a node compares a date; None stands for any other reading."""
    match nodes[user]:
        case g.Compare(_, left, right):
            other = nodes[right if left == key else left]
            value = other.value if isinstance(other, g.Const) else None
            yield from (floor(value), floor(value) + 1) if isinstance(value, Fraction) else (None,)
        case g.Fits(_, cell):
            yield from _edges(cell)
        case g.Table(_, keys, rows, _):
            for row in rows:
                for asked, cell in zip(keys, row, strict=True):
                    if asked == key:
                        yield from _edges(cell)
        case _:
            yield None


def _edges(cell: g.Cell) -> Iterator[int]:
    yield from (edge for piece in spans(cell, Fraction(1)) for edge in piece if edge is not None)


def _begins_once(zone: str, day: int) -> bool:
    return 1 < day < date.max.toordinal() - 1 and clock(zone).midnight(day) is not None
