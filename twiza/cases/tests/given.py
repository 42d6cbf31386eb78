"""A closed room with people in it, made through the real doors. Invented, all of them."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from twiza.cases import actions, queries, rules
from twiza.cases.models import AwarenessSession, Case, NoteVersion, Referral, Service
from twiza.cases.queries import OpenRoom
from twiza.lib.closed_room import Cost
from twiza.lib.ids import new_id
from twiza.lib.short_codes import new_code
from twiza.network import actions as network
from twiza.network.tests.given import LONG_AGO, NOON, given_member
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

WORDS = "خمس كلمات لا يعرفها أحد"
OFFICER_WORDS = "خمس كلمات للمسؤولين فقط"
CHEAP = Cost(passes=1, kibibytes=64)  # one guess costs little here; its strength is not what is tried
PART = UUID("01a22700-0000-7000-8000-000000000001")  # a goal, and a task of it, of each plan made here
TODAY = NOON.date()
KIND = "مسن فقد سكنه مع عمله ولا بروتوكول لذلك"
CANARY = "كناري-الأطلس-7391"
TOLD: Mapping[str, Any] = {"needs": ["law"], "words": CANARY}


def given_key(by: Any, organisation: Any) -> OpenRoom:
    """Make this person's key of the room; return the room, open."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        return actions.take_key(organisation=organisation.pk, passphrase=WORDS, by=by, at=NOON, cost=CHEAP)


def heard(**said: Any) -> actions.Listening:
    """What was said in a listening: the canary, unless other words are given."""
    return actions.Listening(**({"told": True, "language": "darija", "words": CANARY} | said))


def given_case(by: Any, room: OpenRoom, *, at: datetime = NOON, **said: Any) -> Case:
    """Listen to somebody who agrees that a case is opened."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        case = actions.listen(room=room, said=heard(**said), age_band="adult", by=by, at=at)
        return actions.move_case(case=case, to="opened", next_on=date(2026, 12, 1), by=by, at=at)


def given_in_team(case: Case, user: Any, *, room: OpenRoom, by: Any) -> None:
    """Ask a colleague with a key into the team."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        worker = queries.worker_of(user.pk, case.organisation_id)
        assert worker is not None
        actions.ask_into_team(case=case, worker=worker, room=room, by=by, at=NOON)


def given_told_case(by: Any, room: OpenRoom) -> Case:
    """A case in which the canary stands wherever words of hers are kept."""
    case = given_case(by, room, wants=CANARY, code_word=CANARY, trusted=CANARY)
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.write_note(case=case, room=room, words=CANARY, by=by, at=NOON)
        actions.keep_draft(room=room, about=case.pk, said={"words": CANARY}, by=by, at=NOON)
    given_plan(case, room, by)
    given_steps(case, room, by)
    return case


def given_plan(case: Case, room: OpenRoom, by: Any, *, words: str = CANARY) -> None:
    """A plan with one goal and one task."""
    said = actions.Task(goal=PART, what=words, kind="appointment", who="her", due=date(2026, 12, 20))
    with acting_as(by.pk, purpose=Purpose.WORK):
        now: dict[str, Any] = {"case": case, "room": room, "key": PART, "by": by, "at": NOON}
        actions.write_goal(words=words, axis="legal", base=0, **now)
        actions.write_task(task=said, base=1, **now)


def given_steps(case: Case, room: OpenRoom, by: Any, *, words: str = CANARY) -> None:
    """A step at court with an order of protection, and danger looked at again."""
    act = actions.Act(
        kind="court", day=NOON.date(), result=words, order_from=NOON.date(), order_until=date(2099, 1, 1)
    )
    with acting_as(by.pk, purpose=Purpose.WORK):
        now: dict[str, Any] = {"case": case, "room": room, "by": by, "at": NOON}
        actions.write_act(act=act, **now)
        actions.look_again(
            answers=dict.fromkeys(rules.DANGER_QUESTIONS, "silent"), level="red", words=words, **now
        )


def given_emergency(case: Case, user: Any) -> None:
    """Somebody comes in by emergency; nobody hands them the key."""
    with acting_as(user.pk, purpose=Purpose.WORK):
        actions.break_glass(
            case=case.pk,
            organisation=case.organisation_id,
            reason_code="danger_now",
            by=user,
            at=timezone.now(),
        )


def given_role_too(user: Any, organisation: Any, role: str) -> None:
    """Somebody who holds one role more, as in a small association."""
    with acting_as(None, purpose=Purpose.SETUP):
        network.give_role(
            organisation=organisation,
            user=user,
            role=role,
            starts_on=LONG_AGO,
            ends_on=None,
            by=None,
            at=NOON,
        )


def given_silence(case: Case, room: OpenRoom, by: Any) -> None:
    """Try twice to reach her by telephone: nobody answers."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        for _attempt in range(2):
            contact = actions.Contact(way="phone", result="no_answer")
            actions.record_contact(case=case, room=room, contact=contact, by=by, at=NOON)


def given_service(organisation: Any, by: Any, *, at: datetime = NOON, **words: Any) -> Service:
    """Write a service into the directory: legal help for women, unless said otherwise."""
    said = {"kind": "law", "name_ar": "خلية المحكمة", "for_whom": "women"} | words
    with acting_as(by.pk, purpose=Purpose.WORK):
        return actions.write_service(organisation=organisation.pk, by=by, at=at, **said)


def given_consent(case: Case, room: OpenRoom, by: Any, organisation: Any, **said: Any) -> NoteVersion:
    """She agrees, for a month, that an organisation is told her needs for legal help, unless said otherwise."""
    at, state, id = said.pop("at", NOON), said.pop("state", "given"), said.pop("id", None)
    until = timezone.localdate(at) + timedelta(days=30)
    read = {"purpose": "help", "sector": "law", "fields": ["needs"], "until": until} | said
    with acting_as(by.pk, purpose=Purpose.WORK):
        return actions.write_consent(
            case=case, room=room, agreement=actions.Agreement(organisation=organisation.pk, **read),
            state=state, by=by, at=at, id=id,
        )  # fmt: skip


def alarm(**said: Any) -> dict[str, Any]:
    """What somebody calls for help with: the canary, unless other words are given."""
    start = {"words": CANARY, "where": "", "danger": "yes", "whom": "minor", "caller": "school"}
    return start | {"called": "", "hour": ""} | said


def given_alert(by: Any, organisation: Any, *, at: datetime = NOON, **said: Any) -> Any:
    """Call for help without an open room."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        return actions.raise_alert(organisation=organisation.pk, said=alarm(**said), by=by, at=at)


def given_dispute(
    case: Case, one: tuple[Any, OpenRoom], other: tuple[Any, OpenRoom], *, at: datetime = NOON
) -> None:
    """Two of the team who do not agree whether the law obliges to tell."""
    for (by, room), tell in ((one, True), (other, False)):
        with acting_as(by.pk, purpose=Purpose.WORK):
            base = queries.child_file(case, room).number
            actions.say_duty(
                case=case, room=room, basis="minor", tell=tell, text=CANARY, base=base, by=by, at=at
            )


def given_session(organisation: Any, by: Any, *, on: date = TODAY, **words: Any) -> AwarenessSession:
    """Write an awareness session down: eight women, one man, unless said otherwise."""
    said = {
        "place_name": "دار الحي", "subject": "القانون", "for_whom": "women", "women": 8, "men": 1, "children": 0,
        "is_estimate": True,
    } | words  # fmt: skip
    with acting_as(by.pk, purpose=Purpose.WORK):
        return actions.write_session(organisation=organisation.pk, on=on, by=by, at=NOON, **said)


def given_referral(
    case: Case,
    room: OpenRoom,
    by: Any,
    receiver: Any,
    *,
    kind: str = "law",
    urgency: str = "amber",
    fields: Mapping[str, Any] | None = TOLD,
    agrees: bool = True,
    at: datetime | None = None,
    id: UUID | None = None,
) -> Referral:
    """Pass on to a desk; `fields` None leaves it a draft, and without `agrees` she was asked before."""
    at = at or timezone.now()
    if agrees:
        given_consent(case, room, by, receiver, sector=kind, fields=["needs", "words"], at=at)
    with acting_as(by.pk, purpose=Purpose.WORK):
        made = actions.prepare_referral(
            case=case, room=room, receiver=receiver.pk, kind=kind, purpose="help", urgency=urgency, by=by, at=at, id=id
        )  # fmt: skip
        if fields is None:
            return made
        return actions.send_referral(referral=made, room=room, fields=dict(fields), by=by, at=at)


def given_officers(
    organisation: Any, *, roles: tuple[str, ...] = ("association_president", "centre_director")
) -> list[Any]:
    """Two people who hold a key for bringing back cases: a president and a director."""
    people = [given_member(f"{role}-{str(new_id())[-6:]}", role, organisation) for role in roles]
    for one in people:
        given_officer_key(one, organisation)
    return people


def given_officer_key(by: Any, organisation: Any, *, at: datetime = NOON) -> None:
    """Take an officer's key."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.take_recovery_key(
            organisation=organisation.pk, passphrase=OFFICER_WORDS, by=by, at=at, cost=CHEAP
        )


def given_recovery(case: Case, by: Any, *confirmed_by: Any) -> Any:
    """Ask for the key of a case; these officers confirm. Return the request."""
    there = case.organisation_id
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.ask_recovery(
            organisation=there, code=case.code, reason_code="team_left", by=by, at=timezone.now()
        )
        ask = queries.my_recoveries(by, there, at=timezone.now())[0].ask
    for one in confirmed_by:
        with acting_as(one.pk, purpose=Purpose.WORK):
            actions.confirm_recovery(
                ask=ask.pk, organisation=there, passphrase=OFFICER_WORDS, by=one, at=timezone.now()
            )
    return ask


def one_of_each(organisation: Any, by: Any) -> None:
    """Make a row of each table for an organisation in which `by` is president, and here listens too."""
    given_role_too(by, organisation, "listener")
    given_role_too(by, organisation, "listening_supervisor")
    given_role_too(by, organisation, "psychologist")
    leila = given_member(f"Leila-{str(organisation.pk)[-6:]}", "listener", organisation)
    room, hers = given_key(by, organisation), given_key(leila, organisation)
    case = given_case(by, room)
    asked = given_case(leila, hers, contact="number")
    given_silence(asked, hers, leila)
    given_in_team(asked, by, room=hers, by=leila)
    given_in_team(case, leila, room=room, by=by)
    given_alert(by, organisation)
    given_plan(case, room, by, words="تريد أن تشتغل")
    given_steps(case, room, by, words="جلسة أولى")
    given_dispute(case, (by, room), (leila, hers))
    with acting_as(by.pk, purpose=Purpose.WORK):
        now = timezone.now()
        actions.set_pin(room=room, pin="739104", since=now, by=by, at=now, cost=CHEAP)
        actions.write_note(case=case, room=room, words="موعد عند المحامية", by=by, at=NOON)
        actions.renew_case_key(case=case, room=room, by=by, at=NOON)
        actions.open_drawer(case=case, room=room, by=by, at=NOON)
        actions.give_ticket(
            organisation=organisation.pk, first_time=True, company="children", by=by, at=timezone.now()
        )
        actions.write_protocol(
            organisation=organisation.pk,
            code="social",
            content=queries.shipped_protocols()["social"],
            by=by,
            at=NOON,
        )
        given_service(organisation, by)
        given_session(organisation, by)
        actions.make_figures(
            organisation=organisation.pk, year=NOON.year, by=by, at=NOON + timedelta(days=31)
        )
        with suppress(queries.NoSuchCase):  # a code that nobody has: the try is kept
            actions.break_glass(
                organisation=organisation.pk, code=new_code(8), reason_code="danger_now", by=by, at=now
            )
        actions.keep_way_back(case=case, way=actions.WayBack(word="زهرة الجبل"), by=by, at=NOON)
        knock = actions.WayBack(word="زهره الجبل")
        actions.knock(organisation=organisation.pk, way=knock, ticket=None, by=by, at=NOON)
        actions.ask_talk(organisation=organisation.pk, kind="debrief", by=by, at=now)
        about: UUID = organisation.pk
        actions.keep_draft(room=room, about=about, said={"words": "مسودة"}, by=by, at=timezone.now())
        actions.refuse_outside(
            organisation=organisation.pk, claim="husband", way="came", threat=False, code="", by=by, at=NOON
        )
    sanae = given_member(f"Sanae-{str(organisation.pk)[-6:]}", "psychologist", organisation)
    drawer = given_key(sanae, organisation)
    given_in_team(asked, sanae, room=hers, by=leila)
    with acting_as(sanae.pk, purpose=Purpose.WORK):
        actions.open_drawer(case=asked, room=drawer, by=sanae, at=NOON)
        actions.allow_reader(case=asked, user=by.pk, room=drawer, agreed=True, by=sanae, at=NOON)
    given_erased(given_case(leila, hers), leila, by, room=hers)
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.ask_erasure(case=asked, reason_code="her_wish", by=by, at=timezone.now())
    _one_proposal_of_each(organisation, case, room, by)
    _one_referral_of_each(organisation, case, room, by, leila, hers)
    _one_recovery_of_each(organisation, by, leila, hers)


def given_general(organisation: Any, *committee: Any) -> Any:
    """The next version of the general protocol, adopted by those who are named."""
    with acting_as(committee[0].pk, purpose=Purpose.WORK):
        content = queries.shipped_protocols()[rules.GENERAL]
        row = actions.write_protocol(
            organisation=organisation.pk, code=rules.GENERAL, content=content, by=committee[0], at=NOON
        )
    for one in committee:
        with acting_as(one.pk, purpose=Purpose.WORK):
            row = actions.adopt_protocol(protocol=row, by=one, at=NOON)
    return row


def given_proposal(case: Case, room: OpenRoom, by: Any, *, sentence: str = KIND, at: datetime = NOON) -> None:
    """No protocol fits this case: the general one is pinned, the committee gets a sentence."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.pin_general(case=case, room=room, sentence=sentence, by=by, at=at)


def _one_proposal_of_each(organisation: Any, case: Case, room: OpenRoom, by: Any) -> None:
    """`by` listens and sits in the committee, with a director."""
    given_general(
        organisation, by, given_member(f"Driss-{str(organisation.pk)[-6:]}", "centre_director", organisation)
    )
    given_proposal(case, room, by)


def _one_referral_of_each(
    organisation: Any, case: Case, room: OpenRoom, by: Any, leila: Any, hers: OpenRoom
) -> None:
    """To the organisation's own desk: a draft of a team, one that team and desk see, one that only the desk sees."""
    given_referral(case, room, by, organisation, fields=None)
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.sit_at_desk(room=room, by=by, at=timezone.now())
    given_referral(case, room, by, organisation, agrees=False)
    given_referral(given_case(leila, hers), hers, leila, organisation)


def _one_recovery_of_each(organisation: Any, by: Any, leila: Any, hers: OpenRoom) -> None:
    """`by` is an officer and in the team of a case whose key a third colleague asks for."""
    given_officer_key(by, organisation)
    given_officers(organisation, roles=("centre_director",))
    case = given_case(leila, hers)
    given_in_team(case, by, room=hers, by=leila)
    asker = given_member(f"Yamna-{str(organisation.pk)[-6:]}", "listener", organisation)
    given_key(asker, organisation)
    given_recovery(case, asker, by)


def given_erased(case: Case, first: Any, second: Any, *, room: OpenRoom) -> Any:
    """Two people of the team erase a case; return the certificate. `room`: the first person's."""
    given_in_team(case, second, room=room, by=first)
    with acting_as(first.pk, purpose=Purpose.WORK):
        actions.ask_erasure(case=case, reason_code="her_wish", by=first, at=timezone.now())
    with acting_as(second.pk, purpose=Purpose.WORK):
        return actions.erase_case(case=case, reason_code="her_wish", by=second, at=timezone.now())
