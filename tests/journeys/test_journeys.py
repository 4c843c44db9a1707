"""The journeys as tests, one each, on one server and in one browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.journeys.__main__ import MOST_CLICKS
from tests.journeys.browser import Studio, Watch, opened, picture
from tests.journeys.journeys import JOURNEYS, Journey, Trip
from tests.journeys.server import Server, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("journeys")) as started:
        yield started


@pytest.fixture(scope="module")
def browser(server: Server) -> Iterator[tuple[BrowserContext, Watch]]:
    with opened(server.studio) as made:
        yield made


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_the_journey_arrives(
    journey: Journey, server: Server, browser: tuple[BrowserContext, Watch], tmp_path: Path
) -> None:
    context, watch = browser
    page = context.new_page()
    trip = Trip(context, server, Studio(page, server.studio))
    try:
        journey(trip)
    except BaseException:
        picture(page, tmp_path, journey.__name__)
        raise
    finally:
        page.close()
    assert {name: count for name, count in trip.clicks.items() if count > MOST_CLICKS.get(name, count)} == {}
    assert watch.external == []
    assert watch.errors == []
