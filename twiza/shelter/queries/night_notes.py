"""Notes of a night, opened with the room of a listener who has a seat at their key. Nothing here is kept open."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twiza.cases.queries import OpenRoom
from twiza.lib import sealed_boxes
from twiza.lib.today import Due
from twiza.platform.accounts.permissions import Permission
from twiza.shelter import rules
from twiza.shelter.models import (
    CallOut,
    CallOutSeal,
    Encounter,
    EncounterSeal,
    OutreachSeat,
    VoicePart,
    Winter,
)
from twiza.shelter.queries.outreach import outreach_privates
from twiza.shelter.queries.winters import one_of, where

SOUNDS = ((b"\x1aE\xdf\xa3", "audio/webm"), (b"OggS", "audio/ogg"))  # how a recording begins


@dataclass(frozen=True)
class OpenNote:
    """A note as it was sealed; `said` is None when it does not open with what this listener holds.

    Attributes:
        about: the meeting, or the call-out whose place it is.
        has_voice: whether there is a whole voice note beside it.
    """

    about: Encounter | CallOut
    said: dict[str, str] | None
    has_voice: bool = False


def winter_noted(user: Any, id: UUID) -> Winter:
    """Return a winter whose notes somebody may read: they listen for its crew. Raises NoSuchWinter."""
    return one_of(Winter.objects.filter(crew__in=where(user, Permission.CASE_WORK), pk=id))


def encounter_noted(user: Any, id: UUID) -> Encounter:
    """Return a meeting whose voice note somebody may hear: they listen for its crew. Raises NoSuchWinter."""
    rows = Encounter.objects.filter(crew__in=where(user, Permission.CASE_WORK), pk=id)
    return one_of(rows.select_related("winter"))


def night_notes(winter: Winter, night: date, room: OpenRoom) -> list[OpenNote]:
    """Return the notes of a night, opened, by hour: of meetings, and the places of call-outs."""
    keys = _keys(winter, room)
    whole = _whole_voices(winter, night)
    rows: list[OpenNote] = []
    seals = EncounterSeal.objects.filter(
        winter=winter, encounter__night=night, encounter__undone_at__isnull=True
    )
    for seal in seals.select_related("encounter__hot_spot"):
        rows.append(
            OpenNote(
                seal.encounter, _opened(seal.sealed, keys, seal.encounter_id), seal.encounter_id in whole
            )
        )
    known = {one.about.pk for one in rows}
    for one in Encounter.objects.filter(pk__in=whole - known).select_related("hot_spot"):
        rows.append(OpenNote(one, {}, has_voice=True))
    places = CallOutSeal.objects.filter(winter=winter, call_out__night=night, number__isnull=False)
    for place in places.select_related("call_out__hot_spot"):
        rows.append(OpenNote(place.call_out, _opened(place.sealed, keys, place.call_out_id)))
    return sorted(rows, key=lambda one: (one.about.at, one.about.pk))


def night_voice(encounter: Encounter, room: OpenRoom) -> tuple[bytes, str] | None:
    """Return the voice note of a meeting and its kind; None when a part is missing or does not open."""
    keys = _keys(encounter.winter, room)
    parts = list(VoicePart.objects.filter(encounter=encounter).order_by("n"))
    if not parts or [one.n for one in parts] != list(range(1, parts[0].of + 1)):
        return None
    try:
        clear = b"".join(_part(one, keys) for one in parts)
    except sealed_boxes.CannotOpen:
        return None
    return clear, next((kind for head, kind in SOUNDS if clear.startswith(head)), "audio/mp4")


def notes_waiting_for(user: Any, at: datetime) -> list[Due]:
    """Return what the today page says to a listener in the morning: notes of last night are there to read."""
    crews = where(user, Permission.CASE_WORK)
    night = rules.night_of(at)
    seats = OutreachSeat.objects.filter(user_id=user.pk, crew__in=crews, winter__last_night__gte=night)
    winters = list(seats.values_list("winter", flat=True).distinct())
    counted = EncounterSeal.objects.filter(
        winter__in=winters, encounter__night=night, encounter__undone_at__isnull=True
    )
    return [
        Due(_("Read what was noted in the night"), reverse("shelter:read_notes", args=[winter]))
        for winter in sorted(set(counted.values_list("winter", flat=True)))
    ]


def _keys(winter: Winter, room: OpenRoom) -> dict[int, X25519PrivateKey]:
    held = outreach_privates(winter, room)
    return {key.number: X25519PrivateKey.from_private_bytes(private) for key, private in held.items()}


def _opened(sealed: str, keys: dict[int, X25519PrivateKey], about: UUID) -> dict[str, str] | None:
    try:
        clear = sealed_boxes.open_line(sealed, keys, about=str(about).encode(), info=sealed_boxes.OUTREACH)
        said = json.loads(clear)
    except (sealed_boxes.CannotOpen, ValueError):
        return None
    return {name: str(said.get(name) or "") for name in ("nickname", "words", "place")} if isinstance(said, dict) else None  # fmt: skip


def _part(part: VoicePart, keys: dict[int, X25519PrivateKey]) -> bytes:
    """Open a part: bound to its meeting and its place in the note, or to the meeting alone."""
    about = str(part.encounter_id)
    try:
        return sealed_boxes.open_line(
            part.sealed, keys, about=f"{about}.{part.n}".encode(), info=sealed_boxes.OUTREACH
        )
    except sealed_boxes.CannotOpen:
        return sealed_boxes.open_line(part.sealed, keys, about=about.encode(), info=sealed_boxes.OUTREACH)


def _whole_voices(winter: Winter, night: date) -> set[UUID]:
    found: dict[UUID, list[int]] = {}
    rows = VoicePart.objects.filter(winter=winter, encounter__night=night, encounter__undone_at__isnull=True)
    for encounter, of in rows.values_list("encounter", "of"):
        found.setdefault(encounter, []).append(of)
    return {encounter for encounter, parts in found.items() if len(parts) == parts[0]}
