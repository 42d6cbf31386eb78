"""The days of the tests, and somebody at work."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User

NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)


def as_work(user: User) -> AbstractContextManager[None]:
    """Do what follows as this person at work."""
    return acting_as(user.pk, purpose=Purpose.WORK)
