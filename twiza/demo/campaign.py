"""The Ramadan campaign of the two associations: planned, listed, signed by two, its cards made.

It is the campaign of the last Ramadan that was announced. Its days are moved to yesterday, today and tomorrow, so
that whoever tries the demonstration can hand over a basket.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from twiza.aid import actions as aid
from twiza.aid import queries as campaigns
from twiza.aid.rules import hijri, selection
from twiza.demo import planning
from twiza.demo.account import Account
from twiza.demo.criteria import criteria
from twiza.demo.diary import Diary
from twiza.demo.stage import player_of
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

RAMADAN = 9
# as announced in Morocco; later years are computed, and a person corrects them
ANNOUNCED = {1447: date(2026, 2, 19)}
BASKETS_SHARE = Decimal("0.55")
RESERVE_SHARE = Decimal("0.10")
MARKS = (("green", "star"), ("blue", "circle"), ("red", "triangle"), ("orange", "square"))
DAYS = 3


def plan(diary: Diary, at: datetime, told: Account) -> None:
    """Announce the month, plan the campaign, invite the partner, add a point in each zone, freeze the criteria."""
    manager = player_of(diary, "manager")
    today = timezone.localdate(at)
    year, begins_on = last_ramadan(today)
    baskets = int(told.households * BASKETS_SHARE)
    with acting_as(manager.pk, purpose=Purpose.WORK):
        aid.announce_month(year=year, month=RAMADAN, begins_on=begins_on, by=manager, at=at)
    before = planning.last_year(diary, year - 1, baskets, selection.reserve_size(baskets, RESERVE_SHARE), at)
    campaign = planning.this_year(diary, before, f"قفة رمضان {year} (عرض)", year, baskets, at)
    with acting_as(manager.pk, purpose=Purpose.WORK):
        campaign = aid.set_dates(
            campaign=campaign,
            starts_on=today - timedelta(days=1),
            ends_on=today + timedelta(days=DAYS - 2),
            by=manager,
            at=at,
        )
        for number, point in enumerate(campaigns.points_of(campaign)):
            diary.keep(f"point {number}", point)
    planning.open_hours(diary, campaign, at)
    planning.tell_plan(diary, told, campaign)
    with acting_as(manager.pk, purpose=Purpose.WORK):
        aid.freeze_criteria(campaign=campaign, criteria=criteria(campaign.zones), by=manager, at=at)
    diary.keep("campaign", campaign)


def last_ramadan(today: date) -> tuple[int, date]:
    """Return the Hijri year of the last Ramadan that has begun, and its first day."""
    year = hijri.hijri_day(today, {}).year
    for candidate in (year, year - 1):
        begins_on = ANNOUNCED.get(candidate) or hijri.month_start(candidate, RAMADAN, {}).on
        if begins_on <= today:
            return candidate, begins_on
    raise ValueError("a Ramadan has begun within two Hijri years")


def campaign_of(diary: Diary, user: Any) -> Any:
    """Return the story's campaign as this user sees it; call it inside their context."""
    return campaigns.campaign_for(user, diary.id("campaign"))
