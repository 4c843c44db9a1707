"""A real server in a process of its own, on a fresh library, and what the API says beside the studio."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

PROGRAM = Path(sys.executable).parent / "tariff"
SECONDS_FOR_AN_ANSWER = 20


@dataclass(frozen=True, slots=True)
class Server:
    """Where the studio and the API are."""

    studio: str
    api: str

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """The API's answer as JSON; an answer that is an error is raised."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.api}{path}", data, {"Content-Type": "application/json", **headers}, method=method)
        with urlopen(request, timeout=SECONDS_FOR_AN_ANSWER) as answer:
            return json.loads(answer.read())


@contextmanager
def running(home: Path) -> Iterator[Server]:
    """`tariff serve` on a free port with its library in `home`, until the block ends."""
    home.mkdir(parents=True, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RATEWRIGHT_")}
    environment["RATEWRIGHT_HOME"] = str(home)
    with (
        (home / "server.log").open("w") as log,
        subprocess.Popen(
            [PROGRAM, "serve", "--port", "0", "--json"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment,
            cwd=home,
        ) as process,
    ):
        try:
            said = _first_document(process, home)
            yield Server(said["studio"].rstrip("/"), said["api"])
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _first_document(process: subprocess.Popen[str], home: Path) -> dict[str, str]:
    """What the server says as soon as it listens."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        try:
            document: dict[str, str] = json.loads(said)
        except ValueError:
            continue
        return document
    raise RuntimeError(f"the server did not start: {(home / 'server.log').read_text()}")
