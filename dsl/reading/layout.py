"""Lines to a tree by indentation: a deeper line belongs to the line above it. Linear, without recursion.

A line that ends in a comma goes on in the deeper lines below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dsl.diagnostics import Diagnostic, Span
from dsl.limits import LEVELS_OF_INDENTATION
from dsl.messages import writing
from dsl.reading.lexer import Token, WrittenLine


@dataclass(slots=True, eq=False)
class Line:
    """A line with the lines that belong to it. `kind` and `columns` are filled in while it is read."""

    written: list[WrittenLine]
    """One, or several where a comma ends a line."""
    tokens: list[Token]
    indent: int
    children: list[Line] = field(default_factory=list)
    kind: str = ""
    """What the line was read as; the formatter aligns lines of one kind."""
    columns: list[int] = field(default_factory=list)
    """Offsets in the text at which a further column starts."""

    @property
    def span(self) -> Span:
        return Span(self.tokens[0].start, self.tokens[-1].end)


def lay_out(lines: Sequence[WrittenLine]) -> tuple[Line, list[Diagnostic]]:
    """A root without tokens, whose children are the top lines; and what is crooked."""
    root = Line([], [], -1)
    problems: list[Diagnostic] = []
    tabbed: list[WrittenLine] = []
    left = min((line.indent for line in lines if line.tokens), default=0)
    open_lines: list[tuple[Line, int | None]] = [(root, left)]  # with the column of its children
    last: Line | None = None
    for line in lines:
        if not line.tokens:
            continue
        if line.tabs:
            tabbed.append(line)
        if last and _goes_on(last, line):
            last.written.append(line)
            last.tokens.extend(line.tokens)
            continue
        indent = line.indent
        while open_lines[-1][0].indent >= indent:
            open_lines.pop()
        parent, column = open_lines[-1]
        if column is None:
            open_lines[-1] = (parent, indent)
        elif indent != column:
            problems.append(writing.crooked_line(line, column))
            indent = column
        if len(open_lines) > LEVELS_OF_INDENTATION:
            problems.append(writing.nested_too_deep(line))
            last = None
            continue
        last = Line([line], list(line.tokens), indent)
        parent.children.append(last)
        open_lines.append((last, None))
    if tabbed:
        problems.insert(0, writing.tabs(tabbed))
    return root, problems


def _goes_on(last: Line, line: WrittenLine) -> bool:
    return (
        last.tokens[-1].type == "COMMA"
        and line.indent > last.indent
        and line.number == last.written[-1].number + 1
        and line.tokens[0].type not in ("BAR", "DBAR")
    )
