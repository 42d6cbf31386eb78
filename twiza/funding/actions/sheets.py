"""Taking in a partner's list of gifts: whole or not at all, once."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.books import judge
from twiza.funding.actions.donors import make_donor
from twiza.funding.actions.gifts import write_gift
from twiza.funding.models import Donor, GiftSheet, Restriction
from twiza.funding.rules.gifts import DonorKind, Means
from twiza.funding.rules.sheets import GiftTable, check_total
from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class CellsToCorrect(DomainError):
    code = "funding.cells_to_correct"


class ListKnown(DomainError):
    code = "funding.list_known"


@transaction.atomic
def accept_gift_sheet(
    *,
    organisation: UUID,
    table: GiftTable,
    restrictions: Mapping[str, Restriction],
    expected: Decimal | None = None,
    campaign: UUID | None = None,
    by: User,
    at: datetime,
) -> GiftSheet:
    """Write the gifts of a previewed list, all by bank. A donor is found again by the very same name.

    Args:
        restrictions: as it is written in the list → the restriction.
        expected: the total that the partner announced, if they did.

    Raises:
        WrongTotal: naming both sums; nothing is written. CellsToCorrect: a cell or a restriction is not understood.
        ListKnown: the same list was taken in. BooksClosed, DayToCome: a day that is not one to write in.
    """
    check(by, Permission.MONEY_KEEP, organisation)
    check_total(table, expected)
    unknown = {line.restriction for line in table.lines} - set(restrictions)
    if table.problems or unknown or not table.lines:
        raise CellsToCorrect(_("Some cells of the list are not understood. Correct them in the file first."))
    try:
        with transaction.atomic():
            sheet = GiftSheet.objects.create(
                organisation_id=organisation,
                fingerprint=table.fingerprint,
                rows=len(table.lines),
                total=table.summed,
                by=by,
                at=at,
            )
    except IntegrityError as error:
        raise ListKnown(_("This very list was taken in already: its gifts are in the books.")) from error
    donors = _donors(organisation, table, at)
    for line in table.lines:
        write_gift(
            donor=donors[line.donor],
            restriction=restrictions[line.restriction],
            means=Means.TRANSFER,
            amount=line.amount,
            received_on=line.on,
            campaign=campaign,
            sheet=sheet.pk,
            by=by,
            at=at,
        )
    judge()
    audit.record(
        type="funding.gift_list_accepted",
        target=sheet,
        organisation=organisation,
        by=by,
        at=at,
        rows=sheet.rows,
        total=sheet.total,
    )
    return sheet


def _donors(organisation: UUID, table: GiftTable, at: datetime) -> dict[str, Donor]:
    """Name as written → donor; all gifts without a name are of one unnamed benefactor of this list."""
    names = dict.fromkeys(line.donor for line in table.lines)
    known = Donor.objects.filter(organisation_id=organisation, name__in=[one for one in names if one])
    found = {one.name: one for one in known.order_by("-created_at")}
    new = {
        name: make_donor(
            organisation, DonorKind.PERSON if name else DonorKind.ANONYMOUS, name, "", "none", at
        )
        for name in names
        if name not in found
    }
    Donor.objects.bulk_create(new.values())
    return found | new
