"""Invoices that several funders and own money pay together, and headings that get more than they cost."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum

from twiza.funding.models import GrantHeading, Line, Purchase, PurchaseShare
from twiza.funding.queries.books import found
from twiza.funding.rules.funders import Over, overfunded
from twiza.funding.rules.ledger import AccountKind
from twiza.linkage.normalise import fold
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


def overfunded_by(headings: Iterable[GrantHeading], *, project: UUID | None) -> list[Over]:
    """Return which of these headings got more than they cost, from all funders together.

    Headings of one project that are called the same are one heading; without a project a grant stands alone.
    """
    headings = list(headings)
    costs: dict[tuple[UUID, str], Decimal] = {}
    charged: dict[tuple[UUID, str], Decimal] = {}
    wanted = {fold(one.title) for one in headings}
    for one in headings:
        owner = {"project_id": project} if project else {"restriction__grant": one.grant_id}
        rows = Line.objects.filter(
            organisation_id=one.grantee_id, heading__isnull=False, account__kind=AccountKind.EXPENSE, **owner
        )
        key_of = project or one.grant_id
        sums: dict[tuple[UUID, str], Decimal] = {}
        for title, cost, sum_ in (
            rows.values("heading__title", "heading__cost")
            .annotate(sum=Sum("amount"))
            .values_list("heading__title", "heading__cost", "sum")
        ):
            key = (key_of, fold(title))
            if key[1] in wanted:
                costs[key] = max(costs.get(key, NOTHING), cost)
                sums[key] = sums.get(key, NOTHING) + sum_
        charged.update(sums)
    return overfunded(costs, charged)
