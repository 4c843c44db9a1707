"""What happens to a text: source, tree, meaning, graph. Every phase reports, none prints."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.diagnostics import Diagnostic, Span
from dsl.lower.context import Entity, Names
from dsl.lower.examples import Example, Promise
from dsl.lower.tariff import lower
from dsl.reading.parse import parse
from dsl.source import Source
from dsl.syntax import Tariff
from engine.graph import Graph


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name that a text declares, for completion and hover. `members` may follow it after a dot."""

    name: str
    kind: str
    detail: str
    span: Span
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """All there is to say about a text. The graph is None when a diagnostic is an error."""

    source: Source
    tariff: Tariff
    diagnostics: tuple[Diagnostic, ...]
    graph: Graph | None
    examples: tuple[Example, ...]
    promises: tuple[Promise, ...]
    symbols: tuple[Symbol, ...]


def analyse(text: str, name: str = "tariff") -> Analysis:
    """Reads, checks and lowers a text. Never raises for what an author wrote."""
    source = Source(text, name)
    tariff, syntax_problems = parse(source)[:2]
    meaning = lower(tariff, source, not any(d.severity == "error" for d in syntax_problems))
    found = sorted((*syntax_problems, *meaning.diagnostics), key=lambda d: (d.span.start, d.span.end))
    graph = None if any(d.severity == "error" for d in found) else meaning.graph
    return Analysis(source, tariff, _once(found), graph, meaning.examples, meaning.promises, symbols(meaning.names))


def _once(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Without exact repeats: the same words at the same place."""
    return tuple({(d.name, d.span, d.message): d for d in diagnostics}.values())


def symbols(names: Names) -> tuple[Symbol, ...]:
    return tuple(
        Symbol(e.name, e.kind, described(e), e.span, tuple(e.members) if e.kind in ("table", "list") else ())
        for e in names.entities.values()
        if e.kind != "broken"
    )


def described(entity: Entity) -> str:
    words = entity.detail or entity.kind
    return f"{words}: {entity.label}" if entity.label else words
