"""A campaign with its cards at many points and one volunteer at each, made by the actions."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

PASSWORD = "a password only for measures 7"  # noqa: S105


@dataclass(frozen=True)
class Ground:
    """What the measures need. `volunteers`: (user name, point); `rights`: (entitlement, its card) of each point, in order."""

    volunteers: list[tuple[str, UUID]]
    rights: list[list[tuple[UUID, UUID]]]
    users: list[Any]
    points: list[Any]


def prepare(points: int, each: int) -> Ground:
    """Plan, nominate, freeze, sign, issue and open: `each` households at each of `points` points."""
    from django.utils import timezone

    from twiza.aid import actions as aid
    from twiza.aid import queries
    from twiza.aid.models import Card
    from twiza.aid.rules import marks
    from twiza.aid.rules.facts import GivenHousehold
    from twiza.demo.criteria import criteria
    from twiza.lib.ids import new_id
    from twiza.network import actions as network
    from twiza.network import queries as places
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose
    from twiza.platform.accounts import actions as accounts

    at = timezone.now()
    today = timezone.localdate(at)
    with acting_as(None, purpose=Purpose.SETUP):
        organisation = network.register_organisation(
            kind="association", name_ar="جمعية القياس", by=None, at=at
        )

        def account(name: str, role: str) -> Any:
            user = accounts.create_account(
                username=name, display_name=name, password=PASSWORD, by=None, at=at
            )
            network.give_role(
                organisation=organisation, user=user, role=role, starts_on=date(2025, 1, 1), by=None, at=at
            )
            return user

        manager, president = (
            account("manager", "campaign_manager"),
            account("president", "association_president"),
        )
        users = [account(f"volunteer{number}", "point_volunteer") for number in range(points)]
    zones = [f"حي {number}" for number in range(points)]
    every_mark = [(colour.value, shape.value) for colour in marks.Colour for shape in marks.Shape]
    with acting_as(manager.pk, purpose=Purpose.WORK):
        aid.announce_month(year=1447, month=9, begins_on=date(2026, 2, 19), by=manager, at=at)
        campaign = aid.plan_campaign(
            organisation=organisation, title="قياس", hijri_year=1447, hijri_month=9, baskets=points * each,
            reserve=0, zones=zones, by=manager, at=at,
        )  # fmt: skip
        aid.set_dates(
            campaign=campaign, starts_on=today, ends_on=today + timedelta(days=1), by=manager, at=at
        )
        made = [
            aid.add_point(
                campaign=campaign, name=zone, zones=[zone], colour=every_mark[number][0], shape=every_mark[number][1],
                capacity=each, opens_at=time(8), closes_at=time(20), by=manager, at=at,
            )
            for number, zone in enumerate(zones)
        ]  # fmt: skip
        aid.freeze_criteria(campaign=campaign, criteria=criteria(zones), by=manager, at=at)
        households = [GivenHousehold(new_id(), zone, 1 + n % 7) for zone in zones for n in range(each)]
        aid.nominate_households(
            campaign=campaign, bringing=organisation, households=households, by=manager, at=at
        )
    _list(campaign.pk, manager, president, at)
    network.load_territory(at=at)
    with acting_as(manager.pk, purpose=Purpose.WORK):
        quarter = places.place_by_code("03.231.01.11")
        aid.place_zones(campaign=campaign, places=dict.fromkeys(zones, quarter), by=manager, at=at)
        aid.record_declaration(
            campaign=queries.campaign_for(manager, campaign.pk), province=places.place_by_code("03.231"),
            paper=aid.Receipt("عمالة فاس", "1", today), by=manager, at=at,
        )  # fmt: skip
        aid.issue_cards(campaign=queries.campaign_for(manager, campaign.pk), by=manager, at=at)
        aid.start_distribution(campaign=queries.campaign_for(manager, campaign.pk), by=manager, at=at)
        ledger = queries.ledger_of(campaign, size=points * each)
        cards = dict(Card.objects.filter(entitlement__campaign=campaign).values_list("entitlement", "pk"))
        rights = [[(row.pk, cards[row.pk]) for row in ledger if row.point_id == point.pk] for point in made]
    volunteers = [(f"volunteer{number}", point.pk) for number, point in enumerate(made)]
    return Ground(volunteers, rights, users, made)


def _list(campaign: UUID, manager: Any, president: Any, at: Any) -> None:
    """Freeze and sign the pool, draw it, freeze and sign its list."""
    from django.utils import timezone

    from twiza.aid import actions as aid
    from twiza.aid import queries
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    with acting_as(president.pk, purpose=Purpose.WORK):
        aid.sign_criteria(campaign=queries.campaign_for(president, campaign), by=president, at=at)
    with acting_as(manager.pk, purpose=Purpose.WORK):
        seen = queries.campaign_for(manager, campaign)
        aid.declare_relations(campaign=seen, relations={}, rest="none", by=manager, at=at)
    with acting_as(president.pk, purpose=Purpose.WORK):
        aid.sign_relations(campaign=seen, nominator=manager.pk, by=president, at=at)
    with acting_as(manager.pk, purpose=Purpose.WORK):
        pool = aid.freeze_pool(campaign=queries.campaign_for(manager, campaign), by=manager, at=at)
    with acting_as(president.pk, purpose=Purpose.WORK):
        aid.sign_pool(pool=pool, by=president, at=at)
    with acting_as(manager.pk, purpose=Purpose.WORK):
        seen = queries.campaign_for(manager, campaign)
        aid.record_draw(
            campaign=seen, digits="407193", witnesses=2, drawn_on=timezone.localdate(at), by=manager, at=at
        )
        frozen = aid.freeze_list(campaign=queries.campaign_for(manager, campaign), by=manager, at=at)
    with acting_as(president.pk, purpose=Purpose.WORK):
        aid.sign_list(frozen=queries.list_for(president, frozen.pk), by=president, at=at)
