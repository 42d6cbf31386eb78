"""What was written in a case, unsealed for the length of one page."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.cases.models import Case, CaseNote, NoteVersion, RoomDraft
from twiza.cases.queries.room import OpenRoom, held_key
from twiza.lib import closed_room
from twiza.lib.errors import NotFound
from twiza.platform.accounts.permissions import Permission


class NoSuchNote(NotFound):
    code = "cases.no_such_note"


@dataclass(frozen=True)
class NoteSaid:
    """One version of a note, opened.

    Attributes:
        said: field → value; `words` is what was written.
    """

    note: UUID
    kind: str
    number: int
    by: Any
    at: datetime
    said: dict[str, Any]


def about_version(note: UUID, number: int) -> bytes:
    """Return what a version is bound to: moved to another note or number, it does not open."""
    return note.bytes + number.to_bytes(4, "big")


def note_for(case: Case, id: UUID) -> CaseNote:
    """Return a note of this case. Raises NoSuchNote."""
    note = CaseNote.objects.filter(case=case, pk=id).first()
    if note is None:
        raise NoSuchNote(_("There is no such note."))
    return note


def note_by_id(user: Any, id: UUID) -> CaseNote:
    """Return a note of a case in whose team this user is now. Hidden and missing give the same answer: NoSuchNote."""
    note = CaseNote.objects.select_related("case").filter(pk=id).first()
    if note is None or not user.has_perm(Permission.CASE_WORK, note):
        raise NoSuchNote(_("There is no such note."))
    return note


def notes_of(case: Case, room: OpenRoom) -> list[NoteSaid]:
    """Return the newest version of each note, the latest note first. Raises NoKeyYet."""
    key = held_key(case, room)
    newest = (
        NoteVersion.objects.filter(case=case)
        .order_by("note_id", "-number")
        .distinct("note_id")
        .select_related("note", "by")
    )
    return sorted((_opened(row, key) for row in newest), key=lambda one: one.note, reverse=True)


def versions_of(note: CaseNote, room: OpenRoom) -> list[NoteSaid]:
    """Return every version of a note, the newest first. Raises NoKeyYet."""
    key = held_key(note.case, room)
    rows = NoteVersion.objects.filter(note=note).order_by("-number").select_related("note", "by")
    return [_opened(row, key) for row in rows]


def draft_of(room: OpenRoom, about: UUID) -> dict[str, Any]:
    """Return what this worker was typing about a thing, or nothing."""
    row = RoomDraft.objects.filter(user_id=room.user, about=about).first()
    if row is None:
        return {}
    clear = closed_room.unseal_own(bytes(row.sealed), private=room.private, about=about.bytes)
    draft: dict[str, Any] = json.loads(clear)
    return draft


def _opened(row: NoteVersion, key: bytes) -> NoteSaid:
    clear = closed_room.unseal(bytes(row.sealed), key=key, about=about_version(row.note_id, row.number))
    return NoteSaid(row.note_id, row.note.kind, row.number, row.by, row.at, json.loads(clear))
