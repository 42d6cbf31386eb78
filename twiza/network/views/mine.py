"""In the name of which organisation a person acts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from twiza.network import queries
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest


def acting_organisation(request: SignedInRequest, permission: Permission) -> Any:
    """Return the first of the reader's organisations where they hold a permission. Raises NoPermission."""
    check(request.user, permission)
    return queries.organisations_where(request.user, permission, on=timezone.localdate())[0]


def first_of(mine: Sequence[Any]) -> UUID | None:
    """Return in whose log a list of one's own bodies is written: the first; the platform's own without any."""
    return mine[0].pk if mine else None
