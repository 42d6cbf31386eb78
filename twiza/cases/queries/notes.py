"""What was written in a case, unsealed for the length of one page."""

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import Case, CaseNote, DrawerSeat, NoteVersion, RoomDraft
from twiza.cases.queries.keys import chain, keys_of
from twiza.cases.queries.room import OpenRoom
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
        begun_at: when its first version was written.
    """

    note: UUID
    kind: str
    number: int
    by: Any
    at: datetime
    said: dict[str, Any]
    begun_at: datetime

    @property
    def is_plain(self) -> bool:
        """Whether it is read on the first page of the case; the other kinds have a page of their own.

        A plan or a step of words only was written as a note, before they had a form.
        """
        return self.kind in rules.TYPED_NOTES or (
            self.kind in ("plan", "step") and set(self.said) == {"words"}
        )


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


def notes_of(case: Case, room: OpenRoom, *, kinds: Collection[str] = ()) -> list[NoteSaid]:
    """Return the newest version of each note, the latest note first; `kinds`: of these only. Raises NoKeyYet."""
    keys = keys_of(case, room)
    rows = NoteVersion.objects.filter(case=case).exclude(note__kind="psychology")  # of another drawer
    newest = (
        (rows.filter(note__kind__in=kinds) if kinds else rows)
        .order_by("note_id", "-number")
        .distinct("note_id")
        .select_related("note", "by")
    )
    return sorted((opened(row, keys) for row in newest), key=lambda one: one.note, reverse=True)


def versions_of(note: CaseNote, room: OpenRoom) -> list[NoteSaid]:
    """Return every version of a note, the newest first. Raises NoKeyYet."""
    keys = keys_of(note.case, room, rules.drawer_of(note.kind))
    rows = NoteVersion.objects.filter(note=note).order_by("-number").select_related("note", "by")
    return [opened(row, keys) for row in rows]


def draft_of(room: OpenRoom, about: UUID) -> dict[str, Any]:
    """Return what this worker was typing about a thing, or nothing."""
    row = RoomDraft.objects.filter(user_id=room.user, about=about).first()
    if row is None:
        return {}
    clear = closed_room.unseal_own(bytes(row.sealed), private=room.private, about=about.bytes)
    draft: dict[str, Any] = json.loads(clear)
    return draft


def case_of_draft(user: Any, about: UUID, *, case: UUID | None) -> Case | None:
    """Return the case to which a draft belongs: what it is about says it, or else `case`; None when not this user's."""
    place = DrawerSeat.objects.filter(pk=about, user=user).values("case_id")
    said = Q(pk=about) | Q(notes__pk=about) | Q(pk__in=place)
    found = Case.objects.filter(said).first()
    if found is None and case is not None:
        found = Case.objects.filter(pk=case).first()
    return found if found is not None and user.has_perm(Permission.CASE_WORK, found) else None


def opened(row: NoteVersion, keys: bytes | list[bytes]) -> NoteSaid:
    """Return a version, opened with the keys of its case, or with the newest that is held.

    A version does not say which key sealed it: the newest is tried first.

    Raises:
        RoomSealBroken.
    """
    sealed, about = bytes(row.sealed), about_version(row.note_id, row.number)
    if isinstance(keys, bytes):
        keys = chain(row.case, keys, rules.drawer_of(row.note.kind))
    for key in keys[:-1]:
        with suppress(closed_room.RoomSealBroken):
            return _said(row, closed_room.unseal(sealed, key=key, about=about))
    return _said(row, closed_room.unseal(sealed, key=keys[-1], about=about))


def _said(row: NoteVersion, clear: bytes) -> NoteSaid:
    return NoteSaid(
        row.note_id, row.note.kind, row.number, row.by, row.at, json.loads(clear), row.note.at
    )  # fmt: skip
