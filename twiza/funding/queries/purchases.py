"""Invoices that several funders and own money pay together, and headings that get more than they cost."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from twiza.funding.models import Purchase, PurchaseShare
from twiza.funding.queries.books import found
from twiza.platform.accounts.permissions import Permission

PAGE = 100
NOTHING = Decimal(0)


def purchases_of(organisation: UUID, *, size: int | None = PAGE) -> list[Purchase]:
    """Return the shared invoices of an association, the newest first; `size` None: all of them."""
    return list(Purchase.objects.filter(organisation_id=organisation).order_by("-at", "-pk")[:size])


def purchase_for(user: Any, id: UUID) -> Purchase:
    """Return one shared invoice. Raises NoSuchThing."""
    return found(user, Purchase, id, Permission.MONEY_READ, "organisation", "by")


def shares_in(purchase: Purchase) -> list[PurchaseShare]:
    """Return who pays which part of an invoice."""
    rows = PurchaseShare.objects.filter(purchase=purchase)
    return list(
        rows.select_related(
            "restriction", "expense__heading", "expense__grant__organisation", "second"
        ).order_by("place")
    )


def share_for(user: Any, id: UUID) -> PurchaseShare:
    """Return one share of an invoice. Raises NoSuchThing."""
    return found(user, PurchaseShare, id, Permission.MONEY_READ, "purchase", "restriction")


def shares_waiting(organisation: UUID) -> list[PurchaseShare]:
    """Return the association's own shares that wait for a second person."""
    rows = PurchaseShare.objects.filter(
        organisation_id=organisation,
        expense__isnull=True,
        entry__isnull=True,
        purchase__taken_out_at__isnull=True,
    )
    return list(rows.select_related("purchase").order_by("purchase__at", "pk"))
