"""What the actions answer: plain values, the good ones and the refusals. Moments are aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dsl.compile import Analysis
from dsl.examples import ExampleResult

VersionState = Literal["scheduled", "live", "superseded"]


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """A published version without its text. `state` is what it is at the moment of asking."""

    tariff: str
    number: int
    label: str
    effective_from: datetime
    known_at: datetime
    state: VersionState
    author: str
    approver: str
    note: str
    reason: str
    text_hash: str
    price_hash: str
    language_version: str


@dataclass(frozen=True, slots=True)
class Part:
    """A text that a version is made of: its name, and the version of it that was taken."""

    name: str
    number: int
    text_hash: str


@dataclass(frozen=True, slots=True)
class Version:
    """A published version with all it was published with; `graph` and `input_schema` are JSON."""

    summary: VersionSummary
    text: str
    graph: str
    input_schema: str
    parts: tuple[Part, ...] = ()
    """The versions of other texts that it was made of when it was published."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The text in work. `changed`: it differs from the text of the last version, or there is none."""

    tariff: str
    text: str
    revision: int
    saved_at: datetime
    saved_by: str
    editors: tuple[str, ...]
    """Who edited since the last version."""
    changed: bool


@dataclass(frozen=True, slots=True)
class TariffSummary:
    """A tariff at a moment: the version that is live then and the next one that will be."""

    name: str
    label: str
    domain: str
    live: VersionSummary | None
    next: VersionSummary | None
    versions: int
    draft_revision: int
    draft_changed: bool
    draft_saved_at: datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, when and why."""

    at: datetime
    actor: str
    action: str
    tariff: str
    version: int | None
    before: str | None
    after: str | None
    reason: str
    hash: str


# ------------------------------------------------------------------------------------------ refusals


@dataclass(frozen=True, slots=True)
class UnknownTariff:
    """No tariff has this name; `nearest` are names that look like it."""

    name: str
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownVersion:
    """The tariff has no version of this number; its versions are numbered from 1 to `last`."""

    tariff: str
    number: int
    last: int


@dataclass(frozen=True, slots=True)
class NoVersionYet:
    """At the moment asked about the tariff had no version; `first` is when its first one begins."""

    tariff: str
    moment: datetime
    first: datetime | None


@dataclass(frozen=True, slots=True)
class NameTaken:
    """There is a tariff of this name already."""

    name: str


@dataclass(frozen=True, slots=True)
class NameRefused:
    """No tariff can have this name."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class TextRefused:
    """The text cannot be kept: too long, or with characters that no file can hold."""

    message: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody saved in between: the text that was sent and the draft as it is now."""

    base_revision: int
    yours: str | None
    theirs: Draft


@dataclass(frozen=True, slots=True)
class PublishRefused:
    """Why a draft did not become a version; nothing was changed."""

    name: Literal[
        "text-has-errors",
        "examples-fail",
        "name-differs",
        "moment-taken",
        "moment-in-the-past",
        "reason-missing",
        "nothing-changed",
        "base-changed",
    ]
    message: str
    help: str
    analysis: Analysis | None = None
    examples: tuple[ExampleResult, ...] = ()


@dataclass(frozen=True, slots=True)
class NotCurrent:
    """This process does not know for sure which versions there are; ask again in a moment."""

    seconds: float
