"""Going back to the family, step by step: each step is a sealed version of one note. Danger stops it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.cases import bring_nearer
from twiza.cases.actions.home_gate import check_home, close_family_contacts
from twiza.cases.actions.notes import NoteChangedMeanwhile, TooLong, add_version
from twiza.cases.actions.plans import check_kind
from twiza.cases.models import Case, CaseNote, NoteVersion
from twiza.cases.queries import HomeFile, OpenRoom
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

Change = Callable[[HomeFile], dict[str, Any]]


class NotThatHomeStep(DomainError):
    code = "cases.not_that_home_step"


class NoWish(DomainError):
    """No wish in their own words, no file."""

    code = "cases.no_wish"


class ChildGoesOtherWays(DomainError):
    """A minor goes back only through the protection of children and the competent authority (J-02)."""

    code = "cases.child_goes_other_ways"


@transaction.atomic
def write_wish(*, case: Case, room: OpenRoom, words: str, base: int, by: Any, at: datetime) -> NoteVersion:
    """Write the wish to go back, in the person's own words. Without it there is no file; it may be written anew.

    Raises:
        NoWish. ChildGoesOtherWays. NoteChangedMeanwhile. NoKeyYet. TooLong.
    """
    if not words.strip():
        raise NoWish(_("Write their wish in their own words. Without a wish there is no file."))
    wish = _signed({"words": words.strip()}, by, at)
    return _written(case, room, base, lambda _file: {"wish": wish}, by, at, first=True)


@transaction.atomic
def screen_return(
    *,
    case: Case,
    room: OpenRoom,
    answers: Mapping[str, str],
    level: str,
    words: str,
    other: str,
    base: int,
    by: Any,
    at: datetime,
) -> NoteVersion:
    """Ask whether going back is safe. Red stops contact and mediation, calls back what is under way, asks for another way.

    Args:
        answers: question of `rules.SCREENED` → answer. level: as the listener judges it; never below the answers.
        other: another solution, proposed when it is red.

    Raises:
        NotThatHomeStep: not whole, or red without another solution. NoWish. NoteChangedMeanwhile. NoKeyYet. TooLong.
    """
    if not rules.screening_is_whole(answers, level, rules.ANSWERS) or not words.strip():
        raise NotThatHomeStep(
            _("Answer each question, choose the level, and say in a few words why you see it so.")
        )
    found = rules.screened_level(answers, level)
    if found == rules.Risk.RED and not other.strip():
        raise NotThatHomeStep(
            _(
                "It is red: no contact, no mediation. Write which other solution is proposed: a room, a relative elsewhere."
            )
        )
    entry = {"answers": dict(answers), "level": str(found), "words": words.strip(), "other": other.strip()}
    screening = _signed(entry, by, at)

    def added(file: HomeFile) -> dict[str, Any]:
        return {"screenings": [*file.said.get("screenings", []), screening]}

    version = _written(case, room, base, added, by, at)
    if found == rules.Risk.RED:
        close_family_contacts(case, room, by=by, at=at)
    return version


@transaction.atomic
def write_first_contact(
    *, case: Case, room: OpenRoom, attitude: str, words: str, base: int, by: Any, at: datetime
) -> NoteVersion:
    """Write what came of the first contact by the worker near the family: reached or not, and how they take it.

    Raises:
        NotThatHomeStep: an unknown code, or the person agreed to no contact. ContactBlocked. NoteChangedMeanwhile. NoKeyYet.
    """
    if attitude not in rules.ATTITUDES:
        raise NotThatHomeStep(_("Say whether the family was reached, and how they take it."))
    check_home(case, room)
    on = timezone.localdate(at)
    agreed = [one for one in queries.consents_of(case, room) if one.said["purpose"] == rules.FAMILY_PURPOSE]
    if not any(one.holds(on) for one in agreed):
        raise NotThatHomeStep(
            _("They have not agreed that the family is contacted. Ask first: whom, and how.")
        )
    contact = _signed({"attitude": attitude, "words": words.strip()}, by, at)
    return _written(
        case, room, base, lambda file: {"contacts": [*file.said.get("contacts", []), contact]}, by, at
    )


@transaction.atomic
def hold_mediation(
    *,
    case: Case,
    room: OpenRoom,
    parties: Sequence[tuple[str, bool]],
    day: date,
    points: str,
    support: str,
    base: int,
    by: Any,
    at: datetime,
) -> NoteVersion:
    """Write a session of family mediation: who took part, that each agreed alone, what they agreed on, what support it needs.

    Args:
        parties: (who, agreed alone) for the person and for each of the family: two at least, each with yes.

    Raises:
        NotThatHomeStep. ContactBlocked. KindRefused: the protocol of the case refuses mediation. NoteChangedMeanwhile.
    """
    named = [{"who": who.strip(), "agrees": agrees} for who, agrees in parties if who.strip()]
    if len(named) < 2 or not all(one["agrees"] for one in named):
        raise NotThatHomeStep(
            _(
                "A mediation has two parties at least, and each said yes, asked alone. One no, and there is none."
            )
        )
    if not points.strip() or day > timezone.localdate(at):
        raise NotThatHomeStep(
            _("Write what they agreed on, or that they agreed on nothing, and the day of the session.")
        )
    check_home(case, room)
    check_kind(case, room, "mediation")
    entry = {"parties": named, "day": day.isoformat(), "points": points.strip(), "support": support.strip()}
    session = _signed(entry, by, at)
    return _written(
        case, room, base, lambda file: {"sessions": [*file.said.get("sessions", []), session]}, by, at
    )


@transaction.atomic
def plan_return(
    *,
    case: Case,
    room: OpenRoom,
    day: date,
    transport: str,
    companion: str,
    medicine: str,
    arrival_contact: str,
    kit: str,
    base: int,
    by: Any,
    at: datetime,
) -> NoteVersion:
    """Write how they go: day, transport, with whom, medicine, who receives them, what they carry. Its arrival is due in 48 h.

    Raises:
        NotThatHomeStep: something is missing, or they arrived already. ContactBlocked. NoteChangedMeanwhile. NoKeyYet.
    """
    entry = {"transport": transport, "medicine": medicine, "arrival_contact": arrival_contact, "kit": kit}
    said = {name: value.strip() for name, value in entry.items()}
    if not all(said.values()) or companion not in rules.COMPANIONS:
        raise NotThatHomeStep(
            _(
                "Say how they travel, with whom, with which medicine (or none), who receives them, and what they carry."
            )
        )
    check_home(case, room)
    plan = _signed(said | {"day": day.isoformat(), "companion": companion}, by, at)

    def planned(file: HomeFile) -> dict[str, Any]:
        if file.said.get("arrival") and not file.said.get("broken"):
            raise NotThatHomeStep(_("They arrived already. Write the follow-up, or that they came back."))
        before = file.said.get("before", [])
        if file.said.get("return"):
            before = [
                *before,
                {name: file.said.get(name) for name in ("return", "arrival", "visits", "broken")},
            ]
        return {"return": plan, "before": before, "arrival": None, "visits": [], "broken": None, "end": None}

    return _written(case, room, base, planned, by, at)


@transaction.atomic
def confirm_arrival(
    *, case: Case, room: OpenRoom, day: date, words: str, base: int, by: Any, at: datetime
) -> NoteVersion:
    """Write that they arrived, and who said so. The follow-ups after 1, 3 and 6 months get their days.

    Raises:
        NotThatHomeStep: no plan, arrived already, a day before they left or to come. NoteChangedMeanwhile. NoKeyYet.
    """

    def arrived(file: HomeFile) -> dict[str, Any]:
        plan = file.said.get("return")
        if not plan or file.said.get("arrival") or file.said.get("broken"):
            raise NotThatHomeStep(_("Nobody is on the way. Write the plan of the return first."))
        if not date.fromisoformat(plan["day"]) <= day <= timezone.localdate(at) or not words.strip():
            raise NotThatHomeStep(_("Write the day of the arrival, after they left, and who said so."))
        arrival = _signed({"day": day.isoformat(), "words": words.strip()}, by, at)
        return {"arrival": arrival, "visits": rules.visits_after(day)}

    return _written(case, room, base, arrived, by, at)


@transaction.atomic
def visit_home(
    *,
    case: Case,
    room: OpenRoom,
    code: str,
    there: str,
    safe: str,
    needs: str,
    base: int,
    by: Any,
    at: datetime,
) -> NoteVersion:
    """Write a follow-up: still there? safe? what is needed? Asked by the person's own contact rule, as any contact.

    Raises:
        NotThatHomeStep: unknown, done already, or a code is missing. NoteChangedMeanwhile. NoKeyYet.
    """

    def settled(file: HomeFile) -> dict[str, Any]:
        visits = [dict(one) for one in file.said.get("visits", [])]
        found = next((one for one in visits if one["code"] == code and not one["done"]), None)
        if found is None or there not in rules.STANDS or safe not in rules.STANDS:
            raise NotThatHomeStep(
                _("Choose a follow-up that is open, and say whether they are still there, and safe.")
            )
        entry = {
            "done": timezone.localdate(at).isoformat(),
            "there": there,
            "safe": safe,
            "needs": needs.strip(),
        }
        found |= _signed(entry, by, at)
        return {"visits": visits}

    return _written(case, room, base, settled, by, at)


@transaction.atomic
def write_back_again(
    *, case: Case, room: OpenRoom, words: str, base: int, by: Any, at: datetime
) -> NoteVersion:
    """It did not hold: they are back, or wish to come back. A bed is theirs; nobody asks whose fault it is.

    Raises:
        NotThatHomeStep: nobody had left. NoteChangedMeanwhile. NoKeyYet.
    """

    def broken(file: HomeFile) -> dict[str, Any]:
        if not file.said.get("return") or file.said.get("broken"):
            raise NotThatHomeStep(_("Nobody left for the family, or it is written that they came back."))
        return {"broken": _signed({"bed": "guaranteed", "words": words.strip()}, by, at)}

    return _written(case, room, base, broken, by, at)


@transaction.atomic
def end_return(*, case: Case, room: OpenRoom, end: str, base: int, by: Any, at: datetime) -> NoteVersion:
    """Write how it ended: lasting, partial, failed, not known. The case itself is closed with its own list.

    Raises:
        NotThatHomeStep: unknown, or "lasting" without the follow-up after six months. NoteChangedMeanwhile. NoKeyYet.
    """

    def ended(file: HomeFile) -> dict[str, Any]:
        if not rules.end_fits(end, file.said.get("visits", []), broken=bool(file.said.get("broken"))):
            raise NotThatHomeStep(
                _(
                    "“Lasting” is for when they were there and safe after six months. Otherwise say partial, or not known."
                )
            )
        return {"end": _signed({"code": end}, by, at)}

    return _written(case, room, base, ended, by, at)


def _written(
    case: Case, room: OpenRoom, base: int, change: Change, by: Any, at: datetime, *, first: bool = False
) -> NoteVersion:
    check(by, Permission.CASE_WORK, case)
    held = Case.objects.select_for_update().get(pk=case.pk)
    key = queries.held_key(held, room)
    if queries.may_be_child(held):
        raise ChildGoesOtherWays(
            _(
                "Under 18 nobody is sent home from here: the page of the child, and the competent authority decide."
            )
        )
    file = queries.home_file(held, room)
    if file.number != base:
        raise NoteChangedMeanwhile(
            _("Somebody else wrote here since you opened it. Read it, and send yours again: it still stands.")
        )
    if file.note is None and not first:
        raise NoWish(_("Write their wish in their own words. Without a wish there is no file."))
    said = file.said | change(file)
    note = (
        CaseNote.objects.get(pk=file.note)
        if file.note
        else CaseNote.objects.create(case=held, organisation_id=held.organisation_id, kind="family", at=at)
    )
    version = add_version(note=note, number=base + 1, said=said, key=key, by=by, at=at)
    bring_nearer(held, rules.days_home(said))
    audit.record(
        type="cases.note_written", target=note, organisation=held.organisation_id, by=by, at=at,
        case=held.pk, number=version.number,
    )  # fmt: skip
    return version


def _signed(entry: dict[str, Any], by: Any, at: datetime) -> dict[str, Any]:
    """The entry with who wrote it and when. Raises TooLong."""
    if sum(len(str(value)) for value in entry.values()) > rules.LONGEST_WORDS:
        raise TooLong(_("This is too long for one note: write a second one."))
    return entry | {"by": str(by.display_name), "by_id": str(by.pk), "at": at.isoformat()}
