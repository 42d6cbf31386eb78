"""Which list brought which households: for whoever takes one list into a campaign, and not the whole registry."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from twiza.registry.models import Household, Upload

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

    A household that several lists name is counted with the list that brought it first; a family whose files were
    merged, with each list that brought one of them.
    """
    rows = (
        Household.objects.filter(organisation_id=organisation, merged_into__isnull=True)
        .values("upload", "upload__file__name", "upload__accepted_at")
        .annotate(households=Count("pk"))
        .order_by("-upload")
    )
    counts: dict[UUID | None, BroughtList] = {
        row["upload"]: BroughtList(
            row["upload"], row["upload__file__name"] or "", row["upload__accepted_at"], row["households"]
        )
        for row in rows
    }
    for upload, families in _merged_families(organisation).items():
        line = counts.get(upload) or _empty(upload)
        counts[upload] = replace(line, households=line.households + len(families))
    return sorted(counts.values(), key=lambda one: (one.upload is None, -(one.upload or UUID(int=0)).int))


def _merged_families(organisation: UUID) -> dict[UUID | None, set[UUID]]:
    """Return list → families whose file in it was merged into one that another list brought."""
    found: dict[UUID | None, set[UUID]] = defaultdict(set)
    rows = Household.objects.filter(organisation_id=organisation, merged_into__isnull=False)
    for upload, remains, other in rows.values_list("upload", "merged_into", "merged_into__upload"):
        if upload != other and remains:
            found[upload].add(remains)
    return found


def _empty(upload: UUID | None) -> BroughtList:
    row = Upload.objects.select_related("file").filter(pk=upload).first() if upload else None
    return BroughtList(upload, row.file.name if row else "", row.accepted_at if row else None, 0)


def households_brought(organisation: UUID, upload: UUID | None) -> list[UUID]:
    """Return the ids of the families that a list brought; None for those that were typed."""
    of_list = Q(upload__isnull=True) if upload is None else Q(upload_id=upload)
    rows = Household.objects.filter(of_list, organisation_id=organisation)
    families = dict.fromkeys(root or id for id, root in rows.order_by("pk").values_list("pk", "merged_into"))
    return list(families)
