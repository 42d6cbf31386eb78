"""Kept files, stored through the real door."""

from datetime import UTC, datetime
from typing import Any

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.files import actions

NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)


def one_of_each(organisation: Any, by: User) -> None:
    """Keep two files of an organisation in which `by` works: one is there, one is erased."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        for _ in range(2):
            file = actions.store_file(
                content=b"x",
                name="list.csv",
                kind="test.list",
                permission="",
                organisation=organisation.pk,
                by=by,
                at=NOON,
                keep_days=1,
            )
        actions.erase_file(file=file, by=by, at=NOON)
