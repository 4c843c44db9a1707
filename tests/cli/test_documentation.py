"""docs/integrator/command-line.md says what is true: its commands are run, what they say is compared."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from cli.main import main, parser
from cli.outcome import MEANINGS

PAGE = (Path(__file__).parents[2] / "docs" / "integrator" / "command-line.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
RIDE = {
    "vehicle_class": "mini",
    "zone": "city",
    "ride": {"from": "2026-03-02T08:10:00+01:00", "to": "2026-03-02T08:31:00+01:00"},
    "distance": "7.4 km",
}
BROKEN = """tariff shuttle "Shuttle"
  currency PLN
  time zone Europe/Warsaw
  round each line half up to 0.01 PLN

inputs
  distance  length up to 200 km

charge boarding "Boarding"
  price 12 PLN

chrage kilometres "Distance"
  quantity distance
  price    2.40 PLN/km
"""


@pytest.mark.parametrize("session", SESSIONS)
def test_the_page_shows_what_happens(session: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ride.json").write_text(json.dumps(RIDE))
    (folder / "broken.tariff").write_text(BROKEN)
    code = 0
    for step in session.split("$ ")[1:]:
        line, _, shown = step.partition("\n")
        if line == "echo $?":
            assert shown == f"{code}\n"
            continue
        program, *words = shlex.split(line)
        assert program == "tariff"
        code = main(words)
        said = capsys.readouterr()
        found = said.out + said.err
        if shown.endswith("…\n"):
            assert found.startswith(shown.removesuffix("…\n"))
        else:
            assert found == shown


def test_the_page_tells_every_command_and_exit_code() -> None:
    commands = re.findall(r"^    (\w+)  ", parser().format_help(), re.MULTILINE)
    assert len(commands) >= 8
    for name in commands:
        assert f"`tariff {name}" in PAGE
    for code, meaning in MEANINGS.items():
        assert f"| {code.value} | {meaning} |" in PAGE
