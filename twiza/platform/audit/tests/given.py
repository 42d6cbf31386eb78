"""Lines of both logs, made through the real doors."""

from datetime import UTC, datetime
from typing import Any

from twiza.lib.ids import new_id
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.audit import actions

NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)


def one_of_each(organisation: Any, by: Any) -> None:
    """Make a row of each table of this app for an organisation (anything with a `pk`) in which `by` works."""
    with acting_as(None, purpose=Purpose.SETUP):
        actions.record(type="test.act", organisation=organisation.pk, by=None, at=NOON)
        actions.record_access(
            page="test.page", ids=[new_id()], organisation=organisation.pk, by=None, at=NOON
        )
    actions.link_everything(at=NOON)
