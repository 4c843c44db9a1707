"""Compares every figure of every stated case with what the tariff answers, exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal

from engine.explanation.explained import Explanation
from tests.cases.answers import AnswerError, NoPrice, PriceList, read_answer
from tests.cases.case_files import FOLDER, Case, Json, read_cases, read_json
from tests.cases.figures import invented, stated_figures
from tests.cases.renaming import MapError, Quotes, quotes_of, unused_inputs

STATED: Final = FOLDER / "stated"
NOT_STATED: Final = FOLDER / "not_stated.json"

NOT_COMPARED: Final = frozenset(
    {"printed by the source", "charged by the operator", "shown by a peer", "another reading"}
)
"""Why a figure of a case may stay out: it is somebody else's, or a second reading of the same price list."""


@dataclass(frozen=True, slots=True)
class WrongFigure:
    """A figure that a tariff does not give."""

    case: str
    vector: str
    field: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.case}: {self.vector}: {self.field}: expected {self.expected}, found {self.found}"


@dataclass(slots=True)
class Outcome:
    """What became of a case. `compared` counts the figures that were compared."""

    case: str
    compared: int = 0
    wrong: list[WrongFigure] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    not_stated: str | None = None

    @property
    def verdict(self) -> Literal["exact", "wrong", "not_stated"]:
        if self.not_stated is not None and not self.faults:
            return "not_stated"
        return "exact" if self.compared and not self.wrong and not self.faults else "wrong"


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure of a case and the words of the map that name the answer to it."""

    words: str
    path: str
    value: Json
    position: int | None
    """Which quote of its group, None where the group has one."""
    of: int | None = None
    """How many quotes the group must have."""


def outcomes(stated: Path = STATED, not_stated: Path = NOT_STATED) -> list[Outcome]:
    """What became of every case, in the order of the files."""
    cases = read_cases()
    reasons: dict[str, str] = read_json(not_stated.read_text(encoding="utf-8"))
    folders = {folder.name for folder in stated.iterdir() if folder.is_dir()}
    found = []
    for name, case in cases.items():
        outcome = compared(case, stated / name) if name in folders else Outcome(name)
        if name not in folders:
            outcome.not_stated = reasons.get(name, "")
        if (name in folders) == (name in reasons):
            outcome.faults.append("a case is either stated or named in not_stated.json")
        found.append(outcome)
    strays = sorted((folders | set(reasons)) - set(cases))
    found.extend(Outcome(name, faults=["there is no such case"]) for name in strays)
    return found


def compared(case: Case, folder: Path) -> Outcome:
    """Compares one stated case."""
    outcome = Outcome(case.id)
    try:
        _compare(case, folder, outcome)
    except (AnswerError, MapError, OSError) as fault:
        outcome.faults.append(str(fault))
    return outcome


def _compare(case: Case, folder: Path, outcome: Outcome) -> None:
    files = sorted(folder.glob("*.tariff"))
    for file in files:
        for figure in invented(file.read_text(encoding="utf-8"), case):
            outcome.faults.append(f"{file.name}:{figure.line}: the case does not state {figure.text}")
    map_ = read_json((folder / "map.json").read_text(encoding="utf-8"))
    if not isinstance(map_, dict) or not {"quotes", "expected"} <= set(map_) <= {"quotes", "expected", "unused"}:
        raise MapError("a map has the keys quotes, expected and, where needed, unused")
    outcome.faults.extend(strange_constants(case, map_["quotes"]))
    quotes = quotes_of(case, map_["quotes"])
    outcome.faults.extend(unused_inputs(case, quotes, map_.get("unused", {})))
    if unpriced := {file.stem for file in files} - {group.tariff for group in quotes.values()}:
        outcome.faults.append(f"no quote is priced by {sorted(unpriced)}")
    told = _Told(folder, quotes)
    for asked in asked_figures(case, map_["expected"]):
        _compare_one(case, told, asked, outcome)


def strange_constants(case: Case, groups: Json) -> Iterator[str]:
    """Constants of a map that stand nowhere in the case, neither as a word nor as a figure."""
    words = set(re.findall(r"[\w-]+", str(case.body)))
    figures = stated_figures(case).numbers
    for group in groups.values() if isinstance(groups, dict) else ():
        for source in group.get("inputs", {}).values():
            constant = source.get("constant") if isinstance(source, dict) else None
            if constant is None:
                continue
            number = _figure(constant)
            if constant not in words if number is None else number not in figures:
                yield f"the constant {constant} stands nowhere in the case"


def asked_figures(case: Case, expected: Json) -> Iterator[Asked]:
    """Every value the case expects, with the words of the map at the same place."""
    if case.vectors is None:
        yield from _asked(expected, case.body["expected"], "expected", None, None, True)
        return
    for place, vector in enumerate(case.vectors):
        path = f"vectors[{place}].expected"
        yield from _asked(expected, vector["expected"], path, place, len(case.vectors), False)


def _asked(
    words: Json, value: Json, path: str, position: int | None, of: int | None, all_keys: bool
) -> Iterator[Asked]:
    if isinstance(words, str):
        if isinstance(value, list) and position is None and not words.startswith("not compared"):
            for place, inner in enumerate(value):
                yield Asked(words, f"{path}[{place}]", inner, place, len(value))
        else:
            yield Asked(words, path, value, position, of)
    elif isinstance(words, dict) and isinstance(value, dict):
        if not set(value) <= set(words) or (all_keys and set(words) != set(value)):
            raise MapError(f"{path} has {sorted(value)}, the map names {sorted(words)}")
        for key, inner in value.items():
            yield from _asked(words[key], inner, f"{path}.{key}", position, of, all_keys)
    elif isinstance(words, list) and isinstance(value, list) and len(words) == len(value):
        for place, (one, inner) in enumerate(zip(words, value, strict=True)):
            yield from _asked(one, inner, f"{path}[{place}]", position, of, all_keys)
    else:
        raise MapError(f"the map differs in form from {path}")


class _Told:
    """The quotes of a case, each priced once."""

    def __init__(self, folder: Path, quotes: dict[str, Quotes]) -> None:
        self._folder, self._quotes = folder, quotes
        self._lists: dict[str, PriceList] = {}
        self._told: dict[tuple[str, int], Explanation] = {}

    def group(self, words: str) -> tuple[Quotes, str]:
        """The group that words of a map speak of, and the rest of the words."""
        name, colon, rest = words.partition(": ")
        if colon and name in self._quotes:
            return self._quotes[name], rest
        if len(self._quotes) == 1:
            return next(iter(self._quotes.values())), words
        raise MapError(f"`{words}` says which of {sorted(self._quotes)} it speaks of")

    def price_list(self, group: Quotes) -> PriceList:
        if group.tariff not in self._lists:
            self._lists[group.tariff] = PriceList(self._folder / f"{group.tariff}.tariff")
        return self._lists[group.tariff]

    def quote(self, group: Quotes, place: int) -> Explanation:
        key = (group.name, place)
        if key not in self._told:
            self._told[key] = self.price_list(group).explained(group.requests[place])
        return self._told[key]

    def without_price(self, group: Quotes, place: int) -> str | None:
        """None where a quote has no price, else what it found."""
        try:
            self.quote(group, place)
        except NoPrice:
            return None
        except AnswerError as fault:
            return str(fault)
        return "a price"


def _compare_one(case: Case, told: _Told, asked: Asked, outcome: Outcome) -> None:
    if asked.words.startswith("not compared: "):
        if asked.words.removeprefix("not compared: ") not in NOT_COMPARED:
            raise MapError(f"{asked.path} is not compared for a reason that does not count: {asked.words}")
        return
    if asked.words == "nothing":
        if asked.value is not None:
            raise MapError(f"{asked.path} is {asked.value}, not nothing")
        return
    if asked.words == "a word":
        if not isinstance(asked.value, str) or _figure(asked.value) is not None:
            raise MapError(f"{asked.path} is {asked.value}, no mere word")
        return
    group, words = told.group(asked.words)
    if len(group.requests) != (1 if asked.of is None else asked.of):
        raise MapError(f"{asked.path}: {asked.of or 1} figures, {len(group.requests)} quotes in {group.name}")
    if asked.value is None:
        outcome.compared += 1
        found = told.without_price(group, asked.position or 0)
        if found is not None:
            outcome.wrong.append(WrongFigure(case.id, group.name, asked.path, "no price", found))
        return
    if not isinstance(asked.value, str | Decimal):
        raise MapError(f"{asked.path} is {asked.value}: neither a figure nor a word")
    place = asked.position or 0
    answer = read_answer(words)
    outcome.compared += 1
    vector = f"{group.name} {place + 1}"
    try:
        text = told.price_list(group).text_of(told.quote(group, place), answer)
        expected = _figure(asked.value)
        if expected is None:
            equal = text == asked.value
        else:
            equal = told.price_list(group).figure(text, answer.unit) == expected
    except AnswerError as fault:
        text, equal = str(fault), False
    if not equal:
        outcome.wrong.append(WrongFigure(case.id, vector, asked.path, str(asked.value), text))


def _figure(value: str | Decimal) -> Fraction | None:
    """The number that a case writes, also as text; None for a word."""
    try:
        return Fraction(Decimal(value))
    except (InvalidOperation, ValueError, OverflowError):
        return None
