"""The days of the campaign: baskets packed, handed over, counted the same night; second uses of a card kept.

1. Yesterday is whole: nearly everybody came, some cards came twice, each point counted its baskets in the evening.
   One point has a basket that nobody can account for; the partner's point has not closed its day yet.
2. Today has begun: the first third of today's families were served. Whoever opens the site goes on from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from twiza.aid import actions as aid
from twiza.aid import queries as campaigns
from twiza.demo import goods
from twiza.demo.account import Account
from twiza.demo.campaign import campaign_of
from twiza.demo.diary import Diary
from twiza.demo.paper import KeptCard
from twiza.demo.stage import player_of
from twiza.lib.ids import new_id
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

CAME = 0.93  # of those asked to come yesterday
TWICE = 0.015  # of the cards that came yesterday came again
SERVED_TODAY = 1 / 3  # of those asked to come today, by now
OFFLINE_FROM = 400  # above so many at one point, the rest comes in batches, as from a device without network
BATCH = 500


@dataclass(frozen=True)
class Crew:
    """Who hands over and who counts at a point."""

    volunteer: Any
    manager: Any


def hand_out(diary: Diary, issued: Sequence[KeptCard], at: datetime) -> None:
    """Open the points, hand over yesterday's baskets and the first of today's."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        campaign = aid.start_distribution(campaign=campaign_of(diary, manager), by=manager, at=at)
        points = list(campaigns.points_of(campaign))
    today = timezone.localdate(at)
    chance = Random(len(issued))
    goods.fill_store(diary, len([card for card in issued if card.on <= today]) + 10 * len(points), at)
    for number, point in enumerate(points):
        here = [card for card in issued if card.point == point.pk]
        yesterday = [card for card in here if card.on < today]
        now = [card for card in here if card.on == today]
        came = [card for card in yesterday if chance.random() < CAME]
        again = chance.sample(came, max(1, int(len(came) * TWICE))) if came else []
        crew = crew_of(diary, number)
        goods.send_baskets(diary, point, crew.manager, today - timedelta(days=1), len(yesterday) + 5, at)
        goods.send_baskets(diary, point, crew.manager, today, len(now) + 5, at)
        morning = at_local(today - timedelta(days=1), time(10))
        _serve(point, crew, came, morning)
        _serve(point, crew, again, morning + timedelta(hours=5))
        if number == 0:
            share_today(point, crew.manager, at)
        _serve(point, crew, now[: int(len(now) * SERVED_TODAY)], at)


def share_today(point: Any, manager: Any, at: datetime) -> None:
    """Share today's cards of a point among two lanes and a welcome table with a reserve, for phones without network."""
    with acting_as(manager.pk, purpose=Purpose.WORK):
        if campaigns.rights_to_lease(point, timezone.localdate(at)):
            aid.share_lanes(point=point, day=timezone.localdate(at), lanes=2, spares=5, by=manager, at=at)


def count_baskets(diary: Diary, at: datetime) -> None:
    """Close yesterday at each point but the partner's; settle the second uses at the first point, leave the others."""
    day = timezone.localdate(at) - timedelta(days=1)
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        points = list(campaigns.points_of(campaign_of(diary, manager)))
    for number, point in enumerate(points):
        crew = crew_of(diary, number)
        with acting_as(crew.manager.pk, purpose=Purpose.WORK):
            if number == 0:
                for case in campaigns.open_cases(point):
                    aid.rule_hand_over(case=case, outcome="nothing_given", by=crew.manager, at=at)
            if number == 3:
                continue  # waits for the partner's manager
            count = campaigns.count_of(point, day)
            left = count.packed - count.served
            damaged, missing = int(number == 1), int(number == 2)
            aid.reconcile_day(
                point=point,
                day=day,
                returned=max(0, left - damaged - missing),
                damaged=damaged,
                lost=0,
                by=crew.manager,
                at=at,
            )
        if damaged:
            goods.write_damage(diary, point, at)


def tell(diary: Diary, account: Account, at: datetime) -> None:
    """Write the figures of the campaign into the account, as its manager sees them."""
    manager = player_of(diary, "manager")
    day = timezone.localdate(at) - timedelta(days=1)
    with acting_as(manager.pk, purpose=Purpose.WORK):
        campaign = campaign_of(diary, manager)
        totals = campaigns.totals_of(campaign)
        zones, _selected, _served = campaigns.counts_by_zone(campaign)
        counts = [campaigns.count_of(point, day) for point in campaigns.points_of(campaign)]
        closed = [line.closed for line in campaigns.days_of(campaign) if line.closed is not None]
        account.selected, account.reserve = totals.selected, totals.reserve
        account.served, account.doubles = totals.served, totals.doubles
        account.packed = sum(count.packed for count in counts)
        account.gap = sum(one.gap for one in closed)
        account.zones = [(one.zone, one.selected or 0, one.served or 0) for one in zones]


def add_late_families(diary: Diary, at: datetime) -> None:
    """Take three of the reserve onto the list, as an addendum that waits for its second signature."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        campaign = campaign_of(diary, manager)
        frozen = campaigns.lists_of(campaign)[0]
        reserve = [row.nomination for row in campaigns.entries_of(frozen) if row.place == "reserve"][:3]
        if reserve:
            # a donor brought as many baskets: a list never promises more than are planned
            aid.plan_more_baskets(
                campaign=campaign, baskets=campaign.baskets + len(reserve), by=manager, at=at
            )
            aid.add_addendum(
                campaign=campaign, nominations=reserve, reason_code="from_reserve", by=manager, at=at
            )


def crew_of(diary: Diary, number: int) -> Crew:
    """Return who works at the point of this number: the last one is kept by the partner."""
    if number == 3:
        partner = player_of(diary, "partner_manager")
        return Crew(partner, partner)
    return Crew(player_of(diary, "volunteer"), player_of(diary, "manager"))


def at_local(day: date, hour: time) -> datetime:
    """Return a moment of local wall time."""
    return timezone.make_aware(datetime.combine(day, hour), ZoneInfo("Africa/Casablanca"))


def _serve(point: Any, crew: Crew, cards: Sequence[KeptCard], start: datetime) -> None:
    """Present each card at the point and confirm it; beyond a number, in batches from a device without network."""
    for number, card in enumerate(cards[:OFFLINE_FROM]):
        moment = start + timedelta(seconds=number)
        with acting_as(crew.volunteer.pk, purpose=Purpose.WORK):
            seen = campaigns.card_for(crew.volunteer, point, card.square, at=moment)
            aid.record_hand_over(
                entitlement=seen.entitlement.pk, point=point, operation=new_id(), by=crew.volunteer, at=moment
            )
    rest = cards[OFFLINE_FROM:]
    for first in range(0, len(rest), BATCH):
        with acting_as(crew.volunteer.pk, purpose=Purpose.WORK):
            operations = [
                aid.Operation(
                    new_id(),
                    campaigns.card_for(crew.volunteer, point, card.square, at=start).entitlement.pk,
                    start,
                )
                for card in rest[first : first + BATCH]
            ]
            aid.record_hand_overs(
                point=point,
                operations=operations,
                source="offline",
                device="demo",
                by=crew.volunteer,
                at=start,
            )
