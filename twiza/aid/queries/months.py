"""The announced months, as they are and as they were."""

from dataclasses import dataclass
from datetime import date, datetime

from twiza.aid.models import AnnouncedMonth, Campaign
from twiza.aid.rules.states import CampaignState
from twiza.platform.accounts import queries as accounts

# Until it is counted: a campaign that is over does not care any more
_NOT_OVER = [
    state.value for state in CampaignState if state.value not in ("reconciled", "reported", "archived")
]


@dataclass(frozen=True)
class MonthLine:
    """What was entered for a month, by whom and when."""

    begins_on: date
    by: str  # shown name; empty where the account is gone
    at: datetime


def month_history(year: int, month: int) -> list[MonthLine]:
    """Return everything entered for a month, the latest first; the first line is what holds now."""
    event = AnnouncedMonth.pgh_event_model  # type: ignore[attr-defined]
    rows = list(
        event.objects.filter(year=year, month=month)
        .order_by("-pgh_id")
        .values_list("begins_on", "entered_by", "entered_at")
    ) or list(
        AnnouncedMonth.objects.filter(year=year, month=month).values_list(
            "begins_on", "entered_by", "entered_at"
        )
    )
    names = accounts.display_names(by for _day, by, _at in rows)
    return [MonthLine(day, names.get(by, ""), at) for day, by, at in rows]


def dated_in_month(year: int, month: int) -> list[Campaign]:
    """Return the campaigns of a month that have their days and are not over, as far as one sees, by day."""
    return list(
        Campaign.objects.filter(
            hijri_year=year, hijri_month=month, starts_on__isnull=False, state__in=_NOT_OVER
        ).order_by("starts_on", "pk")
    )
