"""Mandates that were written wrongly: corrected for a reason, the old one kept beside."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import tidy
from twiza.network.actions.conventions import NotAParty, WrongDates
from twiza.network.actions.counts import OneAtATime, UnfitFigure
from twiza.network.actions.institutions import record
from twiza.network.models import InstitutionMandate, MandateCorrection, Organisation
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


@transaction.atomic
def correct_mandate(
    *,
    mandate: InstitutionMandate,
    organisation: Organisation,
    holder: str,
    paper: str,
    starts_on: date,
    last_day: date | None,
    reason: str,
    by: User,
    at: datetime,
) -> InstitutionMandate:
    """Write a mandate as it should have been written. What was written stays, with its days and the reason.

    Raises:
        UnfitFigure: no name, no paper, no reason; or it was corrected already.
        WrongDates: it ends before it begins. OneAtATime: somebody else held the office on one of these days.
        NotAParty, NoPermission.
    """
    check(by, Permission.INSTITUTION_COUNT, organisation)
    institution = mandate.institution
    if organisation.pk not in (institution.organisation_id, institution.association_id):
        raise NotAParty(_("Only its association and the delegation write about this institution."))
    if not (tidy(holder) and tidy(paper) and tidy(reason)):
        raise UnfitFigure(_("Write the name, the paper that says so, and why the mandate is corrected."))
    if last_day is not None and last_day < starts_on:
        raise WrongDates(_("A mandate ends after it begins."))
    row = InstitutionMandate.objects.select_for_update().get(pk=mandate.pk)
    if row.period.isempty:
        raise UnfitFigure(_("This mandate was corrected already: correct the one that holds."))
    before, row.period = row.period, DateRange(empty=True)
    try:
        with transaction.atomic():
            row.save(update_fields=["period"])
            right = InstitutionMandate.objects.create(
                institution_id=row.institution_id, organisation=organisation, office=row.office,
                holder=tidy(holder), paper=tidy(paper),
                period=DateRange(starts_on, None if last_day is None else last_day + timedelta(days=1)),
                created_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise OneAtATime(
            _("Somebody else holds this office on one of these days: correct that first.")
        ) from error
    MandateCorrection.objects.create(
        institution_id=row.institution_id, organisation=organisation, wrong=row, right=right, period_before=before,
        reason=tidy(reason), written_by=by, written_at=at,
    )  # fmt: skip
    record(
        "network.mandate_corrected", institution, organisation, by, at, office=row.office, mandate=right.pk
    )
    return right
