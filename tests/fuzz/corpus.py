"""The tariffs that are at hand as texts: the shipped ones and those of the cases."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("tariff_library/texts", "tests/cases/stated")


@cache
def corpus() -> tuple[str, ...]:
    """All of them, the shipped ones several times, as they use most of the language."""
    shipped, stated = ([path.read_text() for path in sorted((ROOT / folder).rglob("*.tariff"))] for folder in FOLDERS)
    if not shipped:
        raise FileNotFoundError(f"no tariff in {FOLDERS[0]}")
    return (*shipped * 4, *stated)
