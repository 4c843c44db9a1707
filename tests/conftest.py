"""Options of the tests."""

import pytest
from hypothesis import settings

settings.register_profile("ours", deadline=None)
settings.load_profile("ours")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write what the golden tests found into their files")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether golden files take over what was found."""
    return bool(request.config.getoption("--accept"))
