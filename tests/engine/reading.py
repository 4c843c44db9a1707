"""Reads one input as a request holds it."""

from typing import Any

from engine.declarations import Declared
from engine.requests.reader import PROBLEMS, InputProblem, Reader, Refused
from tests.engine.inputs import graph_of


def read(declared: Declared, value: object, time_zone: str = "Europe/Warsaw") -> Any:
    """The slots of one input, or its problems."""
    return Reader(graph_of(declared, time_zone=time_zone)).read({declared.name: value})


def problem(declared: Declared, value: object, time_zone: str = "Europe/Warsaw") -> InputProblem:
    """The only problem of a value."""
    found = read(declared, value, time_zone)
    assert isinstance(found, Refused), found
    (only,) = found.problems
    assert only.name in PROBLEMS
    return only


def period(start: str, end: str) -> dict[str, str]:
    return {"from": start, "to": end}
