"""The cases as they were collected: price lists in words, inputs, and the figures they must give.

Numbers are decimals as written, never binary fractions. A place in a case is a path such as
`inputs[2].periods[0].start`; `[]` in a path of a map runs over all elements, one quote for each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Final, TypeAlias

FOLDER: Final = Path(__file__).parent
FILES: Final = ("billing.json", "ev.json", "real.json", "rules.json")

Json: TypeAlias = Any
"""What `json` reads: dict, list, str, Decimal, bool or None."""


class Each(Enum):
    """`[]` in a path: every element in turn."""

    ELEMENT = "[]"


Step: TypeAlias = str | int | Each
"""A key, a position, or every element."""

_PATH = re.compile(r"(?:[\w-]+(?:\[\d*\])*)(?:\.[\w-]+(?:\[\d*\])*)*")
_STEP = re.compile(r"([\w-]+)|\[(\d*)\]")


@dataclass(frozen=True, slots=True)
class Case:
    """A price list with its quotes.

    `body` is the case as collected; where it has `more_vectors` these and its own input and expected figures
    stand together in `body["vectors"]`."""

    id: str
    body: dict[str, Json]

    @property
    def wording(self) -> str:
        """The words of the price list and the notes on it."""
        return f"{self.body['tariff']}\n{self.body.get('notes', '')}"

    @property
    def vectors(self) -> list[dict[str, Json]] | None:
        return self.body.get("vectors")

    def inputs(self) -> Iterator[tuple[str, Json]]:
        """Every single value among the inputs, with its path."""
        roots = [key for key in ("input", "inputs") if key in self.body and self.vectors is None]
        for key in roots:
            yield from leaves(key, self.body[key])
        for place, vector in enumerate(self.vectors or ()):
            yield from leaves(f"vectors[{place}].input", vector["input"])

    def expected(self) -> list[Json]:
        """The figures that are expected, of all vectors."""
        return [vector.get("expected") for vector in self.vectors or (self.body,)]


def read_json(text: str) -> Json:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def read_cases(folder: Path = FOLDER / "data") -> dict[str, Case]:
    """All cases by their names, in the order of the files."""
    found: dict[str, Case] = {}
    for file in FILES:
        for body in read_json((folder / file).read_text(encoding="utf-8")):
            if "more_vectors" in body:
                own = {"input": body["input"], "expected": body["expected"]}
                body["vectors"] = [own, *body["more_vectors"]]
            if body["id"] in found:
                raise ValueError(f"two cases are called {body['id']}")
            found[body["id"]] = Case(body["id"], body)
    return found


def leaves(path: str, value: Json) -> Iterator[tuple[str, Json]]:
    """The single values below a place, each with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(f"{path}[{place}]", inner)
    else:
        yield path, value


def steps(path: str) -> tuple[Step, ...]:
    """The steps of a path; ValueError where it is none."""
    if path and not _PATH.fullmatch(path):
        raise ValueError(f"`{path}` is no path")
    out: list[Step] = []
    for key, place in _STEP.findall(path):
        out.append(key or (int(place) if place else Each.ELEMENT))
    return tuple(out)


class NotThereError(Exception):
    """A case has nothing at this path."""


def follow(value: Json, way: tuple[Step, ...], index: int | None = None) -> tuple[str, Json]:
    """The value at the end of the way and its path; `[]` takes the element at `index`."""
    path = ""
    for step in way:
        place = index if isinstance(step, Each) else step
        if isinstance(place, str):
            if not isinstance(value, dict) or place not in value:
                raise NotThereError(f"{path}.{place}")
            path, value = (f"{path}.{place}" if path else place), value[place]
        else:
            if place is None or not isinstance(value, list) or place >= len(value):
                raise NotThereError(f"{path}[{place}]")
            path, value = f"{path}[{place}]", value[place]
    return path, value


def without_positions(path: str) -> str:
    """`inputs[2].km` as `inputs[].km`."""
    return re.sub(r"\[\d+\]", "[]", path)
