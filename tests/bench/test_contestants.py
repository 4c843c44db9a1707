"""What the benchmarks compare is alike before it is timed; nothing here looks at a clock."""

from fractions import Fraction

import pytest

from bench import hand_city_drive, peer_modules
from bench.quote import Disagreement, city_drive_contest, compare_zen, in_process, reference_contest
from bench.requests_of_apps import CITY_DRIVE_LINES, bill_of_quote
from engine.oracle.interpret import outcome
from engine.outcome import Priced


def test_the_hand_written_integers_and_ours_agree_on_the_reference_tariff() -> None:
    reference_contest(500).compare(peer_modules.price_int)


def test_zen_agrees_with_the_hand_written_integers() -> None:
    compare_zen(peer_modules.quotes(500))


def test_the_hand_written_integers_and_ours_agree_on_city_drive() -> None:
    city_drive_contest(1000).compare(hand_city_drive.price_int)


def test_the_hand_written_city_drive_agrees_with_the_oracle() -> None:
    contest = city_drive_contest(200)
    for request, values in zip(contest.requests, contest.values, strict=True):
        priced = outcome(contest.pricer.graph, values)
        assert isinstance(priced, Priced)
        lines = zip(contest.pricer.graph.lines, priced.amounts, strict=True)
        found = {line.name: (amount or Fraction(0)) * 100 for line, amount in lines}
        assert priced.total is not None
        bill = hand_city_drive.price_int(request)
        assert {name: bill[name] for name in found} == found
        assert bill["total"] == priced.total * 100


@pytest.mark.parametrize(
    ("start", "end", "credit"),
    [
        ("2026-03-28T22:00:00+01:00", "2026-03-29T06:00:00+02:00", 7 * 60 * 59),
        ("2026-10-24T22:00:00+02:00", "2026-10-25T06:00:00+01:00", 9 * 60 * 59),
        ("2026-03-02T21:59:30+01:00", "2026-03-02T22:01:00+01:00", 59),
        ("2026-03-02T05:59:00+01:00", "2026-03-02T06:30:00+01:00", 59),
    ],
    ids=["spring", "autumn", "begin of the night", "end of the night"],
)
def test_a_night_has_the_hours_that_elapse(start: str, end: str, credit: int) -> None:
    """Half a minute's price, rounded half up, for each full minute."""
    contest = city_drive_contest(1)
    inputs = {"vehicle_class": "mini", "zone": "city", "ride": {"from": start, "to": end}, "distance": "0 km"}
    ours = bill_of_quote(in_process(contest.pricer, inputs), CITY_DRIVE_LINES)
    values = contest.pricer.read(inputs)
    assert isinstance(values, tuple)
    by_hand = hand_city_drive.price_int(
        {
            "vehicle_class": "mini",
            "zone": "city",
            "segment": "regular",
            "start": values[3],
            "end": values[4],
            "parked": 0,
            "distance": 0,
        }
    )
    assert ours == by_hand
    assert by_hand["night_credit"] == -((credit + 1) // 2)


def test_the_random_rides_meet_both_clock_changes_both_prices_and_every_line() -> None:
    rides = hand_city_drive.quotes(2000)
    hours = {(ride["end"] - ride["start"]) // 3600 for ride in rides}
    assert min(hours) == 0 and max(hours) > 24 * 5
    assert {ride["start"] < hand_city_drive.DEARER_FROM for ride in rides} == {True, False}
    changes = hand_city_drive.CLOCK_CHANGES
    assert all(any(ride["start"] < change < ride["end"] for ride in rides) for change in changes)
    bills = [hand_city_drive.price_int(ride) for ride in rides]
    assert [name for name in bills[0] if not any(bill[name] for bill in bills)] == []
    assert [name for name in CITY_DRIVE_LINES if len({bill[name] for bill in bills}) < 2] == []


def test_a_difference_of_a_cent_is_found() -> None:
    def dearer(request: peer_modules.Request) -> peer_modules.Bill:
        bill = peer_modules.price_int(request)
        return {**bill, "vat": bill["vat"] + 1}

    with pytest.raises(Disagreement, match="vat"):
        reference_contest(1).compare(dearer)
