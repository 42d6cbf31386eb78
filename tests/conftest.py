"""One Playwright for all tests of a worker: a second one in the same process is refused by the first."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, sync_playwright


@pytest.fixture(scope="session")
def player() -> Iterator[Playwright]:
    """Whoever opens browsers."""
    with sync_playwright() as one:
        yield one
