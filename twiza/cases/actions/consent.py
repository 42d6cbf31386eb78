"""What she agrees to, refuses or takes back: each event a sealed version, and nothing of it in clear."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.home_gate import check_purpose
from twiza.cases.actions.notes import NoteChangedMeanwhile, add_version
from twiza.cases.actions.packets import close_resting_on
from twiza.cases.models import Case, CaseNote, NoteVersion
from twiza.cases.queries import OpenRoom
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class ConsentNotWhole(DomainError):
    code = "cases.consent_not_whole"


class NotThatAnswer(DomainError):
    code = "cases.not_that_answer"


@dataclass(frozen=True)
class Agreement:
    """What is read to her before she answers: one purpose, one kind of help, one organisation, these fields, a last day.

    Attributes:
        purpose, sector, fields, language: codes of the rules.
        how: spoken or signed.
    """

    purpose: str
    sector: str
    organisation: UUID
    fields: Iterable[str]
    until: date
    how: str = "spoken"
    language: str = "darija"

    def as_said(self, state: str) -> dict[str, Any]:
        """Return what is sealed: the name of the organisation too, as it was read to her."""
        return {
            "state": state,
            "purpose": self.purpose,
            "sector": self.sector,
            "organisation": str(self.organisation),
            "organisation_name": str(network.organisation_for(self.organisation)),
            "fields": sorted(set(self.fields)),
            "until": self.until.isoformat(),
            "how": self.how,
            "language": self.language,
        }


@transaction.atomic
def write_consent(
    *,
    case: Case,
    room: OpenRoom,
    agreement: Agreement,
    by: Any,
    at: datetime,
    state: str = rules.Consent.GIVEN,
    id: UUID | None = None,
) -> NoteVersion:
    """Keep what she was asked and what she answered, sealed.

    Args:
        state: her answer: given, asked (she is thinking), refused, or not possible by law.
        id: of the form that was filled in: sent twice, it makes one.

    Raises:
        ConsentNotWhole: a part is missing, unknown, or its last day is past or more than a year away. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    held = Case.objects.select_for_update().get(pk=case.pk)
    key = queries.held_key(held, room)
    sent = CaseNote.objects.filter(pk=id, case=held, kind="consent").first() if id else None
    if sent is not None:
        return sent.versions.get(number=1)
    said = agreement.as_said(state)
    if rules.consent_faults(said, timezone.localdate(at)):
        raise ConsentNotWhole(
            _(
                "Say for what, for which help, to which organisation, which fields, and a last day within a year. There is no consent to everything."
            )
        )
    check_purpose(held, room, agreement.purpose)
    note = CaseNote.objects.create(
        id=id or new_id(), case=held, organisation_id=held.organisation_id, kind="consent", at=at
    )
    return _written(held, note, 1, said, key, by, at)


@transaction.atomic
def answer_consent(
    *, case: Case, room: OpenRoom, consent: UUID, state: str, base: int, by: Any, at: datetime, how: str = ""
) -> NoteVersion:
    """Write what she says next about one consent: she agrees after thinking, refuses, or takes it back.

    Taken back, every referral that rests on it is called back at once, and its packet opens no more.

    Args:
        consent: the id of its note. base: the number of the event that was read.

    Raises:
        NotThatAnswer: this cannot follow what she said last, or its last day has passed. NoteChangedMeanwhile. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    held = Case.objects.select_for_update().get(pk=case.pk)
    before = queries.consent_in(held, room, consent)
    if before.number != base:
        raise NoteChangedMeanwhile(_("Somebody else wrote her answer since you opened it. Look at it again."))
    if state not in rules.CONSENTS or not rules.can_say(before.said["state"], state):
        raise NotThatAnswer(
            _("This cannot follow what she said last. Ask her again, and write a new consent.")
        )
    if state == rules.Consent.GIVEN and before.until < timezone.localdate(at):
        raise NotThatAnswer(_("The last day of this consent has passed. Read it to her again, as a new one."))
    if state == rules.Consent.GIVEN:
        check_purpose(held, room, before.said["purpose"])
    said = before.said | {"state": state} | ({"how": how} if how in rules.HOWS else {})
    note = CaseNote.objects.get(pk=before.id)
    version = _written(held, note, base + 1, said, queries.held_key(held, room), by, at)
    if state == rules.Consent.WITHDRAWN:
        close_resting_on(before.id, held, by=by, at=at)
    return version


@transaction.atomic
def withdraw_all(*, case: Case, room: OpenRoom, by: Any, at: datetime) -> int:
    """Take back every consent of a case that she gave; return how many. What rests on them closes at once.

    Raises:
        NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    given = [one for one in queries.consents_of(case, room) if one.said["state"] == rules.Consent.GIVEN]
    for one in given:
        answer_consent(
            case=case, room=room, consent=one.id, state=rules.Consent.WITHDRAWN, base=one.number, by=by, at=at
        )
    return len(given)


def _written(
    case: Case, note: CaseNote, number: int, said: dict[str, Any], key: bytes, by: Any, at: datetime
) -> NoteVersion:
    version = add_version(note=note, number=number, said=said, key=key, by=by, at=at)
    audit.record(
        type="cases.note_written", target=note, organisation=case.organisation_id, by=by, at=at,
        case=case.pk, number=number,
    )  # fmt: skip
    return version
