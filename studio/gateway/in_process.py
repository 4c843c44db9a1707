"""The library in the same process: the only place of the studio that knows `tariff_library`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from dsl.combining.shelf import Bundle
from dsl.examples import ExampleResult
from engine.graph_json.document import from_json
from engine.requests.reader import Refused
from studio.gateway.contract import (
    Card,
    Conflict,
    Curve,
    CurvePoint,
    Draft,
    FailedExample,
    Refusal,
    Template,
    UnavailableError,
    Unknown,
    Version,
    VersionCard,
)
from tariff_library import answers
from tariff_library.actions import curves, drafts, publishing, tariffs, versions
from tariff_library.database import StoreUnavailable
from tariff_library.library import Library
from tariff_library.parts import beside
from tariff_library.process import shared
from tariff_library.texts import shipped

P = ParamSpec("P")
R = TypeVar("R")


def _asking(method: Callable[P, R]) -> Callable[P, R]:
    """A question to the database, which may not answer."""

    @wraps(method)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(*args, **kwargs)
        except StoreUnavailable as problem:
            raise UnavailableError(str(problem)) from problem

    return asked


class InProcess:
    """Calls the actions of an open library directly."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def now(self) -> datetime:
        return self._library.clock()

    @_asking
    def tariffs(self) -> tuple[Card, ...]:
        return tuple(_card(one) for one in tariffs.list_tariffs(self._library))

    @_asking
    def tariff(self, name: str) -> Card | Unknown:
        found = tariffs.get_tariff(self._library, name)
        return _unknown(found) if isinstance(found, answers.UnknownTariff) else _card(found)

    def templates(self) -> tuple[Template, ...]:
        return tuple(Template(one.name, one.domain, one.text) for one in shipped())

    @_asking
    def create(self, name: str, text: str, domain: str) -> Draft | Refusal:
        made = tariffs.create_tariff(self._library, name, text, domain)
        match made:
            case answers.Draft():
                return _draft(made)
            case answers.NameTaken():
                return Refusal("name-taken", f"there is a tariff `{name}` already", "choose another name")
            case answers.NameRefused():
                return Refusal("name-refused", f"`{made.name}` cannot be a name", made.message)
            case answers.TextRefused():
                return Refusal("text-refused", made.message)

    @_asking
    def draft(self, name: str) -> Draft | Unknown:
        found = drafts.get_draft(self._library, name)
        return _unknown(found) if isinstance(found, answers.UnknownTariff) else _draft(found)

    @_asking
    def save(self, name: str, text: str, base_revision: int) -> Draft | Conflict | Refusal | Unknown:
        saved = drafts.save_draft(self._library, name, text, base_revision)
        match saved:
            case answers.Draft():
                return _draft(saved)
            case answers.Conflict():
                return Conflict(_draft(saved.theirs))
            case answers.TextRefused():
                return Refusal("text-refused", saved.message)
            case answers.UnknownTariff():
                return _unknown(saved)

    @_asking
    def versions(self, name: str) -> tuple[VersionCard, ...] | Unknown:
        found = versions.list_versions(self._library, name)
        if isinstance(found, answers.UnknownTariff):
            return _unknown(found)
        return tuple(_version_card(one) for one in found)

    @_asking
    def version(self, name: str, number: int) -> Version | Unknown:
        found = versions.get_version(self._library, name, number)
        match found:
            case answers.Version():
                return Version(_version_card(found.summary), found.text, from_json(json.loads(found.graph)))
            case answers.UnknownTariff():
                return _unknown(found)
            case answers.UnknownVersion():
                return Unknown(f"{name} version {number}")

    @_asking
    def publish(
        self, name: str, revision: int, effective_from: datetime | None, reason: str, *, correction: bool
    ) -> VersionCard | Refusal | Conflict | Unknown:
        made = publishing.publish(self._library, name, effective_from, reason, correction=correction, revision=revision)
        match made:
            case answers.Version():
                return _version_card(made.summary)
            case answers.PublishRefused():
                failed = tuple(_failed(one) for one in made.examples)
                return Refusal(made.name, made.message, made.help, failed)
            case answers.Conflict():
                return Conflict(_draft(made.theirs))
            case answers.TextRefused():
                return Refusal("text-refused", made.message)
            case answers.UnknownTariff():
                return _unknown(made)

    @_asking
    def beside(self, text: str) -> Bundle:
        return beside(self._library, text)

    def curve(
        self, text: str, inputs: Mapping[str, object], over: str, first: object, last: object, points: int
    ) -> Curve | Refused | None:
        wanted = curves.Range(inputs, over, first, last, points)
        found = curves.curve_of_text(text, wanted, beside(self._library, text))
        if not isinstance(found, curves.Curve):
            return found
        return Curve(found.currency, tuple(CurvePoint(one.at, one.total, one.problem) for one in found.points))


def of_this_process() -> InProcess | None:
    """On the library that the server opened; None where no server did."""
    library = shared()
    return None if library is None else InProcess(library)


def _unknown(answer: answers.UnknownTariff) -> Unknown:
    return Unknown(answer.name, answer.nearest)


def _card(one: answers.TariffSummary) -> Card:
    return Card(
        name=one.name,
        label=one.label,
        domain=one.domain,
        live=None if one.live is None else _version_card(one.live),
        next=None if one.next is None else _version_card(one.next),
        versions=one.versions,
        draft_changed=one.draft_changed,
        draft_saved_at=one.draft_saved_at,
    )


def _version_card(one: answers.VersionSummary) -> VersionCard:
    return VersionCard(
        number=one.number,
        label=one.label,
        effective_from=one.effective_from,
        known_at=one.known_at,
        state=one.state,
        author=one.author,
        note=one.note,
        reason=one.reason,
    )


def _draft(one: answers.Draft) -> Draft:
    return Draft(one.tariff, one.text, one.revision, one.saved_at, one.saved_by, one.changed)


def _failed(one: ExampleResult) -> FailedExample:
    return FailedExample(one.claim, one.line, one.differences, one.problem)
