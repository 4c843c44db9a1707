"""Small tariffs for the tests of the store, and a clock that stands still until a test moves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Tells the moment it was set to."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> datetime:
        """Moves on by hours, days …"""
        self.now += timedelta(**time)
        return self.now


def shuttle(price: str = "2.00", total: str = "32.00", name: str = "shuttle", comment: str = "") -> str:
    """12 PLN for boarding and so much for each of ten kilometres."""
    return f"""tariff {name} "Shuttle"
  currency PLN
  time zone Europe/Warsaw
  round each line half up to 0.01 PLN
{comment}
inputs
  distance  length up to 200 km

charge boarding "Boarding"
  price 12 PLN

charge kilometres "Distance"
  quantity distance
  price    {price} PLN/km

examples
  | claim | distance || total      |
  | ten   | 10 km    || {total} PLN |
"""


def ride(price: str, at: str = "start of ride", extra: str = "") -> str:
    """So much a ride, priced at a moment of it."""
    return f"""tariff ride "Ride"
  currency PLN
  time zone Europe/Warsaw
  round each line half up to 0.01 PLN
  priced at {at}

inputs
  ride  period up to 30 days
{extra}
charge whole "Ride"
  price {price} PLN
"""
