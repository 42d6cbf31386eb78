"""Urgent programmes, through the real doors. Invented."""

from datetime import date, time
from typing import Any

from twiza.aid import actions
from twiza.aid.actions import Convoy
from twiza.aid.models import Campaign, ProgrammeTemplate
from twiza.network.tests.given import NOON

TODAY = date(2026, 2, 2)
DOUARS = ("دوار أيت علي", "دوار تمازيرت", "دوار إغرم")
TEMPLATE: dict[str, Any] = {
    "title": "زلزال في الجبل",
    "hazard": "earthquake",
    "aid_kind": "shelter_kit",
    "services": ["إيواء", "ماء", "استماع"],
    "roles": ["منسقة", "سائق", "مسؤولة عن مكتب الحماية"],
    "contents": [
        {"name": "خيمة", "quantity": "1", "unit": "piece", "unit_cost": "900.00"},
        {"name": "غطاء", "quantity": "4", "unit": "piece", "unit_cost": "120.00"},
    ],
    "points": [
        {"name": "ساحة المدرسة", "capacity": 60, "opens_at": "08:00", "closes_at": "18:00"},
        {"name": "قرب المستوصف", "capacity": 40, "opens_at": "08:00", "closes_at": "18:00"},
    ],
    "criteria": {
        "rules": [
            {
                "code": "there",
                "must": True,
                "when": {"fact": "size", "is": "at_least", "value": 1},
                "ar": "أسرة توجد في المكان",
                "fr": "Un ménage présent sur place",
            }
        ]
    },
    "appeal": ["مكالمة القيادة", "طلب مستعجل مكتوب", "وصل أو إثبات الإيداع"],
}


def given_template(story: Any, **changes: Any) -> ProgrammeTemplate:
    """A template for an earthquake; call it inside the manager's context."""
    return actions.prepare_template(
        organisation=story.organisation, **{**TEMPLATE, **changes}, by=story.amina, at=NOON
    )


def given_crisis(story: Any, template: Any = None, place: Any = None) -> Campaign:
    """An urgent programme in three douars; call it inside the manager's context."""
    return actions.open_crisis(
        template=template or given_template(story),
        title="زلزال الأطلس",
        zones=dict.fromkeys(DOUARS, place),
        households=50,
        level=2,
        lead=story.amina,
        by=story.amina,
        at=NOON,
    )


def given_offer(story: Any, campaign: Campaign, who: str = "تاجر الحي") -> Any:
    """Somebody offers blankets; call it inside the manager's context."""
    return actions.note_offer(
        campaign=campaign, who=who, reach="0611223344", item="أغطية", quantity=80, by=story.amina, at=NOON
    )


def convoy_to(point: Any) -> Convoy:
    """Two vans, the next morning."""
    return Convoy(point, date(2026, 2, 3), time(9), time(11), 2)


def crisis_of_each(lead: Any, partner: Any) -> None:
    """A row of each table of an urgent programme that both share."""
    with lead.work():
        campaign = given_crisis(lead)
        actions.invite_partner(campaign=campaign, partner=partner.organisation, by=lead.amina, at=NOON)
        actions.report_need(
            campaign=campaign, zone=DOUARS[0], item="خيام", needed=40, sure="claimed", said_as="مقدم",
            by=lead.amina, at=NOON,
        )  # fmt: skip
        given_offer(lead, campaign)
        actions.print_pads(campaign=campaign, pads=1, leaves=20, by=lead.amina, at=NOON)
        actions.count_crisis_day(
            campaign=campaign, day=TODAY, households=3, persons=12, given=3, volunteers=5, protection_desks=1,
            by=lead.amina, at=NOON,
        )  # fmt: skip
    for side in (lead, partner):
        with side.work():
            actions.register_light(
                campaign=campaign, bringing=side.organisation, zone=DOUARS[0], size=4, met_on=TODAY,
                by=side.amina, at=NOON,
            )  # fmt: skip
