"""Meetings of a night, keys of the team's notes, and what opens them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from twiza.cases.queries import OpenRoom
from twiza.lib import closed_room
from twiza.platform.accounts.permissions import Permission
from twiza.shelter.models import BedUse, CallOut, Encounter, OutreachKey, OutreachSeat, Winter
from twiza.shelter.queries.winters import one_of, where


def newest_outreach_key(winter: Winter) -> OutreachKey | None:
    """Return the key to which is sealed now, whoever may read it."""
    return OutreachKey.objects.filter(winter=winter).order_by("-number").first()


def outreach_privates(winter: Winter, room: OpenRoom) -> dict[OutreachKey, bytes]:
    """Return the private halves that the owner of an open room holds in a winter, by key, the newest first.

    A seat that was sealed to keys they have no more opens nothing and is passed over.
    """
    found: dict[OutreachKey, bytes] = {}
    seats = OutreachSeat.objects.filter(winter=winter, user_id=room.user).select_related("key")
    for seat in seats.order_by("-number", "-since"):
        try:
            found[seat.key] = closed_room.take(
                bytes(seat.sealed), private=room.private, about=seat.key_id.bytes
            )
        except closed_room.RoomSealBroken:
            continue
    return found


def encounters_of(winter: Winter) -> QuerySet[Encounter]:
    """Return the meetings of a winter that were not taken back, by hour. For who goes out."""
    rows = Encounter.objects.filter(winter=winter, undone_at__isnull=True)
    return rows.select_related("hot_spot", "round").order_by("at", "pk")


def encounter_for(user: Any, id: UUID) -> Encounter:
    """Return a meeting, for who goes out. Raises NoSuchWinter."""
    rows = Encounter.objects.filter(crew__in=where(user, Permission.NIGHT_ROUND), pk=id)
    return one_of(rows.select_related("winter", "hot_spot", "round"))


def beds_of_encounter(encounter: Encounter) -> list[BedUse]:
    """Return the beds that are kept or used this night by those of a meeting, the first guest first."""
    rows = BedUse.objects.filter(
        guest__in=encounter.guests.values("guest"),
        nights__contains=encounter.night,
        use__in=["held", "slept"],
    )
    return list(rows.select_related("winter", "winter_site", "unit", "bed", "guest").order_by("pk"))


def call_out_for(user: Any, id: UUID) -> CallOut:
    """Return a call-out, for who goes out. Raises NoSuchWinter."""
    rows = CallOut.objects.filter(crew__in=where(user, Permission.NIGHT_ROUND), pk=id)
    return one_of(rows.select_related("winter", "hot_spot", "team"))
