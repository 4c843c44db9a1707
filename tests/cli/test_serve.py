"""The server: one process, one address, the API and the studio."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from cli.serve import studio_script
from tests.cli.conftest import Run

PROGRAM = Path(sys.executable).parent / "tariff"


@pytest.fixture
def server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, object]]:
    """A server on a free port, and what it said when it was ready."""
    monkeypatch.delenv("RATEWRIGHT_HOME", raising=False)
    monkeypatch.delenv("RATEWRIGHT_DATABASE", raising=False)
    words = [str(PROGRAM), "serve", "--port", "0", "--json"]
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        said = ""
        while not said.endswith("}\n"):
            line = running.stdout.readline()
            assert line, running.communicate()
            said += line
        yield json.loads(said)
        running.send_signal(signal.SIGINT)
        _, complaints = running.communicate(timeout=20)
        assert running.returncode == 0
        assert "Traceback" not in complaints, complaints


def read(url: str, body: object = None, **headers: str) -> tuple[int, str]:
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data, {"Content-Type": "application/json", **headers})
    try:
        with urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def test_it_serves_the_api_and_the_studio_on_an_embedded_database(server: dict[str, object], folder: Path) -> None:
    api = str(server["api"])
    inputs = {
        "vehicle_class": "mini",
        "zone": "city",
        "ride": {"from": "2026-03-02T08:10:00+01:00", "to": "2026-03-02T08:31:00+01:00"},
        "distance": "7.4 km",
    }
    status, answer = read(f"{api}/quotes", {"tariff": "city_drive", "inputs": inputs})
    assert status == 200
    assert json.loads(answer)["total"] == {"amount": "16.42", "currency": "PLN"}
    assert read(f"{api}/ready")[0] == 200
    assert "Ratewright API" in read(f"{api}/reference")[1]
    root = f"http://127.0.0.1:{server['port']}/"
    status, page = read(root)
    assert status == 200
    if studio_script() is None:
        assert server["studio"] is None
        assert "Ratewright API" in page
    else:
        assert server["studio"] == root
        assert "<html" in page
    assert read(root, Host="evil.example")[0] == 403
    assert read(f"{api}/health", Host="evil.example")[0] == 403
    assert (folder / ".ratewright" / "ratewright.sqlite").exists()


def test_a_port_that_is_taken_is_named_with_the_way_out(tariff: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = tariff("serve", "--port", str(port))
    assert ended.returncode == 2
    said = ended.stderr.decode()
    assert f"port {port} is taken" in said
    assert "--port 0" in said


def test_a_port_that_is_none(tariff: Run) -> None:
    ended = tariff("serve", "--port", "70000")
    assert (ended.returncode, b"from 0 to 65535" in ended.stderr) == (2, True)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::"])
def test_other_addresses_are_refused_with_the_reason(tariff: Run, host: str) -> None:
    ended = tariff("serve", "--host", host)
    assert ended.returncode == 2
    assert b"only 127.0.0.1 is served, because there are no accounts yet" in ended.stderr


def test_a_database_that_is_newer_is_refused_by_both_names(tariff: Run, folder: Path) -> None:
    home = folder / "home"
    home.mkdir()
    connection = sqlite3.connect(home / "ratewright.sqlite")
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.execute("INSERT INTO alembic_version VALUES ('0999')")
    connection.commit()
    connection.close()
    ended = tariff("serve", "--port", "0", RATEWRIGHT_HOME=str(home))
    assert ended.returncode == 2
    assert b"revision 0999" in ended.stderr
    assert b"newer Ratewright" in ended.stderr


def test_a_database_that_cannot_be_opened_is_explained(tariff: Run) -> None:
    ended = tariff("serve", "--port", "0", RATEWRIGHT_DATABASE="nonsense")
    assert ended.returncode == 2
    assert b"names no database" in ended.stderr
    assert b"RATEWRIGHT_DATABASE" in ended.stderr
