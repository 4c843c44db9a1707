"""A tariff while it is written: what has been declared so far and may be named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from tests.fuzz import measures

# How tightly a piece of text holds together, as in the grammar.
PAIR, ROUNDED, EXTREME, OF, SUM, PRODUCT, UNARY, OPERAND, ATOM = range(1, 10)
ANY_OR_ALL, NOT, COMPARISON = range(1, 4)

_PLAIN_NAMES = (
    "driven", "parked", "used", "drawn", "base", "fee", "rate", "extra", "start_fee", "km_price", "share", "bonus",
    "level", "credit", "usage", "energy_used", "distance", "zone", "segment", "vehicle", "tier", "class_of",
    "weight_of", "seats_taken", "size", "plan_word", "reading", "slot", "leg", "hour_price", "night_part", "peak",
    "lower", "upper", "first_part", "last_part", "größe", "długość", "цена", "quantité", "ganz", "x", "y", "z",
    "a1", "b2", "_hidden",
)  # fmt: skip
_ODD_NAMES = (
    "price", "volume", "length", "list", "quantity", "limit", "unit", "charge", "table", "value", "energy", "day",
    "m", "h", "s", "kWh", "min", "net", "gross", "given", "grows", "sum", "count", "in", "by", "over", "where",
    "so", "far", "half", "up", "steps", "tax", "result", "let", "plan", "use", "process", "month", "year", "PLN",
    "duration",
)  # fmt: skip
"""Names that are words of the language elsewhere, or units."""
OPTIONS = ("mini", "compact", "van", "city", "suburb", "airport", "gold", "silver", "AC", "DC", "weiß", "Type 2", "48")


@dataclass(frozen=True, slots=True)
class Known:
    """Something that can be named."""

    text: str
    type: str
    sure: bool = True
    """It always has a value."""
    open: bool = False
    """A quotient that has yet to be rounded."""
    positive: bool = False
    """It may divide."""
    options: tuple[str, ...] = ()
    bounded: bool = False
    """A period that says how long it may be."""


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of an expression."""

    text: str
    level: int
    open: bool = False

    def at(self, level: int) -> str:
        """The text where something as tight as `level` is due."""
        return self.text if self.level >= level else f"({self.text})"


@dataclass(slots=True)
class Draft:
    """What is decided about the tariff, its lines so far, and its names."""

    dice: Random
    currency: str
    zone: str
    counted: str
    odd: bool
    """Whether names are words of the language."""
    clocks: bool = False
    """Much is about times of day, in a zone whose clocks change."""
    priced_at: str | None = None
    rounds_lines: bool = True
    rounds_nothing: bool = False
    next_blocks: bool = False
    tax: str | None = None
    lines: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    known: list[Known] = field(default_factory=list)
    lists: dict[str, list[Known]] = field(default_factory=dict)
    """The fields of each list, named as in an aggregate."""
    windows: list[str] = field(default_factory=list)
    charges: list[str] = field(default_factory=list)
    """What an adjustment can cover: charges, taxes, and the adjustments themselves."""
    full: list[str] = field(default_factory=list)
    """Charges, which have a full amount."""
    numbers: list[str] = field(default_factory=list)
    """Numeric inputs."""
    closed: bool = False
    """Nothing may act on amounts any more."""
    open_price: bool = False
    """The price being written may be a quotient, which the line's rounding closes."""
    capped_by: str = "day"
    """Whether limits hold in each block of the calendar or of elapsed time."""
    item: str | None = None
    """The name of the item at hand."""
    inside: bool = False
    """Within an aggregate, where no other may stand."""

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def write(self, line: str = "", indent: int = 0) -> None:
        self.lines.append("  " * indent + line if line else "")

    def name(self) -> str:
        """A name that is not taken."""
        while True:
            pool = _ODD_NAMES if self.odd and self.chance(0.3) else _PLAIN_NAMES
            word = self.dice.choice(pool)
            if self.chance(0.6):
                word += f"_{self.dice.randrange(100)}"
            if word not in self.taken and word not in measures.UNITS:
                self.taken.add(word)
                return word

    def declare(self, known: Known) -> Known:
        self.known.append(known)
        return known

    def named(self, type_: str, *, open: bool = False) -> list[Known]:
        """What has this type; open quotients only where they may stand, unsure values seldom."""
        careless = self.chance(0.15)
        return [one for one in self.known if one.type == type_ and (open or not one.open) and (one.sure or careless)]

    def fields(self) -> list[Known]:
        """The fields of the item at hand."""
        own = f"{self.item}."
        return [one for one in self.known if one.text.startswith(own)] if self.item is not None else []

    def literal(self, type_: str, least: int = 0) -> str:
        return measures.literal(self.dice, type_, self.currency, self.counted, least)

    @contextmanager
    def aggregating(self, list: str) -> Iterator[None]:
        """Within an aggregate over a list its fields are names."""
        outer = self.known
        fields = self.lists[list]
        hidden = {one.text for one in fields}
        self.known = [one for one in outer if one.text not in hidden] + fields * 3
        self.inside = True
        try:
            yield
        finally:
            self.known, self.inside = outer, False

    @contextmanager
    def each(self, item: str, fields: list[Known]) -> Iterator[None]:
        """Within `for each`, with what is known of the item at hand."""
        outer = self.known
        self.known = [*outer, *fields, *fields]
        self.item = item
        try:
            yield
        finally:
            self.known = outer
            self.item = None
