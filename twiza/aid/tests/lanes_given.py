"""A day of a point shared among lanes, with a phone that holds one; rows of each table of the point with no network."""

from datetime import UTC, date, datetime
from typing import Any

from twiza.aid import actions
from twiza.aid.models import DistributionPoint, Lane
from twiza.lib.ids import new_id

FIRST_DAY = date(2026, 2, 26)
BEFORE = datetime(2026, 2, 26, 7, 0, tzinfo=UTC)


def given_lanes(side: Any, point: DistributionPoint, lanes: int = 2, spares: int = 1) -> list[Lane]:
    """Share a point's first day among lanes, with a welcome table, print its releases; call it inside a context."""
    made = actions.share_lanes(
        point=point, day=FIRST_DAY, lanes=lanes, spares=spares, by=side.amina, at=BEFORE
    )
    actions.make_releases(point=point, day=FIRST_DAY, by=side.amina, at=BEFORE)
    return made


def lanes_of_each(side: Any, point: DistributionPoint) -> None:
    """Rows of each table of the point with no network, in the context of who leads the campaign."""
    with side.work():
        lanes = given_lanes(side, point)
        actions.give_pack(post=lanes[0].pk, post_kind="lane", device=new_id(), by=side.amina, at=BEFORE)
