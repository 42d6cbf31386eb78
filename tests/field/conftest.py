"""Phones and a stand for them; where there is no Chromium the tests say what to install."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.field.building import built_app
from tests.field.phones import Phone
from tests.field.stand import Stand, open_stand
from tests.journeys.conftest import site

__all__ = ["site"]  # the whole house, on a database of its own


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/field" in str(item.path) and item.path.name != "test_rules.py":
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def program() -> str:
    """The Chromium of this machine."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.fail("No Chromium here: apt-get install chromium")
    return str(found)


@pytest.fixture
def stand() -> Iterator[Stand]:
    """A point that serves the app; its address is `stand.site`."""
    made = Stand(built_app())
    server, port = open_stand(made)
    made.site = f"http://localhost:{port}"  # type: ignore[attr-defined]
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def phone(player: Playwright, program: str, stand: Stand, tmp_path: Path) -> Iterator[Callable[..., Phone]]:
    """Take a phone: `phone(lang="ar")`; its profile is `phone.folder`."""
    taken: list[Phone] = []

    def take(site: str = "", **wishes: Any) -> Phone:
        folder = tmp_path / f"profile-{len(taken)}"
        taken.append(Phone(player, program, folder, site or stand.site, **wishes))  # type: ignore[attr-defined]
        return taken[-1]

    yield take
    for one in taken:
        one.turn_off()
