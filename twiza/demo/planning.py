"""Last year's campaign and what was learnt; this year's plan made from it; an urgent programme opened in seconds."""

import time as stopwatch
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from twiza.aid import actions as aid
from twiza.aid import queries as campaigns
from twiza.aid.actions import Hours
from twiza.aid.queries.crisis import needs_board
from twiza.aid.rules.contents import Item
from twiza.demo.account import Account
from twiza.demo.cast import OLIVE, WOOL
from twiza.demo.criteria import criteria
from twiza.demo.diary import Diary
from twiza.demo.families import NEIGHBOURHOODS
from twiza.demo.stage import organisation_of, player_of
from twiza.network import queries as network
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

RAMADAN = 9
MARKS = (("green", "star"), ("blue", "circle"), ("red", "triangle"), ("orange", "square"))
# content of a basket: name, quantity, unit, cost of one unit last year and this year
BASKET = (
    ("دقيق", "10", "kilo", "6.20", "6.50"),
    ("زيت المائدة", "5", "litre", "17.90", "17.25"),
    ("سكر", "4", "kilo", "6.80", "6.80"),
    ("شاي", "1", "packet", "21.00", "22.50"),
    ("عدس", "2", "kilo", "19.00", "18.00"),
    ("تمر", "1", "kilo", "32.00", "35.00"),
)
LESSONS = (
    ("وصل الزيت متأخرا عن بداية التوزيع بيومين", "طلب الزيت قبل شهرين", "changed", "طُلب في الموعد"),
    (
        "طال الانتظار في الصباح الأول عند النقطة الأولى",
        "فترات بعدد محدود من الأسر",
        "changed",
        "لكل نقطة فترات",
    ),
    ("الماء والكراسي لكبار السن خففت الانتظار", "إعادتها", "kept", "تعاد في كل النقط"),
)
PARTNER_LESSON = ("جاءت أسر من حي لم تشمله الحملة", "النظر في إضافته", "left", "لا تكفي القفف هذه السنة")
SEFROU = "03.451"  # a province; its douars here are invented
DOUARS = ("دوار تيزي نالرمان", "دوار عين السدرة", "دوار بوحجر", "دوار أيت الكرمة")
EARTHQUAKE: dict[str, Any] = {
    "title": "زلزال في الجبل (عرض)",
    "hazard": "earthquake",
    "aid_kind": "shelter_kit",
    "services": ["إيواء", "ماء", "استماع وحماية", "نقل المرضى"],
    "roles": ["منسقة", "مكتب النساء والأطفال", "سائق", "مسؤول المخزون"],
    "contents": [
        {"name": "خيمة", "quantity": "1", "unit": "piece", "unit_cost": "900.00"},
        {"name": "غطاء", "quantity": "4", "unit": "piece", "unit_cost": "120.00"},
    ],
    "points": [
        {"name": "ساحة المدرسة", "capacity": 80, "opens_at": "08:00", "closes_at": "18:00"},
        {"name": "قرب المستوصف", "capacity": 60, "opens_at": "08:00", "closes_at": "18:00"},
    ],
    "criteria": {
        "rules": [
            {
                "code": "is_there",
                "must": True,
                "when": {"fact": "size", "is": "at_least", "value": 1},
                "ar": "أسرة توجد في المكان",
                "fr": "Un ménage présent sur place",
            }
        ]
    },
    "appeal": ["مكالمة القيادة والعمالة", "طلب مستعجل مكتوب", "حفظ الوصل أو إثبات الإيداع"],
}


def last_year(diary: Diary, year: int, baskets: int, reserve: int, at: datetime) -> Any:
    """Plan last year's campaign, smaller, with its partner, its content, and the lessons that both wrote."""
    manager, partner = player_of(diary, "manager"), player_of(diary, "partner_manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        olive, wool = organisation_of(diary, OLIVE), organisation_of(diary, WOOL)
        campaign = aid.plan_campaign(
            organisation=olive,
            title=f"قفة رمضان {year} (عرض)",
            hijri_year=year,
            hijri_month=RAMADAN,
            baskets=max(1, baskets * 4 // 5),
            reserve=reserve,
            zones=[quarter.ar for quarter in NEIGHBOURHOODS],
            by=manager,
            at=at,
        )
        aid.invite_partner(campaign=campaign, partner=wool, by=manager, at=at)
        places = {quarter.ar: network.place_for(diary.id(quarter.fr)) for quarter in NEIGHBOURHOODS}
        aid.place_zones(campaign=campaign, places=places, by=manager, at=at)
        for number, quarter in enumerate(NEIGHBOURHOODS):
            colour, shape = MARKS[number]
            aid.add_point(
                campaign=campaign,
                name=f"دار {quarter.ar}",
                zones=[quarter.ar],
                colour=colour,
                shape=shape,
                # the first two days take most of them
                capacity=max(4, baskets * quarter.share // 240),
                opens_at=time(9),
                closes_at=time(18),
                host=wool if number == 3 else olive,
                by=manager,
                at=at,
            )
        _content(campaign, 3, manager, at)
        aid.freeze_criteria(campaign=campaign, criteria=criteria(campaign.zones), by=manager, at=at)
        for happened, change, _outcome, _words in LESSONS:
            aid.write_lesson(
                campaign=campaign, author=olive, happened=happened, change=change, by=manager, at=at
            )
    with acting_as(partner.pk, purpose=Purpose.WORK):
        happened, change, _outcome, _words = PARTNER_LESSON
        aid.write_lesson(campaign=campaign, author=wool, happened=happened, change=change, by=partner, at=at)
    diary.keep("last campaign", campaign)
    return campaign


def this_year(diary: Diary, before: Any, title: str, year: int, baskets: int, at: datetime) -> Any:
    """Begin this year's campaign from last year's: every lesson answered, the partner asked again, new prices, funders."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        campaign = aid.clone_campaign(
            campaign=before, title=title, hijri_year=year, hijri_month=RAMADAN, by=manager, at=at
        )
        if baskets > campaign.baskets:
            campaign = aid.plan_more_baskets(campaign=campaign, baskets=baskets, by=manager, at=at)
        answers = {one[0]: one[2:] for one in (*LESSONS, PARTNER_LESSON)}
        for lesson in campaigns.lessons_waiting(campaign):
            outcome, words = answers[lesson.happened]
            aid.look_at_lesson(
                campaign=campaign, lesson=lesson, outcome=outcome, words=words, by=manager, at=at
            )
        for proposal in campaigns.proposals_of(campaign):
            aid.invite_partner(campaign=campaign, partner=proposal.partner, by=manager, at=at)
        _content(campaign, 4, manager, at)
        cost = campaigns.unit_cost_of(campaign) or Decimal(0)
        for label, share, part in (("محسنو المدينة", "money", "0.6"), ("تجار السوق", "goods", "0.4")):
            aid.add_funder(
                campaign=campaign,
                label=label,
                share=share,
                amount=max(Decimal(1), (cost * baskets * Decimal(part)).quantize(Decimal("0.01"))),
                by=manager,
                at=at,
            )
    return campaign


def open_hours(diary: Diary, campaign: Any, at: datetime) -> None:
    """Open the hours of each point: two whole days of slots, and an afternoon on the last day for whoever is left."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        first: date = campaign.starts_on
        for point in campaigns.points_of(campaign):
            room = -(-point.capacity // 6)
            hours = [
                Hours(first + timedelta(days=day), time(9 + n), time(10 + n), room)
                for day in range(2)
                for n in (0, 1, 2, 5, 6, 8)
            ]
            hours.append(Hours(campaign.ends_on, time(14), time(18), campaign.baskets))
            aid.open_slots(point=point, hours=hours, by=manager, at=at)


def open_crisis(diary: Diary, told: Account, at: datetime) -> None:
    """Prepare a template in calm times, then open an urgent programme from it, and write what came in the first hour."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        olive = organisation_of(diary, OLIVE)
        template = aid.prepare_template(organisation=olive, **EARTHQUAKE, by=manager, at=at)
        begun = stopwatch.perf_counter()
        campaign = aid.open_crisis(
            template=template,
            title="زلزال إقليم صفرو (عرض)",
            zones=dict.fromkeys(DOUARS, network.place_by_code(SEFROU)),
            households=180,
            level=2,
            lead=manager,
            by=manager,
            at=at,
        )
        told.plan["opened"] = f"{stopwatch.perf_counter() - begun:.1f}"
        for zone, needed, sure, arrived, road in (
            (DOUARS[0], 60, "counted", 20, "open"),
            (DOUARS[1], 45, "estimated", 0, "unsafe"),
            (DOUARS[2], 75, "claimed", 0, "cut"),
        ):
            aid.report_need(
                campaign=campaign, zone=zone, item="خيام", needed=needed, sure=sure, arrived=arrived, road=road,
                said_as="مقدم", by=manager, at=at,
            )  # fmt: skip
        offers = [
            aid.note_offer(
                campaign=campaign, who=who, reach="", item=item, quantity=quantity, by=manager, at=at
            )
            for who, item, quantity in (("تعاونية (عرض)", "أغطية", 200), ("متبرع (عرض)", "ملابس صيفية", 300))
        ]
        tomorrow = timezone.localdate(at) + timedelta(days=1)
        convoy = aid.Convoy(campaigns.points_of(campaign)[0], tomorrow, time(9), time(11), 2)
        aid.accept_offer(offer=offers[0], convoy=convoy, by=manager, at=at)
        aid.refuse_offer(offer=offers[1], reason_code="not_needed", by=manager, at=at)
        aid.print_pads(campaign=campaign, pads=2, leaves=50, by=manager, at=at)
        for size in (4, 7, 2):
            aid.register_light(
                campaign=campaign, bringing=olive, zone=DOUARS[0], size=size, met_on=timezone.localdate(at),
                by=manager, at=at,
            )  # fmt: skip
        told.plan["missing"] = str(sum(line.missing for line in needs_board(campaign)))
    diary.keep("crisis", campaign)


def tell_plan(diary: Diary, told: Account, campaign: Any) -> None:
    """Write into the account what a basket costs, this year and last."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        lines = {str(line.label): line for line in campaigns.year_lines(campaign)}
        unit = next(line for line in lines.values() if line.money)
        told.plan |= {
            "cost": str(unit.now),
            "before": str(unit.before),
            "lessons": str(len(campaigns.lesson_lines(campaign))),
            "provinces": str(len(campaigns.provinces_of(campaign))),
            "slots": str(campaigns.slots_in(campaign).count()),
        }


def _content(campaign: Any, price: int, manager: Any, at: datetime) -> None:
    items = [Item(line[0], Decimal(line[1]), line[2], Decimal(line[price])) for line in BASKET]
    aid.write_content(campaign=campaign, items=items, by=manager, at=at)
