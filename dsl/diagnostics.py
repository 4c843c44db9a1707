"""What the compiler tells an author: diagnostics are values, with a place, advice and fixes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]


class Span(NamedTuple):
    """A piece of the text: offsets in characters, the end is not part of it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Related:
    """The other side of a conflict."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces the characters of `span` by `insert`."""

    span: Span
    insert: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that certainly does what its label says."""

    label: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: a name to say and search, one plain sentence, the place, help and fixes.

    Built by the functions of `dsl.messages`, one for each name."""

    name: str
    message: str
    span: Span
    severity: Severity = "error"
    help: str | None = None
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()
