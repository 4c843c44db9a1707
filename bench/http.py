"""`python -m bench.http`: quotes over HTTP, as a ratio to an endpoint that does nothing, in requests a second.

Both are served by one worker, as the product runs it, and asked by wrk with the same bodies in turns. Every quote is
compared with the hand-written integers first.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import httpx

from bench import hand_city_drive
from bench.peer_modules import Bill
from bench.requests_of_apps import city_drive_request
from bench.rounds import Target, options, report

TARGETS = (Target("vs_empty", "least", 0.7),)
CONNECTIONS = 16
SECONDS_OF_A_TURN = 1
SCRIPT = Path(__file__).with_name("requests.lua")
QUOTES, EMPTY, BARE = "/api/v1/quotes", "/api/v1/empty", "/api/v1/bare"
CANNOT_RUN = 2


class Disagreement(Exception):  # noqa: N818 - it is what a benchmark may find
    """The API gives another bill than the hand-written integers, or none."""


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of a server of our own, with a new database in `home`."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("RATEWRIGHT_")},
        "RATEWRIGHT_HOME": str(home),
    }
    command = [sys.executable, "-m", "bench.served_with_empty"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            said = ""
            for line in server.stdout:
                said += line
                if line.startswith("}"):
                    break
            if not said:
                raise RuntimeError("the server ended; what it said stands above")
            yield f"http://127.0.0.1:{json.loads(said)['port']}"
        finally:
            server.terminate()


def compare(client: httpx.Client, bodies: Sequence[str], expected: Sequence[Bill]) -> list[bytes]:
    """The answers; raises `Disagreement` where one is not alike to the cent."""
    answers = []
    for body, bill in zip(bodies, expected, strict=True):
        response = client.post(QUOTES, content=body, headers={"Content-Type": "application/json"})
        if response.status_code != 200:
            raise Disagreement(f"{body}: {response.status_code} {response.text}")
        found = _bill(response.json())
        if found != bill:
            raise Disagreement(f"{body}: by hand {bill}, found {found}")
        answers.append(response.content)
    return answers


def _bill(quote: Mapping[str, Any]) -> Bill:
    bill = {"student": 0}  # left out where it does not apply
    for line in quote["lines"]:
        bill[line["name"]] = _cents(line["amount"])
    return bill | {name: _cents(quote[ours]) for name, ours in (("total", "total"), ("net", "net"), ("vat", "tax"))}


def _cents(money: Mapping[str, str]) -> int:
    return int(Fraction(money["amount"]) * 100)


def per_second(address: str, bodies: Path, seconds: int) -> float:
    """The answers a second that wrk receives; raises `Disagreement` when one is no success."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(SCRIPT), address, "--", str(bodies)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = json.loads(said.splitlines()[-1])
    if found["failed"]:
        raise Disagreement(f"{found['failed']} of {found['requests']} requests to {address} failed")
    return float(found["requests"] / found["microseconds"] * 1e6)


def main(arguments: list[str] | None = None) -> int:
    """Compares, measures, prints."""
    chosen = options("bench.http", __doc__, 30, 500, "different requests").parse_args(arguments)
    if shutil.which("wrk") is None:
        sys.stderr.write("wrk is missing: sudo apt-get install -y --no-install-recommends wrk\n")
        return CANNOT_RUN
    rides = hand_city_drive.quotes(chosen.n)
    bodies = [json.dumps({"tariff": "city_drive", "inputs": city_drive_request(ride)}) for ride in rides]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address:
        file = Path(folder) / "bodies"
        file.write_text("".join(f"{body}\n" for body in bodies), encoding="utf-8")
        with httpx.Client(base_url=address, trust_env=False) as client:
            answers = compare(client, bodies, [hand_city_drive.price_int(ride) for ride in rides])
            fixed = sorted(answers, key=len)[len(answers) // 2]
            client.put(EMPTY, content=fixed).raise_for_status()
        asked = (QUOTES, EMPTY) if chosen.json else (QUOTES, EMPTY, BARE)
        found = turns({path: f"{address}{path}" for path in asked}, file, chosen.seconds)
    ratios = {path: [quote / other for quote, other in zip(found[QUOTES], found[path], strict=True)] for path in found}
    if not chosen.json:
        print(f"{chosen.n} requests: every line, total, net and tax is the same; {len(fixed)} bytes an answer")
        for path, each in found.items():
            print(f"POST {path:15} {median(each):7.0f} a second; quotes reach {median(ratios[path]):.2f} of it")
    return report({"vs_empty": median(ratios[EMPTY])}, TARGETS)


def turns(addresses: Mapping[str, str], bodies: Path, seconds: float) -> dict[str, list[float]]:
    """Asks each address in turn for a second, in changing order, until the time is over."""
    for address in addresses.values():
        per_second(address, bodies, 1)
    found: dict[str, list[float]] = {name: [] for name in addresses}
    order = list(addresses)
    end = perf_counter() + seconds
    while perf_counter() < end or len(found[order[0]]) < 3:
        for name in order:
            found[name].append(per_second(addresses[name], bodies, SECONDS_OF_A_TURN))
        order.append(order.pop(0))
    return found


if __name__ == "__main__":
    sys.exit(main())
