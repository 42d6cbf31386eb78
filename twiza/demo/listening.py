"""A day at the listening centre: numbers at reception, three listenings without a name, an alert, a desk that answers.

Everything is done through the real actions by the people of the story. The passphrase of the room is known to
everybody (`cast.ROOM_WORDS`); all that "was said" is invented, and told plainly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from twiza.cases import actions, queries, rules
from twiza.demo.account import Account
from twiza.demo.cast import OLIVE, ROOM_WORDS, WOOL
from twiza.demo.diary import Diary
from twiza.demo.stage import organisation_of, player_of
from twiza.lib.closed_room import Cost
from twiza.lib.ids import new_id
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

# The house's own cost for the two who work most; the others' keys are quick to make: nobody has to guess known words
CHEAP = Cost(passes=1, kibibytes=64)
FULL_COST = ("listener", "supervisor")
AT_DESK = "partner_listener"
PROTOCOLS = ("violence", "social", "child")
HELP = "law"
SERVICES: Sequence[dict[str, Any]] = (
    {"kind": HELP, "name_ar": "مكتب النصيحة القانونية (عرض)", "name_fr": "Conseil juridique (démonstration)",
     "for_whom": "everybody", "hours": "الإثنين والأربعاء، من 9 إلى 12", "safe": True},
    {"kind": "shelter", "name_ar": "دار ضيافة للنساء (عرض)", "name_fr": "Maison d'accueil pour femmes (démonstration)",
     "for_whom": "mothers", "women_only": True, "safe": True, "capacity": 12},
    {"kind": "work", "name_ar": "ورشة الخياطة (عرض)", "name_fr": "Atelier de couture (démonstration)",
     "for_whom": "women"},
)  # fmt: skip


@dataclass(frozen=True)
class Centre:
    """Who works in it this day, with the room of each, open."""

    diary: Diary
    at: datetime
    people: dict[str, Any]
    rooms: dict[str, queries.OpenRoom]

    @property
    def olive(self) -> UUID:
        return self.diary.id(OLIVE)

    def now(self, name: str, case: Any = None) -> dict[str, Any]:
        """Return what most actions are given: who, when and, for a case, in which open room."""
        told = {"by": self.people[name], "at": self.at}
        return told if case is None else told | {"case": case, "room": self.rooms[name]}

    def acting(self, name: str) -> Any:
        return acting_as(self.people[name].pk, purpose=Purpose.WORK)


def open_centre(diary: Diary, account: Account, at: datetime) -> None:
    """Play the day and tell its figures."""
    centre = _take_keys(diary, at)
    _prepare(centre)
    _receive(centre)
    with centre.acting("listener"):
        _hear(centre, "talk", "تريد من يسمعها، ولا تريد أن يُفتح ملف.")
    _close_one(centre)
    sent = _go_on_with_one(centre)
    with centre.acting(AT_DESK):
        seen = queries.referral_at_desk(centre.people[AT_DESK], sent.pk)
        actions.receive_referral(referral=seen, **centre.now(AT_DESK))
        actions.answer_referral(referral=seen, to=rules.Referral.ACCEPTED, **centre.now(AT_DESK))
    _begin_for_a_child(centre)
    account.listening = _figures(centre, sent)


def _take_keys(diary: Diary, at: datetime) -> Centre:
    names = ("listener", "supervisor", "psychologist", AT_DESK)
    people = {name: player_of(diary, name) for name in (*names, "counter", "director")}
    rooms = {}
    for name in names:
        with acting_as(people[name].pk, purpose=Purpose.WORK):
            rooms[name] = actions.take_key(
                organisation=diary.id(WOOL if name == AT_DESK else OLIVE),
                passphrase=ROOM_WORDS,
                by=people[name],
                at=at,
                cost=None if name in FULL_COST else CHEAP,
            )
    with acting_as(people[AT_DESK].pk, purpose=Purpose.WORK):
        actions.sit_at_desk(room=rooms[AT_DESK], by=people[AT_DESK], at=at)
    return Centre(diary, at, people, rooms)


def _prepare(centre: Centre) -> None:
    """Protocols that two people adopt, services of the directory, a session in the neighbourhood."""
    shipped = queries.shipped_protocols()
    for code in PROTOCOLS:
        with centre.acting("supervisor"):
            now = centre.now("supervisor")
            written = actions.write_protocol(
                organisation=centre.olive, code=code, content=shipped[code], **now
            )
            adopted = actions.adopt_protocol(protocol=written, **now)
        with centre.acting("director"):
            actions.adopt_protocol(protocol=adopted, **centre.now("director"))
    with centre.acting("listener"):
        for words in SERVICES:
            provider = organisation_of(centre.diary, WOOL) if words["kind"] == HELP else None
            actions.write_service(
                organisation=centre.olive, provider=provider, **words, **centre.now("listener")
            )
        actions.write_session(
            organisation=centre.olive,
            on=timezone.localdate(centre.at) - timedelta(days=2),
            place_name="دار الحي (عرض)",
            subject="مدونة الأسرة بكلمات بسيطة",
            for_whom="women",
            women=23,
            men=4,
            children=0,
            is_estimate=True,
            **centre.now("listener"),
        )


def _receive(centre: Centre) -> None:
    """Five numbers in a morning, three of them called."""
    with centre.acting("counter"):
        tickets = [
            actions.give_ticket(
                organisation=centre.olive,
                first_time=place != 1,
                company="children" if place == 2 else "alone",
                **centre.now("counter"),
            )
            for place in range(5)
        ]
    with centre.acting("listener"):
        for ticket in tickets[:3]:
            actions.call_ticket(
                ticket=queries.ticket_for(centre.people["listener"], ticket.pk), **centre.now("listener")
            )


def _hear(centre: Centre, need: str, words: str, **said: Any) -> Any:
    return actions.listen(
        room=centre.rooms["listener"],
        said=actions.Listening(told=True, language="darija", words=words, needs=[need], **said),
        age_band="adult",
        **centre.now("listener"),
    )


def _close_one(centre: Centre) -> None:
    """Papers of a child at school: one visit was enough, and she says how it went."""
    with centre.acting("listener"):
        heard = _hear(
            centre, "children", "تنقصها وثيقة لتسجيل ابنتها في المدرسة.", violence="none", risk="green"
        )
        case = actions.move_case(
            case=heard, to="opened", next_on=timezone.localdate(centre.at), **centre.now("listener")
        )
        closing = actions.Closing(
            checks={code: {"yes": True, "why": ""} for code in rules.CHECK_CODES},
            outcome={"safer": rules.UNSAID, "knows": "5", "as_wished": "5"},
            satisfaction="5",
            reason="reached",
        )
        actions.close_case(closing=closing, **centre.now("listener", case))


def _go_on_with_one(centre: Centre) -> Any:
    """A woman who wants to know her rights: protocol, plan, consent, referral, a contact afterwards."""
    today = timezone.localdate(centre.at)
    with centre.acting("listener"):
        heard = _hear(
            centre,
            HELP,
            "تريد أن تعرف حقوقها قبل أن تقرر، وأن تبقى قريبة من أولادها.",
            wants="نصيحة من مختص في القانون",
            contact="in_person",
            risk="amber",
        )
        case = actions.move_case(
            case=heard, to="opened", next_on=today + timedelta(days=7), **centre.now("listener")
        )
        now = centre.now("listener", case)
        adopted = queries.protocols_of(centre.olive, adopted=True)
        actions.pin_protocol(protocol=next(one for one in adopted if one.code == "violence"), **now)
        for name in ("supervisor", "psychologist"):
            _ask_in(centre, name, case)
        _plan(case, now, due=today + timedelta(days=7))
        sent = _refer(centre, case, now)
        contact = actions.Contact(
            way="came",
            result="came",
            risk="amber",
            words="تعود يوم الأربعاء.",
            next_on=today + timedelta(days=5),
        )
        actions.record_contact(contact=contact, **now)
    with centre.acting("psychologist"):
        actions.open_drawer(**centre.now("psychologist", case))
    return sent


def _plan(case: Any, now: dict[str, Any], *, due: Any) -> None:
    goal = new_id()
    actions.write_goal(key=goal, words="أن تعرف حقوقها وحقوق أولادها", axis="legal", base=0, **now)
    task = actions.Task(
        goal=goal, what="موعد مع من يشرح لها القانون", kind="appointment", who="organisation", due=due
    )
    actions.write_task(key=new_id(), task=task, base=1, **now)
    actions.agree_plan(base=2, **now)
    moved = {"case": case, "next_on": due, "by": now["by"], "at": now["at"]}
    for state in ("assessed", "plan_agreed", "in_progress"):
        actions.move_case(to=state, **moved)


def _refer(centre: Centre, case: Any, now: dict[str, Any]) -> Any:
    """What she agreed to, and nothing else, goes to the desk of the partner."""
    receiver = centre.diary.id(WOOL)
    agreement = actions.Agreement(
        purpose="help",
        sector=HELP,
        organisation=receiver,
        fields=["needs", "wants"],
        until=timezone.localdate(centre.at) + timedelta(days=60),
    )
    actions.write_consent(agreement=agreement, **now)
    made = actions.prepare_referral(receiver=receiver, kind=HELP, purpose="help", urgency="amber", **now)
    fields = {"needs": [HELP], "wants": "نصيحة من مختص في القانون"}
    return actions.send_referral(
        referral=made, room=centre.rooms["listener"], fields=fields, **centre.now("listener")
    )


def _ask_in(centre: Centre, name: str, case: Any) -> None:
    worker = queries.worker_of(centre.people[name].pk, centre.olive)
    assert worker is not None
    actions.ask_into_team(worker=worker, **centre.now("listener", case))


def _begin_for_a_child(centre: Centre) -> None:
    """A school calls: reception raises the alert, the listener takes it; the second person has still to say."""
    said = {
        "words": "طفل لا يأتي إلى المدرسة منذ أسبوعين، والمعلمة قلقة عليه.",
        "where": "",
        "danger": "unknown",
        "whom": "minor",
        "caller": "school",
        "called": "",
        "hour": "",
    }
    with centre.acting("counter"):
        raised = actions.raise_alert(organisation=centre.olive, said=said, **centre.now("counter"))
    with centre.acting("listener"):
        alert = queries.alert_for(centre.people["listener"], raised.pk)
        case = actions.take_alert(alert=alert, room=centre.rooms["listener"], **centre.now("listener"))
        _ask_in(centre, "supervisor", case)
        now = centre.now("listener", case)
        actions.write_child_step(
            part="safety",
            entry={"who": "المعلمة", "number": "", "hour": "", "words": "الطفل عند خالته، وهو بخير."},
            base=_child_base(now),
            **now,
        )
        actions.say_duty(
            basis="minor",
            tell=True,
            text="طفل منقطع عن المدرسة؛ يُطلب بحث اجتماعي.",
            base=_child_base(now),
            **now,
        )


def _child_base(now: dict[str, Any]) -> int:
    return queries.child_file(now["case"], now["room"]).number


def _figures(centre: Centre, sent: Any) -> dict[str, int]:
    """Count from the tally of the month, and from what the listener sees."""
    today = timezone.localdate(centre.at)
    first, listener = today.replace(day=1), centre.people["listener"]
    with centre.acting("supervisor"):
        counted = queries.counts_of(centre.olive, since=first, until=first + timedelta(days=31))
    with centre.acting("listener"):
        lines = queries.my_cases(listener, centre.olive, today=today)
        _row, case = queries.referral_for(listener, sent.pk)
        referrals = [line.referral for line in queries.referrals_of(case, at=centre.at)]
    return {
        "numbers": counted["door", "first"] + counted["door", "again"],
        "listened": counted["listening", "written"],
        "cases": sum(line.case.state != rules.State.HEARD for line in lines),
        "referrals": len(referrals),
        "accepted": sum(row.state == rules.Referral.ACCEPTED for row in referrals),
        "alerts": counted["alert", "taken"],
        "closed": counted["move", "closed"],
    }
