"""What is written in a case: each version a sealed row; two windows never lose one another's words."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.keys import hold_case, key_for_writing
from twiza.cases.actions.tallies import count_up
from twiza.cases.models import Case, CaseNote, NoteVersion
from twiza.cases.queries import OpenRoom
from twiza.cases.queries.notes import about_version
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class ListeningNotWhole(DomainError):
    code = "cases.listening_not_whole"


class TooLong(DomainError):
    code = "cases.too_long"


class NoteChangedMeanwhile(DomainError):
    """Somebody wrote a version after the one that was read. Nothing is lost: both are to be shown."""

    code = "cases.note_changed_meanwhile"


@dataclass(frozen=True)
class Listening:
    """What was said in a listening. No name is asked for.

    Attributes:
        told: what is noted, who sees it and the limits of the law (minors) were said before.
        words: her own, short.
        needs, language, risk, contact, violence: codes of the rules.
        code_word: by which she comes back. trusted: who may be told, in her words.
    """

    told: bool
    language: str
    words: str = ""
    needs: Sequence[str] = ()
    wants: str = ""
    risk: str = rules.Risk.UNKNOWN
    contact: str = "none"
    code_word: str = ""
    trusted: str = ""
    violence: str = "unsaid"

    def as_said(self) -> dict[str, Any]:
        """Return what is sealed."""
        return asdict(self) | {"needs": sorted(self.needs)}


def check_listening(said: Listening) -> None:
    """Raises ListeningNotWhole or TooLong."""
    if not rules.listening_is_whole(said.as_said()):
        raise ListeningNotWhole(
            _(
                "First say what is noted, who sees it, and what the law obliges you to; then mark that it was said."
            )
        )
    check_length(said.as_said())


@transaction.atomic
def write_note(
    *,
    case: Case,
    room: OpenRoom,
    words: str,
    by: Any,
    at: datetime,
    kind: str = "note",
    note: CaseNote | None = None,
    base: int = 0,
    id: UUID | None = None,
) -> NoteVersion:
    """Write a note, or its next version.

    Args:
        note: the note that is changed; None writes a new one of `kind`.
        base: the number of the version that was read before typing.
        id: of the form of a new note: sent twice, it makes one.

    Raises:
        NoteChangedMeanwhile: another version came after `base`. NoKeyYet. TooLong.
    """
    check(by, Permission.CASE_WORK, case)
    key = queries.held_key(case, room, rules.drawer_of(note.kind if note else kind))
    check_length({"words": words})
    said: dict[str, Any] = {"words": words}
    if note is None:
        sent = CaseNote.objects.filter(pk=id, case=case).first() if id else None
        if sent is not None:
            return sent.versions.get(number=1)
        note = CaseNote.objects.create(
            id=id or new_id(), case=case, organisation_id=case.organisation_id, kind=kind, at=at
        )
        base = 0
    else:
        before = next((one for one in queries.versions_of(note, room)), None)
        if before is None or before.number != base:
            raise changed()
        said = before.said | said
    version = add_version(note=note, number=base + 1, said=said, key=key, by=by, at=at)
    if version.number == 1 and kind == "listening":  # counted last: the case is held before the tally
        count_up(organisation=case.organisation_id, at=at, cells={("again", "listening"): 1})
    audit.record(
        type="cases.note_written", target=note, organisation=case.organisation_id, by=by, at=at,
        case=case.pk, number=version.number,
    )  # fmt: skip
    return version


def add_version(
    *, note: CaseNote, number: int, said: dict[str, Any], key: bytes, by: Any, at: datetime
) -> NoteVersion:
    """Seal one version. When somebody left the team, a new key of the case is made first.

    Args:
        key: of `queries.held_key`.

    Raises:
        NoteChangedMeanwhile: somebody was quicker.
    """
    case = hold_case(note.case_id)
    key = key_for_writing(case, key, rules.drawer_of(note.kind), by=by, at=at)
    clear = json.dumps(said, ensure_ascii=False).encode()
    sealed = closed_room.seal(clear, key=key, about=about_version(note.pk, number))
    try:
        with transaction.atomic():
            return NoteVersion.objects.create(
                note=note, case_id=note.case_id, organisation_id=note.organisation_id, number=number,
                sealed=sealed, at=at, by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise changed() from error


def check_length(said: dict[str, Any]) -> None:
    """Refuse what is too long for one note. Raises TooLong."""
    if sum(len(str(value)) for value in said.values()) > rules.LONGEST_WORDS:
        raise TooLong(_("This is too long for one note: write a second one."))


def changed() -> NoteChangedMeanwhile:
    """Return the refusal of a version that comes second: what would work is in its words."""
    return NoteChangedMeanwhile(
        _(
            "Somebody else wrote here since you opened it. Both texts are below: put together what should stay."
        )
    )
