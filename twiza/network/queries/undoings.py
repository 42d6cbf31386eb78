"""What was handed over, and what was undone of it with which reason: for every party, and for the memory of an office."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.network.models import Convention, ConventionHandover, ConventionUndoing
from twiza.network.queries.conventions import NoSuchConvention
from twiza.network.queries.memberships import roles_of

MOST = 200


@dataclass(frozen=True, slots=True)
class UndoingLine:
    """One undoing, and whether the reader may take it back today."""

    undoing: ConventionUndoing
    may_take_back: bool


def protected_until(convention: Convention, *, on: date) -> date | None:
    """Return until when a convention is undone with a reason only, this day excluded; None when it is not."""
    row = ConventionHandover.objects.filter(convention=convention, until__gt=on).order_by("-until").first()
    return row.until if row else None


def undoings_in(convention: Convention, user: Any, *, on: date) -> list[UndoingLine]:
    """Return what was undone of a convention, oldest first."""
    seats = set(roles_of(user.pk, on=on))
    rows = ConventionUndoing.objects.filter(convention=convention).select_related("organisation")
    return [
        UndoingLine(
            one,
            one.taken_back_at is None and on <= one.back_until and (one.organisation_id, one.seat) in seats,
        )
        for one in rows.order_by("at", "pk")
    ]


def undoings_of(organisations: Collection[UUID], *, since: date | None = None) -> list[ConventionUndoing]:
    """Return what was undone of the conventions of these bodies, newest first."""
    rows = ConventionUndoing.objects.filter(parties__overlap=list(organisations))
    if since is not None:
        rows = rows.filter(at__date__gte=since)
    return list(rows.select_related("convention", "organisation").order_by("-at", "-pk")[:MOST])


def undoing_for(id: UUID) -> ConventionUndoing:
    """Return an undoing of a convention one is a party of. Raises NoSuchConvention."""
    row = ConventionUndoing.objects.filter(pk=id).select_related("convention", "organisation").first()
    if row is None:
        raise NoSuchConvention(_("There is no such convention."))
    return row
