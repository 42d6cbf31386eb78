"""Requests about her own data, and the copy in plain words: everything said about her, without names of others."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twiza.cases import rules
from twiza.cases.models import Case
from twiza.cases.queries.notes import NoSuchNote, NoteSaid, notes_of
from twiza.cases.queries.psychology import drawer_notes, my_drawer_seat
from twiza.cases.queries.room import OpenRoom

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9:.+-]+)?")


@dataclass(frozen=True)
class AskedRight:
    """A request about her own data, as it stands.

    Attributes:
        due: the last day of the answer; None for a paper of a court.
        is_late: nobody answered by then.
    """

    note: UUID
    number: int
    said: dict[str, Any]
    due: date | None
    is_late: bool

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return bool(self.said["state"] == "open")


@dataclass(frozen=True)
class CopyPart:
    """One note in plain words: (label, lines) in the order in which they are read aloud."""

    note: UUID
    kind: str
    day: date
    lines: list[tuple[str, list[str]]]


def requests_of(case: Case, room: OpenRoom, *, on: date) -> list[AskedRight]:
    """Return the requests of a case, the newest first. Raises NoKeyYet."""
    found = []
    for one in notes_of(case, room):
        if one.kind == "rights":
            due = date.fromisoformat(one.said["due"]) if "due" in one.said else None
            late = bool(due and due < on and one.said["state"] == "open")
            found.append(AskedRight(one.note, one.number, one.said, due, late))
    return found


def request_in(case: Case, room: OpenRoom, id: UUID) -> NoteSaid:
    """Return a request as it stands. Raises NoSuchNote, NoKeyYet."""
    found = next((one for one in notes_of(case, room) if one.kind == "rights" and one.note == id), None)
    if found is None:
        raise NoSuchNote(_("There is no such note."))
    return found


def copy_of(
    case: Case, room: OpenRoom, *, user: Any, psychology: bool, without: Iterable[UUID] = ()
) -> list[CopyPart]:
    """Return everything that is kept about her, the oldest first, in words to read aloud. Raises NoKeyYet.

    Args:
        user: who prints: a psychologist's note is printed by whoever wrote it, nobody else.
        psychology: she says that she wants those too.
        without: notes left out, because they speak of somebody else.
    """
    left_out, parts = set(without), []
    drawer = drawer_notes(case, room) if psychology and my_drawer_seat(case, user) else []
    said = [*notes_of(case, room), *(one for one in drawer if one.by.pk == user.pk)]
    for one in sorted(said, key=lambda one: (one.at, one.note)):
        if one.note not in left_out:
            parts.append(CopyPart(one.note, one.kind, one.at.date(), list(plain(one.said))))
    return [part for part in parts if part.lines]


def plain(said: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield (label, lines) of what is sealed: codes in words, days as days, no id, no name of who wrote.

    A field that is not known here is read out too, under a label of its own: nothing about her is left out unseen.
    """
    for name, value in said.items():
        label, codes = rules.PLAIN.get(name, ("", None))
        if name in rules.NOT_PLAIN or (name.endswith("_by") and not label):
            continue  # of the machine, or who of the house did it: she is told the role only
        lines = list(_lines(value, codes))
        if lines:
            yield _(label) if label else _("Something else that is kept"), lines  # i18n: marked in the rules


def _lines(value: Any, codes: dict[Any, str] | None) -> Iterator[str]:
    if isinstance(value, bool):
        yield _("Yes") if value else _("No")
    elif isinstance(value, dict):
        if value and set(value) <= {"ar", "fr"}:
            yield value.get("fr" if get_language() == "fr" else "ar", "")
        else:
            for label, lines in plain(value):
                yield f"{label}: {' · '.join(lines)}"
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _lines(one, codes)
    elif codes and value in codes:
        yield _(codes[value])  # i18n: marked in the rules
    elif isinstance(value, str) and (found := _DAY.fullmatch(value)):
        yield date_format(date.fromisoformat(found[1]), "DATE_FORMAT")
    elif value not in (None, "") and not (isinstance(value, str) and _ID.fullmatch(value)):
        yield str(value)
