"""docs/integrator/api.md says what is true: its requests are sent, its answers are compared."""

from __future__ import annotations

import json
import re
from pathlib import Path

from starlette.testclient import TestClient

from api.problems import TITLES

PAGE = (Path(__file__).parents[2] / "docs" / "integrator" / "api.md").read_text(encoding="utf-8")
EXCHANGE = re.compile(r"```http\n(\w+) (\S+)\n(.*?)```\n\n```json\n(.*?)```", re.DOTALL)


def differences(shown: object, found: object, path: str = "") -> list[str]:
    """What the page shows and the answer does not hold; an answer may hold more members."""
    if isinstance(shown, dict) and isinstance(found, dict):
        return [
            difference
            for name, value in shown.items()
            for difference in differences(value, found.get(name, "nothing"), f"{path}.{name}")
        ]
    if isinstance(shown, list) and isinstance(found, list) and len(shown) == len(found):
        return [
            difference
            for place, value in enumerate(shown)
            for difference in differences(value, found[place], f"{path}[{place}]")
        ]
    return [] if shown == found else [f"{path}: {found!r} instead of {shown!r}"]


def test_the_page_shows_what_happens(client: TestClient) -> None:
    exchanges = EXCHANGE.findall(PAGE)
    assert len(exchanges) >= 6
    assert PAGE.count("```http") == len(exchanges)
    for method, path, body, shown in exchanges:
        answer = client.request(method, path, json=json.loads(body))
        assert differences(json.loads(shown), answer.json()) == [], path


def test_the_page_knows_every_problem() -> None:
    rows = re.findall(r"^\| (`.*?) \| (\d+) \|", PAGE, re.MULTILINE)
    told = {slug: int(status) for names, status in rows for slug in re.findall(r"`([\w-]+)`", names)}
    assert told == {slug: status for slug, (status, _) in TITLES.items()}
