"""A folder with a few tariffs, and the command run in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

GOOD = """tariff shuttle "Shuttle"
  currency PLN
  time zone Europe/Warsaw
  round each line half up to 0.01 PLN

inputs
  distance  length up to 200 km
  night     yes/no = no
  trip      period may be missing
  tip       PLN up to 100 PLN = 0 PLN

charge boarding "Boarding"
  price 12 PLN

charge kilometres "Distance"
  quantity distance
  price    2.40 PLN/km

charge late "Night" when night
  price 5 PLN

charge trips "Trip" when trip is given
  price 1 PLN

charge thanks "Tip"
  price tip

examples
  | claim         | distance || total     |
  | to the suburb | 15.5 km  || 49.20 PLN |
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with `good.tariff`, one with a mistake, one with an example that fails."""
    (tmp_path / "good.tariff").write_text(GOOD)
    (tmp_path / "broken.tariff").write_text(GOOD.replace("charge thanks", "chrage thanks"))
    (tmp_path / "failing.tariff").write_text(GOOD.replace("49.20", "50.00"))
    (tmp_path / "untidy.tariff").write_text(GOOD.replace("  price 12 PLN", "    price   12 PLN   # flat"))
    (tmp_path / "latin.tariff").write_bytes(GOOD.replace("Shuttle", "Wahadło").encode("iso8859-2"))
    (tmp_path / "request.json").write_text('{"distance": "15.5 km"}')
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def tariff(folder: Path) -> Run:
    """Runs the installed command as a person does."""
    program = Path(sys.executable).parent / "tariff"

    def run(*words: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [program, *words],
            cwd=folder,
            env=os.environ | environment,
            input=given,
            capture_output=True,
            timeout=60,
            check=False,
        )

    return run
