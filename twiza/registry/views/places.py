"""Where a page works: the organisation chosen in its address, or the first in which the person may."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from twiza.platform.accounts.permissions import Permission, check
from twiza.registry import queries


def working_in(request: HttpRequest, permission: Permission) -> UUID:
    """Return the organisation of this page. Raises NoPermission when the person may do this nowhere."""
    allowed = queries.where_reading(request.user, permission, on=timezone.localdate())
    if not allowed:
        check(request.user, permission)
    asked = request.GET.get("organisation") or request.POST.get("organisation")
    return next((one for one in allowed if str(one) == asked), allowed[0])


def key_of(text: str | None) -> Any:
    """Return the id in a query string, or None when it is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
