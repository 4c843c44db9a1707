"""A tariff as a Mermaid flow chart: inputs, windows and tables on the left, lines, and the total on the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.graph import Amount, Graph, Input, Line, Overlap, Ref, Result, Table, operands


def mermaid(graph: Graph) -> str:
    """The text of the chart. An arrow means that the one is needed for the other."""
    return "\n".join(("flowchart LR", *(f"  {line}" for line in _statements(graph))))


def _statements(graph: Graph) -> Iterator[str]:
    boxes: dict[str, str] = {}
    arrows: list[str] = []
    amounts: dict[Ref, str] = {}
    """The lines by the node of their amount: what needs it, needs the line."""
    for line in graph.lines:
        own = f"line_{line.name}"
        boxes[own] = f'["{_words(line.label)}"]'
        arrows += _arrows(graph, _refs(line), own, amounts, boxes)
        amounts.setdefault(line.amount.value, own)
    for result in graph.results:
        own = f"result_{result.name}"
        boxes[own] = f'(["{_words(result.label)}"])'
        arrows += _arrows(graph, _refs(result), own, amounts, boxes)
    if graph.total is not None:
        boxes["total"] = '[["Total"]]'
        arrows += [f"line_{line.name} --> total" for line in graph.lines]
    yield from (name + shape for name, shape in boxes.items())
    yield from arrows


def _arrows(
    graph: Graph, start: Iterable[Ref], target: str, amounts: dict[Ref, str], boxes: dict[str, str]
) -> list[str]:
    """What is needed for a line: the nearest inputs, windows, tables and earlier lines."""
    waiting, seen = list(start), set[Ref]()
    found: dict[str, None] = {}
    while waiting:
        ref = waiting.pop()
        if ref in seen:
            continue
        seen.add(ref)
        if ref in amounts:
            found[amounts[ref]] = None
            continue
        node = graph.nodes[ref]
        match node:
            case Input(name, _, owner):
                source = f"input_{owner or name}"
                boxes.setdefault(source, f'[/"{_words(owner or name)}"/]')
                found[source] = None
            case Table(name):
                source = f"table_{_identifier(name)}"
                boxes.setdefault(source, f'[("{_words(name)}")]')
                found[source] = None
            case Overlap(window=window):
                name = graph.windows[window].name
                source = f"window_{_identifier(name)}"
                boxes.setdefault(source, f'{{{{"{_words(name)}"}}}}')
                found[source] = None
            case _:
                pass
        waiting.extend(operands(node))
    return [f"{source} --> {target}" for source in sorted(found)]


def _refs(line: Line | Result) -> Iterator[Ref]:
    yield from _refs_of(line.amount)
    if isinstance(line, Line):
        yield from _refs_of(line.exact)
        if line.condition is not None:
            yield line.condition


def _refs_of(amount: Amount) -> Iterator[Ref]:
    yield amount.value
    if amount.divisor is not None:
        yield amount.divisor


def _words(text: str) -> str:
    """A label as Mermaid reads it: quotes and angle brackets by their numbers."""
    marks = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "#": "#35;", ";": "#59;"}
    return "".join(marks.get(letter, letter) for letter in text)


def _identifier(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter == "_" else f"_{ord(letter):x}_" for letter in name)
