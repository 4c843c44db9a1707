"""City Drive as one would write it by hand for speed: integers, and `bisect` for the nights.

Amounts are in cents, moments in UTC seconds, distances in metres. Its nights reach from 2024 to 2028.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bench.peer_modules import Bill, Request

WARSAW = ZoneInfo("Europe/Warsaw")

RATES = {
    **dict.fromkeys([("mini", "city"), ("mini", "suburb")], (199, 59, 15, 85)),
    **dict.fromkeys([("compact", "city"), ("compact", "suburb")], (299, 69, 15, 95)),
    **dict.fromkeys([("van", "city"), ("van", "suburb")], (499, 99, 25, 120)),
    **dict.fromkeys([("mini", "airport"), ("compact", "airport"), ("van", "airport")], (999, 109, 35, 130)),
}
"""Unlocking, a minute of driving, a minute of parking, a kilometre."""


def _instant(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=WARSAW).timestamp())


FIRST_START, LAST_END = _instant(2025, 1, 1), _instant(2028, 1, 1)
DEARER_FROM = _instant(2026, 7, 1)
CLOCK_CHANGES = tuple(
    int(datetime(year, month, day, 1, tzinfo=UTC).timestamp())
    for year, month, day in (
        *((2025, 3, 30), (2025, 10, 26), (2026, 3, 29)),
        *((2026, 10, 25), (2027, 3, 28), (2027, 10, 31)),
    )
)
"""The clocks of the European Union are put forward and back at 01:00 UTC."""


def _nights() -> tuple[list[int], list[int]]:
    """The edges of the nights; and, by the number of edges passed, the seconds of night until then, within a night
    less its beginning."""
    edges: list[int] = []
    before, total, day = [0], 0, datetime(2024, 12, 1, tzinfo=WARSAW)
    while day.year < 2028 or day.month < 2:
        start, end = (int((day + timedelta(hours=hour)).timestamp()) for hour in (22, 30))
        edges += (start, end)
        before.append(total - start)
        total += end - start
        before.append(total)
        day += timedelta(days=1)
    return edges, before


EDGES, BEFORE = _nights()


def price_int(request: Request) -> Bill:
    """The lines of the bill as they are printed, and the totals."""
    unlock, per_minute, parked_minute, per_km = RATES[request["vehicle_class"], request["zone"]]
    start, end, parked = request["start"], request["end"], request["parked"]
    length = end - start
    driven = length - parked
    driving = (driven + 59) // 60 * per_minute
    first, last = bisect_right(EDGES, start), bisect_right(EDGES, end)
    night = BEFORE[last] - BEFORE[first] + (end if last & 1 else 0) - (start if first & 1 else 0)
    if night > driven:
        night = driven
    credit = (night // 60 * per_minute + 1) // 2
    stopover = parked - 300
    parking = (stopover + 59) // 60 * parked_minute if stopover > 0 else 0
    distance = request["distance"]
    near = (distance if distance < 50000 else 50000) - 5000
    far = distance - 50000
    kilometres = ((near * 10 + far * 8 if far > 0 else near * 10) * per_km + 5000) // 10000 if near > 0 else 0
    time = driving - credit + parking
    cap = (length + 86399) // 86400 * (13900 if start >= DEARER_FROM else 12900)
    over = time - cap if time > cap else 0
    time -= over
    student = (time + 5) // 10 if request["segment"] == "student" else 0
    fare = unlock + time - student + kilometres
    total = fare if fare > 500 else 500
    net = (total * 200 + 123) // 246
    return {
        "unlock": unlock,
        "driving": driving,
        "night_credit": -credit,
        "parking": parking,
        "kilometres": kilometres,
        "time": -over,
        "student": -student,
        "least": total - fare,
        "total": total,
        "net": net,
        "vat": total - net,
    }


def quotes(n: int, seed: int = 7) -> list[Request]:
    """Random rides: most of them short, some over days, every fourth near a change of the clocks or of the prices."""
    random = Random(seed)
    turns = (*CLOCK_CHANGES, DEARER_FROM)
    found: list[Request] = []
    for place in range(n):
        length = random.choice((600, 3600, 6 * 3600, 30 * 3600, 10 * 86400))
        length = random.randrange(1, length)
        if place % 4:
            start = random.randrange(FIRST_START, LAST_END - length)
        else:
            start = random.choice(turns) + random.randrange(-8 * 3600, 8 * 3600)
        parked = random.choice((0, random.randrange(length + 1)))
        found.append(
            {
                "vehicle_class": random.choice(("mini", "compact", "van")),
                "zone": random.choice(("city", "suburb", "airport")),
                "segment": random.choice(("regular", "student", "business")),
                "start": start,
                "end": start + length,
                "parked": parked,
                "distance": random.choice((random.randrange(60_000), random.randrange(400_000))),
            }
        )
    return found
