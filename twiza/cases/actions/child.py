"""A child in danger, step by step: every step is a sealed version of one note; two people decide what the law asks."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.cases import bring_nearer
from twiza.cases.actions.notes import NoteChangedMeanwhile, TooLong, add_version
from twiza.cases.models import Case, CaseNote, NoteVersion, WaitingDecision
from twiza.cases.queries import ChildFile, OpenRoom
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.short_codes import new_code
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

Change = Callable[[ChildFile], dict[str, Any]]
STEPS = ("safety", "informed", "own_contact", "committee")  # parts to which an entry is added


class NotThatChildStep(DomainError):
    code = "cases.not_that_child_step"


class NotTwiceTheSame(DomainError):
    """One person may not be two."""

    code = "cases.not_twice_the_same"


class NotDecided(DomainError):
    """Nothing is passed on before two people have decided it."""

    code = "cases.not_decided"


class InterviewedAlready(DomainError):
    """A warning: the child was asked before. Said again with the number of those that were seen, it is written."""

    code = "cases.interviewed_already"


@transaction.atomic
def write_child_step(
    *, case: Case, room: OpenRoom, part: str, entry: dict[str, Any], base: int, by: Any, at: datetime
) -> NoteVersion:
    """Add what was done: safety, what the child was told and said, how it is reached, or the committee's review.

    Args:
        entry: field → text. base: the number of the version that was read; 0 when nothing was written.

    Raises:
        NotThatChildStep: unknown, or empty. NoteChangedMeanwhile. NoKeyYet. TooLong.
    """
    if part not in STEPS or not any(entry.values()):
        raise NotThatChildStep(_("Write in a few words what was done."))

    def added(file: ChildFile) -> dict[str, Any]:
        said = {part: [*file.said.get(part, []), _signed(entry, by, at)]}
        # the committee reads a number that is not that of the case, and no name
        return said | ({"number": file.said.get("number") or new_code(8)} if part == "committee" else {})

    return _written(case, room, base, added, by, at)


@transaction.atomic
def write_guardian(
    *, case: Case, room: OpenRoom, who: str, limits: str, conflict: str, base: int, by: Any, at: datetime
) -> NoteVersion:
    """Write who the guardian is, within what limits; the suspect is blocked from every notice.

    With the suspect every telephone is blocked too, until a contact of the child's own is noted after this.

    Raises:
        NotThatChildStep. NoteChangedMeanwhile. NoKeyYet.
    """
    if not who.strip() or conflict not in rules.CONFLICTS:
        raise NotThatChildStep(_("Write who the guardian is, and whether they are the suspect."))
    guardian = _signed({"who": who, "limits": limits, "conflict": conflict}, by, at)
    return _written(case, room, base, lambda _file: {"guardian": guardian}, by, at)


@transaction.atomic
def say_duty(
    *, case: Case, room: OpenRoom, basis: str, tell: bool, text: str, base: int, by: Any, at: datetime
) -> NoteVersion:
    """Say for oneself whether the law obliges to tell. Two who agree settle it; else the supervisor, within two hours.

    After "no" the question may be asked anew: two people again.

    Raises:
        NotTwiceTheSame. NotThatChildStep: no basis, no text, or decided already. NoPermission: the third word is the
        supervisor's. NoteChangedMeanwhile. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    file = queries.child_file(case, room)
    if basis not in rules.DUTY_BASES or (tell and not text.strip()):
        raise NotThatChildStep(_("Say which duty of the law it is, and the least that must be told."))
    if file.duty == rules.Duty.TELL:
        raise NotThatChildStep(_("This was decided: it is passed on."))
    anew = file.duty == rules.Duty.KEEP
    before = [] if anew else file.said.get("duty", [])
    if any(one["by_id"] == str(by.pk) for one in before):
        raise NotTwiceTheSame(_("You have said. Another person of the team decides with you."))
    if file.duty == rules.Duty.DISPUTED:
        check(by, Permission.CASE_SUPERVISE, case)
    saying = _signed({"basis": basis, "tell": tell, "text": text.strip()}, by, at)
    said = {"duty": [*before, saying]}
    if anew:
        said["duty_before"] = [*file.said.get("duty_before", []), file.said["duty"]]
    version = _written(case, room, base, lambda _file: said, by, at)
    stands = rules.duty_after(said["duty"])
    waiting = WaitingDecision.objects.filter(case=case, settled_at__isnull=True)
    if stands == rules.Duty.DISPUTED:
        WaitingDecision.objects.create(
            case=case, organisation_id=case.organisation_id, since=at, until=at + rules.SUPERVISOR_WITHIN
        )
    elif waiting.update(settled_at=at):
        audit.record(type="cases.decided", target=case, organisation=case.organisation_id, by=by, at=at)
    return version


@transaction.atomic
def transmit_child(
    *,
    case: Case,
    room: OpenRoom,
    to: str,
    receipt: str,
    reference: str,
    on: date,
    base: int,
    by: Any,
    at: datetime,
) -> NoteVersion:
    """Write that it was passed on, with the receipt. Nobody does it alone: two people decided it before.

    Raises:
        NotDecided. NotThatChildStep: no receiver, or a day to come. NoteChangedMeanwhile. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    if queries.child_file(case, room).duty != rules.Duty.TELL:
        raise NotDecided(_("Two people of the team decide this first, each for themselves."))
    if to not in rules.RECEIVERS or on > timezone.localdate(at):
        raise NotThatChildStep(_("Say to whom it was passed on, and on which day."))
    entry = _signed({"to": to, "receipt": receipt, "reference": reference, "on": on.isoformat()}, by, at)
    return _written(
        case,
        room,
        base,
        lambda file: {"transmissions": [*file.said.get("transmissions", []), entry]},
        by,
        at,
    )


@transaction.atomic
def plan_follow_ups(
    *, case: Case, room: OpenRoom, start: date, born: date | None, base: int, by: Any, at: datetime
) -> NoteVersion:
    """Date the follow-ups after 1, 3, 6 and 12 months, and at 18. The nearest brings the day of the case nearer.

    Raises:
        NotThatChildStep: dated already, or born after the first day. NoteChangedMeanwhile. NoKeyYet.
    """
    if born is not None and born > start:
        raise NotThatChildStep(_("The day of birth lies after the first day. Look at both again."))

    def dated(file: ChildFile) -> dict[str, Any]:
        if file.said.get("follow_ups"):
            raise NotThatChildStep(_("The follow-ups have their days already."))
        entries = [
            {"code": code, "due": day.isoformat(), "done": ""}
            for code, day in rules.follow_up_days(start, born)
        ]
        return {"follow_ups": entries, "born": born.isoformat() if born else ""}

    return _written(case, room, base, dated, by, at)


@transaction.atomic
def settle_follow_up(
    *,
    case: Case,
    room: OpenRoom,
    code: str,
    words: str,
    base: int,
    by: Any,
    at: datetime,
    own_consent: str = "not_asked",
) -> NoteVersion:
    """Write what a follow-up found; the next day of the case moves on. At 18 the own consent was asked again first.

    Raises:
        NotThatChildStep: unknown, done, no words, or the consent was not asked. NoteChangedMeanwhile. NoKeyYet.
    """

    def settled(file: ChildFile) -> dict[str, Any]:
        entries = [dict(one) for one in file.said.get("follow_ups", [])]
        found = next((one for one in entries if one["code"] == code and not one["done"]), None)
        if found is None or not words.strip():
            raise NotThatChildStep(_("Choose a follow-up that is open, and write what you found."))
        if code == "majority" and own_consent not in ("yes", "no"):
            raise NotThatChildStep(_("At 18 ask the person's own consent again, and write the answer."))
        found |= _signed({"done": words.strip(), "own_consent": own_consent}, by, at)
        return {"follow_ups": entries}

    version = _written(case, room, base, settled, by, at)
    _move_on(case, room, at)
    return version


@transaction.atomic
def write_interview(
    *,
    case: Case,
    room: OpenRoom,
    who: str,
    on: date,
    why: str,
    seen: int,
    by: Any,
    at: datetime,
    id: UUID | None = None,
) -> NoteVersion:
    """Write that the child was interviewed, by whom. A second time warns first, and never blocks.

    Args:
        seen: how many earlier interviews were shown to who writes.
        id: of the form: sent twice, it makes one.

    Raises:
        InterviewedAlready: more were written than were seen. NotThatChildStep. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    held = Case.objects.select_for_update().get(pk=case.pk)
    key = queries.held_key(held, room)
    sent = CaseNote.objects.filter(pk=id, case=held).first() if id else None
    if sent is not None:
        return sent.versions.get(number=1)
    if not who.strip() or on > timezone.localdate(at):
        raise NotThatChildStep(_("Write who interviewed the child, and on which day."))
    if CaseNote.objects.filter(case=held, kind="interview").count() > seen:
        raise InterviewedAlready(
            _(
                "The child was interviewed before: read it below. If it must be asked again, say why and send once more."
            )
        )
    note = CaseNote.objects.create(
        id=id or new_id(), case=held, organisation_id=held.organisation_id, kind="interview", at=at
    )
    said = _signed({"words": why, "who": who.strip(), "on": on.isoformat()}, by, at)
    return _sealed(held, note, 1, said, key, by, at)


def _written(case: Case, room: OpenRoom, base: int, change: Change, by: Any, at: datetime) -> NoteVersion:
    check(by, Permission.CASE_WORK, case)
    held = Case.objects.select_for_update().get(pk=case.pk)
    key = queries.held_key(held, room)
    file = queries.child_file(held, room)
    if file.number != base:
        raise NoteChangedMeanwhile(
            _("Somebody else wrote here since you opened it. Read it, and send yours again: it still stands.")
        )
    said = file.said | change(file)
    if file.note is None:
        note = CaseNote.objects.create(case=held, organisation_id=held.organisation_id, kind="alert", at=at)
    else:
        note = CaseNote.objects.get(pk=file.note)
    bring_nearer(held, [rules.nearest_follow_up(said.get("follow_ups", []))])
    return _sealed(held, note, base + 1, said, key, by, at)


def _move_on(case: Case, room: OpenRoom, at: datetime) -> None:
    """Once a follow-up is done, its day is no longer the next one. A closed case has no next day."""
    held = Case.objects.select_for_update().get(pk=case.pk)
    if held.state == rules.State.CLOSED:
        return
    entries = queries.child_file(held, room).said.get("follow_ups", [])
    on, look = timezone.localdate(at), next(iter(queries.looks_of(held, room)), None)
    held.next_on = rules.day_after_follow_up(
        held.next_on,
        done={date.fromisoformat(one["due"]) for one in entries if one["done"]},
        days=queries.open_days(held, room, on=on),
        look=(look.said["risk"], timezone.localdate(look.begun_at)) if look else None,
        on=on,
    )
    held.save(update_fields=["next_on"])


def _sealed(
    case: Case, note: CaseNote, number: int, said: dict[str, Any], key: bytes, by: Any, at: datetime
) -> NoteVersion:
    version = add_version(note=note, number=number, said=said, key=key, by=by, at=at)
    audit.record(
        type="cases.note_written", target=note, organisation=case.organisation_id, by=by, at=at,
        case=case.pk, number=number,
    )  # fmt: skip
    return version


def _signed(entry: dict[str, Any], by: Any, at: datetime) -> dict[str, Any]:
    """The entry with who wrote it and when. Raises TooLong."""
    if sum(len(str(value)) for value in entry.values()) > rules.LONGEST_WORDS:
        raise TooLong(_("This is too long for one note: write a second one."))
    return entry | {"by": str(by.display_name), "by_id": str(by.pk), "at": at.isoformat()}
