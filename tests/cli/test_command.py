"""The installed command, run as a person runs it: exit codes, streams, encodings."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, Run

SUBURB = "distance=15.5 km"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["check", "good.tariff"], 0),
        (["check", "good.tariff", "broken.tariff"], 1),
        (["check", "missing.tariff"], 2),
        (["check"], 2),
        (["quote", "good.tariff", SUBURB], 0),
        (["quote", "good.tariff", "distance=15,5 km"], 3),
        (["quote", "broken.tariff", SUBURB], 1),
        (["test", "failing.tariff"], 1),
        (["format", "--check", "untidy.tariff"], 1),
        (["serve", "--host", "0.0.0.0"], 2),
    ],
)
def test_the_exit_code_tells_how_it_ended(tariff: Run, words: list[str], code: int) -> None:
    ended = tariff(*words)
    assert ended.returncode == code, (ended.stdout, ended.stderr)
    assert b"Traceback" not in ended.stderr
    assert (ended.stderr == b"") == (code == 0 or (words[0] in ("check", "test", "format") and code == 1))


def test_standard_input_is_a_text_like_any_other(tariff: Run) -> None:
    ended = tariff("quote", "-", SUBURB, given=GOOD.encode())
    assert ended.returncode == 0
    assert b"49.20 PLN" in ended.stdout
    ended = tariff("format", "-", given=GOOD.replace("  price 12", "    price    12").encode())
    assert (ended.returncode, ended.stdout.decode()) == (0, GOOD)


def test_words_are_utf8_wherever_it_runs(tariff: Run, folder: Path) -> None:
    (folder / "polish.tariff").write_text(GOOD.replace("Shuttle", "Wahadło"), encoding="utf-8")
    ended = tariff("quote", "polish.tariff", SUBURB, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert ended.returncode == 0
    assert ended.stdout.decode().startswith("Wahadło\n")


def test_a_pipe_that_is_closed_ends_it_without_a_word(folder: Path) -> None:
    program = Path(sys.executable).parent / "tariff"
    ended = subprocess.run(
        f"{program} graph good.tariff | head -c 10", shell=True, cwd=folder, capture_output=True, check=False
    )
    assert (len(ended.stdout), ended.stderr) == (10, b"")


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_is_for_terminals(folder: Path, environment: dict[str, str], coloured: bool) -> None:
    program = Path(sys.executable).parent / "tariff"
    master, slave = pty.openpty()
    known = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    env = {**known, "TERM": "xterm", **environment}
    subprocess.run([program, "check", "broken.tariff"], cwd=folder, env=env, stdout=slave, check=False)
    os.close(slave)
    said = os.read(master, 100_000)
    os.close(master)
    assert (b"\x1b[" in said) is coloured
    assert b"broken.tariff:25:1" in said


def test_there_is_no_colour_in_a_pipe(tariff: Run) -> None:
    assert b"\x1b[" not in tariff("check", "broken.tariff", TERM="xterm").stdout


def test_json_is_one_document(tariff: Run) -> None:
    for words in (
        ["check", "broken.tariff", "--json"],
        ["quote", "good.tariff", "distance=15,5 km", "--json"],
        ["check", "missing.tariff", "--json"],
    ):
        ended = tariff(*words)
        assert ended.returncode != 0
        assert isinstance(json.loads(ended.stdout), dict)
        assert ended.stderr == b""


def test_the_help_tells_the_exit_codes(tariff: Run) -> None:
    for words in (["--help"], ["quote", "--help"], ["serve", "--help"]):
        said = tariff(*words).stdout.decode()
        assert "exit codes:" in said
        assert "\n  3  " in said
