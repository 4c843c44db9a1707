"""Reads what is asked of the hot route: fields and moments, without a model in between."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from api.problems import Problem, field_refused, inputs_refused
from engine.moments import EPOCH, SECOND, quick_moment, read_moment
from engine.requests.problems import InputProblem, Refused, shown
from engine.requests.wire import loads
from tariff_library.actions.quotes import Asked

UTC = ZoneInfo("UTC")
FIELDS = frozenset(("tariff", "inputs", "at", "version", "explain"))
MOMENT = 'a moment with its offset such as "2026-03-02T08:10:00+01:00"'
LATEST_NUMBER = 2**31 - 1


def asked(body: bytes) -> Asked | Refused:
    """The request of a body."""
    document = loads(body, literals=True)
    return document if isinstance(document, Refused) else asked_of(document)


def asked_of(document: object) -> Asked | Refused:
    """The request of a JSON object."""
    if type(document) is not dict:
        return _one("", "wrong-type", "an object", document)
    tariff, inputs = document.get("tariff"), document.get("inputs")
    if type(tariff) is str and type(inputs) is dict and len(document) == 2:
        return Asked(tariff, inputs)
    if not FIELDS.issuperset(document):
        field = next(field for field in document if field not in FIELDS)
        return _one(field, "unknown-field", "one of tariff, inputs, at, version, explain", field)
    for field, due in (("tariff", str), ("inputs", dict)):
        if field not in document:
            expected = "the name of a tariff" if field == "tariff" else "an object with the inputs"
            return Refused((InputProblem(field, "missing-field", expected, "nothing"),))
        if type(document[field]) is not due:
            expected = "a text" if due is str else "an object"
            return _one(field, "wrong-type", expected, document[field])
    at = document.get("at")
    moment = None if at is None else moment_of(at, "at")
    if isinstance(moment, InputProblem):
        return Refused((moment,))
    version = document.get("version")
    if version is not None and (type(version) is not int or not 1 <= version <= LATEST_NUMBER):
        return _one("version", "wrong-type", "the number of a version", version)
    explained = document.get("explain", False)
    if type(explained) is not bool:
        return _one("explain", "wrong-type", "true or false", explained)
    assert type(tariff) is str
    assert type(inputs) is dict
    return Asked(tariff, inputs, moment, version, explained)


def moment_of(value: object, field: str) -> datetime | InputProblem:
    """A moment outside the inputs of a tariff: there is no zone to read it in, so it has an offset."""
    seconds = quick_moment(value)
    if seconds is not None:
        return EPOCH + seconds * SECOND
    if not isinstance(value, str):
        return InputProblem(field, "wrong-type", MOMENT, shown(value))
    found = read_moment(value, UTC)
    if not isinstance(found, int):
        return InputProblem(field, found[0], MOMENT, shown(value))
    if value[-1] not in "zZ" and value[-6:-5] not in ("+", "-"):
        return InputProblem(field, "offset-missing", MOMENT, shown(value), f"write `{value}Z` if UTC is meant")
    return EPOCH + found * SECOND


def moment_or_problem(value: object, field: str) -> datetime | None:
    """The moment, None where there is none; raises the problem of a bad one."""
    if value is None:
        return None
    moment = moment_of(value, field)
    if isinstance(moment, InputProblem):
        raise inputs_refused((moment,))
    return moment


def revision_of(header: str | None) -> int | None:
    """The revision an `If-Match` header names, None without one; raises the problem of a bad one."""
    if header is None:
        return None
    inner = header[1:-1]
    if len(header) < 3 or header[0] + header[-1] != '""' or not (inner.isascii() and inner.isdigit()):
        raise field_refused("If-Match", "wrong-type", 'the ETag of the draft such as "7" with quotes', header[:60])
    return int(inner[:18])


def revision_due(header: str | None) -> int:
    """The same where there must be one."""
    revision = revision_of(header)
    if revision is None:
        raise Problem(
            "revision-missing", "send the ETag of the draft you edited as `If-Match`, so that nothing is overwritten"
        )
    return revision


def _one(field: str, name: str, expected: str, found: object) -> Refused:
    return Refused((InputProblem(field, name, expected, shown(found)),))
