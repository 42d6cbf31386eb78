"""Campaigns, lists and cards, made through the real doors. Invented people and families only.

Amina is a campaign manager, Hassan the president, Youssef a volunteer at a point; Salma works elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from twiza.aid import actions, queries
from twiza.aid.actions import IssuedCard
from twiza.aid.models import (
    Campaign,
    DistributionPoint,
    FrozenList,
    HandOver,
    MatchRun,
    Nomination,
    Pool,
)
from twiza.aid.rules.facts import GivenHousehold
from twiza.aid.rules.matching import FIELDS, Compared, FamilyPair
from twiza.aid.tests import after_rows, goods_given, lanes_given, sheets_given
from twiza.aid.tests.crisis_given import crisis_of_each
from twiza.aid.tests.legal_given import given_declaration, given_demand, one_calendar
from twiza.aid.tests.planning_given import next_season_of_each, plan_of_each
from twiza.lib.ids import new_id
from twiza.network import actions as network
from twiza.network.tests.given import LONG_AGO, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.registry import actions as registry
from twiza.registry.tests.given import given_household

NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
FIRST_DAY, LAST_DAY = date(2026, 2, 26), date(2026, 3, 1)
THAT_MORNING = datetime(2026, 2, 26, 10, 0, tzinfo=UTC)
DIGITS = "407193"
ZONES = ("حي الزهور", "بنسودة", "المرينيين", "سيدي بوجيدة")

CRITERIA: dict[str, Any] = {
    "rules": [
        {"code": "in_the_zones", "must": True, "ar": "تسكن الأسرة في أحد أحياء الحملة",
         "fr": "Le ménage habite un quartier de la campagne",
         "when": {"fact": "zone", "is": "one_of", "value": list(ZONES)}},
        {"code": "many_children", "points": 2, "ar": "ثلاثة أطفال أو أكثر", "fr": "Trois enfants ou plus",
         "when": {"fact": "children", "is": "at_least", "value": 3}},
        {"code": "disability", "points": 3, "ar": "شخص في وضعية إعاقة في الأسرة",
         "fr": "Une personne handicapée dans le ménage", "when": {"fact": "disability", "is": "true"}},
    ]
}  # fmt: skip


@dataclass
class Story:
    """One association, its people, and a campaign as far as it was brought."""

    organisation: Any
    amina: User
    hassan: User
    youssef: User
    campaign: Campaign = field(default=None)  # type: ignore[arg-type]
    points: list[DistributionPoint] = field(default_factory=list)

    def work(self, user: User | None = None) -> Any:
        """Open the context of a person of the association; the manager's when none is named."""
        return acting_as((user or self.amina).pk, purpose=Purpose.WORK)


def given_association(name: str = "Association Tissaout", suffix: str = "") -> Story:
    """An association with a campaign manager, a president and a volunteer."""
    organisation = given_organisation(name)
    people = [
        given_member(first + suffix, role, organisation)
        for first, role in (
            ("Amina", "campaign_manager"),
            ("Hassan", "association_president"),
            ("Youssef", "point_volunteer"),
        )
    ]
    return Story(organisation, *people)


def given_campaign(
    story: Story,
    *,
    baskets: int = 10,
    reserve: int = 1,
    zones: Sequence[str] = ZONES,
    days: tuple[date, date] = (FIRST_DAY, LAST_DAY),
) -> Campaign:
    """A campaign planned, dated, with a point for every two zones; criteria not yet frozen."""
    with story.work():
        if (1447, 9) not in queries.announced_months():
            actions.announce_month(year=1447, month=9, begins_on=date(2026, 2, 19), by=story.amina, at=NOON)
        campaign = actions.plan_campaign(
            organisation=story.organisation,
            title="قفة رمضان",
            hijri_year=1447,
            hijri_month=9,
            baskets=baskets,
            reserve=reserve,
            zones=zones,
            by=story.amina,
            at=NOON,
        )
        campaign = actions.set_dates(
            campaign=campaign, starts_on=days[0], ends_on=days[1], by=story.amina, at=NOON
        )
        marks = (("green", "star"), ("blue", "circle"), ("red", "triangle"))
        story.points = [
            given_point(story, campaign, zones[n : n + 2], *marks[n // 2]) for n in range(0, len(zones), 2)
        ]
    story.campaign = campaign
    return campaign


def given_point(
    story: Story, campaign: Campaign, zones: Sequence[str], colour: str, shape: str, host: Any = None
) -> DistributionPoint:
    """A point that opens from nine to six; call it inside the manager's context."""
    return actions.add_point(
        campaign=campaign,
        name=f"دار الحي {zones[0]}",
        zones=zones,
        colour=colour,
        shape=shape,
        capacity=700,
        opens_at=time(9),
        closes_at=time(18),
        host=host,
        by=story.amina,
        at=NOON,
    )


def families(count: int, zones: Sequence[str] = ZONES, **facts: Any) -> list[GivenHousehold]:
    """Invented households spread over the zones, of one to seven people."""
    return [
        GivenHousehold(
            household=new_id(),
            zone=zones[n % len(zones)],
            size=1 + n % 7,
            facts={"children": n % 5, "disability": n % 4 == 0, "needs": ["seat"] if n % 4 == 0 else []}
            | facts,
        )
        for n in range(count)
    ]


def given_frozen_list(
    story: Story, *, households: int = 12, who: Sequence[GivenHousehold] = (), **plan: Any
) -> FrozenList:
    """A campaign up to its frozen list, signed by the manager only. `who`: these households instead of invented ones."""
    campaign = given_campaign(story, **plan)
    with story.work():
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
        actions.nominate_households(
            campaign=campaign,
            bringing=story.organisation,
            households=who or families(households, campaign.zones),
            by=story.amina,
            at=NOON,
        )
    frozen = drawn_list(story, campaign)
    story.campaign = frozen.campaign
    return frozen


def sign_criteria(story: Story, campaign: Campaign) -> None:
    """The second signature under frozen criteria: of the president of this side. Once it is there, nothing."""
    with story.work(story.hassan):
        if not queries.are_criteria_signed(campaign):
            actions.sign_criteria(campaign=campaign, by=story.hassan, at=NOON)


def given_drawn_pool(story: Story, campaign: Campaign, signing: Story | None = None) -> Pool:
    """Freeze the pool of a campaign that has its names, sign it (a partner's president, where one is named), draw it.

    It stands in contexts of its own: call it outside any, or inside the manager's.
    """
    other = signing or story
    for side in {id(one): one for one in (story, other)}.values():
        given_relations(side, campaign)
    sign_criteria(other, campaign)
    with story.work():
        pool = actions.freeze_pool(campaign=campaign, by=story.amina, at=NOON)
    with other.work(other.hassan):
        actions.sign_pool(pool=pool, by=other.hassan, at=NOON)
    with story.work():
        actions.record_draw(
            campaign=campaign, digits=DIGITS, witnesses=2, drawn_on=NOON.date(), by=story.amina, at=NOON
        )
    return pool


def drawn_list(story: Story, campaign: Campaign, signing: Story | None = None) -> FrozenList:
    """The list of a campaign that has its names: pool frozen and signed, digits drawn, list frozen, signed once."""
    given_drawn_pool(story, campaign, signing)
    with story.work():
        return actions.freeze_list(campaign=campaign, by=story.amina, at=NOON)


def given_signed_list(story: Story, **plan: Any) -> FrozenList:
    """The same, signed by the president too."""
    frozen = given_frozen_list(story, **plan)
    with story.work(story.hassan):
        actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)
    return frozen


def given_distribution(story: Story, **plan: Any) -> list[IssuedCard]:
    """The same, with cards made and the points open. Returns the cards as they were printed."""
    given_signed_list(story, **plan)
    given_declaration(story)
    with story.work():
        issued = actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)
        story.campaign = actions.start_distribution(campaign=story.campaign, by=story.amina, at=NOON)
    return issued


def hand_over(story: Story, card: IssuedCard, *, minutes: int = 0, by: User | None = None) -> actions.Answer:
    """Present a card at its point and confirm; call it inside a context."""
    by = by or story.youssef
    at = THAT_MORNING + timedelta(minutes=minutes)
    seen = queries.card_for(by, card.point, card.code, at=at)
    return actions.record_hand_over(
        entitlement=seen.entitlement.pk, point=card.point, operation=new_id(), by=by, at=at
    )


def one_of_each(organisation: Any, by: User) -> None:
    """Rows of each table: a campaign that `organisation` leads and one that it shares with another.

    Few rows of each, and every side in every part, so that each policy has a row that needs it.
    """
    suffix = f"-{organisation.pk.hex[-6:]}"
    other = given_association(f"Association Ouergha {suffix}", suffix)
    amina = given_member(f"Amina{suffix}-own", "campaign_manager", organisation)
    own = Story(organisation, amina=amina, hassan=by, youssef=amina)
    first = _shared_season(own, other)
    second = _shared_season(other, own)
    next_season_of_each(own, other, *first)
    next_season_of_each(other, own, *second)
    goods_given.one_of_each_goods(own, other, suffix)
    crisis_of_each(own, other)
    crisis_of_each(other, own)
    one_calendar(own)
    given_demand(own, by=by)


def _shared_season(lead: Story, partner: Story) -> tuple[Campaign, GivenHousehold]:
    """A whole campaign led by one and shared with the other; each keeps the point of the other's household.

    Returns it, and the household that the partner brought.
    """
    campaign = given_campaign(lead, zones=ZONES[:1], baskets=2)
    with lead.work():
        campaign.zones = [*ZONES[:2]]
        campaign.save(update_fields=["zones"])
        actions.invite_partner(campaign=campaign, partner=partner.organisation, by=lead.amina, at=NOON)
        given_point(lead, campaign, ZONES[1:2], "red", "cross", host=partner.organisation)
    plan_of_each(lead, partner, campaign)
    with lead.work():
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=lead.amina, at=NOON)
    brought = {}
    for side, zone in ((partner, ZONES[0]), (lead, ZONES[1])):
        brought[zone] = families(1, [zone])
        with side.work():
            actions.nominate_households(
                campaign=campaign,
                bringing=side.organisation,
                households=brought[zone],
                by=side.amina,
                at=NOON,
            )
    _compared(lead, partner, campaign)
    with lead.work():
        actions.review_flips(campaign=campaign, reason_code="rules_changed", by=lead.amina, at=NOON)
    frozen = drawn_list(lead, campaign, partner)
    with lead.work():
        actions.publish_criteria(campaign=campaign, by=lead.amina, at=NOON)
    with partner.work(partner.hassan):
        actions.sign_list(frozen=frozen, by=partner.hassan, at=NOON)
    _one_family_twice(partner, campaign)
    after_rows.objected(lead, partner, campaign)
    for side, zone in ((partner, ZONES[0]), (lead, ZONES[1])):
        sheets_given.sheets_of_each(side, campaign, zone)
    given_declaration(lead, campaign)
    with lead.work():
        exempted = actions.Exempted("members_only", "المادة 2 من القانون 18-18")
        actions.record_appeal(campaign=campaign, paper=exempted, by=lead.amina, at=NOON)
        issued = actions.issue_cards(campaign=campaign, by=lead.amina, at=NOON)
        actions.start_distribution(campaign=campaign, by=lead.amina, at=NOON)
    at_lead, at_partner = sorted(issued, key=lambda card: card.point.code)
    lanes_given.lanes_of_each(lead, at_partner.point)
    with partner.work(partner.youssef):
        hand_over(partner, at_partner)
        hand_over(partner, at_partner, minutes=5)
    with lead.work(lead.youssef):
        hand_over(lead, at_lead)
    with lead.work():
        actions.reconcile_day(
            point=at_lead.point, day=FIRST_DAY, returned=1, damaged=0, lost=0, by=lead.amina, at=THAT_MORNING
        )
        actions.reconcile_day(
            point=at_partner.point,
            day=FIRST_DAY,
            returned=0,
            damaged=0,
            lost=0,
            by=lead.amina,
            at=THAT_MORNING,
        )
    after_rows.looked_into(lead, partner, campaign)
    return campaign, brought[ZONES[0]][0]


def given_relations(side: Story, campaign: Campaign) -> None:
    """What binds whoever brought households of a side to them: none; signed by another. What is said already stays."""
    with side.work(side.hassan):
        waiting = Nomination.objects.filter(
            campaign=campaign,
            bringing=side.organisation,
            withdrawn_at__isnull=True,
            relation__signed_at__isnull=True,
        )
        people = {one.pk: one for one in User.objects.filter(pk__in=waiting.values("created_by"))}
        silent = set(waiting.filter(relation__isnull=True).values_list("created_by", flat=True))
    for key, nominator in people.items():
        signer = side.amina if nominator == side.hassan else side.hassan
        if key in silent:
            with side.work(nominator):
                actions.declare_relations(campaign=campaign, relations={}, rest="none", by=nominator, at=NOON)
        with side.work(signer):
            actions.sign_relations(campaign=campaign, nominator=key, by=signer, at=NOON)


def _compared(lead: Story, partner: Story, campaign: Campaign) -> None:
    """Both let their families be compared, and each side is asked about the pair that was found."""
    now = timezone.now()
    sides = (lead, partner)
    with lead.work(lead.hassan):
        convention = network.sign_convention(
            organisation=lead.organisation,
            title="اتفاقية رمضان",
            parties=[network.Party(one.organisation, "partner") for one in sides],
            starts_on=LONG_AGO,
            signed_on=LONG_AGO,
            by=lead.hassan,
            at=NOON,
        )
    for side in sides:
        with side.work(side.hassan):
            network.sign_sharing(
                convention=convention, organisation=side.organisation, by=side.hassan, at=now
            )
    with lead.work():
        agreement = actions.attach_agreement(campaign=campaign, convention=convention, by=lead.amina, at=now)
        actions.start_matching(agreement=agreement, by=lead.amina, at=now)
        run = MatchRun.objects.get(agreement=agreement)
    with acting_as(lead.amina.pk, purpose=Purpose.MATCHING):
        actions.rows_to_match(run.pk)
    with lead.work():
        codes = queries.nominations_of(campaign).order_by("pk").values_list("pk", flat=True)
        pair = FamilyPair(*codes[:2], sure=True, words=dict.fromkeys(FIELDS, "near"))
        actions.keep_pairs(run=run, compared=Compared([pair], "0" * 64), families=2, by=lead.amina, at=now)
        kept = queries.pairs_of(campaign).get()
        actions.ask_sides(pair=kept, by=lead.amina, at=now)


def _one_family_twice(story: Story, campaign: Campaign) -> None:
    """Two late households of a side turn out to be one family, and the desk is told."""
    both = [given_household(story.organisation, story.hassan, "مريم", size=2) for _ in range(2)]
    with story.work(story.hassan):
        actions.nominate_households(
            campaign=campaign,
            bringing=story.organisation,
            households=[GivenHousehold(one.pk, ZONES[0], 2, {}) for one in both],
            by=story.hassan,
            at=NOON,
        )
        registry.merge_households(kept=both[0], merged=both[1], same=[], take={}, by=story.hassan, at=NOON)
        (family,) = queries.families_twice(story.hassan, campaign)
        actions.tell_one_family(nomination=family.nominations[0], by=story.hassan, at=NOON)


def facts_of(story: Story) -> list[HandOver]:
    """Every hand-over of a campaign, in the order in which the server heard of them."""
    return list(HandOver.objects.filter(campaign=story.campaign).order_by("recorded_at", "pk"))
