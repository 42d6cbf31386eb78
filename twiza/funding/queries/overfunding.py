"""Headings that get more than they cost from all funders together, and what a funder was told of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from twiza.funding.models import Grant, GrantHeading, Line, OverfundingConsent, OverfundingNotice
from twiza.funding.queries.books import NoSuchThing
from twiza.funding.queries.grants import claims, examines
from twiza.funding.rules.ledger import AccountKind
from twiza.linkage.normalise import fold

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class HeadingStands:
    """A heading of one grant with the largest whole cost that a budget says, and what all funders together paid for it."""

    heading: GrantHeading
    cost: Decimal
    charged: Decimal

    @property
    def title(self) -> str:
        return self.heading.title

    @property
    def is_over(self) -> bool:
        return self.charged > self.cost


@dataclass(frozen=True, slots=True)
class Told:
    """A heading as it was told last, and since when it stands so."""

    title: str
    cost: Decimal
    charged: Decimal
    at: datetime
    is_over: bool


def headings_stand(organisation: UUID, *, project: UUID | None, grant: UUID | None) -> list[HeadingStands]:
    """Return how the headings of every grant of a project stand; without a project, those of one grant.

    Headings of one project that are called the same are one heading. Only what was charged at least once is said.
    Read in the association's own books.
    """
    owner: dict[str, Any] = {"project_id": project} if project else {"restriction__grant": grant}
    lines = Line.objects.filter(
        organisation_id=organisation, heading__isnull=False, account__kind=AccountKind.EXPENSE, **owner
    )
    charged: dict[str, Decimal] = {}
    grants = set()
    for title, of, sum_ in (
        lines.order_by().values("heading__title", "heading__grant").annotate(sum=Sum("amount"))
        .values_list("heading__title", "heading__grant", "sum")
    ):  # fmt: skip
        charged[fold(title)] = charged.get(fold(title), NOTHING) + sum_
        grants.add(of)
    headings = [
        one
        for one in GrantHeading.objects.filter(grant__in=grants).order_by("grant", "place")
        if fold(one.title) in charged
    ]
    costs: dict[str, Decimal] = {}
    for one in headings:
        costs[fold(one.title)] = max(costs.get(fold(one.title), NOTHING), one.cost)
    return [HeadingStands(one, costs[fold(one.title)], charged[fold(one.title)]) for one in headings]


def grant_stands(grant: Grant) -> list[HeadingStands]:
    """Return how each heading of a grant stands, by itself or in the project where it gets the most beyond its cost."""
    lines = Line.objects.filter(organisation_id=grant.grantee_id, heading__grant=grant)
    found: dict[UUID, HeadingStands] = {}
    for project in {None, *lines.order_by().values_list("project_id", flat=True).distinct()}:
        for one in headings_stand(grant.grantee_id, project=project, grant=grant.pk):
            before = found.get(one.heading.pk)
            if one.heading.grant_id == grant.pk and (
                before is None or one.charged - one.cost > before.charged - before.cost
            ):
                found[one.heading.pk] = one
    return sorted(found.values(), key=lambda one: one.heading.place)


def overfunded_by(headings: Iterable[GrantHeading], *, project: UUID | None) -> list[HeadingStands]:
    """Return which of these headings got more than they cost, from all funders together, each once."""
    headings = list(headings)
    wanted = {one.pk for one in headings}
    found: dict[tuple[UUID | None, str], HeadingStands] = {}
    for grantee, grant in {(one.grantee_id, None if project else one.grant_id) for one in headings}:
        for one in headings_stand(grantee, project=project, grant=grant):
            if one.is_over and one.heading.pk in wanted:
                found.setdefault((grant, fold(one.title)), one)
    return sorted(found.values(), key=lambda one: (one.heading.place, one.title))


def consent_of(grant: Grant) -> OverfundingConsent | None:
    """Return what runs between funder and association of this grant: asked or agreed; None: nothing."""
    return (
        OverfundingConsent.objects.filter(grant=grant, ended_at__isnull=True)
        .select_related("asked_by", "agreed_by")
        .first()
    )


def consent_for(user: Any, id: UUID) -> OverfundingConsent:
    """Return a consent to either side. Raises NoSuchThing."""
    row = OverfundingConsent.objects.filter(pk=id).select_related("grant").first()
    if row is None or not (examines(user, row.grant) or claims(user, row.grant)):
        raise NoSuchThing(_("There is no such thing here."))
    return row


def newest_notices(grants: Collection[UUID] | Any) -> list[OverfundingNotice]:
    """Return what was told last of each heading of these grants."""
    rows = OverfundingNotice.objects.filter(grant__in=grants)
    return list(rows.order_by("heading", "-at", "-id").distinct("heading").select_related("heading"))


def told_of(grant: Grant) -> list[Told]:
    """Return what the funder was told of this grant's headings, in the order of its budget."""
    rows = sorted(newest_notices([grant.pk]), key=lambda one: one.heading.place)
    return [Told(one.heading.title, one.cost, one.charged, one.at, one.is_over) for one in rows]
