"""Ways to talk to the API in tests, and a small tariff."""

from __future__ import annotations

from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from api.examples import CITY_DRIVE

TIP = """tariff tip "Ride with a tip"
  currency PLN
  time zone Europe/Warsaw
  round each line half up to 0.01 PLN
  priced at start of ride

inputs
  ride   period up to 30 days
  tip    PLN up to 100 PLN = 0 PLN
  rides  whole number from 1 up to 10 = 1

values
  fee = 10 PLN from 2026-01-01

charge riding "Rides"
  price fee * rides

charge thanks "Tip"
  price tip

examples
  | claim | ride                                 | tip   || total     |
  | one   | 2026-03-02 08:10 to 2026-03-02 08:31 | 3 PLN || 13.00 PLN |
"""

RIDE = CITY_DRIVE["ride"]


def quote(client: TestClient, tariff: str = "city_drive", /, **inputs: object) -> Response:
    """A quote of the example ride, with other inputs where given; None leaves an input out."""
    known = CITY_DRIVE if tariff == "city_drive" else {"ride": RIDE}
    wanted = {name: value for name, value in {**known, **inputs}.items() if value is not None}
    return client.post("/v1/quotes", json={"tariff": tariff, "inputs": wanted})


def problem(response: Response, type: str, status: int) -> dict[str, Any]:
    """The problem document of an answer, which must be this one."""
    found: dict[str, Any] = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert (found["type"], found["status"], response.status_code) == (type, status, status), found
    assert found["title"]
    assert found["detail"]
    return found


def entry(response: Response) -> dict[str, Any]:
    """The one entry of a refused request."""
    [found] = problem(response, "request-refused", 422)["problems"]
    entry: dict[str, Any] = found
    return entry
