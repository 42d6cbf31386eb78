"""Long work, asked for through the real door."""

from datetime import UTC, datetime
from typing import Any

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.queue import actions

NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)


def one_of_each(organisation: Any, by: User) -> None:
    """Make a row of each table of this app for an organisation (anything with a `pk`) in which `by` works."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.start_work(kind="test.work", title="Work", by=by, organisation=organisation.pk, at=NOON)
