"""`python -m tests.journeys`: goes all journeys and measures what a pricing manager waits for.

What is timed goes first and alone; the rest goes in three browsers at a time."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext

from tests.journeys.browser import Studio, Watch, opened, picture
from tests.journeys.journeys import JOURNEYS, TIMED, Journey, Trip
from tests.journeys.server import Server, running

MOST_CLICKS = {"change a price and see its effect": 2, "new tariff from a template": 3}
SLOWEST_SQUIGGLE_MS = 500


def main(arguments: list[str] | None = None) -> int:
    """Prints how each journey went; 1 when one failed or a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.journeys", description=__doc__)
    parser.add_argument("--json", action="store_true", help="only what failed, and the figures as the last line")
    parser.add_argument("--only", metavar="WORD", default="", help="only journeys whose name holds this")
    chosen = parser.parse_args(arguments)
    wanted = [journey for journey in JOURNEYS if chosen.only in journey.__name__]
    timed = [journey for journey in wanted if journey in TIMED]
    others = [journey for journey in wanted if journey not in TIMED]
    folder = Path(tempfile.mkdtemp(prefix="journeys-"))
    with running(folder / "home") as server, ThreadPoolExecutor(2) as pool:
        with opened(server.studio) as (context, watch):
            went = [go(journey, context, server, folder, quiet=chosen.json) for journey in timed]
            beside = [
                pool.submit(in_another_browser, others[lane::3], server, folder, quiet=chosen.json) for lane in (1, 2)
            ]
            went += [go(journey, context, server, folder, quiet=chosen.json) for journey in others[::3]]
        for lane in beside:
            trips, seen = lane.result()
            went += trips
            watch.add(seen)
    summary = told(went, watch)
    sys.stdout.write(json.dumps(summary) + "\n")
    missed = misses(summary, watch)
    for one in missed:
        sys.stderr.write(f"missed: {one}\n")
    return 1 if missed else 0


def in_another_browser(
    journeys: list[Journey], server: Server, folder: Path, *, quiet: bool
) -> tuple[list[Trip | None], Watch]:
    """Journeys that go at the same time as others, from a computer of their own."""
    with opened(server.studio) as (context, watch):
        return [go(journey, context, server, folder, quiet=quiet) for journey in journeys], watch


def go(journey: Journey, context: BrowserContext, server: Server, folder: Path, *, quiet: bool) -> Trip | None:
    """One journey on a page of its own; None when it failed, with a picture of the page."""
    since = time.monotonic()
    page = context.new_page()
    trip = Trip(context, server, Studio(page, server.studio))
    try:
        journey(trip)
    except Exception:
        seen = picture(page, folder, journey.__name__)
        sys.stderr.write(f"{journey.__name__} failed, see {seen}\n{traceback.format_exc()}\n")
        return None
    finally:
        page.close()
    if not quiet:
        sys.stdout.write(f"{time.monotonic() - since:5.1f} s  {journey.__name__}\n")
    return trip


def told(went: list[Trip | None], watch: Watch) -> dict[str, Any]:
    """The figures of all journeys."""
    trips = [trip for trip in went if trip is not None]
    milliseconds = {name: round(value) for trip in trips for name, value in trip.milliseconds.items()}
    return {
        "journeys": len(went),
        "failed": len(went) - len(trips),
        "clicks": {name: count for trip in trips for name, count in trip.clicks.items()},
        "external_requests": len(watch.external),
        "console_errors": len(watch.errors),
        **milliseconds,
    }


def misses(summary: dict[str, Any], watch: Watch) -> list[str]:
    """Which targets are missed."""
    missed = [f"{summary['failed']} journeys failed"] if summary["failed"] else []
    missed += [f"request to {url}" for url in watch.external]
    missed += [f"error in the console: {error}" for error in watch.errors]
    missed += [
        f"{name}: {summary['clicks'][name]} clicks, at most {most}"
        for name, most in MOST_CLICKS.items()
        if summary["clicks"].get(name, 0) > most
    ]
    if summary.get("squiggle_ms", 0) > SLOWEST_SQUIGGLE_MS:
        missed.append(f"squiggle after {summary['squiggle_ms']} ms, at most {SLOWEST_SQUIGGLE_MS}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
