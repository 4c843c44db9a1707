"""What happens to a text: source, tree, meaning, graph. Every phase reports, none prints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from dsl.combining.combine import combine
from dsl.combining.named import everything, kind_of, name_of
from dsl.combining.shelf import NO_TEXTS, Shelf
from dsl.diagnostics import Diagnostic, Related, Span
from dsl.lower.context import Entity, Names
from dsl.lower.examples import Example, Promise
from dsl.lower.tariff import lower
from dsl.reading.parse import parse
from dsl.source import Source
from dsl.syntax import Declaration, TableDecl, Tariff
from engine.graph import Graph

_WORD = re.compile(r"[^\W\d]\w*")


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
    """All there is to say about a text. The graph is None when a diagnostic is an error.

    `tariff` is the text's own tree; `texts` are the names of the others that it is made of. A place of a diagnostic
    may lie in one of these: `source` tells."""

    source: Source
    tariff: Tariff
    diagnostics: tuple[Diagnostic, ...]
    graph: Graph | None
    examples: tuple[Example, ...]
    promises: tuple[Promise, ...]
    symbols: tuple[Symbol, ...]
    texts: tuple[str, ...] = ()


def analyse(text: str, name: str = "tariff", shelf: Shelf = NO_TEXTS) -> Analysis:
    """Reads, checks and lowers a text with those on the shelf that it uses or is based on.

    Never raises for what an author wrote."""
    source = Source(text, name)
    tariff, syntax_problems = parse(source)[:2]
    combined = combine(tariff, source, shelf)
    readable = combined.complete and not _has_error((*syntax_problems, *combined.diagnostics))
    meaning = lower(combined.tariff, source, readable)
    said = meaning.diagnostics if combined.complete else ()
    found = [
        _with_cause(d, source, tariff) for d in (*syntax_problems, *combined.diagnostics, *said) if _concerns(d, source)
    ]
    found.sort(key=lambda d: (d.span.start, d.span.end))
    graph = None if _has_error(found) else meaning.graph
    known = symbols(meaning.names, combined.offered)
    return Analysis(source, tariff, _once(found), graph, meaning.examples, meaning.promises, known, combined.texts)


def _has_error(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.severity == "error" for d in diagnostics)


def _concerns(diagnostic: Diagnostic, source: Source) -> bool:
    """Whether the author of this text is told: of every error, and of what has a place in the text itself."""
    places = (diagnostic.span, *(related.span for related in diagnostic.related))
    return diagnostic.severity == "error" or any(source.is_own(place) for place in places)


def _with_cause(diagnostic: Diagnostic, source: Source, tariff: Tariff) -> Diagnostic:
    """A mistake in a text that this one is made of, with what this one says of the names there."""
    if any(source.is_own(place) for place in (diagnostic.span, *(one.span for one in diagnostic.related))):
        return diagnostic
    own = {name.text: name.span for decl in everything(tariff.body) if (name := name_of(decl)) is not None}
    words = dict.fromkeys(_WORD.findall(source.words(diagnostic.span)))
    causes = tuple(Related(own[word], f"`{word}` is declared here") for word in words if word in own)
    here = Related(source.home(diagnostic.span), "this brings it")
    return replace(diagnostic, related=(*diagnostic.related, *(causes or (here,))))


def _once(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Without exact repeats: the same words at the same place."""
    return tuple({(d.name, d.span, d.message): d for d in diagnostics}.values())


WITH_MEMBERS: Final = ("table", "list", "charge", "limit", "plan")


def symbols(names: Names, offered: Iterable[Declaration] = ()) -> tuple[Symbol, ...]:
    """The names in reach; of used texts also those that nothing mentions yet."""
    known = {
        e.name: Symbol(e.name, e.kind, described(e), e.span, tuple(e.members) if e.kind in WITH_MEMBERS else ())
        for e in names.entities.values()
        if e.kind != "broken" and not (e.kind == "table" and " " in e.name)
    }
    for decl in offered:
        name = name_of(decl)
        if name is not None and name.text not in known and kind_of(decl) != "unit":
            members = tuple(column.text for column in decl.results) if isinstance(decl, TableDecl) else ()
            known[name.text] = Symbol(name.text, kind_of(decl), kind_of(decl), name.span, members)
    return tuple(known.values())


def described(entity: Entity) -> str:
    words = entity.detail or entity.kind
    return f"{words}: {entity.label}" if entity.label else words
