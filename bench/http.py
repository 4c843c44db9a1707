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
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import httpx

from bench import hand_city_drive
from bench.largest import largest
from bench.peer_modules import Bill
from bench.requests_of_apps import city_drive_request
from bench.rounds import Target, options, report

TARGETS = (Target("vs_empty", "least", 0.7),)
CONNECTIONS = 16
LEAST_TURNS = 3
SCRIPT = Path(__file__).with_name("requests.lua")
QUOTES, EMPTY, BARE = "/api/v1/quotes", "/api/v1/empty", "/api/v1/bare"
LARGEST = "quotes of the largest tariff"
CANNOT_RUN = 2


class Disagreement(Exception):  # noqa: N818 - it is what a benchmark may find
    """The API gives another bill than the hand-written integers, or none."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server of our own."""

    address: str
    process: int

    def processor_seconds(self) -> float:
        """What it has used of the processor so far."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Turn:
    """What wrk received from one address in its turn."""

    per_second: float
    processor_seconds: float
    """Of the server, for one answer."""


@contextmanager
def served(home: Path) -> Iterator[Server]:
    """A server with a new database in `home`."""
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
            yield Server(f"http://127.0.0.1:{json.loads(said)['port']}", server.pid)
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


def turn(server: Server, path: str, bodies: Path) -> Turn:
    """Lets wrk ask for a second; raises `Disagreement` when an answer is no success."""
    address = f"{server.address}{path}"
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", "-d1s", "-s", str(SCRIPT), address, "--", str(bodies)]
    before = server.processor_seconds()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used = server.processor_seconds() - before
    found = json.loads(said.splitlines()[-1])
    if found["failed"]:
        raise Disagreement(f"{found['failed']} of {found['requests']} requests to {address} failed")
    return Turn(found["requests"] / found["microseconds"] * 1e6, used / found["requests"])


def turns(server: Server, asked: Mapping[str, tuple[str, Path]], seconds: float) -> dict[str, list[Turn]]:
    """Asks each path with its bodies in turn, in changing order, until the time is over."""
    for path, bodies in asked.values():
        turn(server, path, bodies)
    found: dict[str, list[Turn]] = {name: [] for name in asked}
    order = list(asked)
    end = perf_counter() + seconds
    while perf_counter() < end or len(found[order[0]]) < LEAST_TURNS:
        for name in order:
            found[name].append(turn(server, *asked[name]))
        order.append(order.pop(0))
    return found


def main(arguments: list[str] | None = None) -> int:
    """Compares, measures, prints."""
    chosen = options("bench.http", __doc__, 20, 500, "different requests").parse_args(arguments)
    if shutil.which("wrk") is None:
        sys.stderr.write("wrk is missing: sudo apt-get install -y --no-install-recommends wrk\n")
        return CANNOT_RUN
    rides = hand_city_drive.quotes(chosen.n)
    bodies = [json.dumps({"tariff": "city_drive", "inputs": city_drive_request(ride)}) for ride in rides]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server:
        big = largest()
        file = _lines(Path(folder) / "bodies", bodies)
        examples = _lines(
            Path(folder) / "examples",
            [json.dumps({"tariff": big.name, "inputs": request}) for request in big.requests],
        )
        with httpx.Client(base_url=server.address, trust_env=False) as client:
            answers = compare(client, bodies, [hand_city_drive.price_int(ride) for ride in rides])
            fixed = sorted(answers, key=len)[len(answers) // 2]
            client.put(EMPTY, content=fixed).raise_for_status()
        asked = {QUOTES: (QUOTES, file), EMPTY: (EMPTY, file), LARGEST: (QUOTES, examples)}
        found = turns(server, asked if chosen.json else {**asked, BARE: (BARE, file)}, chosen.seconds)
    if not chosen.json:
        print(f"{chosen.n} requests: every line, total, net and tax is the same; {len(fixed)} bytes an answer")
        for path, each in found.items():
            microseconds = median(one.processor_seconds for one in each) * 1e6
            print(
                f"POST {path:28} {median(one.per_second for one in each):6.0f} a second, {microseconds:4.0f} µs of the "
                f"processor each; quotes reach {reached(found, path):.2f} of it"
            )
    figures = {
        "vs_empty": reached(found, EMPTY),
        "by_processor_time": cost_of_empty(found),
        "largest_vs_empty": reached(found, EMPTY, LARGEST),
    }
    return report(figures, TARGETS, big.name)


def _lines(file: Path, bodies: Sequence[str]) -> Path:
    file.write_text("".join(f"{body}\n" for body in bodies), encoding="utf-8")
    return file


def reached(found: Mapping[str, Sequence[Turn]], path: str, by: str = QUOTES) -> float:
    """The quotes a second, as a part of what another path answers."""
    return median(quote.per_second / other.per_second for quote, other in zip(found[by], found[path], strict=True))


def cost_of_empty(found: Mapping[str, Sequence[Turn]]) -> float:
    """The processor time of an empty answer by that of a quote: what `vs_empty` is where nothing else runs."""
    pairs = zip(found[EMPTY], found[QUOTES], strict=True)
    return median(empty.processor_seconds / quote.processor_seconds for empty, quote in pairs)


if __name__ == "__main__":
    sys.exit(main())
