"""A winter that runs: the committee decides, a site says its free beds, a round keeps a bed for whoever wants one.

Three nights are told: the night before last, last night and tonight. Nobody has a name; each guest has a code.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from twiza.demo.account import Account
from twiza.demo.cast import COMMITTEE, DELEGATION, OLIVE
from twiza.demo.diary import Diary
from twiza.demo.khenifra import PROVINCE
from twiza.demo.round import tell_morning, tell_round
from twiza.demo.stage import organisation_of, player_of
from twiza.network import actions as network
from twiza.network import queries as network_queries
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.shelter import actions, queries, rules

ROOMS = (("غرف الرجال", "men", 6, False), ("غرف النساء", "women", 3, False), ("غرف الأسر", "family", 4, False),
         ("الاحتياط", "men", 4, True))  # fmt: skip
# Who was met in a night: each line came together; the last one found no bed
NIGHTS = (
    (("man",), ("man",), ("woman",), ("woman", "man", "child")),
    (("man",), ("woman",), ("woman",), ("man", "woman", "child", "child", "child")),
)
REFUSED = 1  # of each night, who did not want the bed after all


def tell_winter(diary: Diary, account: Account, at: datetime) -> None:
    """Open a winter of 51 nights, two of them over, and tell its figures."""
    people = {
        name: player_of(diary, name) for name in ("secretary", "leader", "officer", "site_keeper", "director")
    }
    tonight = rules.night_of(at)
    with acting_as(people["director"].pk, purpose=Purpose.WORK):
        place = network.open_site(
            organisation=organisation_of(diary, OLIVE), kind="homeless_centre", name_ar="دار الدفء (عرض)",
            name_fr="Maison de la chaleur (démonstration)", by=people["director"], at=at,
        )  # fmt: skip
    with acting_as(people["secretary"].pk, purpose=Purpose.WORK):
        winter, site = _open(diary, people["secretary"], place, tonight, at)
        _meet(winter, people["secretary"], at)
    with acting_as(people["site_keeper"].pk, purpose=Purpose.WORK):
        for name, group, beds, reserve in ROOMS:
            actions.open_unit(
                winter_site=site, name=name, group=group, beds=beds, reserve=reserve, by=people["site_keeper"], at=at
            )  # fmt: skip
    account.cold = {"beds": sum(beds for _name, _group, beds, _reserve in ROOMS), "met": 0, "slept": 0,
                    "refused": 0, "unmet": 0}  # fmt: skip
    for back, parties in zip((2, 1), NIGHTS, strict=True):
        _night(account, people, site, tonight - timedelta(days=back), parties)
    with acting_as(people["site_keeper"].pk, purpose=Purpose.WORK):
        free = queries.counted(site, tonight, at=at)
        actions.declare_beds(winter_site=site, night=tonight, free=free, by=people["site_keeper"], at=at)
    diary.keep("winter_site", site)
    with acting_as(None, purpose=Purpose.NIGHTS, counting_for=winter.crew_id):
        told = queries.winter_to_count(winter.pk)
        actions.make_bulletins(winter=told, nights=queries.nights_due(told, at=at), at=at)


def _open(diary: Diary, secretary: Any, place: Any, tonight: date, at: datetime) -> tuple[Any, Any]:
    winter = actions.open_winter(
        organisation=diary.id(COMMITTEE), crew=diary.id(DELEGATION), place=network_queries.place_by_code(PROVINCE),
        name_ar="شتاء دافئ (عرض)", name_fr="Hiver au chaud (démonstration)", first_night=tonight - timedelta(days=2),
        last_night=tonight + timedelta(days=48), by=secretary, at=at,
    )  # fmt: skip
    diary.keep("winter", winter)
    site = actions.add_site(
        winter=winter, site=place, host=diary.id(OLIVE), phone="0535000000", owner=organisation_of(diary, DELEGATION),
        house_rules_ar="العشاء في الثامنة. لا يُسأل أحد عن اسمه. أمتعتكم في خزانة لها مفتاح.",
        house_rules_fr="Le dîner est à huit heures. On ne demande son nom à personne. Vos affaires sont sous clé.",
        by=secretary, at=at,
    )  # fmt: skip
    return winter, site


def _meet(winter: Any, secretary: Any, at: datetime) -> None:
    """The committee sits, decides and signs."""
    today = timezone.localdate(at)
    for body in ("delegation", "national_security", "health"):
        actions.seat_body(
            winter=winter,
            body=body,
            name="هيئة (عرض)",
            starts_on=today - timedelta(days=7),
            by=secretary,
            at=at,
        )
    meeting = actions.write_meeting(
        winter=winter, held_on=today - timedelta(days=3), present=["delegation", "health"],
        minutes="اتفقت اللجنة على الليالي والأحياء والأسرة.", by=secretary, at=at,
    )  # fmt: skip
    actions.decide(
        meeting=meeting, text="يبقى رجال الأمن في الخلف عند كل لقاء.", reasons="الناس في الشارع يخافون من اللباس الرسمي.",
        body="national_security", by=secretary, at=at,
    )  # fmt: skip
    actions.sign_minutes(meeting=meeting, by=secretary, at=at)
    known = {"winter": winter, "by": secretary, "at": at}
    actions.add_hot_spots(names=["المدينة القديمة", "حي المحطة"], **known)
    actions.add_teams(names=["الفريق 1 (عرض)"], **known)
    actions.add_vehicle(name="سيارة المندوبية (عرض)", seats=7, **known)
    actions.set_kits(pieces={"blanket": 12, "meal": 20}, **known)


def _night(account: Account, people: dict[str, Any], site: Any, night: date, parties: Any) -> None:
    """One night: beds are said, people are met, most come, one does not want it, one family finds no room."""
    at, leader, keeper = rules.moment_in(night, rules.DECLARE_BY), people["leader"], people["site_keeper"]
    with acting_as(keeper.pk, purpose=Purpose.WORK):
        free = queries.counted(site, night, at=at)
        actions.declare_beds(winter_site=site, night=night, free=free, by=keeper, at=at)
    told = account.cold
    uses = tell_round(people, site.winter, night, parties)
    wanted = sum(len(who) for who in parties)
    told["met"] += wanted
    told["unmet"] += wanted - len(uses)
    at = rules.moment_in(night, time(23))
    with acting_as(leader.pk, purpose=Purpose.WORK):
        for use in uses[:REFUSED]:
            actions.give_back(use=use, why=rules.Freed.REFUSED, by=leader, at=at)
    with acting_as(keeper.pk, purpose=Purpose.WORK):
        for use in uses[REFUSED:]:
            actions.take_in(use=use, by=keeper, at=at)
        tell_morning(keeper, uses[REFUSED:], night)
    told["refused"] += REFUSED
    told["slept"] += len(uses) - REFUSED
