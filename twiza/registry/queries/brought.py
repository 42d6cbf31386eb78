"""Which list brought which households: for whoever takes one list into a campaign, and not the whole registry."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from twiza.registry.models import Household

LISTED = 50


@dataclass(frozen=True)
class BroughtList:
    """A list of families as the registry holds it today. `upload` is None for those that were typed."""

    upload: UUID | None
    name: str  # of the file
    at: datetime | None  # when it was accepted
    households: int


def brought_lists(organisation: UUID) -> list[BroughtList]:
    """Return the lists that brought households which are still there, the latest first, then the typed ones.

    A household that several lists name is counted with the list that brought it first.
    """
    rows = (
        Household.objects.filter(organisation_id=organisation)
        .values("upload", "upload__file__name", "upload__accepted_at")
        .annotate(households=Count("pk"))
        .order_by("-upload")
    )
    found = [
        BroughtList(
            row["upload"], row["upload__file__name"] or "", row["upload__accepted_at"], row["households"]
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.upload is None)


def households_brought(organisation: UUID, upload: UUID | None) -> list[UUID]:
    """Return the ids of the households that a list brought; None for those that were typed."""
    of_list = Q(upload__isnull=True) if upload is None else Q(upload_id=upload)
    rows = Household.objects.filter(of_list, organisation_id=organisation)
    return list(rows.order_by("pk").values_list("pk", flat=True))
