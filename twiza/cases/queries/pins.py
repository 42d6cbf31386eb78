"""The PIN of the day, or the key that stands in its place."""

from datetime import datetime
from typing import Any
from uuid import UUID

from twiza.cases import rules
from twiza.cases.models import RoomPin


def pin_of(user: Any, id: UUID, *, at: datetime) -> RoomPin | None:
    """Return this user's PIN or key of the day that may still be tried, or None. Nobody else's is ever found."""
    return RoomPin.objects.filter(pk=id, user_id=user.pk, until__gt=at, tries__lt=rules.PIN_TRIES).first()
