"""Reads requests: from the JSON of a request to the values of a pricing call, by the declarations of a graph.

| input | in the request |
|---|---|
| choice, text | a string |
| yes/no | true or false |
| quantity, rate | a string with its unit: `"7.4 km"`, `"0.59 PLN/min"`; a duration also `"1 h 30 min"` |
| number | a string `"0.125"` or a JSON integer |
| percentage | a string `"23%"` |
| money | `{"amount": "12.50", "currency": "PLN"}` |
| moment | a string, RFC 3339; without an offset local time, where that is one moment |
| date | a string `"2026-03-02"` |
| period | `{"from": moment, "to": moment}`, `to` later than `from` |
| list | an array of objects |

A field with a default or one that may be missing is left out; null stands for nothing. A number has at most
18 digits before the point and 24 after it, and no exponent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias
from zoneinfo import ZoneInfo

from engine.graph import Graph
from engine.requests.kinds import Slots
from engine.requests.problems import PROBLEMS, InputProblem, Refused
from engine.requests.records import Record
from engine.requests.unit_forms import counting_names

__all__ = ["PROBLEMS", "InputProblem", "Reader", "Refused", "Values"]

Values: TypeAlias = Slots
"""One value for each of `engine.slots`."""


class Reader:
    """Reads the requests of one graph. ValueError, when made: a declaration that no request can meet."""

    def __init__(self, graph: Graph) -> None:
        self._record = Record(graph.inputs, ZoneInfo(graph.time_zone), counting_names(graph.inputs))
        self._quick = self._record.quick

    def read(self, document: Mapping[str, object]) -> Values | Refused:
        """The value of each of `engine.slots`, or everything that is wrong with the request."""
        values = self._quick(document)
        if values is not None:
            return values
        problems: list[InputProblem] = []
        values = self._record.careful(document, "", problems)
        return Refused(tuple(problems)) if values is None else values
