"""Requests of the counter that become nominations."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from twiza.aid.queries.campaigns import campaigns_of, closed_to_names, own_organisations
from twiza.platform.accounts.permissions import Permission


def ways_to_nominate(user: Any, request: Any) -> list[tuple[str, str]]:
    """Return, for somebody who brings families of this organisation, the page that makes a request a nomination."""
    needed = (Permission.HOUSEHOLD_NOMINATE, Permission.REGISTRY_WRITE)
    if not all(user.has_perm(one, request.organisation_id) for one in needed):
        return []
    return [(str(_("Put forward for a campaign")), reverse("aid:nominate_request", args=[request.pk]))]


def campaigns_taking_names(user: Any, organisation: Any) -> list[Any]:
    """Return the campaigns that take names now and into which this person may bring families of the organisation."""
    return [
        one
        for one in campaigns_of(user)
        if not closed_to_names(one)
        and any(
            mine.pk == organisation for mine in own_organisations(user, one, Permission.HOUSEHOLD_NOMINATE)
        )
    ]
