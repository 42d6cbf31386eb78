"""Counting how often somebody looks for people. Tables of numbers only: what was looked for is written nowhere."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check

MOST_IN_A_MINUTE, MOST_IN_AN_HOUR = 60, 1000  # a family typed slowly is about ten looks
COUNT = """
INSERT INTO registry_attempts AS mine (organisation_id, user_id, minute, in_minute, hour, in_hour)
VALUES (%(organisation)s, %(user)s, %(minute)s, 1, %(hour)s, 1)
ON CONFLICT (organisation_id, user_id) DO UPDATE SET
    in_minute = CASE WHEN mine.minute = excluded.minute THEN mine.in_minute + 1 ELSE 1 END, minute = excluded.minute,
    in_hour = CASE WHEN mine.hour = excluded.hour THEN mine.in_hour + 1 ELSE 1 END, hour = excluded.hour
RETURNING in_minute, in_hour
"""


class TooManyLooks(DomainError):
    code = "registry.too_many_looks"


def count_look(
    *, organisation: UUID, permission: Permission = Permission.REGISTRY_READ, by: Any, at: datetime
) -> None:
    """Count one search or one check at the counter: one statement, so that a refusal stays counted too.

    Args:
        permission: with which the person looks.

    Raises:
        TooManyLooks: it was one too many in this minute or this hour.
    """
    check(by, permission, organisation)
    minute = at.replace(second=0, microsecond=0)
    values = {
        "organisation": organisation,
        "user": by.pk,
        "minute": minute,
        "hour": minute - timedelta(minutes=minute.minute),
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        in_minute, in_hour = cursor.fetchone()
    if in_minute > MOST_IN_A_MINUTE or in_hour > MOST_IN_AN_HOUR:
        raise TooManyLooks(
            _("Too many searches from this account. Wait a few minutes, then go on."),
            in_minute=in_minute,
            in_hour=in_hour,
        )
