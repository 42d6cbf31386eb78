"""People of these tests and their clock. Imports stand inside: this file is read before Django is set up."""

import time
from datetime import UTC, datetime, timedelta

import pytest


@pytest.fixture(autouse=True)
def posts(settings, monkeypatch):
    """Let the roles of these tests stand for memberships, and a quick hasher for the slow one."""
    from twiza.platform.accounts.queries import sign_in
    from twiza.platform.accounts.tests import given

    settings.AUTHENTICATION_BACKENDS = [
        "twiza.config.sign_in.PasswordBackend",
        "twiza.platform.accounts.tests.given.Post",
    ]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(sign_in, "_roles_source", lambda: given.roles_of)
    yield
    given.held.clear()


@pytest.fixture
def volunteer(db):
    """Yassine hands over baskets: password alone."""
    from twiza.platform.accounts.tests.given import given_person

    return given_person("Yassine", "point_volunteer")


@pytest.fixture
def manager(db):
    """Houda manages campaigns: with a second factor."""
    from twiza.platform.accounts.tests.given import given_person

    return given_person("Houda", "campaign_manager")


class Clock:
    """The time of the tests: real time, plus what was added."""

    def __init__(self):
        self.added = timedelta()

    def move(self, **by):
        self.added += timedelta(**by)

    def now(self):
        return datetime.now(UTC) + self.added


@pytest.fixture
def clock(monkeypatch):
    """Move the clock of Django and of sign-in together."""
    from django.utils import timezone

    moved, seconds = Clock(), time.time
    monkeypatch.setattr(timezone, "now", moved.now)
    monkeypatch.setattr(time, "time", lambda: seconds() + moved.added.total_seconds())
    return moved


@pytest.fixture
def stopped_clock(monkeypatch):
    """Let no time pass: tries are counted by the minute, and a busy machine is slow."""
    from django.utils import timezone

    now = datetime.now(UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    monkeypatch.setattr(time, "time", now.timestamp)
