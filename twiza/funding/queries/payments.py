"""Payments: ordered, made, cancelled."""

from typing import Any
from uuid import UUID

from twiza.funding.models import PaymentOrder, PaymentShare
from twiza.funding.queries.books import found
from twiza.funding.rules.payments import OrderState
from twiza.platform.accounts.permissions import Permission


def payments_of(organisation: UUID, *, size: int | None = 200) -> list[PaymentOrder]:
    """Return the newest payments of an association, those to be paid first."""
    rows = PaymentOrder.objects.filter(organisation_id=organisation).order_by("-ordered_at", "-pk")[:size]
    return sorted(rows, key=lambda one: one.state != OrderState.ORDERED)


def payment_for(user: Any, id: UUID) -> PaymentOrder:
    """Return one payment. Raises NoSuchThing."""
    related = ("ordered_by", "paid_by", "cancelled_by", "entry")
    return found(user, PaymentOrder, id, Permission.MONEY_READ, *related)


def shares_of(order: PaymentOrder) -> list[PaymentShare]:
    """Return out of which gifts a payment comes."""
    rows = PaymentShare.objects.filter(order=order).select_related("restriction")
    return list(rows.order_by("restriction__number"))
