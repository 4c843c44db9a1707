"""A tariff of eight lines, written by hand in integers, and the same as a graph.

City car sharing, PLN, lines rounded half up to 0.01: unlocking; started minutes driven; started minutes parked
after the first 5; distance, 5 km free, up to 50 km the full price, above 80 % of it; driving and parking at
most 129.00; a discount of 10 % for students and 5 % for business; at least 5.00; 23 % VAT included.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TypedDict

from engine.builder import Builder
from engine.declarations import SECONDS, Declared, Type
from engine.graph import Amount, Graph, Line, LineKind, OneOf, Ref

RATES = {
    ("mini", "city"): ("1.99", "0.59", "0.15", "0.85"),
    ("mini", "suburb"): ("1.99", "0.54", "0.12", "0.80"),
    ("mini", "airport"): ("9.99", "0.69", "0.25", "0.95"),
    ("compact", "city"): ("2.99", "0.69", "0.15", "0.95"),
    ("compact", "suburb"): ("2.99", "0.64", "0.12", "0.90"),
    ("compact", "airport"): ("10.99", "0.79", "0.25", "1.05"),
    ("van", "city"): ("4.99", "0.99", "0.25", "1.20"),
    ("van", "suburb"): ("4.99", "0.94", "0.22", "1.15"),
    ("van", "airport"): ("14.99", "1.09", "0.35", "1.30"),
}
DISCOUNT_PERCENT = {"regular": 0, "student": 10, "business": 5}
CENTS = {key: tuple(int(Fraction(price) * 100) for price in prices) for key, prices in RATES.items()}
CLASSES, ZONES, SEGMENTS = ("mini", "compact", "van"), ("city", "suburb", "airport"), tuple(DISCOUNT_PERCENT)


class Ride(TypedDict):
    """A request: seconds and metres."""

    vehicle_class: str
    zone: str
    segment: str
    driving: int
    parked: int
    distance: int


def price_by_hand(ride: Ride) -> dict[str, int]:
    """The lines and sums in grosz."""
    unlock, per_minute, parked, per_km = CENTS[ride["vehicle_class"], ride["zone"]]
    driving = -(-ride["driving"] // 60) * per_minute
    minutes = -(-ride["parked"] // 60) - 5
    parking = minutes * parked if minutes > 0 else 0
    metres = ride["distance"]
    middle = min(metres, 50000) - 5000
    if middle < 0:
        middle = 0
    top = metres - 50000
    if top < 0:
        top = 0
    distance = ((middle * 10 + top * 8) * per_km + 5000) // 10000
    time = min(driving + parking, 12900)
    discount = (time * DISCOUNT_PERCENT[ride["segment"]] + 50) // 100
    total = max(unlock + time - discount + distance, 500)
    net = (total * 200 + 123) // 246
    return {
        "unlock": unlock,
        "driving": driving,
        "parking": parking,
        "distance": distance,
        "discount": discount,
        "total": total,
        "net": net,
        "vat": total - net,
    }


def rides(count: int) -> list[Ride]:
    """Random requests, always the same."""
    random = Random(7)
    return [
        Ride(
            vehicle_class=random.choice(CLASSES),
            zone=random.choice(ZONES),
            segment=random.choice(SEGMENTS),
            driving=random.randrange(0, 20000),
            parked=random.randrange(0, 8000),
            distance=random.randrange(0, 120000),
        )
        for _ in range(count)
    ]


def values(ride: Ride) -> tuple[int, ...]:
    """The request as slots."""
    return (
        CLASSES.index(ride["vehicle_class"]),
        ZONES.index(ride["zone"]),
        SEGMENTS.index(ride["segment"]),
        ride["driving"],
        ride["parked"],
        ride["distance"],
    )


def reference_graph() -> Graph:
    """The tariff as a graph."""
    b = Builder()
    money, cent = (("PLN", 1),), Fraction(1, 100)
    vehicle, zone, segment = (Type("choice", options=options) for options in (CLASSES, ZONES, SEGMENTS))
    seconds, metres = Type("number", SECONDS), Type("number", (("m", 1),))
    month, zero = Fraction(30 * 86400), Fraction(0)
    inputs = (
        Declared("vehicle_class", "choice", vehicle),
        Declared("zone", "choice", zone),
        Declared("segment", "choice", segment),
        Declared("driving", "number", seconds, "s", lower=zero, upper=month),
        Declared("parked", "number", seconds, "s", lower=zero, upper=month),
        Declared("distance", "number", metres, "km", lower=zero, upper=Fraction(3_000_000)),
    )
    class_, place, who, driven, parked, distance = (b.input(one.name, one.type) for one in inputs)

    def column(index: int, unit: Fraction, per: str | None) -> list[Ref]:
        dimension = tuple(sorted((("PLN", 1), *(((per, -1),) if per else ()))))
        return [b.number(Fraction(price[index]) / unit, dimension, cent / unit) for price in RATES.values()]

    def rounded(ref: Ref) -> Ref:
        return b.round(ref, cent, "half_up")

    rates = b.table("rates", (class_, place), [(OneOf((one,)), OneOf((other,))) for one, other in RATES], "only")
    unlock = b.pick(rates, column(0, Fraction(1), None))
    drive, park = b.pick(rates, column(1, Fraction(60), "s")), b.pick(rates, column(2, Fraction(60), "s"))
    per_metre = b.pick(rates, column(3, Fraction(1000), "m"))
    minute = Fraction(60)
    driving = rounded(b.product([b.round(driven, minute, "up"), drive]))
    paid = b.tier(b.round(parked, minute, "up"), b.number(5 * minute, SECONDS), None)
    parking = rounded(b.product([paid, park]))
    near, far = (b.number(Fraction(bound), (("m", 1),)) for bound in (5000, 50000))
    middle = b.product([b.tier(distance, near, far), per_metre])
    top = b.product([b.tier(distance, far, None), per_metre, b.number(Fraction(4, 5))])
    kilometres = rounded(b.sum([middle, top]))
    time = b.min([b.sum([driving, parking]), b.number(Fraction(129), money, cent)])
    row = b.table("discounts", (who,), [(OneOf((one,)),) for one in SEGMENTS], "only")
    percent = b.pick(row, [b.number(Fraction(one, 100), (), cent) for one in DISCOUNT_PERCENT.values()])
    discount = rounded(b.product([time, percent]))
    everything = b.sum([unlock, time, b.negate(discount), kilometres])
    total = b.max([everything, b.number(Fraction(5), money, cent)])
    net = rounded(b.product([total, b.number(Fraction(100, 123))]))
    vat = b.sum([total, b.negate(net)])

    def line(name: str, ref: Ref, kind: LineKind = "charge") -> Line:
        return Line(kind, name, name, Amount(ref), Amount(ref))

    return Graph(
        name="city_drive",
        label="City Drive",
        currency="PLN",
        time_zone="Europe/Warsaw",
        inputs=inputs,
        windows=(),
        nodes=tuple(b.nodes),
        types=tuple(b.types),
        origins=(),
        requirements=(),
        lines=(
            line("unlock", unlock),
            line("driving", driving),
            line("parking", parking),
            line("distance", kilometres),
            line("discount", discount, "discount"),
        ),
        results=(),
        total=Amount(total),
        net=Amount(net),
        tax=Amount(vat),
    )
