"""Long tariffs for the benchmark of checking, as a company with many services would write them.

Every section is one service of one place: car sharing, parking, charging, deliveries or seats. The figures of the
examples follow from the prices drawn, so that the whole text holds: no error, no finding, no failing example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

PLACES = (
    *("Warszawa", "Krakow", "Gdansk", "Poznan", "Wroclaw", "Lodz", "Katowice", "Lublin", "Szczecin", "Bydgoszcz"),
    *("Torun", "Rzeszow", "Kielce", "Olsztyn", "Opole", "Zakopane", "Sopot", "Gdynia", "Tychy", "Gliwice"),
)
CLASSES = ("mini", "compact", "van")
SHORTEST = 250
"""Lines of the shortest text that can be asked for; it uses every input and window."""
_AN_HOUR = "2026-03-02 08:00 to 2026-03-02 09:00"

_HEADER = """\
# Prices of all services, by place. Questions: pricing desk.
tariff city_services "City services"
  currency PLN
  time zone Europe/Warsaw
  prices include VAT 23%
  round each line half up to 0.01 PLN
  priced at start of ride

unit parcel, parcels

inputs
  service        one of {services}
  vehicle_class  one of mini, compact, van = mini
  zone           one of city, suburb, airport = city
  segment        one of regular, student, business = regular
  ride           period up to 30 days               # from unlocking to locking
  parked         duration up to length of ride = 0 min
  distance       length up to 3000 km = 0 km
  energy         energy up to 200 kWh = 0 kWh
  weight         mass up to 1000 kg = 0 kg
  collected      parcels up to 10000 parcels = 0 parcels

windows
  night     every day 22:00 to 06:00
  rush      Monday to Friday 07:00 to 09:30
            Monday to Friday 15:30 to 18:00
  weekend   Friday 18:00 to Monday 06:00
            public holidays of PL

let driven = length of ride - parked
"""


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one service, and the rows of its examples under their common heading."""

    lines: list[str]
    heading: str
    rows: list[str]


def tariff_text(lines: int, seed: int = 1) -> str:
    """A text of exactly so many lines, the same for the same seed."""
    if lines < SHORTEST:
        raise ValueError(f"at least {SHORTEST} lines, not {lines}")
    random = Random(seed)
    services: list[str] = []
    body: list[str] = []
    header = _HEADER.count("\n")
    for kind, place in _services():
        name = f"{kind.__name__.strip('_')}_{place.lower()}"
        section = kind(random, name, place)
        written = [*section.lines, "", "examples", section.heading, *section.rows, ""]
        left = lines - header - len(body) - len(written)
        if left < len(_postcodes(random, 1)):
            break
        services.append(name)
        body += written
    left = lines - header - len(body) - len(_postcodes(random, 0))
    body += _postcodes(random, left)
    text = _HEADER.format(services=", ".join(services)) + "".join(f"{line}\n" for line in body)
    assert text.count("\n") == lines, "every line was counted"
    return text


def _services() -> Iterator[tuple[Callable[[Random, str, str], Section], str]]:
    kinds = (_cars, _parking, _charging, _delivery, _seats)
    for year in range(100):
        for number, place in enumerate(PLACES):
            for turn in range(len(kinds)):
                if turn % 2 == number % 2 or turn == 4:
                    yield kinds[turn], place if year == 0 else f"{place}_{year}"


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def _cars(random: Random, name: str, place: str) -> Section:
    rates = {one: [random.randrange(100, 600), *(random.randrange(10, 120) for _ in range(3))] for one in CLASSES}
    cap, minutes, far = random.randrange(100, 200), random.randrange(10, 60), random.randrange(900, 1500)
    rows = [
        f"  | {one:<13} | city, suburb || {_money(unlock)} PLN | {_money(drive)} PLN/min | {_money(park)} PLN/min "
        f"| {_money(km)} PLN/km |"
        for one, (unlock, drive, park, km) in rates.items()
    ]
    lines = f"""\
# Car sharing in {place}

table rates_{name}
  | vehicle_class | zone         || unlock   | drive        | park         | km          |
{chr(10).join(rows)}
  | any           | airport      || {_money(far)} PLN | 1.39 PLN/min | 0.35 PLN/min | 1.70 PLN/km |

values
  night_share_{name} = {random.randrange(20, 60)}%
  cap_{name} = {cap} PLN from 2020-01-01
             {cap + 10} PLN from 2026-07-01   # after the review of prices

charge unlock_{name} "Unlocking in {place}" when service is {name}
  price rates_{name}.unlock

charge driving_{name} "Driving in {place}" when service is {name}
  quantity driven, per started 1 min
  price    rates_{name}.drive

charge credit_{name} "Night reduction in {place}" when service is {name}
  quantity smallest of driven and ride during night, per full 1 min
  price    -night_share_{name} * rates_{name}.drive

charge kilometres_{name} "Distance in {place}" when service is {name}
  quantity distance
  graduated
    up to 5 km    free
    up to 50 km   rates_{name}.km
    above         {random.randrange(60, 95)}% of rates_{name}.km

limit time_{name} "Daily maximum in {place}"
  driving_{name} + credit_{name} at most cap_{name} per started 24 h of ride

discount student_{name} "Student discount in {place}" when segment is student
  {random.randrange(5, 20)}% of time_{name}
"""
    heading = (
        f"  | claim | service | vehicle_class | ride | distance || unlock_{name} | driving_{name} | credit_{name} "
        f"| kilometres_{name} |"
    )
    examples = [
        f"  | {minutes} minutes with a {one} | {name} | {one} | 2026-03-02 12:00 to 2026-03-02 12:{minutes:02} "
        f"| {5 + paid} km || {_money(unlock)} PLN | {_money(minutes * drive)} PLN | 0 PLN | {_money(paid * km)} PLN |"
        for paid, (one, (unlock, drive, _, km)) in enumerate(rates.items())
    ]
    return Section(lines.splitlines(), heading, examples)


def _parking(random: Random, name: str, place: str) -> Section:
    price, rush, least = random.randrange(3, 8), random.randrange(9, 15), random.randrange(1, 3)
    lines = f"""\
# Parking in {place}: dearer for who comes while everybody drives, free at the weekend.

values
  hour_{name} = {price} PLN/h
  rush_{name} = {rush} PLN/h

charge stand_{name} "Parking in {place}" when service is {name}
  quantity ride
  price
    start of ride in weekend  free
    start of ride in rush     rush_{name}
    otherwise                 hour_{name}
  at least {least} PLN

limit day_{name} "Day ticket in {place}"
  stand_{name} at most {random.randrange(60, 90)} PLN per started 24 h of ride

surcharge airport_{name} "Airport in {place}" when zone is airport
  {random.randrange(5, 30)}% of day_{name}
"""
    heading = f"  | claim | service | ride || stand_{name} |"
    examples = [
        f"  | two quiet hours | {name} | 2026-03-03 10:00 to 2026-03-03 12:00 || {2 * price} PLN |",
        f"  | an hour of the rush | {name} | 2026-03-03 08:00 to 2026-03-03 09:00 || {rush} PLN |",
        f"  | in on time for the rush | {name} | 2026-03-03 15:30 to 2026-03-03 19:00 || {_money(350 * rush)} PLN |",
        f"  | the weekend costs the minimum | {name} | 2026-03-07 10:00 to 2026-03-07 14:00 || {least} PLN |",
    ]
    return Section(lines.splitlines(), heading, examples)


def _charging(random: Random, name: str, place: str) -> Section:
    prices = [random.randrange(120, 250) for _ in range(3)]
    free, blocking = 30 * random.randrange(4, 10), random.randrange(10, 60)
    rows = [f"  | {one:<13} || {_money(price)} PLN/kWh |" for one, price in zip(CLASSES, prices, strict=True)]
    lines = f"""\
# Charging in {place}

table power_{name}
  | vehicle_class || price        |
{chr(10).join(rows)}

charge energy_{name} "Energy in {place}" when service is {name}
  quantity energy
  price    power_{name}.price

# The first {free} minutes at the plug are free.
charge blocking_{name} "Blocking fee in {place}" when service is {name}
  quantity ride, first {free} min free, per started 15 min
  price    {_money(blocking)} PLN/min, at most {random.randrange(20, 50)} PLN

discount business_{name} "Framework contract in {place}" when service is {name} and segment is business
  {random.randrange(5, 25)}% of energy_{name} + blocking_{name}
"""
    heading = f"  | claim | service | vehicle_class | ride | energy || energy_{name} | blocking_{name} |"
    examples = [
        f"  | {kwh} kWh in time | {name} | {one} | 2026-05-04 08:00 to 2026-05-04 09:30 | {kwh} kWh "
        f"|| {_money(kwh * price)} PLN | 0 PLN |"
        for kwh, one, price in zip((10, 25, 48), CLASSES, prices, strict=True)
    ]
    return Section(lines.splitlines(), heading, examples)


def _delivery(random: Random, name: str, place: str) -> Section:
    bounds = (2, 5, 10, 20, 50, 100)
    price, rows, prices = random.randrange(900, 1400), [], []
    for above, up_to in zip((0, *bounds), bounds, strict=False):
        price += random.randrange(100, 400)
        prices.append(price)
        cell = f"up to {up_to} kg" if not above else f"above {above} up to {up_to} kg"
        rows.append(f"  | {cell:<23} || {_money(price)} PLN | {_money(price + 400)} PLN | {_money(price + 900)} PLN |")
    dearest = price + 2500
    lines = f"""\
# Deliveries from {place}, by weight and zone

table parcels_{name}
  | weight                  || city      | suburb    | airport   |
{chr(10).join(rows)}
  | above 100 kg            || {_money(dearest)} PLN | {_money(dearest + 400)} PLN | {_money(dearest + 900)} PLN |

let fee_{name} = parcels_{name}.city when zone is city
                 parcels_{name}.suburb when zone is suburb
                 parcels_{name}.airport otherwise

charge parcel_{name} "Delivery from {place}" when service is {name}
  price fee_{name}

charge far_{name} "Beyond the city of {place}" when service is {name} and zone is not city
  quantity distance, first {random.randrange(5, 20)} km free, per started 5 km
  price    {_money(random.randrange(60, 200))} PLN/km
"""
    heading = f"  | claim | service | ride | weight || parcel_{name} |"
    examples = [
        f"  | {up_to} kg in the city | {name} | {_AN_HOUR} | {up_to} kg || {_money(price)} PLN |"
        for up_to, price in zip(bounds[1:4], prices[1:4], strict=True)
    ]
    return Section(lines.splitlines(), heading, examples)


def _seats(random: Random, name: str, place: str) -> Section:
    small = random.randrange(80, 150)
    lines = f"""\
# Collecting parcels at the stations of {place}

charge collecting_{name} "Collecting at {place}" when service is {name}
  quantity collected
  volume
    up to 10 parcels    {_money(small)} PLN/parcel
    up to 100 parcels   {_money(small - 10)} PLN/parcel
    up to 1000 parcels  {_money(small - 25)} PLN/parcel
    above               {_money(small - 40)} PLN/parcel

limit least_{name} "Minimum at {place}" when service is {name}
  collecting_{name} at least {random.randrange(3, 6)} PLN
"""
    heading = f"  | claim | service | ride | collected || collecting_{name} |"
    examples = [
        f"  | handing over {count} | {name} | {_AN_HOUR} | {count} parcels || {_money(count * price)} PLN |"
        for count, price in ((10, small), (60, small - 10))
    ]
    return Section(lines.splitlines(), heading, examples)


def _postcodes(random: Random, rows: int) -> list[str]:
    """A table that fills the text to its length, with the line that uses it."""
    lines = ["# Remote areas, by distance", "table remote", "  | distance || fee |"]
    for row in range(rows):
        cell = f"above {row} up to {row + 1} km" if row else "up to 1 km"
        lines.append(f"  | {cell} || {_money(random.randrange(0, 500))} PLN |")
    return [*lines, "  | otherwise || 9.99 PLN |", "", 'charge remote_fee "Remote area"', "  price remote.fee"]
