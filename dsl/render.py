"""A diagnostic as text: the message, the place with the lines it is about, help and fixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dsl.diagnostics import Diagnostic, Span
from dsl.source import Source

MOST_LINES = 5
"""How many lines of the text are shown for one place."""


def render_all(diagnostics: Iterable[Diagnostic], source: Source) -> str:
    """All of them, with a blank line between two; each ends in a line end."""
    return "\n".join(render(diagnostic, source) for diagnostic in diagnostics)


def render(diagnostic: Diagnostic, source: Source) -> str:
    """One diagnostic, as a terminal shows it."""
    lines = [f"{diagnostic.severity}[{diagnostic.name}]: {diagnostic.message}"]
    lines.append(f"  {_where(diagnostic.span, source)}")
    lines.extend(_excerpt(diagnostic.span, source))
    for related in diagnostic.related:
        lines.append(f"  {_where(related.span, source)}: {related.message}")
        lines.extend(_excerpt(related.span, source))
    if diagnostic.help:
        lines.append(f"  help: {diagnostic.help}")
    lines.extend(f"  fix: {fix.label}" for fix in diagnostic.fixes)
    return "\n".join(lines) + "\n"


def _where(span: Span, source: Source) -> str:
    place = source.place(span.start)
    return f"{source.of(span.start).name}:{place.line}:{place.column}"


def _excerpt(span: Span, source: Source) -> Iterator[str]:
    """The lines of a place; within one line it is underlined."""
    source = source.of(span.start)
    first = source.place(span.start)
    last = source.place(max(span.start, span.end - 1))
    shown = range(first.line, min(last.line, first.line + MOST_LINES - 1) + 1)
    width = max(len(str(shown[-1])), 4)
    for number in shown:
        yield f" {number:>{width}} | {source.line(number)}".rstrip()
    if first.line == last.line:
        before = source.line(first.line)[: first.column - 1]
        lead = "".join("\t" if sign == "\t" else " " for sign in before)
        yield f" {'':>{width}} | {lead}{'^' * max(1, span.end - span.start)}"
