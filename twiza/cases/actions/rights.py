"""Her own data: a request is written down under seal and answered; a correction, a withdrawal, a paper of a court."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.cases import move_case
from twiza.cases.actions.closure import close_as_she_wishes
from twiza.cases.actions.consent import withdraw_all
from twiza.cases.actions.notes import NoteChangedMeanwhile, TooLong, add_version
from twiza.cases.models import Case, CaseNote, NoteVersion
from twiza.cases.queries import OpenRoom
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotARequest(DomainError):
    code = "cases.not_a_request"


class NotSureWhoAsks(DomainError):
    code = "cases.not_sure_who_asks"


@transaction.atomic
def open_request(
    *,
    case: Case,
    room: OpenRoom,
    right: str,
    asked_by: str,
    known_by: str,
    words: str,
    by: Any,
    at: datetime,
    id: UUID | None = None,
) -> NoteVersion:
    """Write down what she asks about her own data. It is answered within ten working days (a parameter).

    Args:
        right, asked_by, known_by: codes of the rules. id: of the form: sent twice, it makes one.

    Raises:
        NotARequest. TooLong. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    key = queries.held_key(case, room)
    if right not in rules.RIGHTS or asked_by not in rules.ASKED_BY or known_by not in rules.KNOWN_BY:
        raise NotARequest(_("Say what she asks for, how she asked, and how you know that it is her."))
    sent = CaseNote.objects.filter(pk=id, case=case, kind="rights").first() if id else None
    if sent is not None:
        return sent.versions.get(number=1)
    today = timezone.localdate(at)
    within = int(accounts.parameter_number("rights_answer_days", on=today))
    due = rules.working_days_after(today, within)
    said = {
        "right": right, "asked_by": asked_by, "known_by": known_by, "words": _short(words), "state": "open",
        "asked_on": today.isoformat(), "due": due.isoformat(),
    }  # fmt: skip
    note = _new_note(case, id, at, due)
    version = _written(case, note, 1, said, key, by, at)
    _bring_nearer(case, due)
    return version


@transaction.atomic
def know_her(
    *, case: Case, room: OpenRoom, request: UUID, known_by: str, base: int, by: Any, at: datetime
) -> None:
    """Write that it is her after all: she came, and said her word or two facts. Raises NotARequest, NoKeyYet."""
    before = _before(case, room, request, base, by)
    if known_by not in rules.KNOWN_BY or known_by == "doubtful":
        raise NotARequest(_("Say how you know that it is her."))
    _next(case, room, before, {"known_by": known_by}, by, at)


@transaction.atomic
def answer_request(
    *, case: Case, room: OpenRoom, request: UUID, state: str, words: str, base: int, by: Any, at: datetime
) -> None:
    """Write that a request was answered, or that she took it back.

    Raises:
        NotSureWhoAsks: nothing is answered before it is known that it is her. NotARequest. NoteChangedMeanwhile.
    """
    before = _before(case, room, request, base, by)
    if state not in ("answered", "taken_back"):
        raise NotARequest(_("Say whether it was answered, or taken back by her."))
    if state == "answered":
        _sure(before.said)
    answered = {"state": state, "answered_on": timezone.localdate(at).isoformat(), "answer": _short(words)}
    _next(case, room, before, answered, by, at)


@transaction.atomic
def correct_note(
    *, case: Case, room: OpenRoom, note: CaseNote, words: str, base: int, by: Any, at: datetime
) -> NoteVersion:
    """Write a note anew at her request. What stood there stays only in the earlier version, under seal.

    Raises:
        NotARequest: no request for a correction is open, or nothing is changed. NotSureWhoAsks.
        NoteChangedMeanwhile. NoKeyYet. TooLong.
    """
    check(by, Permission.CASE_WORK, case)
    before = queries.versions_of(queries.note_for(case, note.pk), room)[0]
    if before.number != base:
        raise NoteChangedMeanwhile(_("Somebody else wrote here since you opened it. Look at it again."))
    asked = [
        one for one in queries.requests_of(case, room, on=timezone.localdate(at))
        if one.said["right"] == "correction" and one.is_open
    ]  # fmt: skip
    if not asked:
        raise NotARequest(_("First write down her request for a correction."))
    _sure(asked[0].said)
    if "words" not in before.said or not words.strip() or words.strip() == before.said["words"]:
        raise NotARequest(_("Write what should stand there instead."))
    said = before.said | {"words": _short(words), "corrected_on": timezone.localdate(at).isoformat()}
    return _written(case, note, base + 1, said, queries.held_key(case, room), by, at)


@transaction.atomic
def withdraw(
    *, case: Case, room: OpenRoom, request: UUID, to: str, base: int, by: Any, at: datetime
) -> date | None:
    """Take back everything she agreed to, and let the case rest as she wishes: paused or closed.

    Returns:
        The day on which the rest is erased by itself, as it is written in her request and read to her.

    Raises:
        NotARequest: neither paused nor closed, or another request. NotSureWhoAsks. NotThatState. NoKeyYet.
    """
    before = _before(case, room, request, base, by)
    _sure(before.said)
    if before.said["right"] != "withdrawal" or to not in (rules.State.PAUSED, rules.State.CLOSED):
        raise NotARequest(_("Say whether the case is paused or closed, as she wishes."))
    stopped = withdraw_all(case=case, room=room, by=by, at=at)
    if to == rules.State.CLOSED and case.state != to:
        close_as_she_wishes(case=case, room=room, by=by, at=at)
    elif case.state != to:
        move_case(case=case, to=to, next_on=None, by=by, at=at)
    case.refresh_from_db()
    until = queries.kept_until(case, on=timezone.localdate(at))
    answer = {
        "state": "answered", "answered_on": timezone.localdate(at).isoformat(), "stopped": stopped,
        "kept_until": until.isoformat() if until else "",
    }  # fmt: skip
    _next(case, room, before, answer, by, at)
    return until


@transaction.atomic
def write_court_paper(
    *,
    case: Case,
    room: OpenRoom,
    authority: str,
    reference: str,
    given: str,
    told: str,
    why: str,
    by: Any,
    at: datetime,
    id: UUID | None = None,
) -> NoteVersion:
    """Write down a paper of a court, and the least that answers it. A second person of the team must agree.

    Args:
        given: the words that would be given, nothing else. told: whether she is told; when not, `why`.

    Raises:
        NotARequest. TooLong. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    key = queries.held_key(case, room)
    if not authority.strip() or not reference.strip() or told not in rules.COURT_TOLD:
        raise NotARequest(_("Say which court, the number of its paper, and whether she is told."))
    if told == "not_told" and not why.strip():
        raise NotARequest(_("Say why she cannot be told: the law forbids it, or it would not be safe."))
    sent = CaseNote.objects.filter(pk=id, case=case, kind="rights").first() if id else None
    if sent is not None:
        return sent.versions.get(number=1)
    said = {
        "right": "court", "authority": _short(authority), "reference": _short(reference), "given": _short(given),
        "she_is_told": told, "why": _short(why), "first": str(by.pk), "state": "open",
        "asked_on": timezone.localdate(at).isoformat(),
    }  # fmt: skip
    return _written(case, _new_note(case, id, at), 1, said, key, by, at)


@transaction.atomic
def agree_court_paper(*, case: Case, room: OpenRoom, request: UUID, base: int, by: Any, at: datetime) -> None:
    """Agree, as the second person, to what is given to a court; before it, nothing is.

    Raises:
        NotARequest: the same person, or no paper of a court. NoteChangedMeanwhile. NoKeyYet.
    """
    before = _before(case, room, request, base, by)
    if before.said["right"] != "court" or before.said["first"] == str(by.pk):
        raise NotARequest(_("Two people decide what is given to a court: another one than the first agrees."))
    answer = {"state": "answered", "second": str(by.pk), "answered_on": timezone.localdate(at).isoformat()}
    _next(case, room, before, answer, by, at)


def _before(case: Case, room: OpenRoom, request: UUID, base: int, by: Any) -> Any:
    check(by, Permission.CASE_WORK, case)
    Case.objects.select_for_update().get(pk=case.pk)
    before = queries.request_in(case, room, request)
    if before.number != base:
        raise NoteChangedMeanwhile(_("Somebody else wrote here since you opened it. Look at it again."))
    if before.said["state"] != "open":
        raise NotARequest(_("This request is answered already."))
    return before


def _sure(said: dict[str, Any]) -> None:
    if said["known_by"] == "doubtful":
        raise NotSureWhoAsks(
            _("It is not sure that she asks. She comes herself, to this centre; then write how you know her.")
        )


def _next(case: Case, room: OpenRoom, before: Any, more: dict[str, Any], by: Any, at: datetime) -> None:
    note = CaseNote.objects.get(pk=before.note)
    said = before.said | more
    _written(case, note, before.number + 1, said, queries.held_key(case, room), by, at)
    if said["state"] != "open" and note.due_on is not None:
        note.due_on = None
        note.save(update_fields=["due_on"])


def _short(words: str) -> str:
    if len(words) > rules.LONGEST_WORDS:
        raise TooLong(_("This is too long for one note: write a second one."))
    return words.strip()


def _new_note(case: Case, id: UUID | None, at: datetime, due: date | None = None) -> CaseNote:
    return CaseNote.objects.create(
        id=id or new_id(), case=case, organisation_id=case.organisation_id, kind="rights", at=at, due_on=due
    )


def _bring_nearer(case: Case, due: date) -> None:
    """The day of the answer brings the next day of the case nearer; only the day is told."""
    held = Case.objects.select_for_update().get(pk=case.pk)
    if held.next_on is None or due < held.next_on:
        held.next_on = due
        held.save(update_fields=["next_on"])


def _written(
    case: Case, note: CaseNote, number: int, said: dict[str, Any], key: bytes, by: Any, at: datetime
) -> NoteVersion:
    version = add_version(note=note, number=number, said=said, key=key, by=by, at=at)
    audit.record(
        type="cases.note_written", target=note, organisation=case.organisation_id, by=by, at=at,
        case=case.pk, number=number,
    )  # fmt: skip
    return version
