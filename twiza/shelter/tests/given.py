"""A winter with its committee, its crew and its sites, made through the real doors. Invented, all of it."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from twiza.cases import actions as cases
from twiza.cases import queries as cases_queries
from twiza.lib import sealed_boxes
from twiza.lib.closed_room import Cost
from twiza.lib.ids import new_id
from twiza.network import actions as network
from twiza.network import queries as network_queries
from twiza.network.tests.given import LONG_AGO, NOON, as_work, given_member, given_organisation, given_place
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import (
    BedUse,
    Bulletin,
    CallOut,
    CommitteeSeat,
    Decision,
    DutyContact,
    Encounter,
    Guest,
    HealthReferral,
    Meeting,
    Round,
    Unit,
    Winter,
    WinterSite,
)

FIRST, LAST = date(2025, 12, 12), date(2026, 1, 31)  # 51 nights, as in the article
NIGHT = date(2025, 12, 20)
PASSPHRASE = "خمس كلمات لا يعرفها أحد"
CHEAP = Cost(passes=1, kibibytes=64)  # a guess costs little here; its strength is not what is tried
EVENING = datetime.combine(NIGHT, time(20, 0), rules.ZONE).astimezone(UTC)


@dataclass
class Cold:
    """A winter and its people: Latifa keeps the committee's papers, Omar leads a round, Zahra keeps a site."""

    winter: Winter
    site: WinterSite
    committee: Any
    crew: Any
    host: Any
    latifa: User
    omar: User
    zahra: User


def given_cold(suffix: str = "", *, crew: Any = None, host: Any = None) -> Cold:
    """Open a winter of 51 nights with one site for everybody."""
    committee = given_organisation(
        f"Comité provincial{suffix}", kind="committee", name_ar=f"اللجنة الإقليمية{suffix}"
    )
    crew = crew or given_organisation(
        f"Délégation{suffix}", kind="provincial_unit", name_ar=f"المندوبية{suffix}"
    )
    host = host or given_organisation(f"Association du toit{suffix}", name_ar=f"جمعية السقف{suffix}")
    latifa = given_member(f"Latifa{suffix}", "committee_secretary", committee)
    omar = given_member(f"Omar{suffix}", "round_leader", crew)
    zahra = given_member(f"Zahra{suffix}", "site_keeper", host)
    winter = given_winter(committee, crew, latifa)
    return Cold(winter, given_site(winter, host, latifa), committee, crew, host, latifa, omar, zahra)


def given_winter(committee: Any, crew: Any, by: User) -> Winter:
    """A winter of 51 nights."""
    place = given_place()
    with as_work(by):
        return actions.open_winter(
            organisation=committee.pk,
            crew=crew.pk,
            place=place,
            name_ar="شتاء دافئ",
            name_fr="Hiver au chaud",
            first_night=FIRST,
            last_night=LAST,
            by=by,
            at=EVENING,
        )


def given_site(winter: Winter, host: Any, by: User, name: str = "Centre du toit") -> WinterSite:
    """A site of this host in a winter; its entry in the register is written by the host's director."""
    site = given_place_to_sleep(host, name)
    with as_work(by):
        return actions.add_site(
            winter=winter, site=site, host=host.pk, phone="0535000000", by=by, at=EVENING,
            house_rules_ar="العشاء في الثامنة. لا يُسأل أحد عن اسمه.",
            house_rules_fr="Le dîner est à huit heures. On ne demande son nom à personne.",
        )  # fmt: skip


def given_place_to_sleep(host: Any, name: str = "Centre Sebou") -> Any:
    """A centre for homeless people in the register, written by its host's director."""
    director = given_member(
        f"Director-{host.pk.hex[-6:]}-{name.replace(' ', '')}-{new_id().hex[-6:]}", "centre_director", host
    )
    with as_work(director):
        return network.open_site(
            organisation=host, kind="homeless_centre", name_ar=name, name_fr=name, by=director, at=EVENING
        )


def given_unit(cold: Cold, group: str, beds: int, *, name: str = "", reserve: bool = False) -> Unit:
    """Rooms of the site for a group."""
    with as_work(cold.zahra):
        return actions.open_unit(
            winter_site=cold.site, name=name or group, group=group, beds=beds, reserve=reserve,
            by=cold.zahra, at=EVENING,
        )  # fmt: skip


def given_guests(cold: Cold, *who: str, **needs: Any) -> list[Guest]:
    """People met by Omar's round."""
    with as_work(cold.omar):
        return actions.meet_guests(winter=cold.winter, who=who, by=cold.omar, at=EVENING, **needs)


def held(cold: Cold, guests: list[Guest], *, night: date = NIGHT, at: datetime = EVENING) -> list[BedUse]:
    """Beds kept for them by Omar's round."""
    with as_work(cold.omar):
        return actions.hold_beds(guests=guests, night=night, by=cold.omar, at=at)


def counted(cold: Cold, *nights: date, at: datetime) -> list[Bulletin]:
    """Bulletins of these nights, made as the job makes them."""
    with acting_as(None, purpose=Purpose.NIGHTS, counting_for=cold.crew.pk):
        return actions.make_bulletins(winter=queries.winter_to_count(cold.winter.pk), nights=nights, at=at)


def given_health(cold: Cold, by: User, **words: Any) -> HealthReferral:
    """Somebody with a fever: the duty of health was called."""
    typed = {"night": NIGHT, "flags": ["fever"], "urgency": "day", "contact": "health"} | words
    with as_work(by):
        return actions.call_health(winter=cold.winter, by=by, at=typed.pop("at", EVENING), **typed)


def given_driss(cold: Cold) -> User:
    """The police officer who sits in the committee."""
    return given_member(f"Driss-{cold.winter.pk.hex[-6:]}", "committee_member", cold.committee)


def given_meeting(cold: Cold, **words: Any) -> Meeting:
    """A meeting of the committee, its minutes not signed yet."""
    typed = {
        "held_on": NIGHT, "present": ["local_authority", "national_security"], "place": "العمالة",
        "minutes": "موجة برد متوقعة.",
    } | words  # fmt: skip
    with as_work(cold.latifa):
        return actions.write_meeting(winter=cold.winter, by=cold.latifa, at=EVENING, **typed)


def given_decision(cold: Cold, meeting: Meeting, **words: Any) -> Decision:
    """A decision of a meeting, with its reasons."""
    typed = {
        "text": "فتح الاحتياطي", "reasons": "حرارة تحت الصفر", "body": "delegation", "due_on": NIGHT + timedelta(days=1),
    } | words  # fmt: skip
    with as_work(cold.latifa):
        return actions.decide(meeting=meeting, by=cold.latifa, at=EVENING, **typed)


def given_duty(cold: Cold, **words: Any) -> DutyContact:
    """Who answers for health in the nights around NIGHT."""
    typed = {
        "body": "health", "hours": "night", "first_night": NIGHT, "last_night": NIGHT + timedelta(days=6),
        "name": "الدكتورة بنعلي", "phone": "0535111111",
    } | words  # fmt: skip
    with as_work(cold.latifa):
        return actions.write_duty(winter=cold.winter, by=cold.latifa, at=EVENING, **typed)


def given_seat(cold: Cold, **words: Any) -> CommitteeSeat:
    """The police sit in the committee."""
    typed = {
        "body": "national_security", "name": "المنطقة الإقليمية للأمن", "contact": "العميد السلاوي", "office": "عميد",
        "phone": "0535222222", "starts_on": FIRST,
    } | words  # fmt: skip
    with as_work(cold.latifa):
        return actions.seat_body(winter=cold.winter, by=cold.latifa, at=EVENING, **typed)


def given_plan(cold: Cold) -> None:
    """Areas, teams, vehicles and kits of a small town."""
    with as_work(cold.latifa):
        known = {"winter": cold.winter, "by": cold.latifa, "at": EVENING}
        actions.add_hot_spots(names=["المدينة القديمة", "حي المحطة", "السوق"], **known)
        actions.add_teams(names=["الفريق 1", "الفريق 2"], **known)
        actions.add_vehicle(name="12345-A-17", seats=7, **known)
        actions.add_vehicle(name="سيارة الجمعية", seats=4, **known)
        actions.set_kits(pieces={"blanket": 20, "meal": 30}, **known)


def given_round(cold: Cold, **words: Any) -> Round:
    """A round of NIGHT by the first team, in the first vehicle, with the police behind; planned by Omar."""
    with as_work(cold.omar):
        plan = queries.plan_of(cold.winter)
        typed = {
            "night": NIGHT, "team": plan.teams[0], "vehicle": plan.vehicles[0], "starts": time(20), "ends": time(2),
            "hot_spots": plan.hot_spots[:2], "escorts": ["national_security", "health"], "alert": "orange",
            "alert_words": "صقيع",
        } | words  # fmt: skip
        return actions.plan_round(winter=cold.winter, by=cold.omar, at=EVENING, **typed)


def given_briefed(cold: Cold, **words: Any) -> Round:
    """A round with Hanane and Omar, who leads it; checked, with blankets and meals."""
    round = given_round(cold, **words)
    hanane = given_member(f"Hanane-{round.pk.hex[-8:]}", "counter", cold.crew)
    with as_work(cold.omar):
        known = {"round": round, "by": cold.omar, "at": EVENING}
        actions.name_crew(women=[hanane.pk], men=[cold.omar.pk], leader=cold.omar.pk, **known)
        return actions.brief_round(vehicle_checked=True, kits={"blanket": 10, "meal": 20}, **known)


def given_key_of_room(user: User, organisation: Any) -> Any:
    """A listener's key of the closed room; the room, open."""
    with as_work(user):
        return cases.take_key(
            organisation=organisation.pk, passphrase=PASSPHRASE, by=user, at=EVENING, cost=CHEAP
        )


def given_listener(cold: Cold, name: str = "Hind") -> tuple[User, Any]:
    """Somebody who listens for the crew, with a key: they read what is sealed at night. Returns (who, the open room)."""
    hind = given_member(f"{name}-{cold.winter.pk.hex[-6:]}", "listener", cold.crew)
    return hind, given_key_of_room(hind, cold.crew)


def given_out(cold: Cold, **words: Any) -> Round:
    """A round that has gone out, with the plan of the town if there is none."""
    with as_work(cold.omar):
        if not queries.plan_of(cold.winter).teams:
            given_plan(cold)
    out = given_briefed(cold, **words)
    with as_work(cold.omar):
        return actions.leave_round(round=out, by=cold.omar, at=EVENING)


def sealed_note(key: Any, id: UUID, **words: str) -> str:
    """What a phone seals of a meeting to a key of the team."""
    clear = json.dumps({"nickname": "", "words": "", "place": ""} | words, ensure_ascii=False).encode()
    clear += b" " * (-len(clear) % 256)
    public = X25519PublicKey.from_public_bytes(bytes(key.public))
    return sealed_boxes.seal(
        clear, public, number=key.number, about=str(id).encode(), info=sealed_boxes.OUTREACH
    )


def given_met(
    cold: Cold, round: Round, *, at: datetime = EVENING, id: UUID | None = None, **words: Any
) -> Encounter:
    """One man met in the first area by Omar's round; he takes nothing, unless other words are given."""
    with as_work(cold.omar):
        area = queries.plan_of(cold.winter).hot_spots[0].pk
        met = rules.Meeting(**({"area": area, "men": 1, "language": "darija"} | words))
        return actions.record_encounter(round=round, met=met, id=id, by=cold.omar, at=at)


def given_call_out(cold: Cold, **words: Any) -> CallOut:
    """The first team is called to two people, by somebody who passed by."""
    with as_work(cold.omar):
        plan = queries.plan_of(cold.winter)
        typed = {
            "team": plan.teams[0], "hot_spot": plan.hot_spots[0], "source": "citizen", "people": 2,
            "place": "خلف الفرن", "words": "يحتاجان أغطية", "alerted_at": EVENING,
        } | words  # fmt: skip
        return actions.write_call_out(by=cold.omar, at=EVENING, **typed)


def one_of_each(organisation: Any, by: User) -> None:
    """Rows of each table: a winter in which this organisation goes out and hosts, and one of its own as committee.

    All by the same person where the organisation acts: each policy then has a row that needs it.
    """
    suffix = f"-{organisation.pk.hex[-6:]}"
    for role in ("committee_secretary", "round_leader", "site_keeper", "listener"):
        given_role_too(by, role, organisation)
    committee, other = (given_organisation(f"{name}{suffix}") for name in ("Comité", "Délégation"))
    latifa = given_member(f"Latifa{suffix}", "committee_secretary", committee)
    omar = given_member(f"Omar{suffix}", "round_leader", other)
    zahra = given_role_too(omar, "site_keeper", other)
    given_role_too(omar, "listener", other)
    for user, crew in ((by, organisation), (omar, other)):
        with as_work(user):
            has_key = cases_queries.worker_of(user.pk, crew.pk) is not None
        if not has_key:
            given_key_of_room(user, crew)
    for keeps, goes_out, people in (
        (committee, organisation, (latifa, by, by)),
        (organisation, other, (by, omar, zahra)),
    ):
        winter = given_winter(keeps, goes_out, people[0])
        _rows(Cold(winter, given_site(winter, goes_out, people[0]), keeps, goes_out, goes_out, *people))


def given_role_too(user: User, role: str, organisation: Any) -> User:
    """Give a person one role more, unless they hold it."""
    with acting_as(None, purpose=Purpose.SETUP):
        if (organisation.pk, role) in network_queries.roles_of(user.pk, on=NOON.date()):
            return user
        network.give_role(
            organisation=organisation,
            user=user,
            role=role,
            starts_on=LONG_AGO,
            ends_on=None,
            by=None,
            at=NOON,
        )
    return user


def _rows(cold: Cold) -> None:
    men = given_unit(cold, "men", 3)
    reserve = given_unit(cold, "women", 1, reserve=True)
    slept, met = given_guests(cold, "man"), given_guests(cold, "woman")
    (use,) = held(cold, slept)
    with as_work(cold.zahra):
        actions.take_in(use=use, by=cold.zahra, at=EVENING)
        actions.write_card(
            guest=slept[0], host=cold.host.pk, nickname="السي الهادئ", belongings="حقيبة زرقاء", animal="كلب",
            rules_read=True, by=cold.zahra, at=EVENING,
        )  # fmt: skip
        actions.hear_wish(use=use, night=NIGHT, wishes=["papers", "health"], by=cold.zahra, at=EVENING)
        given_health(cold, cold.zahra, guest=slept[0], site=cold.site)
        actions.declare_beds(winter_site=cold.site, night=NIGHT, free={"men": 2}, by=cold.zahra, at=EVENING)
        bed = men.beds.order_by("number").last()
        assert bed is not None
        actions.close_bed(bed=bed, first=NIGHT, last=NIGHT, reasons="كسر", by=cold.zahra, at=EVENING)
    given_health(cold, cold.omar)
    with as_work(cold.omar):
        actions.write_need(guests=met, night=NIGHT, by=cold.omar, at=EVENING)
        actions.write_need(guests=slept, night=date(2025, 12, 21), at_door=None, by=cold.omar, at=EVENING)
    with as_work(cold.latifa):
        actions.open_reserve(unit=reserve, night=NIGHT, reasons="برد شديد", by=cold.latifa, at=EVENING)
        actions.declare_beds(winter_site=cold.site, night=NIGHT, free={"men": 1}, by=cold.latifa, at=EVENING)
        actions.move_last_night(
            winter=cold.winter, last_night=date(2026, 2, 7), reasons="برد شديد", by=cold.latifa, at=EVENING
        )
    given_seat(cold)
    given_duty(cold)
    given_decision(cold, given_meeting(cold))
    given_plan(cold)
    out = given_briefed(cold)
    with as_work(cold.omar):
        actions.leave_round(round=out, by=cold.omar, at=EVENING)
    _meetings(cold, out)
    with as_work(cold.omar):
        actions.return_round(round=out, back={"blanket": 4}, by=cold.omar, at=EVENING)
    planned = given_round(cold, night=NIGHT + timedelta(days=1))
    with as_work(cold.omar):
        actions.name_crew(
            round=planned, women=[], men=[cold.omar.pk], leader=cold.omar.pk, by=cold.omar, at=EVENING
        )
    with as_work(cold.latifa):
        plan = queries.plan_of(cold.winter)
        actions.plan_round(
            winter=cold.winter, night=NIGHT, team=plan.teams[1], vehicle=plan.vehicles[1], starts=time(21),
            ends=time(1), hot_spots=plan.hot_spots, by=cold.latifa, at=EVENING,
        )  # fmt: skip
    later = EVENING + timedelta(days=12)
    counted(cold, NIGHT, at=later)
    with as_work(cold.latifa):
        actions.publish_nights(winter=cold.winter, by=cold.latifa, at=later)


def _meetings(cold: Cold, out: Round) -> None:
    """A call-out, and a meeting with kits, a guest, a sealed note and a part of a voice note."""
    call = given_call_out(cold)
    with as_work(cold.omar):
        key = queries.newest_outreach_key(cold.winter)
    id = new_id()
    encounter = given_met(
        cold, out, id=id, call=call.pk, taken=("shelter", "blanket"), kits=(("blanket", 1),), person=new_id(),
        number=key.number, sealed=sealed_note(key, id, nickname="السي الهادئ"),
    )  # fmt: skip
    with as_work(cold.omar):
        actions.keep_voice_part(
            encounter=encounter, id=new_id(), number=key.number, n=1, of=1,
            sealed=sealed_note(key, new_id(), words="..."), by=cold.omar, at=EVENING,
        )  # fmt: skip
