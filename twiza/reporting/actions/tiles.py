"""Where communes stand in the picture of a province."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.reporting.models import TileSpot
from twiza.reporting.rules.province import MOST


class SpotTaken(DomainError):
    code = "reporting.spot_taken"


@transaction.atomic
def place_tiles(*, organisation: Any, spots: Mapping[UUID, tuple[int, int]], by: User, at: datetime) -> None:
    """Put communes where they belong: place → (row, column), from 1. Those left out take what is free.

    Raises:
        SpotTaken: two are in one place, or one outside the picture.
        NoPermission: `by` keeps no register here.
    """
    check(by, Permission.INSTITUTION_KEEP, organisation)
    if len(set(spots.values())) < len(spots):
        raise SpotTaken(_("Two communes cannot stand in one place: give each its own row and column."))
    if any(not (1 <= row <= MOST and 1 <= column <= MOST) for row, column in spots.values()):
        raise SpotTaken(_("Rows and columns go from 1 to %(most)s."), most=MOST)
    TileSpot.objects.filter(organisation_id=organisation.pk).delete()
    TileSpot.objects.bulk_create(
        TileSpot(organisation_id=organisation.pk, place_id=place, row=row, column=column)
        for place, (row, column) in spots.items()
    )
    audit.record(
        type="reporting.tiles_placed", target=organisation, organisation=organisation.pk, by=by, at=at
    )
