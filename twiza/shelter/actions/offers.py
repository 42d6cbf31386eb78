"""A bed offered to whoever wants one, at a door or on the street; when none fits, the need is written at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.shelter import queries
from twiza.shelter.actions.faults import NoBedLeft, OutOfOrder
from twiza.shelter.actions.guests import check_near, meet_guests
from twiza.shelter.actions.stays import hold_beds, take_in, write_need
from twiza.shelter.models import BedUse, Guest, UnmetNeed, Winter, WinterSite


@dataclass(frozen=True)
class Offer:
    """What came of it: a bed for each guest, or a need for each."""

    guests: list[Guest]
    uses: list[BedUse] = field(default_factory=list)
    needs: list[UnmetNeed] = field(default_factory=list)


@transaction.atomic
def offer_beds(
    *,
    winter: Winter,
    night: date,
    code: str = "",
    who: Sequence[str] = (),
    elderly: bool = False,
    care: bool = False,
    sites: Sequence[WinterSite] = (),
    at_door: WinterSite | None = None,
    by: Any,
    at: datetime,
) -> Offer:
    """Offer a bed to a guest by their code, or to somebody new: kept for a while, or theirs at once at a door.

    Args:
        code: of somebody met before; those who came together then are offered beds together.
        who: woman, man or child for each of those who are new.
        at_door: the site at which they stand: only its beds are looked at, and they are in.

    Raises:
        OutOfOrder: no guest of this winter has the code. HasABed, ChildAlone, WinterOver.
    """
    host = at_door.host_id if at_door else None
    check_near(by, winter, host)
    guests = (
        _known(winter, code)
        if code
        else meet_guests(winter=winter, who=who, elderly=elderly, care=care, host=host, by=by, at=at)
    )
    places = [at_door] if at_door else list(sites)
    try:
        uses = hold_beds(guests=guests, night=night, sites=places, host=host, by=by, at=at)
    except NoBedLeft:
        return Offer(guests, needs=write_need(guests=guests, night=night, at_door=at_door, by=by, at=at))
    if at_door:
        uses = [take_in(use=use, by=by, at=at) for use in uses]
    return Offer(guests, uses=uses)


def _known(winter: Winter, code: str) -> list[Guest]:
    party = queries.party_of_code(winter, code)
    if not party:
        raise OutOfOrder(
            _(
                "Nobody of this winter has this code. Look at it once more, or leave it empty: a new one is given."
            )
        )
    return party
