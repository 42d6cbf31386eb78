"""Last winter's campaign, from its posted list to its public figures: told whole, a small one that is over.

Objections of each outcome, families of the reserve, missing baskets and the inquiry, what was said at the exit, the
households drawn and asked, somebody who was asked for money, the report, the figures for everybody.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from twiza.aid import actions as aid
from twiza.aid import queries as campaigns
from twiza.aid.rules import hijri
from twiza.demo import fair, legal
from twiza.demo.account import Account
from twiza.demo.cast import OLIVE, WOOL
from twiza.demo.criteria import criteria
from twiza.demo.diary import Diary
from twiza.demo.families import NEIGHBOURHOODS
from twiza.demo.imports import MANAGERS
from twiza.demo.stage import organisation_of, player_of
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.network import queries as network
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions as registry
from twiza.registry import queries as register

MONTH = 7  # Rajab
AGO = timedelta(days=75)
SHARE, RESERVE = 0.5, 0.12  # baskets of the families brought in; reserve of the baskets
MOST = 150  # families of each association
ANSWERED = timedelta(days=6)


def tell_last_winter(diary: Diary, account: Account, at: datetime) -> None:
    """Play last winter and write its figures into the account."""
    begun = at - AGO
    campaign = _listed(diary, begun)
    _objections(diary, campaign, begun, account)
    handed = begun + timedelta(days=10)
    _handed_out(diary, campaign, handed)
    _looked_into(diary, campaign, handed + timedelta(days=2), account)
    _reported(diary, campaign, handed + timedelta(days=8), account)


def _as(diary: Diary, username: str) -> Any:
    return acting_as(player_of(diary, username).pk, purpose=Purpose.WORK)


def _listed(diary: Diary, at: datetime) -> Any:
    """A campaign of both associations up to its list, signed by two."""
    manager, partner = player_of(diary, "manager"), player_of(diary, "partner_president")
    day = timezone.localdate(at)
    year = hijri.hijri_day(day, {}).year
    zones = [quarter.ar for quarter in NEIGHBOURHOODS]
    with _as(diary, "manager"):
        olive, wool = organisation_of(diary, OLIVE), organisation_of(diary, WOOL)
        if (year, MONTH) not in campaigns.announced_months():
            begins_on = hijri.month_start(year, MONTH, {}).on
            aid.announce_month(year=year, month=MONTH, begins_on=begins_on, by=manager, at=at)
        known = {key: _families(organisation_of(diary, key).pk) for key in MANAGERS}
        baskets = max(12, int(sum(map(len, known.values())) * SHARE))
        campaign = aid.plan_campaign(
            organisation=olive,
            title="مساعدة الشتاء الماضي (عرض)",
            hijri_year=year,
            hijri_month=MONTH,
            baskets=baskets,
            reserve=max(4, int(baskets * RESERVE)),
            zones=zones,
            by=manager,
            at=at,
        )
        first = day + timedelta(days=10)
        aid.set_dates(campaign=campaign, starts_on=first, ends_on=first, by=manager, at=at)
        aid.invite_partner(campaign=campaign, partner=wool, by=manager, at=at)
        places = {quarter.ar: network.place_for(diary.id(quarter.fr)) for quarter in NEIGHBOURHOODS}
        aid.place_zones(campaign=campaign, places=places, by=manager, at=at)
        for number, mark in enumerate((("green", "star"), ("blue", "circle"))):
            aid.add_point(
                campaign=campaign,
                name=f"دار {zones[number * 2]}",
                zones=zones[number * 2 : number * 2 + 2],
                colour=mark[0],
                shape=mark[1],
                capacity=1000,
                opens_at=time(9),
                closes_at=time(18),
                host=olive,
                by=manager,
                at=at,
            )
        aid.freeze_criteria(campaign=campaign, criteria=criteria(zones), by=manager, at=at)
    for key, username in MANAGERS.items():
        with _as(diary, username):
            aid.nominate_from_registry(
                campaign=campaigns.campaign_for(player_of(diary, username), campaign.pk),
                bringing=organisation_of(diary, key),
                households=known[key][1:],
                by=player_of(diary, username),
                at=at,
            )
    diary.keep("winter", campaign)
    _drawn(diary, at)
    with _as(diary, "manager"):
        campaign = _winter(diary, manager)
        frozen = aid.freeze_list(campaign=campaign, by=manager, at=at)
    with _as(diary, "partner_president"):
        aid.sign_list(frozen=campaigns.list_for(partner, frozen.pk), by=partner, at=at)
    return campaign


def _drawn(diary: Diary, at: datetime) -> None:
    """The pool frozen and signed by both, digits drawn before witnesses."""
    manager, partner = player_of(diary, "manager"), player_of(diary, "partner_president")
    fair.say_relations(diary, at, _winter)
    with _as(diary, "partner_president"):
        aid.sign_criteria(campaign=_winter(diary, partner), by=partner, at=at)
    with _as(diary, "manager"):
        aid.publish_criteria(campaign=_winter(diary, manager), by=manager, at=at)
        pool = aid.freeze_pool(campaign=_winter(diary, manager), by=manager, at=at)
    with _as(diary, "partner_president"):
        aid.sign_pool(pool=campaigns.pool_for(partner, pool.pk), by=partner, at=at)
    with _as(diary, "manager"):
        aid.record_draw(
            campaign=_winter(diary, manager), digits="118350", witnesses=3,
            drawn_on=timezone.localdate(at), by=manager, at=at,
        )  # fmt: skip


def _families(organisation: Any) -> list[Any]:
    return [line.id for line in register.households_page(organisation, limit=MOST).lines]


def _winter(diary: Diary, user: Any) -> Any:
    return campaigns.campaign_for(user, diary.id("winter"))


def _objections(diary: Diary, campaign: Any, at: datetime, account: Account) -> None:
    """One of each kind, each outcome; accepted ones are carried out by an addendum that two sign."""
    manager, director = player_of(diary, "manager"), player_of(diary, "director")
    with _as(diary, "manager"):
        olive = organisation_of(diary, OLIVE)
        aid.post_list(campaign=campaign, by=manager, at=at)
        entries = list(campaigns.entries_of(campaigns.lists_of(campaign)[0]))
        reserve = [row.nomination for row in entries if row.place == "reserve"]
        taken = [row.nomination for row in entries if row.place == "selected"]
        said = [
            ("own_code", reserve[0].code, "voice", ""),
            ("own_code", reserve[1].code, "counter", ""),
            ("another_code", taken[-1].code, "paper", "انتقلوا إلى مدينة أخرى"),
            ("missing", "", "voice", "لم يسجلنا أحد"),
        ]
        rows = [
            aid.receive_objection(
                campaign=campaign,
                receiving=olive,
                about=about,
                code=code,
                way=way,
                words=words,
                by=manager,
                at=at,
            )
            for about, code, way, words in said
        ]
        late = _brought_late(diary, campaign, at)
    answers = [
        ("facts_were_wrong", "عدد الأطفال أربعة لا اثنان: صُحح.", None),
        ("same_rule_for_all", "النقط نفسها لكل الأسر، وأسركم في الاحتياط.", None),
        ("not_meant_for", "انتقلت الأسرة فعلا، وتذهب القفة لغيرها.", None),
        ("left_out_by_mistake", "نسيناكم، وأُضيفت أسرتكم.", late),
    ]
    with _as(diary, "director"):
        for row, (reason, words, found) in zip(rows, answers, strict=True):
            if reason == "left_out_by_mistake" and found is None:
                reason, words = "another_help_found", "وُجهتم إلى المركز."
            aid.answer_objection(
                objection=row, reason_code=reason, words=words, found=found, by=director, at=at + ANSWERED
            )
    with _as(diary, "president"):
        for row in campaigns.set_aside_waiting([campaign]):
            aid.sign_set_aside(objection=row, by=player_of(diary, "president"), at=at + ANSWERED)
    with _as(diary, "manager"):
        aid.close_objections(campaign=campaign, by=manager, at=at + ANSWERED)
    _add(diary, campaign, [reserve[0]], "objection", at + ANSWERED)
    if late is not None:
        _add(diary, campaign, [late], "objection", at + ANSWERED)
    _add(diary, campaign, reserve[1:3], "from_reserve", at + ANSWERED)
    with _as(diary, "manager"):
        cells = campaigns.cells_of(campaign).values
        account.after |= {
            "objections": cells["all/objections"],
            "accepted": cells["objections/accepted_correction"],
            "maintained": cells["objections/maintained"],
            "exceptions": cells["all/exceptions"],
        }


def _brought_late(diary: Diary, campaign: Any, at: datetime) -> Any:
    """The family that was missing, brought by the manager: the first of the register was left out."""
    manager = player_of(diary, "manager")
    first = _families(organisation_of(diary, OLIVE).pk)[:1]
    before = set(campaigns.nominations_of(campaign).values_list("pk", flat=True))
    aid.nominate_from_registry(
        campaign=campaign, bringing=organisation_of(diary, OLIVE), households=first, by=manager, at=at
    )
    return campaigns.nominations_of(campaign).exclude(pk__in=before).first()


def _add(diary: Diary, campaign: Any, nominations: Sequence[Any], reason: str, at: datetime) -> None:
    """An addendum with baskets for it, signed by the partner's president."""
    manager, partner = player_of(diary, "manager"), player_of(diary, "partner_president")
    with _as(diary, "manager"):
        now = _winter(diary, manager)
        aid.plan_more_baskets(campaign=now, baskets=now.baskets + len(nominations), by=manager, at=at)
        try:
            frozen = aid.add_addendum(
                campaign=now, nominations=nominations, reason_code=reason, by=manager, at=at
            )
        except aid.OutOfOrder:  # does not meet a criterion of all: taken all the same, and said so
            frozen = aid.add_addendum(
                campaign=now, nominations=nominations, reason_code="outside_criteria", by=manager, at=at
            )
    with _as(diary, "partner_president"):
        aid.sign_list(frozen=campaigns.list_for(partner, frozen.pk), by=partner, at=at)


def _handed_out(diary: Diary, campaign: Any, at: datetime) -> None:
    """Everybody but a few came; at the first point two baskets are missing in the evening."""
    manager, volunteer = player_of(diary, "manager"), player_of(diary, "volunteer")
    day = timezone.localdate(at)
    with _as(diary, "volunteer"):
        aid.declare_office(
            organisation=organisation_of(diary, OLIVE), office="none", starts_on=day, by=volunteer, at=at
        )
    with _as(diary, "manager"):
        campaign = _winter(diary, manager)
        aid.issue_cards(campaign=campaign, by=manager, at=at)
        legal.declare_in(campaign, manager, at)
        campaign = aid.start_distribution(campaign=campaign, by=manager, at=at)
        rights = campaigns.ledger_of(campaign, size=10_000)
        points = list(campaigns.points_of(campaign))
    for number, point in enumerate(points):
        here = [right for right in rights if right.point_id == point.pk]
        came = here[: len(here) - len(here) // 12]
        with _as(diary, "manager"):
            aid.record_packed(point=point, day=day, pieces=len(here) + 2, by=manager, at=at)
        with _as(diary, "volunteer"):
            aid.record_hand_overs(
                point=point,
                operations=[aid.Operation(new_id(), right.pk, at) for right in came],
                source="paper",
                device="",
                by=volunteer,
                at=at,
            )
        with _as(diary, "director"):  # who hands over does not count what is said of it
            aid.record_exit(
                point=point,
                day=day,
                asked=max(6, len(came) // 2),
                answers={"complete_yes": 6, "money_yes": int(number == 0), "money_no": 5, "fair_yes": 6}
                | {"useful_yes": 5, "useful_no": 1},
                missed={"oil": 5, "milk": 2},
                by=player_of(diary, "director"),
                at=at,
            )
        with _as(diary, "volunteer"):
            aid.record_team_day(point=point, day=day, volunteers=7, hours=42, by=volunteer, at=at)
        with _as(diary, "manager"):
            left = len(here) + 2 - len(came)
            aid.reconcile_day(
                point=point, day=day, returned=left - 2 * (number == 0), damaged=0, lost=0, by=manager, at=at
            )
    with _as(diary, "manager"):
        aid.close_campaign(campaign=_winter(diary, manager), by=manager, at=at)


def _looked_into(diary: Diary, campaign: Any, at: datetime, account: Account) -> None:
    """The president looks into missing baskets and into what was said; a sample is drawn, asked where it is safe."""
    manager, president, director = (player_of(diary, name) for name in ("manager", "president", "director"))
    with _as(diary, "president"):
        for closing, _inquiry in campaigns.gaps_of(campaign):
            aid.record_inquiry(
                closing=closing, cause="miscounted", words="بقيت قفتان في الشاحنة.", by=president, at=at
            )
    with _as(diary, "manager"):
        drawn = aid.prepare_check(campaign=_winter(diary, manager), by=manager, at=at)
        aid.draw_check(campaign=campaign, digits="730 264", witnesses=3, by=manager, at=at)
    for username in ("director", "partner_president"):
        _ask(diary, username, campaign, at)
    with _as(diary, "president"):
        incidents = campaigns.incidents_of(president, campaign)
        for number, incident in enumerate(incidents):
            aid.follow_incident(incident=incident, step="heard_team", words="", by=president, at=at)
            if number == 0:
                aid.follow_incident(incident=incident, step="money_given_back", words="", by=president, at=at)
            aid.close_incident(
                incident=incident,
                outcome="confirmed" if number == 0 else "cannot_be_known",
                by=president,
                at=at,
            )
        account.after |= {"sample": drawn.size, "incidents": len(incidents)}
    del director


def _ask(diary: Diary, username: str, campaign: Any, at: datetime) -> None:
    """Ask this side's families of the sample: by telephone where they said so, else nobody asks."""
    user = player_of(diary, username)
    with _as(diary, username):
        lines = campaigns.sample_lines(user, campaign)
        for number, line in enumerate(lines):
            if not line.mine or line.row.done_at is not None:
                continue
            if line.household and number < max(1, len(lines) - 1):  # all but one said how to reach them
                registry.set_safe_contact(
                    household=register.household_for(user, line.household),
                    contact="telephone",
                    words="",
                    by=user,
                    at=at,
                )
            said = {
                "received": True,
                "complete": True,
                "asked_for_money": number == 0,
                "treated_fairly": True,
            }
            try:
                aid.record_check(household=line.row, way="call", **said, by=user, at=at)
            except DomainError:
                aid.record_check(household=line.row, way="not_safe", by=user, at=at)


def _reported(diary: Diary, campaign: Any, at: datetime, account: Account) -> None:
    manager = player_of(diary, "manager")
    with _as(diary, "manager"):
        campaign = _winter(diary, manager)
        aid.report_campaign(campaign=campaign, by=manager, at=at)
        published = aid.publish_figures(campaign=campaign, by=manager, at=at)
        cells = published.figures["cells"]
        account.after |= {
            "asked": campaigns.cells_of(campaign).values["check/asked"],
            "figures": len(cells),
            "hidden": sum(value is None for value in cells.values()),
        }
        account.public = f"/public/{published.key}/"
