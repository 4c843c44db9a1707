"""Problem documents (RFC 9457): every answer of the API that is not what was asked for.

`type` is a slug that a program may compare; it never changes. The other members are for people, but for
`problems` (field, name, expected, found, help), `diagnostics`, `examples` and the few named at each slug.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

from fastapi import Response

from engine.explanation.explained import origin_wire
from engine.quote import Unpriced
from engine.requests.problems import InputProblem, Refused
from tariff_library.actions.quotes import NotPriced, Unanswered
from tariff_library.answers import (
    Conflict,
    NameRefused,
    NameTaken,
    NotCurrent,
    NoVersionYet,
    PublishRefused,
    TextRefused,
    UnknownTariff,
    UnknownVersion,
)
from tariff_library.wire import diagnostics_json, example_json

MEDIA_TYPE = "application/problem+json"

TITLES: dict[str, tuple[int, str]] = {
    # slug: status, title
    "not-json": (400, "The body is no JSON"),
    "not-utf-8": (400, "The body is no UTF-8 text"),
    "not-found": (404, "There is nothing at this address"),
    "unknown-tariff": (404, "There is no such tariff"),
    "unknown-version": (404, "The tariff has no such version"),
    "method-not-allowed": (405, "This address does not take this method"),
    "name-taken": (409, "There is a tariff of this name already"),
    "moment-taken": (409, "Another version starts at this moment"),
    "draft-changed": (412, "The draft was saved by somebody else in between"),
    "body-too-large": (413, "The body is too large"),
    "not-json-type": (415, "The body is not declared as JSON"),
    "foreign-origin": (403, "The request comes from another site"),
    "request-refused": (422, "The request cannot be read as it is"),
    "no-version-yet": (422, "The tariff had no version at that moment"),
    "no-price": (422, "The tariff has no price for this"),
    "name-refused": (422, "A tariff cannot have this name"),
    "text-refused": (422, "The text cannot be kept"),
    "text-has-errors": (422, "The text has errors"),
    "examples-fail": (422, "Examples do not come out as written"),
    "name-differs": (422, "The text is that of another tariff"),
    "moment-in-the-past": (422, "The moment is past"),
    "reason-missing": (422, "The reason is missing"),
    "nothing-changed": (422, "There is nothing to publish"),
    "base-changed": (422, "A text that the draft is made of has just changed"),
    "revision-missing": (428, "Which draft was edited is not said"),
    "internal-error": (500, "The program failed"),
    "not-ready": (503, "This server does not know the current prices for sure"),
}
"""Every problem there is."""


class Problem(Exception):  # noqa: N818 - an answer, raised where answering is not possible
    """A problem document with its members; `type` is one of `TITLES`."""

    def __init__(self, type: str, detail: str, **members: object) -> None:
        super().__init__(type, detail)
        self.status, title = TITLES[type]
        self.document: dict[str, object] = {
            "type": type,
            "title": title,
            "status": self.status,
            "detail": detail,
            **members,
        }

    def response(self) -> Response:
        """The problem as the answer to a request."""
        headers = {"Retry-After": "1"} if self.status == 503 else None
        body = json.dumps(self.document, ensure_ascii=False).encode()
        return Response(body, self.status, headers, MEDIA_TYPE)


Refusal: TypeAlias = Unanswered | Conflict | NameTaken | NameRefused | TextRefused | PublishRefused


def problem(refusal: Refusal) -> Problem:
    """What an action refused, as a problem document."""
    match refusal:
        case Refused(problems):
            return inputs_refused(tuple(replace(one, field=_inside_inputs(one.field)) for one in problems))
        case NotPriced(version, moment, unpriced):
            return no_price(unpriced, tariff=version.tariff, version=version.number)
        case UnknownTariff(name, nearest):
            return Problem(
                "unknown-tariff",
                f"there is no tariff `{name}`" + _did_you_mean(nearest),
                problems=[_entry("tariff", "unknown-tariff", "the name of a tariff", name, _help(nearest))],
                nearest=list(nearest),
            )
        case UnknownVersion(tariff, number, last):
            known = f"versions 1 to {last}" if last else "no version yet"
            return Problem("unknown-version", f"`{tariff}` has {known}, not {number}", tariff=tariff, last=last)
        case NoVersionYet(tariff, moment, first):
            at, since = _moment(moment), None if first is None else _moment(first)
            detail = f"`{tariff}` has prices from {since} on, not at {at}"
            if since is None:
                detail = f"`{tariff}` has no published version; publish its draft first"
            return Problem("no-version-yet", detail, tariff=tariff, moment=at, first=since)
        case NotCurrent(seconds):
            return Problem("not-ready", f"the database was last seen {seconds:.0f} s ago; ask again in a moment")
        case Conflict(base, yours, theirs):
            return Problem(
                "draft-changed",
                f"you edited revision {base}, the draft is at revision {theirs.revision}, saved by {theirs.saved_by}",
                base_revision=base,
                revision=theirs.revision,
                yours=yours,
                theirs=theirs.text,
            )
        case NameTaken(name):
            return Problem("name-taken", f"there is a tariff `{name}` already")
        case NameRefused(name, message):
            return Problem("name-refused", f"`{name}`: {message}")
        case TextRefused(message):
            return Problem("text-refused", message)
        case PublishRefused(name, message, help, analysis, examples):
            return Problem(
                name,
                f"{message}; {help}",
                diagnostics=[] if analysis is None else diagnostics_json(analysis),
                examples=[example_json(example) for example in examples],
            )


def no_price(unpriced: Unpriced, **members: object) -> Problem:
    """A request that is in order but has no price: `line` and `text` say where the tariff has none."""
    origin = unpriced.origin
    place = {} if origin is None else origin_wire(origin)
    return Problem("no-price", unpriced.reason, **members, **place)


def inputs_refused(problems: tuple[InputProblem, ...]) -> Problem:
    """A request with fields that cannot be read."""
    first = problems[0]
    more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
    where = f"{first.field}: " if first.field else ""
    return Problem(
        "request-refused",
        f"{where}expected {first.expected}, found {first.found}{more}",
        problems=[asdict(one) for one in problems],
    )


def field_refused(field: str, name: str, expected: str, found: str, help: str | None = None) -> Problem:
    """One field of a body that cannot be read."""
    return inputs_refused((InputProblem(field, name, expected, found, help),))


def _inside_inputs(field: str) -> str:
    return f"inputs.{field}" if field else "inputs"


def _entry(field: str, name: str, expected: str, found: str, help: str | None) -> Mapping[str, Any]:
    return asdict(InputProblem(field, name, expected, found, help))


def _did_you_mean(nearest: tuple[str, ...]) -> str:
    return f"; {_help(nearest)}" if nearest else ""


def _help(nearest: tuple[str, ...]) -> str | None:
    return "did you mean " + " or ".join(f"`{name}`" for name in nearest) + "?" if nearest else None


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
