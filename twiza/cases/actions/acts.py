"""What is done with her: an appointment, a step at court or with the police, a document, and what came of it. Sealed."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.cases import bring_nearer
from twiza.cases.actions.notes import NoteChangedMeanwhile, TooLong, add_version
from twiza.cases.actions.plans import check_kind
from twiza.cases.models import Case, CaseNote, NoteVersion
from twiza.cases.queries import OpenRoom
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class ActNotWhole(DomainError):
    code = "cases.act_not_whole"


@dataclass(frozen=True)
class Act:
    """One act of accompaniment.

    Attributes:
        kind, paper: codes of the rules.
        day: of the act; may still be to come. next: what was agreed for afterwards.
        where, whom, document, result: in a few words.
        order_from, order_until: first and last day of an order of protection that a court gave (law 103-13).
    """

    kind: str
    day: date
    where: str = ""
    whom: str = ""
    paper: str = "none"
    document: str = ""
    result: str = ""
    next: date | None = None
    order_from: date | None = None
    order_until: date | None = None

    def as_said(self) -> dict[str, Any]:
        """Return what is sealed: days as text, no day as an empty one."""
        return {
            name: value.isoformat() if isinstance(value, date) else (value or "")
            for name, value in asdict(self).items()
        }


@transaction.atomic
def write_act(
    *,
    case: Case,
    room: OpenRoom,
    act: Act,
    by: Any,
    at: datetime,
    note: CaseNote | None = None,
    base: int = 0,
    id: UUID | None = None,
) -> NoteVersion:
    """Write an act, or its next version. Its days to come bring the next day of the case nearer, and tell no more.

    Args:
        note: the act that is changed; None writes a new one.
        base: the number of the version that was read before typing.
        id: of the form of a new act: sent twice, it makes one.

    Raises:
        ActNotWhole. KindRefused. NoteChangedMeanwhile. TooLong. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    key = queries.held_key(case, room)
    sent = CaseNote.objects.filter(pk=id, case=case, kind="step").first() if id and note is None else None
    if sent is not None:
        return sent.versions.get(number=1)
    said = act.as_said()
    _check_act(act, said)
    check_kind(case, room, act.kind)
    if note is None:
        note = CaseNote.objects.create(
            id=id or new_id(), case=case, organisation_id=case.organisation_id, kind="step", at=at
        )
        base = 0
    elif queries.versions_of(note, room)[0].number != base:
        raise NoteChangedMeanwhile(
            _("Somebody else changed this since you opened it. Nothing is lost: look at both.")
        )
    version = add_version(note=note, number=base + 1, said=said, key=key, by=by, at=at)
    bring_nearer(case, rules.days_of_act(said, on=timezone.localdate(at)))
    audit.record(
        type="cases.note_written", target=note, organisation=case.organisation_id, by=by, at=at,
        case=case.pk, number=version.number,
    )  # fmt: skip
    return version


def _check_act(act: Act, said: dict[str, Any]) -> None:
    if act.kind not in rules.ACTS or act.paper not in rules.PAPERS:
        raise ActNotWhole(_("Say what kind of step it was, and its day."))
    if act.next and act.next < act.day:
        raise ActNotWhole(_("The next day comes after this one."))
    order = (act.order_from, act.order_until)
    if any(order) and (act.kind != "court" or not all(order)):
        raise ActNotWhole(_("An order of protection is given by a court, and has a first and a last day."))
    if act.order_from and act.order_until and act.order_until < act.order_from:
        raise ActNotWhole(_("An order of protection ends after it begins."))
    if sum(len(value) for value in said.values()) > rules.LONGEST_WORDS:
        raise TooLong(_("This is too long for one note: write a second one."))
