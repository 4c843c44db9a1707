"""Declarations of inputs by hand, and a graph that only has inputs."""

from fractions import Fraction

from engine.declarations import DATE, MOMENT, SECONDS, TEXT, TRUTH, Declared, Type
from engine.graph import Graph
from engine.units import Dimension

PLN: Dimension = (("PLN", 1),)
METRES: Dimension = (("m", 1),)
ENERGY: Dimension = (("W", 1), ("s", 1))
SEATS: Dimension = (("seat", 1),)
ZONE = Type("choice", options=("city", "suburb", "airport"))


def number(dimension: Dimension = (), scale: str = "1") -> Type:
    return Type("number", dimension, Fraction(scale))


DISTANCE = Declared("distance", "number", number(METRES), unit="km", lower=Fraction(0), upper=Fraction(3_000_000))
PARKED = Declared("parked", "number", number(SECONDS), unit="min", lower=Fraction(0))
ENERGY_USED = Declared("energy", "number", number(ENERGY, "3600"), unit="kWh", lower=Fraction(0))
FACTOR = Declared("factor", "number", number(scale="1/1000"), lower=Fraction(0), upper=Fraction(10), upper_in=False)
COUNT = Declared("count", "number", number(), whole=True, lower=Fraction(1), upper=Fraction(50))
SHARE = Declared("share", "number", number(scale="1/1000"), unit="%", lower=Fraction(0), upper=Fraction(1))
PRICE = Declared("price", "number", number(PLN, "1/100"), unit="PLN", lower=Fraction(0), upper=Fraction(500))
RATE = Declared("rate", "number", number((("PLN", 1), ("s", -1)), "1/6000"), unit="PLN/min", lower=Fraction(0))
POWER_PRICE = Declared(
    "power_price", "number", number((("EUR", 1), ("W", -1), ("month", -1)), "1/100000"), unit="EUR/kW/month"
)
SEATS_TAKEN = Declared("seats", "number", number(SEATS), unit="seats", whole=True, lower=Fraction(1))
DAYS = Declared("days", "number", number((("day", 1),)), unit="days", lower=Fraction(0))
GROWTH = Declared("growth", "number", number((("month", -1),), "1/1200"), unit="%/year")
BLOCKS = Declared("blocks", "number", number(SECONDS, "900"), unit="min", lower=Fraction(0))
PLACE = Declared("zone", "choice", ZONE)
NAME = Declared("name", "text", TEXT)
MEMBER = Declared("member", "truth", TRUTH)
BOOKED = Declared("booked", "moment", MOMENT)
BORN = Declared("born", "date", DATE, lower=Fraction(711_858), upper=Fraction(739_676))  # 1950-01-01 to 2026-03-01
RIDE = Declared("ride", "period", MOMENT, days=30)
STAY = Declared("stay", "period", MOMENT, months=1)
SLOT = Declared("slot", "period", MOMENT, seconds=7200)
PHASES = Declared(
    "phases",
    "list",
    items=3,
    consecutive=True,
    fields=(Declared("span", "period", MOMENT), ENERGY_USED),
)
READINGS = Declared(
    "readings",
    "list",
    items=500,
    fields=(Declared("state", "choice", ZONE), Declared("note", "text", TEXT, optional=True)),
)

EVERY_KIND = (
    DISTANCE, PARKED, ENERGY_USED, FACTOR, COUNT, SHARE, PRICE, RATE, POWER_PRICE, SEATS_TAKEN, DAYS, GROWTH, BLOCKS,
    PLACE, NAME, MEMBER, BOOKED, BORN, RIDE, STAY, SLOT, PHASES, READINGS,
)  # fmt: skip


def graph_of(*inputs: Declared, time_zone: str = "Europe/Warsaw") -> Graph:
    """A graph that asks for these inputs and answers nothing."""
    return Graph("sample", "Sample", "PLN", time_zone, inputs, (), (), (), (), (), (), (), None)
