"""Who works where today."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from twiza.network.models import Membership


def organisations_of(user: UUID, *, on: date) -> tuple[UUID, ...]:
    """Return the organisations where this user holds a live role on this day, in a fixed order."""
    return tuple(
        Membership.objects.filter(user_id=user, period__contains=on)
        .order_by("organisation_id")
        .values_list("organisation_id", flat=True)
        .distinct()
    )


def roles_of(user: UUID, *, on: date) -> list[tuple[UUID, str]]:
    """Return (organisation, role) for each live membership of a user on this day."""
    return list(
        Membership.objects.filter(user_id=user, period__contains=on)
        .order_by("organisation_id", "role")
        .values_list("organisation_id", "role")
    )


def role_in(user: UUID, organisation: UUID) -> str:
    """Return the roles this user holds here today, joined by "+", for the log."""
    live = roles_of(user, on=timezone.localdate())
    return "+".join(role for where, role in live if where == organisation)[:40]
