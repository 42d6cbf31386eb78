"""Plans with everything in them: places, content, funders, slots, lessons, a clone. Invented, through the real doors."""

from datetime import time
from decimal import Decimal
from typing import Any

from twiza.aid import actions
from twiza.aid.actions import Hours
from twiza.aid.models import Campaign, Lesson
from twiza.aid.rules.contents import Item
from twiza.aid.rules.facts import GivenHousehold
from twiza.network.tests.given import NOON, given_place
from twiza.registry import actions as registry
from twiza.registry.tests.given import given_household

FEZ, MEKNES = "03.231.01.11", "03.061.01.09"  # an arrondissement, a commune
BASKET = (
    Item("دقيق", Decimal(10), "kilo", Decimal("6.50")),
    Item("زيت", Decimal(5), "litre", Decimal("17.25")),
    Item("سكر", Decimal(4), "kilo", Decimal("6.80")),
)


def given_content(story: Any, campaign: Campaign) -> Any:
    """The content of one basket; call it inside the manager's context."""
    return actions.write_content(campaign=campaign, items=BASKET, by=story.amina, at=NOON)


def given_lesson(story: Any, campaign: Campaign, happened: str = "تأخر وصول الزيت") -> Lesson:
    """A lesson said by the manager; call it inside her context."""
    return actions.write_lesson(
        campaign=campaign,
        author=story.organisation,
        happened=happened,
        change="نطلب الزيت قبل شهرين",
        by=story.amina,
        at=NOON,
    )


def given_slots(story: Any, point: Any, *room: int) -> list[Any]:
    """Slots of one hour from nine o'clock on the first day; call it inside the manager's context."""
    day = point.campaign.starts_on
    hours = [Hours(day, time(9 + n), time(10 + n), places) for n, places in enumerate(room)]
    return actions.open_slots(point=point, hours=hours, by=story.amina, at=NOON)


def given_clone(story: Any, campaign: Campaign, *, year: int = 1448, month: int = 9) -> Campaign:
    """The next year's draft; call it inside the manager's context."""
    return actions.clone_campaign(
        campaign=campaign,
        title="قفة رمضان المقبل",
        hijri_year=year,
        hijri_month=month,
        by=story.amina,
        at=NOON,
    )


def plan_of_each(lead: Any, partner: Any, campaign: Campaign) -> None:
    """A row of each table of a plan, of a campaign that both share; its criteria are not frozen yet."""
    with lead.work():
        place = given_place(FEZ)
        actions.place_zones(
            campaign=campaign, places=dict.fromkeys(campaign.zones, place), by=lead.amina, at=NOON
        )
        actions.write_content(campaign=campaign, items=BASKET[:1], by=lead.amina, at=NOON)
        actions.add_funder(
            campaign=campaign, label="محسنون", share="money", amount=Decimal(5000), by=lead.amina, at=NOON
        )
        point = lead.points[0]
        given_slots(lead, point, 3)
        given_lesson(lead, campaign)
    with partner.work():
        given_lesson(partner, campaign, "الطابور طويل")


def next_season_of_each(lead: Any, partner: Any, campaign: Campaign, household: GivenHousehold) -> None:
    """A clone of the campaign in the same month, into which the partner brings the same family again, and one that moved away."""
    with lead.work():
        clone = given_clone(lead, campaign, year=campaign.hijri_year)
        for lesson in Lesson.objects.filter(campaign=campaign):
            actions.look_at_lesson(
                campaign=clone, lesson=lesson, outcome="changed", words="نعم", by=lead.amina, at=NOON
            )
        actions.invite_partner(campaign=clone, partner=partner.organisation, by=lead.amina, at=NOON)
        clone = actions.freeze_criteria(campaign=clone, criteria=clone.criteria, by=lead.amina, at=NOON)
    home = given_household(partner.organisation, partner.hassan, "مليكة", size=2)
    with partner.work():
        registry.note_whereabouts(household=home, said="moved", by=partner.amina, at=NOON)
        actions.nominate_households(
            campaign=clone,
            bringing=partner.organisation,
            households=[household, GivenHousehold(home.pk, household.zone, 2, {})],
            by=partner.amina,
            at=NOON,
        )
