"""Until when the people of a campaign are kept, and which campaigns are due."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Campaign
from twiza.aid.queries.campaigns import campaigns_of
from twiza.aid.rules.retention import months_after
from twiza.aid.rules.states import what_next
from twiza.lib.text import isolated
from twiza.lib.today import Due
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.rules.parameters import BY_NAME

_NAME = "campaign_list_retention_months"


def kept_until(campaign: Campaign, *, on: date) -> date | None:
    """Return the first day on which nobody stands behind the codes of a campaign; None until it is reported."""
    if campaign.reported_at is None:
        return None
    return months_after(timezone.localdate(campaign.reported_at), _months(on))


def reports_waiting_for(user: Any, *, at: datetime) -> list[Due]:
    """Return the campaigns that keep families long after their days and were never reported, for the today page.

    The time of keeping begins with the report: what is left lying in a draft, or after an urgent programme, would
    keep its families for ever.
    """
    today = timezone.localdate(at)
    months = _months(today)
    found = []
    seen: Iterable[Any] = campaigns_of(user)  # with how many were brought in
    for campaign in seen:
        if campaign.reported_at is not None or not campaign.brought:
            continue
        until = months_after(campaign.ends_on or timezone.localdate(campaign.created_at), months)
        if until <= today and user.has_perm(Permission.CAMPAIGN_PLAN, campaign):
            found.append(
                Due(
                    _("Bring %(title)s to its report: it still keeps families. %(next)s")
                    % {"title": isolated(campaign.title), "next": _(what_next(campaign.state))},
                    reverse("aid:show_campaign", args=[campaign.pk]),
                    until,
                )
            )
    return found


def campaigns_to_end(*, at: datetime) -> list[Campaign]:
    """Return the campaigns of all organisations whose time of keeping is over. Needs the purpose UPKEEP."""
    today = timezone.localdate(at)
    rows = Campaign.objects.filter(reported_at__isnull=False, people_erased_at__isnull=True)
    due = ((row, kept_until(row, on=today)) for row in rows.order_by("reported_at", "pk"))
    return [row for row, until in due if until is not None and until <= today]


def campaign_names_people(id: UUID) -> bool:
    """Say whether a campaign still knows its people: an erasure that was left open by a killed process."""
    return Campaign.objects.filter(pk=id, people_erased_at__isnull=True).exists()


def _months(on: date) -> int:
    try:
        return int(accounts.parameter_number(_NAME, on=on))
    except accounts.NoSuchParameter:
        return int(BY_NAME[_NAME].value)
