"""Until when the people of a campaign are kept, and which campaigns are due."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from twiza.aid.models import Campaign
from twiza.aid.rules.retention import months_after
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.rules.parameters import BY_NAME

_NAME = "campaign_list_retention_months"


def kept_until(campaign: Campaign, *, on: date) -> date | None:
    """Return the first day on which nobody stands behind the codes of a campaign; None until it is reported."""
    if campaign.reported_at is None:
        return None
    return months_after(timezone.localdate(campaign.reported_at), _months(on))


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
