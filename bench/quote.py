"""`python -m bench.quote`: what a price costs, as a ratio to hand-written integers and to ZEN.

All contestants price the same requests, and every line, total, net and tax is compared before anything is timed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import cycle
from typing import Any, TypeVar

from bench import hand_city_drive, peer_modules
from bench.largest import largest
from bench.peer_modules import Bill, Request
from bench.requests_of_apps import (
    CITY_DRIVE,
    CITY_DRIVE_LINES,
    REFERENCE,
    REFERENCE_LINES,
    bill_of_answers,
    bill_of_quote,
    city_drive_request,
    pricer_of,
    reference_request,
)
from bench.rounds import Target, options, report, rounds
from engine.quote import Pricer, Quote
from engine.requests.reader import Refused, Values

TARGETS = (
    Target("scalar_vs_hand_ints", "most", 1.5),
    Target("scalar_vs_zen", "most", 0.2),
    Target("in_process_vs_hand_ints", "most", 20),
    Target("city_drive_vs_hand_ints", "most", 2.5),
)
REQUESTS_OF_A_ROUND = 1000
ZEN_NAMES = {
    "driving": "drive",
    "parking": "park",
    "distance": "dist",
    "discount": "disc",
    "total": "total",
    "net": "net",
    "vat": "vat",
}
"""What ZEN answers: all but the unlocking."""
One = TypeVar("One")


class Disagreement(Exception):  # noqa: N818 - it is what a benchmark may find
    """Two contestants give different bills for one request."""


class Contest:
    """One tariff with its requests, in each form in which a contestant takes them."""

    def __init__(
        self,
        pricer: Pricer,
        requests: Sequence[Request],
        app_request: Callable[[Request], dict[str, object]],
        names: Mapping[str, str],
    ) -> None:
        self.pricer = pricer
        self.names = names
        self.requests = list(requests)
        self.documents = [app_request(request) for request in requests]
        self.values = [_accepted(pricer, document) for document in self.documents]

    def compare(self, price: Callable[[Request], Bill]) -> None:
        """Raises `Disagreement` where our two ways and the hand-written one are not alike to the cent."""
        bill = bill_of_answers(self.pricer, self.names)
        for request, document, values in zip(self.requests, self.documents, self.values, strict=True):
            expected = price(request)
            _same(request, expected, bill(self.pricer.scalar.price(*values)))
            _same(request, expected, bill_of_quote(in_process(self.pricer, document), self.names))


def _accepted(pricer: Pricer, document: Mapping[str, object]) -> Values:
    values = pricer.read(document)
    if isinstance(values, Refused):
        raise ValueError(f"{document} is refused: {values.problems[0]}")
    return values


def in_process(pricer: Pricer, document: Mapping[str, object]) -> Quote:
    """A quote as an app asks for it in process: from JSON, read and checked, to lines."""
    values = pricer.read(document)
    if isinstance(values, Refused):
        raise ValueError(values.problems[0])
    quote = pricer.quote(values)
    if not isinstance(quote, Quote):
        raise ValueError(quote)
    return quote


def compare_zen(requests: Iterable[Request]) -> None:
    """Raises `Disagreement` where ZEN, rounded to the cent, differs from the hand-written integers."""
    price = peer_modules.zen_price()
    for request in requests:
        found = price(request)
        expected = peer_modules.price_int(request)
        bill = {name: round(float(found[of_zen]) * 100) for name, of_zen in ZEN_NAMES.items()}
        _same(request, {name: expected[name] for name in ZEN_NAMES}, bill)


def _same(request: Request, expected: Bill, found: Bill) -> None:
    if expected != found:
        raise Disagreement(f"{request}: by hand {expected}, found {found}")


def reference_contest(n: int) -> Contest:
    """The reference tariff and its requests."""
    return Contest(pricer_of(REFERENCE), peer_modules.quotes(n), reference_request, REFERENCE_LINES)


def city_drive_contest(n: int) -> Contest:
    """City Drive and its requests."""
    return Contest(pricer_of(CITY_DRIVE), hand_city_drive.quotes(n), city_drive_request, CITY_DRIVE_LINES)


def _each(price: Callable[[One], object], requests: Sequence[One]) -> Callable[[], int]:
    """Prices the next stretch of the requests at each call."""
    stretches = _stretches(requests)

    def work() -> int:
        stretch = next(stretches)
        for request in stretch:
            price(request)
        return len(stretch)

    return work


def _each_spread(price: Callable[..., object], requests: Sequence[Values]) -> Callable[[], int]:
    """The same for a function that takes the values as its arguments."""
    stretches = _stretches(requests)

    def work() -> int:
        stretch = next(stretches)
        for values in stretch:
            price(*values)
        return len(stretch)

    return work


def _stretches(requests: Sequence[One]) -> Any:
    size = REQUESTS_OF_A_ROUND
    return cycle([requests[start : start + size] for start in range(0, len(requests), size)])


def main(arguments: list[str] | None = None) -> int:
    """Compares, measures, prints."""
    chosen = options("bench.quote", __doc__, 15, 20_000, "random requests of each tariff").parse_args(arguments)
    reference, city_drive = reference_contest(chosen.n), city_drive_contest(chosen.n)
    reference.compare(peer_modules.price_int)
    city_drive.compare(hand_city_drive.price_int)
    compare_zen(reference.requests)
    big = largest()
    pricer = Pricer(big.graph)
    examples = [_accepted(pricer, request) for request in big.requests]
    found = rounds(
        {
            "by hand": _each(peer_modules.price_int, reference.requests),
            "scalar": _each_spread(reference.pricer.scalar.price, reference.values),
            "ZEN": _each(peer_modules.zen_price(), reference.requests),
            "in process": _each(lambda document: in_process(reference.pricer, document), reference.documents),
            "city_drive by hand": _each(hand_city_drive.price_int, city_drive.requests),
            "city_drive scalar": _each_spread(city_drive.pricer.scalar.price, city_drive.values),
            "city_drive in process": _each(
                lambda document: in_process(city_drive.pricer, document), city_drive.documents
            ),
            "largest scalar": _each_spread(pricer.scalar.price, examples * (REQUESTS_OF_A_ROUND // len(examples))),
        },
        chosen.seconds,
    )
    if not chosen.json:
        print(f"{chosen.n} requests of each tariff: every line, total, net and tax is the same")
        for name in found.seconds:
            print(f"{name:22} {found.typical(name) * 1e6:7.2f} µs a quote")
    figures = {
        "scalar_vs_hand_ints": found.ratio("scalar", "by hand"),
        "scalar_vs_zen": found.ratio("scalar", "ZEN"),
        "in_process_vs_hand_ints": found.ratio("in process", "by hand"),
        "city_drive_vs_hand_ints": found.ratio("city_drive scalar", "city_drive by hand"),
        "largest_vs_hand_ints": found.ratio("largest scalar", "by hand"),
    }
    return report(figures, TARGETS, big.name)


if __name__ == "__main__":
    sys.exit(main())
