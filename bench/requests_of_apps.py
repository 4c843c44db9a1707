"""The random requests of the peers as an app sends them, and our answers in the peers' words and units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench.hand_city_drive import WARSAW
from bench.peer_modules import Bill, Request
from dsl.compile import analyse
from engine.graph import Amount
from engine.quote import Pricer, Quote
from engine.scalar.program import AmountPlace

_ROOT = Path(__file__).parents[1]
REFERENCE = _ROOT / "bench" / "reference.tariff"
CITY_DRIVE = _ROOT / "tariff_library" / "texts" / "car_sharing" / "city_drive.tariff"

REFERENCE_LINES = {
    "unlock": "unlock",
    "drive": "driving",
    "parking": "parking",
    "kilometres": "distance",
    "reduction": "discount",
}
"""Our names and those of the peers, which print neither the cap nor the minimum."""
NEGATED = frozenset(("discount",))
"""What the peers print without its sign."""
CITY_DRIVE_LINES = {
    name: name for name in ("unlock", "driving", "night_credit", "parking", "kilometres", "time", "student", "least")
}


def pricer_of(tariff: Path) -> Pricer:
    """The pricer of a text."""
    graph = analyse(tariff.read_text(encoding="utf-8"), tariff.name).graph
    if graph is None:
        raise ValueError(f"{tariff.name} has errors")
    return Pricer(graph)


def reference_request(request: Request) -> dict[str, object]:
    """A request of the reference tariff as JSON."""
    return {
        "vehicle_class": request["vehicle_class"],
        "zone": request["zone"],
        "segment": request["segment"],
        "driving": f"{request['driving']} s",
        "parked": f"{request['parked']} s",
        "distance": _kilometres(request["distance"]),
    }


def city_drive_request(request: Request) -> dict[str, object]:
    """A request of City Drive as JSON."""
    start, end = (datetime.fromtimestamp(request[edge], WARSAW).isoformat() for edge in ("start", "end"))
    return {
        "vehicle_class": request["vehicle_class"],
        "zone": request["zone"],
        "segment": request["segment"],
        "ride": {"from": start, "to": end},
        "parked": f"{request['parked']} s",
        "distance": _kilometres(request["distance"]),
    }


def _kilometres(metres: int) -> str:
    whole, rest = divmod(metres, 1000)
    return f"{whole}.{rest:03} km".replace(".000 ", " ")


def bill_of_answers(pricer: Pricer, names: Mapping[str, str]) -> Callable[[Sequence[Any]], Bill]:
    """Turns the flat answer of the generated function into cents by the peers' names."""
    graph, layout = pricer.graph, pricer.scalar.layout
    places = {line.name: (line.amount, place.amount) for line, place in zip(graph.lines, layout.lines, strict=True)}
    wanted = {peer: places[ours] for ours, peer in names.items()}
    for peer, amount, place in (
        ("total", graph.total, layout.total),
        ("net", graph.net, layout.net),
        ("vat", graph.tax, layout.tax),
    ):
        if amount is None or place is None:
            raise ValueError(f"the tariff has no {peer}")
        wanted[peer] = amount, place

    def cents(peer: str, amount: Amount, place: AmountPlace, answers: Sequence[Any]) -> int:
        if place.divisor is not None:
            raise ValueError(f"{peer} is not rounded")
        found: Fraction = graph.types[amount.value].scale * 100 * answers[place.value]
        if found.denominator != 1:
            raise ValueError(f"{peer} is no whole number of cents")
        return -found.numerator if peer in NEGATED else found.numerator

    return lambda answers: {peer: cents(peer, *at, answers) for peer, at in wanted.items()}


def bill_of_quote(quote: Quote, names: Mapping[str, str]) -> Bill:
    """Turns the line objects into cents by the peers' names; lines that are left out count 0."""
    assert quote.total is not None
    assert quote.net is not None
    assert quote.tax is not None
    amounts = {line.name: line.amount for line in quote.lines}
    bill = {peer: _cents(amounts.get(ours, "0")) for ours, peer in names.items()}
    bill |= {"total": _cents(quote.total), "net": _cents(quote.net), "vat": _cents(quote.tax)}
    return {peer: -amount if peer in NEGATED else amount for peer, amount in bill.items()}


def _cents(amount: str) -> int:
    found = Fraction(amount) * 100
    if found.denominator != 1:
        raise ValueError(f"{amount} is no whole number of cents")
    return found.numerator
