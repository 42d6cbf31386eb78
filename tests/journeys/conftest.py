"""A real browser, a real server, a database of its own per file of tests.

The site runs in this process on http://localhost; Debian's Chromium drives it. Where no Chromium is installed the
tests fail with one line that says what to install.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Playwright

from conftest import _clone, _close, _drop, _point_at, _template
from tests.journeys.browsing import Visitor

# Playwright's own loop lives in this thread; our queries are not asynchronous
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


class KeptStaticFiles(StaticFilesHandler):
    """Fonts, styles and scripts that a browser keeps, as from the real server: they are not asked for at each page."""

    def serve(self, request: HttpRequest) -> HttpResponseBase:
        answer = super().serve(request)
        answer.headers["Cache-Control"] = "max-age=3600"
        return answer


FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # the address bar's own pages are loaded again for each visitor, though nobody sees a bar
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,MediaRouter,PaintHolding,OptimizationHints",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium(player: Playwright) -> Iterator[Browser]:
    """One browser for all tests; each visitor has a profile of their own."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.fail("No Chromium here: apt-get install chromium")
    browser = player.chromium.launch(executable_path=program, args=list(FLAGS))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of the site, on a fresh clone of the database that lasts for one file of tests."""
    from django.conf import settings
    from django.db import connection

    shared, name = connection.settings_dict["NAME"], f"journey_{os.getpid()}"
    static = KeptStaticFiles
    with django_db_blocker.unblock():
        _clone(_template(), name)
        _point_at(name)
        server = LiveServerThread("localhost", static, connections_override={})
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        hosts, settings.ALLOWED_HOSTS = settings.ALLOWED_HOSTS, ["localhost", "testserver"]
        try:
            yield f"http://localhost:{server.port}"
        finally:
            settings.ALLOWED_HOSTS = hosts
            server.terminate()
            _close()
            _point_at(shared)
            _drop(name)


@pytest.fixture(scope="module")
def house(site: str) -> Any:
    """Two associations: one where everything was done once, one where nothing happened yet."""
    from tests.journeys.given import given_house  # needs Django's apps, which are loaded after this file

    return given_house()


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    """Open the site as somebody: `visit(user, language="fr", width=360, script=False)`."""
    opened: list[Visitor] = []

    def as_somebody(user: Any = None, **wishes: Any) -> Visitor:
        opened.append(Visitor(chromium, site, user, **wishes))
        return opened[-1]

    yield as_somebody
    for visitor in opened:
        visitor.leave()
