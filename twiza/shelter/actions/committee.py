"""The committee: bodies that sit in it, who answers which night, meetings, minutes, decisions with their reasons."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import tidy
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.shelter import rules
from twiza.shelter.actions.faults import BadMeeting, BadPlan, MinutesSigned
from twiza.shelter.actions.winters import check_night, check_open
from twiza.shelter.models import CommitteeSeat, Decision, DutyContact, Meeting, Winter


@transaction.atomic
def seat_body(
    *,
    winter: Winter,
    body: str,
    name: str = "",
    member_of: Any = None,
    contact: str = "",
    office: str = "",
    phone: str = "",
    starts_on: date,
    by: Any,
    at: datetime,
) -> CommitteeSeat:
    """Write a body into the committee, with who speaks for it.

    Args:
        body: a code of `rules.BODIES`; member_of: the organisation of the register, whose name stands when `name` is empty.

    Raises:
        BadPlan: an unknown body, no name, or it sits there already. WinterOver.
    """
    winter = open_one(winter, by)
    name = tidy(name) or (str(member_of) if member_of else "")
    if body not in rules.BODIES or not name:
        raise BadPlan(_("Choose the body, and write its name or take it from the register."))
    try:
        with transaction.atomic():
            seat = CommitteeSeat.objects.create(
                **bodies_of(winter),
                body=body,
                name=name[:200],
                member_of=member_of,
                contact=tidy(contact)[:120],
                office=tidy(office)[:120],
                phone=tidy(phone)[:40],
                starts_on=starts_on,
                seated_at=at,
                seated_by=by,
            )
    except IntegrityError as error:
        raise BadPlan(_("This body sits in the committee already, with the same person.")) from error
    line("shelter.body_seated", winter, by, at, body=body)
    return seat


@transaction.atomic
def end_seat(*, seat: CommitteeSeat, by: Any, at: datetime) -> CommitteeSeat:
    """Say that somebody sits for a body no more, from today on. Asked twice, it is one end."""
    check(by, Permission.WINTER_PLAN, seat.organisation_id)
    seat = CommitteeSeat.objects.select_for_update().select_related("winter").get(pk=seat.pk)
    if seat.ends_on is None:
        seat.ends_on = max(timezone.localdate(at), seat.starts_on)
        seat.save(update_fields=["ends_on"])
        line("shelter.seat_ended", seat.winter, by, at, body=seat.body)
    return seat


@transaction.atomic
def write_duty(
    *,
    winter: Winter,
    body: str,
    hours: str,
    first_night: date,
    last_night: date,
    name: str,
    phone: str,
    by: Any,
    at: datetime,
) -> DutyContact:
    """Write who answers for a body, from which night to which.

    Raises:
        BadPlan: an unknown body, no name or telephone, nights in the wrong order. WinterOver: nights outside the winter.
    """
    winter = open_one(winter, by)
    for night in (first_night, last_night):
        check_night(winter, night)
    name, phone = tidy(name), tidy(phone)
    if body not in rules.BODIES or hours not in rules.HOURS or not (name and phone):
        raise BadPlan(_("Choose the body and the hours, and write a name and a telephone number."))
    if last_night < first_night:
        raise BadPlan(_("The last night comes after the first one."))
    duty = DutyContact.objects.create(
        **bodies_of(winter),
        body=body,
        hours=hours,
        first_night=first_night,
        last_night=last_night,
        name=name[:120],
        phone=phone[:40],
        written_at=at,
        written_by=by,
    )
    line("shelter.duty_written", winter, by, at, body=body, nights=(last_night - first_night).days + 1)
    return duty


@transaction.atomic
def take_out_duty(*, duty: DutyContact, by: Any, at: datetime) -> None:
    """Take somebody off the duty roster."""
    check(by, Permission.WINTER_PLAN, duty.organisation_id)
    winter, body = duty.winter, duty.body
    duty.delete()
    line("shelter.duty_taken_out", winter, by, at, body=body)


@transaction.atomic
def write_meeting(
    *,
    winter: Winter,
    held_on: date,
    present: Sequence[str],
    place: str = "",
    minutes: str = "",
    meeting: Meeting | None = None,
    by: Any,
    at: datetime,
) -> Meeting:
    """Write a meeting of the committee, or change its minutes until they are signed.

    Args:
        present: codes of the bodies that were there; meeting: the one that is changed, None writes a new one.

    Raises:
        BadMeeting: a day to come, or nobody was there. MinutesSigned. WinterOver.
    """
    winter = open_one(winter, by)
    there = [body for body in rules.BODIES if body in set(present)]
    if held_on > timezone.localdate(at) or not there:
        raise BadMeeting(_("Say on which day it was, today at the latest, and which bodies were there."))
    if meeting is None:
        last = Meeting.objects.filter(winter=winter).aggregate(last=Max("number"))["last"]
        meeting = Meeting(**bodies_of(winter), number=(last or 0) + 1, written_at=at, written_by=by)
    else:
        meeting = _unsigned(meeting)
    meeting.held_on, meeting.present = held_on, there
    meeting.place, meeting.minutes = tidy(place)[:200], minutes.strip()
    is_new = meeting._state.adding
    if is_new:
        meeting.save(force_insert=True)
    else:
        meeting.save(update_fields=["held_on", "present", "place", "minutes"])
    type = "shelter.meeting_written" if is_new else "shelter.minutes_changed"
    line(type, winter, by, at, number=meeting.number)
    return meeting


@transaction.atomic
def sign_minutes(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Sign the minutes: from now on they stay as they are. Those of the last meeting may be signed after the closing.

    Raises:
        BadMeeting: there are none yet. MinutesSigned.
    """
    check(by, Permission.WINTER_PLAN, meeting.organisation_id)
    meeting = _unsigned(meeting)
    if not meeting.minutes:
        raise BadMeeting(_("Write the minutes first: what was said, in a few lines."))
    meeting.signed_at, meeting.signed_by = at, by
    meeting.save(update_fields=["signed_at", "signed_by"])
    line("shelter.minutes_signed", meeting.winter, by, at, number=meeting.number)
    return meeting


@transaction.atomic
def decide(
    *, meeting: Meeting, text: str, reasons: str, body: str, due_on: date | None = None, by: Any, at: datetime
) -> Decision:
    """Write a decision of a meeting: what, why, whose task it is, by which day.

    Raises:
        BadMeeting: no words, no reasons, an unknown body, a last day before the meeting. MinutesSigned.
    """
    check(by, Permission.WINTER_PLAN, meeting.organisation_id)
    meeting = _unsigned(meeting)
    check_open(meeting.winter)
    text, reasons = tidy(text), tidy(reasons)
    if not (text and reasons) or body not in rules.BODIES:
        raise BadMeeting(_("Write what was decided, why, and whose task it is."))
    if due_on is not None and due_on < meeting.held_on:
        raise BadMeeting(_("The last day for a task comes after the meeting."))
    last = Decision.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"]
    decision = Decision.objects.create(
        **bodies_of(meeting.winter),
        meeting=meeting,
        number=(last or 0) + 1,
        text=text[:1000],
        reasons=reasons[:1000],
        body=body,
        due_on=due_on,
        decided_at=at,
        decided_by=by,
    )
    line("shelter.decided", meeting.winter, by, at, body=body)
    return decision


@transaction.atomic
def take_out_decision(*, decision: Decision, by: Any, at: datetime) -> None:
    """Take a decision out of minutes that nobody signed yet: it was written wrongly. Raises MinutesSigned."""
    check(by, Permission.WINTER_PLAN, decision.organisation_id)
    meeting = _unsigned(decision.meeting)
    check_open(meeting.winter)
    decision.delete()
    line("shelter.decision_taken_out", meeting.winter, by, at)


@transaction.atomic
def finish_decision(*, decision: Decision, words: str = "", by: Any, at: datetime) -> Decision:
    """Say that a decision is carried out, and how. Asked twice, the first answer stays."""
    check(by, Permission.WINTER_PLAN, decision.organisation_id)
    decision = Decision.objects.select_for_update().select_related("winter").get(pk=decision.pk)
    if decision.done_at is None:
        decision.done_at, decision.done_by, decision.done_words = at, by, tidy(words)[:400]
        decision.save(update_fields=["done_at", "done_by", "done_words"])
        line("shelter.decision_done", decision.winter, by, at)
    return decision


def bodies_of(winter: Winter) -> dict[str, Any]:
    """Return the winter and its two bodies, which each row of its plan bears."""
    return {"winter": winter, "organisation_id": winter.organisation_id, "crew_id": winter.crew_id}


def line(type: str, winter: Winter, by: Any, at: datetime, **data: Any) -> None:
    """Write a line of the log about a winter."""
    audit.record(type=type, target=winter, organisation=winter.organisation_id, by=by, at=at, **data)


def open_one(winter: Winter, by: Any) -> Winter:
    """Return the winter as it is now, held until the end of the transaction, if this person plans it and it is open."""
    check(by, Permission.WINTER_PLAN, winter.organisation_id)
    winter = Winter.objects.select_for_update().get(pk=winter.pk)
    check_open(winter)
    return winter


def _unsigned(meeting: Meeting) -> Meeting:
    """Return the meeting, held until the end of the transaction, if its minutes are not signed."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("winter").get(pk=meeting.pk)
    if meeting.signed_at is not None:
        raise MinutesSigned(_("These minutes are signed: they stay as they are. Write a new meeting."))
    return meeting
