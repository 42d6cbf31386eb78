"""Declarations, demands for names and a calendar, made through the real doors."""

from datetime import date, time
from typing import Any

from twiza.aid import actions, queries
from twiza.aid.models import Campaign, Declaration, NameDemand, SoukDay
from twiza.network.tests.given import NOON, given_place
from twiza.platform.accounts.models import User


def given_declaration(story: Any, campaign: Campaign | None = None, *, code: str = "03.231") -> Declaration:
    """The distribution declared in a province, with its receipt: the prefecture of Fez when none is said.

    Zones of which nobody said where they lie are placed in Fez first: nothing opens before.
    """
    province, quarter = given_place(code), given_place()
    campaign = campaign or story.campaign
    with story.work():
        unplaced = queries.zones_without_place(campaign)
        if unplaced:
            actions.place_zones(
                campaign=campaign, places=dict.fromkeys(unplaced, quarter), by=story.amina, at=NOON
            )
        return actions.record_declaration(
            campaign=campaign,
            province=province,
            paper=actions.Receipt("عمالة فاس", f"{code}/2026", date(2026, 1, 20)),
            by=story.amina,
            at=NOON,
        )


def given_demand(story: Any, *, by: User | None = None, **said: Any) -> NameDemand:
    """An office asks for the names of a list, by word of mouth and without a basis."""
    by = by or story.amina
    asked = {"asker": "local_authority", "office": "ملحقة إدارية", "basis": "", "written": False}
    with story.work(by):
        return actions.record_demand(
            organisation=story.organisation,
            campaign=story.campaign,
            asked=actions.NamesAsked(**asked | {"asked_on": NOON.date()} | said),
            by=by,
            at=NOON,
        )


def one_calendar(story: Any) -> None:
    """A day, a souk and the hours of Ramadan, entered by one person for everybody."""
    name = f"Moussem {story.amina.username}"
    commune = given_place()
    with story.work():
        actions.enter_day(
            on=date(2026, 2, 26), kind="other", name_ar="موسم", name_fr=name, by=story.amina, at=NOON
        )
        weekday = SoukDay.objects.count() % 7
        actions.enter_souk(place=commune, weekday=weekday, by=story.amina, at=NOON)
        actions.enter_ramadan_hours(year=1447, opens_at=time(9), closes_at=time(15), by=story.amina, at=NOON)
