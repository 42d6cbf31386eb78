"""Undo with reason (J-14): what was handed over with an office does not restart from zero unsaid."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.models import (
    CommitmentChange,
    Convention,
    ConventionAmendment,
    ConventionHandover,
    ConventionUndoing,
    Organisation,
)
from twiza.network.queries.memberships import roles_of
from twiza.network.rules.undoings import Undone
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.rules.parameters import BY_NAME
from twiza.platform.audit import actions as audit


class ReasonWanted(DomainError):
    code = "network.reason_wanted"


class NotYourSeat(DomainError):
    code = "network.not_your_seat"


class StaysUndone(DomainError):
    code = "network.stays_undone"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something that was handed over is undone: on what evidence, and what becomes of the people in it."""

    evidence: str = ""
    people: str = ""


@transaction.atomic
def protect_conventions(*, organisation: Organisation, until: date, by: User, at: datetime) -> int:
    """Write that what runs was handed over with an office of this body: it is undone with a reason before `until`.

    Returns how many conventions run.
    """
    check(by, Permission.INSTITUTION_KEEP, organisation)
    on = timezone.localdate(at)
    running = Convention.objects.filter(
        parties__contains=[organisation.pk], period__contains=on, ended_on__isnull=True
    ).exclude(pk__in=ConventionHandover.objects.filter(organisation=organisation, on=on).values("convention"))
    rows = ConventionHandover.objects.bulk_create(
        ConventionHandover(
            convention=one, parties=one.parties, organisation=organisation, on=on, until=until, at=at
        )
        for one in running
    )
    for row in rows:
        _record("network.convention_handed_over", row.convention, organisation, by, at, until=until)
    return len(rows)


def write_undoing(
    convention: Convention, kind: str, reason: Reason | None, organisation: Organisation, by: User, at: datetime,
    *, amendment: ConventionAmendment | None = None, old_end: date | None = None,
) -> ConventionUndoing | None:  # fmt: skip
    """Keep why a convention is undone, part of an action that has checked who may.

    None: it was not handed over lately, and no reason was given.

    Raises:
        ReasonWanted: it was handed over, and what evidence or what becomes of the people is not said.
    """
    evidence, people = (tidy(reason.evidence), tidy(reason.people)) if reason else ("", "")
    today = timezone.localdate(at)
    if not (evidence and people):
        if ConventionHandover.objects.filter(convention=convention, until__gt=today).exists():
            raise ReasonWanted(
                _("This convention was handed over with its office. Write on what evidence it is undone, and what becomes of the people in it.")
            )  # fmt: skip
        return None
    row = ConventionUndoing.objects.create(
        convention=convention, parties=convention.parties, organisation=organisation, kind=kind, evidence=evidence,
        people=people, seat=seats_of(by, organisation, on=today)[0], amendment=amendment, old_end=old_end, by=by, at=at,
        back_until=today + timedelta(days=_days(today)),
    )  # fmt: skip
    _record("network.convention_undone", convention, organisation, by, at, kind=kind, undoing=row.pk)
    return row


def seats_of(user: User, organisation: Organisation, *, on: date) -> list[str]:
    """Return the roles that a person holds in a body on a day, in a stable order; "" when none."""
    return sorted(role for where, role in roles_of(user.pk, on=on) if where == organisation.pk) or [""]


def _days(on: date) -> int:
    try:
        return int(accounts.parameter_number("undo_back_days", on=on))
    except accounts.NoSuchParameter:
        return int(BY_NAME["undo_back_days"].value)


@transaction.atomic
def decline_renewal(
    *, convention: Convention, reason: Reason, organisation: Organisation, by: User, at: datetime
) -> ConventionUndoing:
    """Write that a party does not renew a convention, on what evidence, and what becomes of the people in it.

    Raises:
        ReasonWanted: one of both is missing. StaysUndone: no party, it has no term or has ended, or it is written already.
    """
    check(by, Permission.ORGANISATION_EDIT, organisation)
    convention = Convention.objects.select_for_update().get(pk=convention.pk)
    standing = ConventionUndoing.objects.filter(convention=convention, taken_back_at__isnull=True)
    if (
        organisation.pk not in convention.parties
        or convention.period.upper is None
        or convention.ended_on is not None
        or standing.filter(kind=Undone.NOT_RENEWED).exists()
    ):
        raise StaysUndone(_("This convention has no term that could be renewed, or this is written already."))
    row = write_undoing(convention, Undone.NOT_RENEWED, reason, organisation, by, at)
    if row is None:
        raise ReasonWanted(
            _("Write on what evidence it is not renewed, and what becomes of the people in it.")
        )
    return row


@transaction.atomic
def take_back_undoing(*, undoing: ConventionUndoing, why: str, by: User, at: datetime) -> ConventionUndoing:
    """Take back what was undone: the convention runs again, or is as large as it was.

    Raises:
        ReasonWanted: no reason. NotYourSeat: another seat wrote it.
        StaysUndone: it was taken back, its days are over, or the convention was amended since.
    """
    check(by, Permission.ORGANISATION_EDIT, undoing.organisation)
    convention = Convention.objects.select_for_update().get(pk=undoing.convention_id)
    undoing = ConventionUndoing.objects.select_for_update().select_related("organisation").get(pk=undoing.pk)
    today = timezone.localdate(at)
    if not tidy(why):
        raise ReasonWanted(_("Write why you take it back."))
    if undoing.seat not in seats_of(by, undoing.organisation, on=today):
        raise NotYourSeat(_("It is taken back by the seat that wrote it."))
    if undoing.taken_back_at is not None or today > undoing.back_until:
        raise StaysUndone(
            _("It was taken back already, or its days to be taken back ended on %(day)s."), day=undoing.back_until
        )  # fmt: skip
    undoing.taken_back_by, undoing.taken_back_at, undoing.taken_back_why = by, at, tidy(why)
    undoing.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_why"])
    if undoing.kind == Undone.SHRUNK:
        _make_large_again(convention, undoing, at)
    elif convention.ended_on is not None:
        convention.ended_on, convention.ended_reason = None, ""
        convention.save(update_fields=["ended_on", "ended_reason"])
    _record("network.undoing_taken_back", convention, undoing.organisation, by, at, undoing=undoing.pk)
    return undoing


def _make_large_again(convention: Convention, undoing: ConventionUndoing, at: datetime) -> None:
    """Write an amendment that says what held before the one that shrank the convention."""
    shrank = undoing.amendment
    if shrank is None:
        return
    if ConventionAmendment.objects.filter(convention=convention, number__gt=shrank.number).exists():
        raise StaysUndone(_("The convention was amended since: write another amendment instead."))
    if shrank.new_end is not None:
        convention.period = DateRange(convention.period.lower, undoing.old_end)
        convention.save(update_fields=["period"])
    back = ConventionAmendment.objects.create(
        convention=convention, number=shrank.number + 1, words=undoing.taken_back_why,
        signed_on=timezone.localdate(at), new_end=undoing.old_end if shrank.new_end else None, created_at=at,
    )  # fmt: skip
    earlier = CommitmentChange.objects.filter(convention=convention, amendment__number__lt=shrank.number)
    for change in CommitmentChange.objects.filter(amendment=shrank).select_related("commitment"):
        before = (
            earlier.filter(commitment=change.commitment).order_by("-amendment__number").first()
            or change.commitment
        )
        CommitmentChange.objects.create(
            convention=convention, amendment=back, commitment=change.commitment, amount=before.amount,
            words=before.words, due_on=before.due_on, created_at=at,
        )  # fmt: skip


def _record(
    type: str, convention: Convention, organisation: Organisation, by: User, at: datetime, **data: Any
) -> None:
    audit.record(
        type=type, target=convention, organisation=organisation.pk, by=by, at=at, beside=convention.parties, **data
    )  # fmt: skip
