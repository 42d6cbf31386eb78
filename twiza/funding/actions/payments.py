"""Paying: ordered by who answers for the campaign, made by the treasurer, out of gifts that may be spent so."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.books import RestrictionKept, accounts_of, judge, reverse_entry, write_entry
from twiza.funding.models import PaymentOrder, PaymentShare, Restriction
from twiza.funding.queries import bound_of
from twiza.funding.rules.ledger import LineData, Role, moved
from twiza.funding.rules.payments import ORDER_ENDINGS, OrderState, Quote, why_not_order
from twiza.funding.rules.restrictions import WHY_NOT, why_not_spend
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.web import formats


class NotAnOrder(DomainError):
    code = "funding.not_an_order"


class InvoiceOrdered(DomainError):
    code = "funding.invoice_ordered"


class NotYoursToPay(DomainError):
    code = "funding.not_yours_to_pay"


class OrderSettled(DomainError):
    code = "funding.order_settled"


_WHY = {
    "no_amount": _("Give the amount of the invoice and out of which gifts it is paid."),
    "shares_differ": _("The parts do not add up to the amount of the invoice."),
    "note_wanted": _(
        "Fewer than three quotes, or one that was cheaper: write in a sentence why this supplier was chosen."
    ),
}


@transaction.atomic
def order_payment(
    *,
    organisation: UUID,
    supplier: str,
    what: str,
    invoice_number: str,
    invoice_on: date,
    amount: Decimal,
    shares: Sequence[tuple[Restriction, Decimal]],
    quotes: Sequence[Quote] = (),
    quotes_note: str = "",
    campaign: UUID | None = None,
    zone: str = "",
    by: User,
    at: datetime,
) -> PaymentOrder:
    """Order that an invoice be paid, each part out of its gifts.

    Args:
        shares: (restriction, dirhams): they add up to `amount`.
        quotes: what suppliers asked; fewer than three, or a cheaper one, wants `quotes_note`.

    Raises:
        NotAnOrder: something is missing or does not add up. InvoiceOrdered: this invoice is ordered or paid.
        RestrictionKept: gifts that may not be spent on this.
    """
    check(by, Permission.PAYMENT_ORDER, organisation)
    why = why_not_order(amount, [part for _one, part in shares], quotes, quotes_note)
    if why:
        raise NotAnOrder(_WHY[why])
    twice = len({one.pk for one, _part in shares}) < len(shares)
    if twice or not (tidy(supplier) and tidy(what) and tidy(invoice_number)):
        raise NotAnOrder(
            _("Name the supplier, what was bought and the number of the invoice; each kind of gift once.")
        )
    for restriction, _part in shares:
        if restriction.organisation_id != organisation:
            raise NotAnOrder(_WHY["no_amount"])
        check_spending(restriction, campaign=campaign, zone=tidy(zone), on=invoice_on, at=at)
    try:
        with transaction.atomic():
            order = PaymentOrder.objects.create(
                organisation_id=organisation, campaign=campaign, zone=tidy(zone), supplier=tidy(supplier),
                what=tidy(what), invoice_number=tidy(invoice_number), invoice_on=invoice_on, amount=amount,
                quotes=[{"supplier": tidy(one.supplier), "amount": str(one.amount)} for one in quotes],
                quotes_note=tidy(quotes_note), ordered_by=by, ordered_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise InvoiceOrdered(
            _("This invoice of this supplier was ordered already: an invoice is paid once.")
        ) from error
    PaymentShare.objects.bulk_create(
        PaymentShare(organisation_id=organisation, order=order, restriction=one, amount=part)
        for one, part in shares
    )
    judge()
    _record("funding.payment_ordered", order, by, at, amount=amount, campaign=campaign)
    return order


@transaction.atomic
def make_payment(*, order: PaymentOrder, reference: str, on: date, by: User, at: datetime) -> PaymentOrder:
    """Pay by the bank what somebody else ordered.

    Args:
        reference: of the transfer or the cheque. on: the day the bank says.

    Raises:
        NotYoursToPay: who ordered it does not pay it. OrderSettled: paid or cancelled, or no reference.
        RestrictionKept, MoreThanReceived: the gifts may not be spent so, or are not at the bank.
    """
    check(by, Permission.PAYMENT_MAKE, order)
    order = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    if order.state != OrderState.ORDERED or not tidy(reference):
        raise OrderSettled(_("This payment is settled already, or the reference of the bank is missing."))
    if order.ordered_by_id == by.pk:
        raise NotYoursToPay(_("Who orders a payment does not make it."))
    accounts = accounts_of(order.organisation_id)
    like = []
    for share in PaymentShare.objects.filter(order=order).select_related("restriction"):
        check_spending(share.restriction, campaign=order.campaign, zone=order.zone, on=on, at=at)
        like.append(
            LineData(accounts[Role.BANK], share.restriction_id, share.amount, order.campaign, order.zone)
        )
    order.entry = write_entry(
        organisation=order.organisation_id,
        kind="payment",
        on=on,
        lines=moved(accounts[Role.PURCHASES], accounts[Role.BANK], like),
        by=by,
        at=at,
    )
    judge()
    order.state, order.paid_by, order.paid_at, order.paid_on = OrderState.PAID, by, at, on
    order.reference = tidy(reference)
    order.save(update_fields=["state", "paid_by", "paid_at", "paid_on", "reference", "entry"])
    _record("funding.payment_made", order, by, at, amount=order.amount, entry=order.entry.number)
    return order


@transaction.atomic
def cancel_payment(*, order: PaymentOrder, reason_code: str, by: User, at: datetime) -> PaymentOrder:
    """Cancel an order; one that was paid is undone in the books by another entry, by the treasurer.

    Raises:
        OrderSettled: it is cancelled, or the reason is not in the list.
    """
    order = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    paid = order.entry_id is not None
    check(by, Permission.MONEY_KEEP if paid else Permission.PAYMENT_ORDER, order)
    if order.state == OrderState.CANCELLED or reason_code not in ORDER_ENDINGS:
        raise OrderSettled(_("This payment is cancelled already, or the reason is missing."))
    if order.entry is not None:
        reverse_entry(entry=order.entry, reason_code=reason_code, by=by, at=at)
        judge()
    order.state, order.cancelled_by, order.cancelled_at = OrderState.CANCELLED, by, at
    order.reason_code = reason_code
    order.save(update_fields=["state", "cancelled_by", "cancelled_at", "reason_code"])
    _record("funding.payment_cancelled", order, by, at, reason_code, amount=order.amount)
    return order


def check_spending(
    restriction: Restriction, *, campaign: UUID | None, zone: str, on: date, at: datetime
) -> None:
    """Refuse to spend gifts otherwise than they were given. Raises RestrictionKept."""
    why = why_not_spend(bound_of(restriction), campaign=campaign, zone=zone, on=on, recorded_at=at)
    if why:
        raise RestrictionKept(
            _(WHY_NOT[why]), zone=restriction.zone, moment=formats.moment(restriction.spend_before)
        )


def _record(
    type: str, order: PaymentOrder, by: User, at: datetime, reason_code: str = "", **data: Any
) -> None:
    audit.record(
        type=type,
        target=order,
        organisation=order.organisation_id,
        by=by,
        at=at,
        reason_code=reason_code,
        **data,
    )
