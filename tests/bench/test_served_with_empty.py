"""The server of the HTTP benchmark answers quotes that are right, and the fixed bytes it was told."""

import json
from pathlib import Path

import httpx

from bench import hand_city_drive
from bench.http import BARE, EMPTY, compare, served
from bench.requests_of_apps import city_drive_request


def test_the_contestants_over_http_agree(tmp_path: Path) -> None:
    rides = hand_city_drive.quotes(40)
    bodies = [json.dumps({"tariff": "city_drive", "inputs": city_drive_request(ride)}) for ride in rides]
    with served(tmp_path) as server, httpx.Client(base_url=server.address, trust_env=False) as client:
        answers = compare(client, bodies, [hand_city_drive.price_int(ride) for ride in rides])
        client.put(EMPTY, content=answers[0]).raise_for_status()
        empty, bare = (client.post(path, content=bodies[1]) for path in (EMPTY, BARE))
        assert server.processor_seconds() > 0
    assert empty.content == bare.content == answers[0]
    assert {answer.headers["content-type"] for answer in (empty, bare)} == {"application/json"}
