"""`python -m tests.fuzz`: random texts, random tariffs and planted faults.

`--n 50000` prices as many tariffs and checks four times as many texts; `--seconds` bounds the time instead.
`--show "1 tariff 7"` prints the text of a seed that a failure names.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from random import Random
from time import monotonic

from bench.largest import largest
from tests.fuzz.bombs import FAMILIES
from tests.fuzz.growth import MOST_CHARACTERS, Growth
from tests.fuzz.kinds import KINDS
from tests.fuzz.planted import PLANTED
from tests.fuzz.reading import random_text
from tests.fuzz.tally import Tally
from tests.fuzz.tariffs import random_tariff
from tests.fuzz.workers import Workers, find_faults, measure, price_tariffs, price_the_largest, read_texts

TARIFFS = 500
TEXTS_FOR_EACH = 4
SECONDS = 44
"""For everything, by default; what is left of it when faults and growth are done is for texts and tariffs."""
CHARACTERS = 12_000
"""Of the largest hostile text; a long run takes the largest that the language allows."""
LEAST_COMPILED = 0.9
LEAST_OF_A_KIND = 1000
"""Tariffs that reach each kind of node; in a short run one in a hundred."""


def main(arguments: list[str] | None = None) -> int:
    """Prints what was found; 1 where a target is missed."""
    chosen = options(arguments)
    say = sys.stdout.write
    if chosen.show:
        say(text_of(chosen.show))
        return 0
    started = monotonic()
    is_long = chosen.n is not None
    until = started + chosen.seconds if chosen.seconds else float("inf") if is_long else started + SECONDS
    tariffs = chosen.n if is_long else 10**9 if chosen.seconds else TARIFFS
    with Workers() as workers:
        faults = workers.pool.submit(find_faults, chosen.seed)
        growths = list(workers.each(growth_tasks(workers, MOST_CHARACTERS if is_long else CHARACTERS)))
        found = faults.result()
        tally = workers.pool.submit(price_the_largest, chosen.seed).result()
        middle = until if is_long else monotonic() + (until - monotonic()) * 0.6
        tally.add(workers.tallied(price_tariffs, chosen.seed, tariffs, middle))
        tally.add(workers.tallied(read_texts, chosen.seed, TEXTS_FOR_EACH * tariffs, until))
    summary, missed = summed_up(tally, growths, found)
    for line in told(tally, growths, found, chosen.verbose):
        say(f"{line}\n")
    if missed:
        say(f"missed: {', '.join(missed)}\n")
    say(f"{monotonic() - started:.0f} s, {workers.count} processes, seed {chosen.seed}\n")
    say(json.dumps(summary) + "\n" if chosen.json else "".join(f"{name}: {value}\n" for name, value in summary.items()))
    return 1 if missed else 0


def options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--json", action="store_true", help="the counts as the last line")
    parser.add_argument("--n", type=int, help=f"tariffs ({TARIFFS}); {TEXTS_FOR_EACH} times as many texts")
    parser.add_argument("--seconds", type=int, help=f"for all of it ({SECONDS}, with --n as long as it takes)")
    parser.add_argument("--seed", default="1", help="another seed, other texts and tariffs")
    parser.add_argument("--verbose", action="store_true", help="also what does not compile, and all counts")
    parser.add_argument("--show", metavar="SEED", help="print the text of one seed")
    return parser.parse_args(arguments)


def text_of(seed: str) -> str:
    dice = Random(seed)
    return random_text(dice) if seed.split()[-2] == "text" else random_tariff(dice)


def growth_tasks(workers: Workers, characters: int) -> Iterator[Callable[[], Future[Growth]]]:
    for name in FAMILIES:
        yield lambda name=name: workers.pool.submit(measure, name, characters)  # type: ignore[misc]


def summed_up(
    tally: Tally, growths: list[Growth], found: dict[str, str | None]
) -> tuple[dict[str, int | float | str], list[str]]:
    """The last line, and the targets that are missed."""
    least = min((tally.kinds[kind] for kind in KINDS), default=0)
    slow = sum(not growth.is_linear for growth in growths)
    seen = sum(place is not None for place in found.values())
    summary: dict[str, int | float | str] = {
        "texts": tally.texts,
        "exceptions": len(tally.exceptions) + len(tally.misplaced),
        "tariffs": tally.tariffs,
        "unequal": len(tally.unequal),
        "round_trip_failures": len(tally.round_trips),
        "least_node_kind": least,
        "planted": len(found),
        "found": seen,
        "compiled": round(tally.compiled_share, 4),
        "requests": tally.requests,
        "slower_than_linear": slow,
        "largest": largest().name,
    }
    targets = {
        "exceptions": summary["exceptions"] == 0,
        "unequal": summary["unequal"] == 0,
        "round trips": summary["round_trip_failures"] == 0,
        "kinds": least >= min(LEAST_OF_A_KIND, tally.tariffs // 100) and least > 0,
        "planted": seen == len(found) == len(PLANTED),
        "compiled": tally.compiled_share > LEAST_COMPILED,
        "linear": slow == 0,
        "texts": tally.texts > 0 and tally.tariffs > 0,
    }
    return summary, [name for name, met in targets.items() if not met]


def told(tally: Tally, growths: list[Growth], found: dict[str, str | None], verbose: bool) -> Iterator[str]:
    """What is wrong, a line each; everything with `--verbose`."""
    most = 200 if verbose else 10
    for name, lines in (
        ("exception", tally.exceptions),
        ("misplaced", tally.misplaced),
        ("unequal", tally.unequal),
        ("round trip", tally.round_trips),
    ):
        yield from (f"{name}: {line}" for line in lines[:most])
        if len(lines) > most:
            yield f"{name}: and {len(lines) - most} more"
    for growth in growths:
        if verbose or not growth.is_linear:
            yield f"growth: {growth}"
    for fault, place in found.items():
        if verbose or place is None:
            yield f"planted: {fault}: {'not found' if place is None else f'found by {place}'}"
    rare = sorted(KINDS, key=lambda kind: tally.kinds[kind])
    yield "rarest kinds: " + ", ".join(f"{kind} {tally.kinds[kind]}" for kind in (rare if verbose else rare[:6]))
    yield "answers: " + ", ".join(f"{count} {name}" for name, count in tally.outcomes.most_common())
    if verbose:
        yield from (f"not compiled: {count} {name}" for name, count in tally.refused.most_common())
        yield from tally.refusals


if __name__ == "__main__":
    sys.exit(main())
