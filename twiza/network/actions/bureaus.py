"""Who governs an association: written from the general assembly, in office once the receipt is shown (000-07)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.actions.conventions import WrongDates
from twiza.network.models import AssociationBureau, Organisation
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class BureauWaits(DomainError):
    code = "network.bureau_waits"


class UnfitBureau(DomainError):
    code = "network.unfit_bureau"


@transaction.atomic
def elect_bureau(
    *,
    organisation: Organisation,
    assembly_on: date,
    minutes: str,
    president: str,
    treasurer: str,
    secretary: str,
    last_day: date,
    by: User,
    at: datetime,
) -> AssociationBureau:
    """Write the bureau that a general assembly elected. It waits: nothing is signed until its receipt is shown.

    Raises:
        UnfitBureau: an office without a name, or no minutes. WrongDates: an assembly to come, a last day before it.
        BureauWaits: another one waits for its receipt.
    """
    check(by, Permission.ORGANISATION_EDIT, organisation)
    words = [tidy(one) for one in (minutes, president, treasurer, secretary)]
    if not all(words):
        raise UnfitBureau(_("Write the minutes of the assembly, and who holds each of the three offices."))
    if assembly_on > timezone.localdate(at) or last_day <= assembly_on:
        raise WrongDates(_("The assembly has met, and the mandate ends after it."))
    try:
        with transaction.atomic():
            row = AssociationBureau.objects.create(
                organisation=organisation, assembly_on=assembly_on, minutes=words[0], president=words[1],
                treasurer=words[2], secretary=words[3], last_day=last_day, written_by=by, written_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise BureauWaits(_("A bureau waits for its receipt already: show that receipt first.")) from error
    _note("network.bureau_elected", row, by, at)
    return row


@transaction.atomic
def show_receipt(
    *, bureau: AssociationBureau, number: str, on: date, by: User, at: datetime
) -> AssociationBureau:
    """Show the receipt of the authority: the bureau is in office, the page of the association says so.

    Raises:
        UnfitBureau: no number, or shown already. WrongDates: before the assembly or to come.
    """
    check(by, Permission.ORGANISATION_EDIT, bureau)
    row = AssociationBureau.objects.select_for_update().get(pk=bureau.pk)
    if not tidy(number) or row.receipt_on is not None:
        raise UnfitBureau(_("Write the number of the receipt, once."))
    if not row.assembly_on <= on <= timezone.localdate(at):
        raise WrongDates(_("The receipt is of a day after the assembly, and not to come."))
    row.receipt_number, row.receipt_on, row.shown_by, row.shown_at = tidy(number), on, by, at
    row.save(update_fields=["receipt_number", "receipt_on", "shown_by", "shown_at"])
    organisation = Organisation.objects.select_for_update().get(pk=row.organisation_id)
    organisation.receipt, organisation.receipt_number, organisation.receipt_on = (
        "final",
        row.receipt_number,
        on,
    )
    organisation.bureau_renewed_on, organisation.bureau_until = row.assembly_on, row.last_day
    organisation.save(
        update_fields=["receipt", "receipt_number", "receipt_on", "bureau_renewed_on", "bureau_until"]
    )
    _note("network.bureau_receipt", row, by, at)
    return row


def _note(type: str, row: AssociationBureau, by: User, at: datetime) -> None:
    audit.record(type=type, target=row, organisation=row.organisation_id, by=by, at=at)
