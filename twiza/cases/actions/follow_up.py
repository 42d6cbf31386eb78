"""Contacts after the listening: each attempt sealed, by her own rule only; two silences are the supervisor's."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.notes import add_version
from twiza.cases.actions.tallies import count_up
from twiza.cases.models import Case, CaseNote, NoteVersion, SupervisorAsk
from twiza.cases.queries import OpenRoom
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

LONGEST = 1_000  # characters of what is added in words
AFTER_DECISION = {"wait": timedelta(days=30), "one_more": timedelta(days=1)}


class NotThatContact(DomainError):
    """Her own rule, the protocol or the state of the case refuses it; or a code is unknown."""

    code = "cases.not_that_contact"


class SupervisorDecides(DomainError):
    code = "cases.supervisor_decides"


class NothingToDecide(DomainError):
    code = "cases.nothing_to_decide"


@dataclass(frozen=True)
class Contact:
    """One contact after the listening.

    Attributes:
        way, result, risk: codes of the rules. risk: danger, asked again.
        next_on: the next day; no later than the danger allows.
    """

    way: str
    result: str
    risk: str = rules.Risk.UNKNOWN
    words: str = ""
    next_on: date | None = None


@transaction.atomic
def record_contact(
    *, case: Case, room: OpenRoom, contact: Contact, by: Any, at: datetime, id: UUID | None = None
) -> NoteVersion:
    """Keep what came of a contact, sealed. The second silence in a row is handed to the supervisor.

    Args:
        id: of the form: sent twice, it makes one.

    Raises:
        NotThatContact: her rule, the protocol or the state refuses it. SupervisorDecides: two attempts brought
            silence, or the way that brought it is used again. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    held = Case.objects.select_for_update().get(pk=case.pk)
    sent = CaseNote.objects.filter(pk=id, case=case).first() if id else None
    if sent is not None:
        return sent.versions.get(number=1)
    _check_contact(held, room, contact)
    before = queries.said_of(queries.contacts_of(held, room))
    ask = queries.open_ask(held)
    if contact.way == "came" and ask is not None:
        _decide(ask, by, at)  # she is here: nobody has to decide about her silence
    elif ask is not None:
        raise SupervisorDecides(
            _("Two attempts brought no answer. The supervisor decides before anybody tries again.")
        )
    elif rules.used_way(before, contact.way):
        raise SupervisorDecides(_("The supervisor allowed one more attempt, by another way than this one."))
    said = {"what": "attempt", **asdict(contact), "words": contact.words.strip()[:LONGEST]}
    held.next_on = _next_day(contact, at)
    said["next_on"] = held.next_on.isoformat()
    version = _write(held, room, said, by, at, id)
    if rules.awaits_supervisor([said, *before]):
        SupervisorAsk.objects.create(case=held, organisation_id=held.organisation_id, asked_at=at)
    held.save(update_fields=["next_on"])
    return version


@transaction.atomic
def decide_silence(
    *,
    case: Case,
    room: OpenRoom,
    decision: str,
    words: str,
    by: Any,
    at: datetime,
    next_on: date | None = None,
) -> NoteVersion:
    """Decide what follows two attempts without an answer. What was decided, and why, is sealed.

    Args:
        decision: a code of DECISIONS; words: why.

    Raises:
        NothingToDecide: nothing waits, an unknown code, no reason, or every attempt was their own. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    check(by, Permission.CASE_SUPERVISE, case)
    held = Case.objects.select_for_update().get(pk=case.pk)
    ask = queries.open_ask(held)
    if ask is None:
        raise NothingToDecide(_("Nothing waits for a decision here. Look at the contacts again."))
    if decision not in rules.DECISIONS or not rules.explains(words):
        raise NothingToDecide(_("Choose what follows, and say why in a few words."))
    tried = queries.contacts_of(held, room)
    if rules.tried_alone(queries.said_of(tried), [one.by for one in tried], by):
        raise NothingToDecide(
            _("You made every attempt yourself: another supervisor decides. Ask one into the team.")
        )
    _decide(ask, by, at)
    if decision == "lost":
        held.next_on = None
        if rules.can_move(held.state, rules.State.LOST):
            held.state = rules.State.LOST
            count_up(organisation=held.organisation_id, at=at, cells=rules.move_cells(rules.State.LOST))
    else:
        held.next_on = next_on or timezone.localdate(at + AFTER_DECISION[decision])
    said = {"what": "decision", "decision": decision, "words": words.strip()[:LONGEST]}
    version = _write(held, room, said, by, at, None)
    held.save(update_fields=["next_on", "state"])
    return version


def _check_contact(case: Case, room: OpenRoom, contact: Contact) -> None:
    if case.state in (rules.State.CLOSED, rules.State.HEARD):
        raise NotThatContact(
            _("This case is not open: nobody contacts her. If she comes, open it again first.")
        )
    known = (
        contact.way in rules.CONTACT_WAYS
        and contact.result in rules.CONTACT_RESULTS
        and contact.risk in set(rules.Risk)
    )
    if not known or (contact.way == "came") != (contact.result == "came"):
        raise NotThatContact(
            _("Say by which way, and what came of it. “She came” goes with “she came herself”.")
        )
    fault = rules.reach_fault(
        contact=queries.contact_rule(case, room),
        way=contact.way,
        refused=queries.refused_kinds(case, room),
        guardian=queries.contact_blocked(case, room),
        own_contact=queries.has_own_contact(case, room),
    )
    if fault == "guardian":
        raise NotThatContact(
            _("Nobody is reached through somebody else here: the guardian is the suspect. Meet her alone.")
        )
    if fault == "telephone":
        raise NotThatContact(
            _(
                "Nobody telephones while the guardian is the suspect. On the page of the child, write first how the child"
                " is reached safely."
            )
        )
    if fault == "rule":
        raise NotThatContact(
            _("Her own rule does not allow this way. Only what she said is allowed; the rule is above.")
        )
    if fault == "visit":
        raise NotThatContact(
            _("No visit at home: the protocol of the case refuses it, or the case follows no protocol yet.")
        )


def _next_day(contact: Contact, at: datetime) -> date:
    """The day that was said, never later than the danger allows."""
    latest = timezone.localdate(at) + rules.NEXT_VISIT[rules.treated_as(contact.risk)]
    return min(contact.next_on or latest, latest)


def _decide(ask: SupervisorAsk, by: Any, at: datetime) -> None:
    ask.decided_at, ask.decided_by = at, by
    ask.save(update_fields=["decided_at", "decided_by"])


def _write(
    case: Case, room: OpenRoom, said: dict[str, Any], by: Any, at: datetime, id: UUID | None
) -> NoteVersion:
    key = queries.held_key(case, room)
    note = CaseNote.objects.create(
        id=id or new_id(), case=case, organisation_id=case.organisation_id, kind="follow_up", at=at
    )
    version = add_version(note=note, number=1, said=said, key=key, by=by, at=at)
    audit.record(
        type="cases.note_written", target=note, organisation=case.organisation_id, by=by, at=at, case=case.pk,
        number=1,
    )  # fmt: skip
    return version
