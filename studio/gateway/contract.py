"""What the studio asks of the library, and the plain values it gets. Moments are aware, in UTC.

What was asked wrongly is answered as a value, never raised, so that a screen can say it where it belongs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from dsl.combining.shelf import Bundle
from engine.graph import Graph
from engine.requests.reader import Refused

State = Literal["scheduled", "live", "superseded"]


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A published version without its text. `note` says how it came to be live."""

    number: int
    label: str
    effective_from: datetime
    known_at: datetime
    state: State
    author: str
    note: str
    reason: str


@dataclass(frozen=True, slots=True)
class Version:
    """A published version with its text, and the graph it is priced from for ever."""

    card: VersionCard
    text: str
    graph: Graph


@dataclass(frozen=True, slots=True)
class Card:
    """A tariff in the list: what is live, what comes next, how the draft stands."""

    name: str
    label: str
    domain: str
    live: VersionCard | None
    next: VersionCard | None
    versions: int
    draft_changed: bool
    draft_saved_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """The text in work; `revision` grows with every accepted save."""

    tariff: str
    text: str
    revision: int
    saved_at: datetime
    saved_by: str
    changed: bool
    """It differs from the text of the last version, or there is none."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text from which a new tariff can begin."""

    name: str
    domain: str
    text: str


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The total at one value of the input, which is written as in a request (of a period: its length)."""

    at: object
    total: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Curve:
    """Exact totals along an input."""

    currency: str
    points: tuple[CurvePoint, ...]


# ------------------------------------------------------------------------------------------ refusals


@dataclass(frozen=True, slots=True)
class Unknown:
    """There is no such tariff or version; `nearest` are names that look like it."""

    name: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedExample:
    """An example that keeps a draft from being published."""

    claim: str
    line: int
    differences: tuple[tuple[str, str, str], ...]
    """(answer, expected, found) in words."""
    problem: str | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was asked was not done, and what to do about it."""

    name: str
    message: str
    help: str = ""
    examples: tuple[FailedExample, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody saved in between; this is the draft as it is now."""

    theirs: Draft


class UnavailableError(RuntimeError):
    """The library cannot be asked now, for no fault of who asks; any method of a gateway may raise it."""


class Gateway(Protocol):
    """Everything the studio can ask. Everything that changes something passes the rules of the library."""

    def tariffs(self) -> tuple[Card, ...]:
        """All tariffs, by domain and name."""
        ...

    def tariff(self, name: str) -> Card | Unknown:
        """One tariff."""
        ...

    def templates(self) -> tuple[Template, ...]:
        """The texts that come with the program."""
        ...

    def create(self, name: str, text: str, domain: str) -> Draft | Refusal:
        """Begins a tariff with a draft."""
        ...

    def draft(self, name: str) -> Draft | Unknown:
        """The text in work."""
        ...

    def save(self, name: str, text: str, base_revision: int) -> Draft | Conflict | Refusal | Unknown:
        """Saves a text that was edited from `base_revision`; mistakes in it do not matter."""
        ...

    def versions(self, name: str) -> tuple[VersionCard, ...] | Unknown:
        """All versions, the one published last first."""
        ...

    def version(self, name: str, number: int) -> Version | Unknown:
        """One version with its text."""
        ...

    def publish(
        self, name: str, revision: int, effective_from: datetime | None, reason: str, *, correction: bool
    ) -> VersionCard | Refusal | Conflict | Unknown:
        """Makes this revision of the draft a version; None: effective as soon as every server can know it."""
        ...

    def beside(self, text: str) -> Bundle:
        """The texts that this one is made of now: the versions in force of those that it names."""
        ...

    def curve(
        self, text: str, inputs: Mapping[str, object], over: str, first: object, last: object, points: int
    ) -> Curve | Refused | None:
        """The total of a text along one input; None when the text has errors."""
        ...

    def now(self) -> datetime:
        """The clock by which versions become effective."""
        ...
