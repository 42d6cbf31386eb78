"""A role in an organisation gives its permissions there; the few that hold everywhere are on the roles page."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.utils import timezone

from twiza.network import models
from twiza.platform.accounts.roles import permissions_of


class MembershipBackend(BaseBackend):
    """Answers `user.has_perm(Permission.X, thing)` from the live memberships of today."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not user_obj.is_authenticated:
            return False
        where = organisation_of(obj)
        return any(
            perm in permissions_of(role, elsewhere=where is not None and held_in != where)
            for held_in, role in models.live_roles(user_obj.pk, timezone.localdate())
        )

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Everything the live memberships of today allow: one question for a whole menu."""
        if not user_obj.is_authenticated:
            return set()
        where = organisation_of(obj)
        return {
            str(held)
            for held_in, role in models.live_roles(user_obj.pk, timezone.localdate())
            if where is None or held_in == where
            for held in permissions_of(role)
        }


def organisation_of(thing: Any) -> UUID | None:
    """Return the id of the organisation a thing belongs to; None when it belongs to nobody."""
    if thing is None or isinstance(thing, UUID):
        return thing
    if isinstance(thing, models.Organisation):
        return thing.pk
    found: UUID | None = thing.organisation_id
    return found
