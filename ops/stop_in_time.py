"""A pytest plugin: `--stop-after MINUTES` ends a long run in time, and says what did not run.

What ran and passed stays passed: stopping is no failure. Silence about it would be one.
"""

import signal
import time
from collections.abc import Generator
from types import FrameType
from typing import Any

import pytest

# What is worth most for its minutes runs first; proofs that are not named here run before the last one.
FIRST = (
    "tests/architecture/test_connections.py",
    "tests/operation/test_backup.py",
    "tests/operation/test_serve.py",
    "tests/architecture/test_pages.py",
    "twiza/platform/accounts/",
)
LAST = "tests/architecture/test_addresses.py"  # many cases of one kind


class Clock:
    """Counts the minutes and remembers what has not run."""

    def __init__(self, minutes: float) -> None:
        self.until = time.monotonic() + minutes * 60
        self.minutes = minutes
        self.waiting: list[str] = []
        self.over = False

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the proofs into their order; inside a file the order stays."""

        def place(item: pytest.Item) -> int:
            found = (n for n, folder in enumerate(FIRST) if item.nodeid.startswith(folder))
            return next(found, len(FIRST) + item.nodeid.startswith(LAST))

        items.sort(key=place)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note everything that is to run."""
        self.waiting = [item.nodeid for item in session.items]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Ring in the middle of a test when the minutes are over; it then counts as not run."""
        before = signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, max(0.001, self.until - time.monotonic()))
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """Take a test off the list once it ran to its end."""
        if not self.over and nodeid in self.waiting:
            self.waiting.remove(nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """Begin no other test after the time."""
        if self.over or time.monotonic() > self.until:
            item.session.shouldstop = f"{self.minutes:g} minutes are over"

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Stopped in time is not failed."""
        if self.waiting and session.shouldstop and not session.testsfailed:
            session.exitstatus = pytest.ExitCode.OK

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Name what did not run, before pytest's own closing lines."""
        if not self.waiting:
            return
        terminalreporter.section(f"{self.minutes:g} minutes are over: {len(self.waiting)} did not run")
        for nodeid in self.waiting:
            terminalreporter.write_line(f"did not run: {nodeid}")

    def _ring(self, number: int, frame: FrameType | None) -> None:
        self.over = True
        pytest.skip(f"stopped: {self.minutes:g} minutes are over")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption(
        "--stop-after", type=float, default=0, metavar="MINUTES", help="stop, and say what did not run"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start the clock."""
    minutes = config.getoption("--stop-after")
    if minutes:
        config.pluginmanager.register(Clock(minutes), "stop-in-time")
