"""Protocols: written as data, adopted by two, pinned to a case (sealed), followed step by step."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.cases import bring_nearer
from twiza.cases.actions.notes import NoteChangedMeanwhile, add_version
from twiza.cases.actions.proposals import check_sentence, keep_proposals
from twiza.cases.actions.tallies import count_up
from twiza.cases.models import Case, CaseNote, NoteVersion, Protocol
from twiza.cases.queries import OpenRoom
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

LONGEST_REASON = 1_000  # characters


class ProtocolNotWhole(DomainError):
    code = "cases.protocol_not_whole"


class AdoptedAlready(DomainError):
    code = "cases.adopted_already"


class NotThatStep(DomainError):
    code = "cases.not_that_step"


class NoGeneralProtocol(DomainError):
    code = "cases.no_general_protocol"


@transaction.atomic
def write_protocol(
    *, organisation: UUID, code: str, content: dict[str, Any], by: Any, at: datetime
) -> Protocol:
    """Write the next version of a protocol. Raises ProtocolNotWhole."""
    check(by, Permission.PROTOCOL_ADOPT, organisation)
    _check_whole(content)
    before = Protocol.objects.filter(organisation_id=organisation, code=code).aggregate(last=Max("number"))
    row = Protocol.objects.create(
        organisation_id=organisation, code=code, number=(before["last"] or 0) + 1, content=content, at=at
    )
    audit.record(type="cases.protocol_written", target=row, organisation=organisation, by=by, at=at)
    return row


@transaction.atomic
def change_protocol(*, protocol: Protocol, content: dict[str, Any], by: Any, at: datetime) -> Protocol:
    """Change a version that nobody adopted yet. Raises AdoptedAlready, ProtocolNotWhole."""
    check(by, Permission.PROTOCOL_ADOPT, protocol)
    _check_whole(content)
    held = Protocol.objects.select_for_update().get(pk=protocol.pk)
    if held.first_id is not None:
        raise AdoptedAlready(_("This version was adopted and stays as it is. Write the next version."))
    held.content = content
    held.save(update_fields=["content"])
    audit.record(type="cases.protocol_written", target=held, organisation=held.organisation_id, by=by, at=at)
    return held


@transaction.atomic
def adopt_protocol(*, protocol: Protocol, by: Any, at: datetime) -> Protocol:
    """Adopt a version; at the second person's word it is in force. Raises AdoptedAlready."""
    check(by, Permission.PROTOCOL_ADOPT, protocol)
    held = Protocol.objects.select_for_update().get(pk=protocol.pk)
    if held.second_id is not None or held.first_id == by.pk:
        raise AdoptedAlready(
            _("You adopted this version already, or it is in force. A second person is needed.")
        )
    if held.first_id is None:
        held.first, held.first_at = by, at
        held.save(update_fields=["first", "first_at"])
    else:
        held.second, held.second_at = by, at
        held.save(update_fields=["second", "second_at"])
    audit.record(type="cases.protocol_adopted", target=held, organisation=held.organisation_id, by=by, at=at)
    return held


@transaction.atomic
def pin_protocol(*, case: Case, room: OpenRoom, protocol: Protocol, by: Any, at: datetime) -> NoteVersion:
    """Let a case follow a version that is in force. It is copied, sealed: nothing in clear tells her kind of case.

    Raises:
        NotThatStep: not in force, of another organisation, or the case follows one already. NoKeyYet.
    """
    return _pinned(case, room, protocol, by, at)


@transaction.atomic
def pin_general(*, case: Case, room: OpenRoom, sentence: str, by: Any, at: datetime) -> NoteVersion:
    """Say that no protocol fits: the case follows the general one, and the committee gets a sentence from nobody.

    What is kept of the case is what any pin of the general protocol keeps. What the committee gets has neither case,
    nor author, nor hour; see `keep_proposals`.

    Args:
        sentence: which kind of situation it is; never of whom.

    Raises:
        NoGeneralProtocol: none is in force. SentenceNotKept. NotThatStep: the case follows one already. NoKeyYet.
    """
    adopted = queries.protocols_of(case.organisation_id, adopted=True)
    general = next((one for one in adopted if one.code == rules.GENERAL), None)
    if general is None:
        raise NoGeneralProtocol(
            _("The general protocol is not in force here: ask the committee to adopt it.")
        )
    check_sentence(sentence)
    return _pinned(case, room, general, by, at, sentence)


def _pinned(
    case: Case, room: OpenRoom, protocol: Protocol, by: Any, at: datetime, sentence: str | None = None
) -> NoteVersion:
    check(by, Permission.CASE_WORK, case)
    Case.objects.select_for_update().get(pk=case.pk)
    key = queries.held_key(case, room)
    if protocol.second_id is None or protocol.organisation_id != case.organisation_id:
        raise NotThatStep(_("Choose a protocol that two people adopted."))
    if CaseNote.objects.filter(case=case, kind="protocol").exists():
        raise NotThatStep(_("This case follows a protocol already."))
    steps = [
        step
        | {
            "state": "open",
            "reason": "",
            "due": timezone.localdate(at + timedelta(hours=step["hours"])).isoformat(),
        }
        for step in protocol.content["steps"]
    ]
    said = protocol.content | {"version": f"{protocol.code} {protocol.number}", "steps": steps}
    note = CaseNote.objects.create(case=case, organisation_id=case.organisation_id, kind="protocol", at=at)
    version = add_version(note=note, number=1, said=said, key=key, by=by, at=at)
    bring_nearer(case, [rules.nearest_due(said["steps"])])
    count_up(organisation=case.organisation_id, at=at, cells={rules.protocol_cell(protocol.code): 1})
    keep_proposals(organisation=case.organisation_id, at=at, sentence=sentence)
    _written(case, note, 1, by, at)
    return version


@transaction.atomic
def settle_step(
    *, case: Case, room: OpenRoom, step: str, state: str, base: int, by: Any, at: datetime, reason: str = ""
) -> NoteVersion:
    """Say that a step was done, or skipped and why. A step for two is settled when a second person says the same.

    Args:
        step: its key. state: done or skipped. base: the number of the version that was read.

    Raises:
        NotThatStep: unknown, settled already, no reason to skip, or the second word is the same person's.
        NoteChangedMeanwhile. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    key = queries.held_key(case, room)
    before = queries.protocol_of(case, room)
    if before is None or before.number != base:
        raise NoteChangedMeanwhile(
            _("Somebody else changed the steps since you opened them. Look at them again.")
        )
    steps = [dict(one) for one in before.said["steps"]]
    found = next((one for one in steps if one["key"] == step and one["state"] == "open"), None)
    if found is None or state not in ("done", "skipped"):
        raise NotThatStep(_("There is no such open step."))
    if found["who"] == "supervisor":
        check(by, Permission.CASE_SUPERVISE, case)
    if state == "skipped" and not reason.strip():
        raise NotThatStep(_("Say why this step is skipped: her own choice is a good reason."))
    _settle(found, state, reason.strip()[:LONGEST_REASON], str(by.pk))
    note = CaseNote.objects.get(pk=before.note)
    said = before.said | {"steps": steps}
    version = add_version(note=note, number=base + 1, said=said, key=key, by=by, at=at)
    bring_nearer(case, [rules.nearest_due(said["steps"])])
    _written(case, note, version.number, by, at)
    return version


def _settle(step: dict[str, Any], state: str, reason: str, who: str) -> None:
    if step["who"] != "two":
        step |= {"state": state, "reason": reason}
        return
    if step.get("first") == who:
        raise NotThatStep(_("You said so first. A second person of the team decides with you."))
    if step.get("first_state") == state:
        step |= {"state": state, "reason": reason or step["reason"], "second": who}
    else:  # the first word, or another one than the first: two must say the same
        step |= {"first": who, "first_state": state, "reason": reason}


def _check_whole(content: dict[str, Any]) -> None:
    if rules.protocol_faults(content):
        raise ProtocolNotWhole(
            _(
                "A protocol has a title and steps in both languages, known codes, and no step of a kind that it refuses."
            )
        )


def _written(case: Case, note: CaseNote, number: int, by: Any, at: datetime) -> None:
    audit.record(
        type="cases.note_written", target=note, organisation=case.organisation_id, by=by, at=at,
        case=case.pk, number=number,
    )  # fmt: skip
