"""Receipts: given, cancelled. Numbers come from the database, without a gap."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.funding.models import Gift, Receipt
from twiza.funding.rules.gifts import RECEIPT_ENDINGS, Means
from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class ReceiptGiven(DomainError):
    code = "funding.receipt_given"


class NoReceipt(DomainError):
    code = "funding.no_receipt"


@transaction.atomic
def issue_receipt(*, gift: Gift, by: User, at: datetime) -> Receipt:
    """Give a receipt for a gift: the next number of the year. What is rolled back leaves no gap.

    For goods, whoever keeps the store gives it too: whoever brings them waits at its door.

    Raises:
        ReceiptGiven: one was given for it. NoReceipt: the gift was taken back.
    """
    if gift.means != Means.GOODS or not by.has_perm(Permission.STOCK_KEEP, gift.organisation_id):
        check(by, Permission.DONORS_KEEP, gift)
    gift = Gift.objects.select_for_update().get(pk=gift.pk)
    if gift.corrected_at is not None:
        raise NoReceipt(_("This gift was taken back: there is no receipt for it."))
    day = timezone.localdate(at)
    try:
        with transaction.atomic():
            receipt = Receipt.objects.create(
                organisation_id=gift.organisation_id, year=day.year, gift=gift, issued_on=day, by=by, at=at
            )
    except IntegrityError as error:
        raise ReceiptGiven(_("A receipt was given for this gift: print it again, or cancel it.")) from error
    receipt.refresh_from_db(fields=["number"])
    _record("funding.receipt_issued", receipt, by, at)
    return receipt


@transaction.atomic
def cancel_receipt(*, receipt: Receipt, reason_code: str, by: User, at: datetime) -> Receipt:
    """Cancel a receipt: it keeps its number and says why. Another may be given for the gift.

    Raises:
        NoReceipt: it is cancelled already, or the reason is not in the list.
    """
    check(by, Permission.MONEY_KEEP, receipt)
    receipt = Receipt.objects.select_for_update().get(pk=receipt.pk)
    if receipt.cancelled_at is not None or reason_code not in RECEIPT_ENDINGS:
        raise NoReceipt(_("This receipt is cancelled already, or the reason is missing."))
    end_receipt(receipt, reason_code, by, at)
    return receipt


def end_receipt(receipt: Receipt, reason_code: str, by: User, at: datetime) -> None:
    """Cancel a receipt that is held for it, part of an action that has checked who may."""
    receipt.cancelled_at, receipt.cancelled_by, receipt.reason_code = at, by, reason_code
    receipt.save(update_fields=["cancelled_at", "cancelled_by", "reason_code"])
    _record("funding.receipt_cancelled", receipt, by, at, reason_code)


def _record(type: str, receipt: Receipt, by: User, at: datetime, reason_code: str = "") -> None:
    audit.record(
        type=type,
        target=receipt,
        organisation=receipt.organisation_id,
        by=by,
        at=at,
        reason_code=reason_code,
        year=receipt.year,
        number=receipt.number,
    )
