"""Phones of a lane: the pack each is given."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from twiza.aid import queries
from twiza.aid.models import PackGiven
from twiza.aid.permissions import check_in
from twiza.aid.queries.packs import SignedPack
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import actions as audit


@transaction.atomic
def give_pack(*, device: UUID, post: UUID, post_kind: str, by: User, at: datetime) -> SignedPack:
    """Give a phone the pack of its lane, in the name of whoever opened it; that it was given is kept, once a pack.

    `post`: the id of the lane; `post_kind`: lane.

    Raises:
        NoSuchLane: no such lane is open, or its day is over; NoPermission: who opened the phone no longer leads it.
    """
    pack = queries.pack_for(lane=post, at=at)
    point = pack.lane.point
    where = check_in(by, Permission.DAY_RECONCILE, point.host_id, point.organisation_id)
    _row, new = PackGiven.objects.get_or_create(
        lane=pack.lane,
        device=device,
        pack=pack.pack,
        defaults={
            "campaign_id": point.campaign_id,
            "point": point,
            "organisation_id": point.organisation_id,
            "host_id": point.host_id,
            "day": pack.lane.day,
            "rights": pack.rights,
            "given_at": at,
            "given_by": by,
        },
    )
    if new:
        audit.record(
            type="aid.pack_given",
            target=point,
            organisation=where,
            by=by,
            at=at,
            beside=[point.organisation_id, point.host_id],
            day=pack.lane.day,
            lane=pack.lane.number,
            device=device,
            cards=pack.rights,
        )
    return pack
