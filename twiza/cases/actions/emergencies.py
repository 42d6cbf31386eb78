"""Coming into a case by emergency, by its code. The database finds it; nobody reads a case to come into it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.models import TeamSeat
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.short_codes import read_code
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotAnEmergency(DomainError):
    code = "cases.not_an_emergency"


class EmergencyNotReviewed(DomainError):
    """An earlier entry of theirs waits for its look longer than it may."""

    code = "cases.emergency_not_reviewed"


class TriedTooOften(DomainError):
    code = "cases.tried_too_often"


class AlreadyInTeam(DomainError):
    code = "cases.already_in_team"


def break_glass(
    *,
    organisation: UUID,
    reason_code: str,
    by: Any,
    at: datetime,
    code: str = "",
    case: UUID | None = None,
    hours: int = 24,
) -> TeamSeat:
    """Come into a case by emergency, for a day at most. The team is told and looks into it.

    A code that is none, that nobody has, or of a case elsewhere gives one answer, and the try is kept and logged. The
    content stays sealed until somebody of the team hands the key.

    Args:
        code: of the case, as somebody says it or as it stands on the card. case: its id instead, on the paper of a
            transfer.
        hours: 1 to 24.

    Raises:
        NotAnEmergency: no reason, no hours, or no key of this room. EmergencyNotReviewed. TriedTooOften.
        AlreadyInTeam: no emergency is needed. NoSuchCase.
    """
    check(by, Permission.CASE_WORK, organisation)
    if (
        reason_code not in rules.EMERGENCIES
        or not timedelta() < timedelta(hours=hours) <= rules.LONGEST_EMERGENCY
    ):
        raise NotAnEmergency(_("Say what the emergency is, and for how many hours: 24 at most."))
    if queries.worker_of(by.pk, organisation) is None:
        raise NotAnEmergency(_("You have no key of this room yet: choose a passphrase first."))
    if not rules.may_break_glass(queries.own_emergencies(by, at=at), at):
        _refused(organisation, by, at, "not_reviewed")
        raise _not_reviewed(at)
    seat, typed = new_id(), str(case) if case else read_code(code, 8)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT cases_break_glass(%s, %s, %s, %s, %s, %s)",
                [seat, new_id(), organisation, typed, reason_code, hours],
            )
            (found,) = cursor.fetchone()
    except IntegrityError as error:
        if _constraint(error) == "emergency_tried_five_times":
            _refused(organisation, by, at, "too_often")
            raise TriedTooOften(
                _("You tried five times in an hour. Call somebody of the team, or wait.")
            ) from error
        _refused(organisation, by, at, "not_reviewed")
        raise _not_reviewed(at) from error
    if found is None:
        _refused(organisation, by, at, "no_such_code")
        raise queries.NoSuchCase(
            _("No case opens with this code. Read it again with whoever gave it to you.")
        )
    row = TeamSeat.objects.filter(pk=seat).first()
    if row is None:
        raise AlreadyInTeam(_("You are in the team of this case: it is in your list."))
    audit.record(
        type="cases.glass_broken",
        target=row.case,
        organisation=organisation,
        by=by,
        at=at,
        reason_code=reason_code,
    )
    return row


def _constraint(error: IntegrityError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


def _refused(organisation: UUID, by: Any, at: datetime, why: str) -> None:
    audit.record(type="cases.emergency_refused", organisation=organisation, by=by, at=at, reason_code=why)


def _not_reviewed(at: datetime) -> EmergencyNotReviewed:
    return EmergencyNotReviewed(
        _(
            "Nobody looked in time into an earlier emergency entry of yours; days for it: %(days)d. Ask the team of that"
            " case to look into it: then this opens again."
        ),
        days=queries.review_days(at),
    )
