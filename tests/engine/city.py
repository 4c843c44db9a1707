"""A tariff of a ride through a city, built by hand, with its prices and its places in a text."""

from datetime import date
from fractions import Fraction

from engine.builder import Builder
from engine.declarations import DATE, MOMENT, SECONDS, Declared, Origin, Type
from engine.graph import Amount, AnyValue, Graph, Line, OneOf, Part, Range, Ref, Requirement, Result

PLN = (("PLN", 1),)
METRES = (("m", 1),)
CLASS = Type("choice", options=("mini", "compact", "van"))
ZONE = Type("choice", options=("city", "suburb", "airport", "harbour"))
SEGMENT = Type("choice", options=("regular", "student", "business"))
DURATION = Type("number", SECONDS)
LENGTH = Type("number", METRES)

INPUTS = (
    Declared("vehicle_class", "choice", CLASS, label="Vehicle class"),
    Declared("zone", "choice", ZONE),
    Declared("segment", "choice", SEGMENT, default="regular"),
    Declared("ride", "period", MOMENT, days=30, label="From unlocking to locking"),
    Declared("parked", "number", DURATION, unit="min", lower=Fraction(0), default="0 min"),
    Declared("distance", "number", LENGTH, unit="km", lower=Fraction(0), upper=Fraction(3_000_000)),
)

REQUEST: dict[str, object] = {
    "vehicle_class": "mini",
    "zone": "city",
    "segment": "student",
    "ride": {"from": "2026-03-02T08:10:00+01:00", "to": "2026-03-02T08:27:20+01:00"},
    "parked": "5 min",
    "distance": "7.4 km",
}


def origin(line: int, text: str = "") -> Origin:
    return Origin(line, 1, text)


def at(line: int, ref: Ref) -> tuple[Ref, Origin]:
    return ref, origin(line)


def city() -> Graph:
    """Unlocking 1.99, driving 0.59 a started minute, stopover 0.15 a started minute, kilometres in tiers, at most
    a dated 129 or 139 PLN for time, a tenth off for students, VAT 23% included."""
    b = Builder()
    cent = Fraction(1, 100)

    def money(text: str) -> Ref:
        return b.number(Fraction(text), PLN, cent)

    def rate(text: str, per: int, base: str) -> Ref:
        return b.number(
            Fraction(text) / per, ((base, -1), ("PLN", 1)) if base < "P" else (("PLN", 1), (base, -1)), cent / per
        )

    vehicle, zone = b.input("vehicle_class", CLASS), b.input("zone", ZONE)
    start, end = b.input("ride", MOMENT, "from"), b.input("ride", MOMENT, "to")
    parked, distance = b.input("parked", DURATION), b.input("distance", LENGTH)
    ground = OneOf(("city", "suburb"))
    rows = b.table(
        "rates",
        [vehicle, zone],
        [
            (OneOf(("mini",)), ground),
            (OneOf(("compact",)), ground),
            (OneOf(("van",)), ground),
            (AnyValue(), OneOf(("airport",))),
        ],
        "only",
    )
    unlock_price = b.pick(rows, [money(text) for text in ("1.99", "2.99", "4.99", "9.99")])
    drive_price = b.pick(rows, [rate(text, 60, "s") for text in ("0.59", "0.69", "0.99", "1.09")])
    park_price = b.pick(rows, [rate(text, 60, "s") for text in ("0.15", "0.15", "0.25", "0.35")])
    km_price = b.pick(rows, [rate(text, 1000, "m") for text in ("0.85", "0.95", "1.20", "1.30")])

    length = b.elapsed(start, end)
    driven = b.negate(b.sum([parked, b.negate(length)]))
    minute = Fraction(60)
    billed = b.round(driven, minute, "up")
    driving = b.product([billed, drive_price])
    stopover = b.round(parked, minute, "up")
    parking = b.product([stopover, park_price])

    def metres(number: int) -> Ref:
        return b.number(Fraction(number), METRES, Fraction(1))

    none, five, fifty = metres(0), metres(5000), metres(50_000)
    free, middle, far = b.tier(distance, none, five), b.tier(distance, five, fifty), b.tier(distance, fifty, None)
    no_money = b.number(Fraction(0), (("PLN", 1), ("m", -1)), Fraction(1, 100_000))
    far_price = b.product([km_price, b.number(Fraction(4, 5), (), cent)])
    middle_amount, far_amount = b.product([middle, km_price]), b.product([far, far_price])
    kilometres = b.sum([middle_amount, far_amount])
    kilometres_line = b.round(kilometres, cent, "half_up")

    ride_date = b.date_of(start)
    new_year, midsummer = (Fraction(date(*day).toordinal()) for day in ((2025, 1, 1), (2026, 7, 1)))
    cap_row = b.table(
        "day_cap",
        [ride_date],
        [(Range(new_year, midsummer, True, False),), (Range(midsummer, None),)],
        "only",
    )
    cap = b.pick(cap_row, [money("129"), money("139")])
    driving_line, parking_line = b.round(driving, cent, "half_up"), b.round(parking, cent, "half_up")
    time = b.sum([driving_line, parking_line])
    capped = b.min([time, cap])
    limit = b.sum([capped, b.negate(time)])

    is_student = b.fits(b.input("segment", SEGMENT), OneOf(("student",)))
    tenth = b.number(Fraction(1, 10), (), cent)
    minus_tenth = b.product([b.negate(tenth), capped])
    discount = b.round(minus_tenth, cent, "half_up")
    counted = b.select(is_student, discount, b.number(Fraction(0), PLN, cent))

    total = b.sum([unlock_price, driving_line, parking_line, kilometres_line, limit, counted])
    net = b.round(b.product([total, b.number(Fraction(100, 123), (), Fraction(1, 123))]), cent, "half_up")
    tax = b.sum([total, b.negate(net)])
    parked_fits = b.compare("<=", parked, length)
    day = b.input("ride", MOMENT, "from")
    per_km = b.round(total, Fraction(1, 100_000) / 10, "half_up", divisor=distance)

    lines = (
        Line(
            "charge",
            "unlock",
            "Unlocking",
            Amount(unlock_price),
            Amount(unlock_price),
            parts=(Part(None, Amount(unlock_price), Amount(unlock_price), row=rows),),
            origin=origin(35),
        ),
        Line(
            "charge",
            "driving",
            "Driving time",
            Amount(driving_line),
            Amount(driving),
            measured=driven,
            billed=billed,
            parts=(Part(Amount(billed), Amount(drive_price), Amount(driving), row=rows, origin=origin(41)),),
            origin=origin(41),
        ),
        Line(
            "charge",
            "parking",
            "Stopover",
            Amount(parking_line),
            Amount(parking),
            measured=parked,
            billed=stopover,
            parts=(Part(Amount(stopover), Amount(park_price), Amount(parking), row=rows),),
            origin=origin(45),
        ),
        Line(
            "charge",
            "kilometres",
            "Distance",
            Amount(kilometres_line),
            Amount(kilometres),
            measured=distance,
            billed=distance,
            parts=(
                Part(Amount(free), Amount(no_money), Amount(b.product([free, no_money])), lower=none, upper=five),
                Part(Amount(middle), Amount(km_price), Amount(middle_amount), row=rows, lower=five, upper=fifty),
                Part(Amount(far), Amount(far_price), Amount(far_amount), row=rows, lower=fifty),
            ),
            origin=origin(49),
        ),
        Line(
            "limit",
            "time",
            "Daily maximum",
            Amount(limit),
            Amount(limit),
            covers=("driving", "parking"),
            before=time,
            bound=cap,
            origin=origin(56),
        ),
        Line(
            "discount",
            "student",
            "Student discount",
            Amount(discount),
            Amount(minus_tenth),
            condition=is_student,
            covers=("time",),
            before=capped,
            parts=(Part(Amount(capped), Amount(b.negate(tenth)), Amount(minus_tenth)),),
            origin=origin(59),
        ),
    )
    results = (
        Result("per_km", "Price of a kilometre", Amount(per_km)),
        Result("day", "Day of the ride", Amount(ride_date)),
        Result("zone", "Zone", Amount(zone)),
        Result("mean", "Mean price", Amount(total, distance)),
    )
    return Graph(
        name="city_drive",
        label="City Drive",
        currency="PLN",
        time_zone="Europe/Warsaw",
        inputs=INPUTS,
        windows=(),
        nodes=tuple(b.nodes),
        types=tuple(b.types),
        origins=(at(17, rows), at(28, cap_row)),
        requirements=(Requirement(parked_fits, "Stopover is longer than the ride", ("parked", "ride")),),
        lines=lines,
        results=results,
        total=Amount(total),
        net=Amount(net),
        tax=Amount(tax),
        gross=Amount(total),
        priced_at=day,
        row_origins=((rows, tuple(origin(line) for line in (20, 21, 22, 23))), (cap_row, (origin(28), origin(29)))),
    )


__all__ = ["DATE", "INPUTS", "REQUEST", "city"]
