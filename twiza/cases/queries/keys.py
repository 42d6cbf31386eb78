"""Keys of a case that came before the newest, and whether somebody left since it was made."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from twiza.cases.models import Case, CaseKey, DrawerSeat, TeamSeat
from twiza.cases.queries.room import OpenRoom, held_key, seats_of
from twiza.cases.rules import Drawer
from twiza.lib import closed_room
from twiza.platform.accounts.permissions import Permission


def about_previous(case: Case, drawer: str, number: int) -> bytes:
    """Return what a key is bound to, sealed under the one that replaced it."""
    return case.pk.bytes + drawer.encode() + number.to_bytes(4, "big")


def keys_of(case: Case, room: OpenRoom, drawer: str = Drawer.CASE) -> list[bytes]:
    """Return the keys that open what lies in a drawer, the newest first. Raises NoKeyYet."""
    return chain(case, held_key(case, room, drawer), drawer)


def chain(case: Case, newest: bytes, drawer: str) -> list[bytes]:
    """Return a key and those before it. Raises RoomSealBroken: this is not the newest key of the drawer."""
    keys = [newest]
    for row in CaseKey.objects.filter(case=case, drawer=drawer).order_by("-number"):
        about = about_previous(case, drawer, row.number)
        keys.append(closed_room.unseal(bytes(row.previous), key=keys[-1], about=about))
    return keys


def newest_number(case: Case, drawer: str) -> int:
    """Return the number of the newest key of a drawer: 1 until it is renewed."""
    numbers = CaseKey.objects.filter(case=case, drawer=drawer).order_by("-number")
    return numbers.values_list("number", flat=True).first() or 1


def works_there(user: Any, organisation: Any) -> bool:
    """Whether somebody still works in the closed room of an organisation today."""
    return bool(user.is_active and user.has_perm(Permission.CASE_WORK, organisation))


def keeps_key(seat: Any, *, at: datetime) -> bool:
    """Whether the holder of a seat should have the newest key: the seat lasts, and they still work there."""
    lasts = (seat.until is None or seat.until > at) and works_there(seat.user, seat.organisation_id)
    if lasts and isinstance(seat, DrawerSeat):  # a place at the drawer ends with the seat in the team
        lasting = Q(until__isnull=True) | Q(until__gt=at)
        return TeamSeat.objects.filter(lasting, case_id=seat.case_id, user_id=seat.user_id).exists()
    return lasts


def who_can_hold(case: Case, *, at: datetime) -> set[UUID]:
    """Return the ids of the seats whose holders should have the key of the case, whether they have it or not."""
    return {seat.pk for seat in seats_of(case, Drawer.CASE).select_related("user") if keeps_key(seat, at=at)}


def left_since(case: Case, drawer: str, *, at: datetime) -> bool:
    """Whether somebody who left still holds the newest key of a drawer: a new one is due."""
    seats = seats_of(case, drawer).exclude(sealed=b"").select_related("user")
    return any(not keeps_key(seat, at=at) for seat in seats)
