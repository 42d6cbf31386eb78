"""Keys to which phones seal notes and places: each listener of the crew reads what is sealed, and nobody else does."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries as cases
from twiza.cases.queries import OpenRoom
from twiza.lib import closed_room
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.shelter import queries, rules
from twiza.shelter.actions.faults import OutOfOrder
from twiza.shelter.models import OutreachKey, OutreachSeat, Winter


@transaction.atomic
def keep_outreach_key(*, winter: Winter, by: Any, at: datetime) -> OutreachKey | None:
    """Return the key to which phones seal now; None when no listener of the crew has a key of the room.

    A new number is made when there is none, and as soon as those who read are others than before: somebody left, came,
    or has new keys. Whoever left reads nothing that is sealed from then on.
    """
    check(by, Permission.NIGHT_ROUND, winter.crew_id)
    listeners = {(one.user_id, bytes(one.public_key)) for one in cases.listeners_with_key(winter.crew_id)}
    if not listeners:
        return None
    newest = queries.newest_outreach_key(winter)
    if newest is not None and _seated(newest) == listeners:
        return newest
    number = newest.number + 1 if newest else 1
    if number > rules.LAST_NUMBER:
        raise OutOfOrder(
            _("This winter has used up its keys: no more than %(most)s."), most=rules.LAST_NUMBER
        )
    private, public = closed_room.new_pair()
    try:
        with transaction.atomic():
            key = OutreachKey.objects.create(
                winter=winter, crew_id=winter.crew_id, number=number, public=public, made_at=at, made_by=by
            )
    except IntegrityError:  # another phone was quicker: its key is as good
        return queries.newest_outreach_key(winter)
    OutreachSeat.objects.bulk_create(
        OutreachSeat(
            key=key, winter=winter, crew_id=winter.crew_id, number=number, user_id=user, worker_key=to, since=at,
            sealed=closed_room.hand(private, to=to, about=key.pk.bytes),
        )
        for user, to in sorted(listeners)
    )  # fmt: skip
    audit.record(
        type="shelter.outreach_key_made", target=key, organisation=winter.crew_id, by=by, at=at, number=number
    )
    return key


@transaction.atomic
def hand_outreach_keys(*, winter: Winter, room: OpenRoom, by: Any, at: datetime) -> int:
    """Hand the keys that this listener holds to colleagues who have none of them yet. Returns how many were handed.

    Raises:
        NoPermission: they do not listen for the crew.
    """
    check(by, Permission.CASE_WORK, winter.crew_id)
    handed = []
    for key, private in queries.outreach_privates(winter, room).items():
        there = _seated(key)
        for one in cases.listeners_with_key(winter.crew_id):
            to = bytes(one.public_key)
            if (one.user_id, to) not in there:
                sealed = closed_room.hand(private, to=to, about=key.pk.bytes)
                handed.append(
                    OutreachSeat(
                        key=key, winter=winter, crew_id=winter.crew_id, number=key.number, user_id=one.user_id,
                        worker_key=to, since=at, sealed=sealed,
                    )
                )  # fmt: skip
    OutreachSeat.objects.bulk_create(handed)
    if handed:
        audit.record(
            type="shelter.outreach_keys_handed", target=winter, organisation=winter.crew_id, by=by, at=at,
            number=len(handed),
        )  # fmt: skip
    return len(handed)


def _seated(key: OutreachKey) -> set[tuple[Any, bytes]]:
    rows = OutreachSeat.objects.filter(key=key).values_list("user_id", "worker_key")
    return {(user, bytes(to)) for user, to in rows}
