"""A listening that is corrected: a new version with other codes, and the tally of its month follows."""

from datetime import datetime
from typing import Any

from django.db import transaction

from twiza.cases import queries, rules
from twiza.cases.actions.keys import hold_case
from twiza.cases.actions.notes import Listening, add_version, changed, check_listening
from twiza.cases.actions.tallies import count_up
from twiza.cases.models import CaseNote, NoteVersion
from twiza.cases.queries import OpenRoom
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


@transaction.atomic
def correct_listening(
    *,
    note: CaseNote,
    room: OpenRoom,
    said: Listening,
    age_band: str,
    base: int,
    by: Any,
    at: datetime,
) -> NoteVersion:
    """Write the next version of a listening, words and codes. What it counted for is counted again, in its month.

    Args:
        base: the number of the version that was read before typing.

    Raises:
        NoteChangedMeanwhile: another version came after `base`. NoKeyYet. ListeningNotWhole. TooLong.
    """
    check(by, Permission.CASE_WORK, note)
    case = hold_case(note.case_id)
    key = queries.held_key(case, room)
    check_listening(said)
    before = queries.versions_of(note, room)[0]
    if before.number != base:
        raise changed()
    age_band = age_band if age_band in rules.AGE_BANDS else "unknown"
    words, counted = before.said | said.as_said(), "violence" in before.said
    if not counted:  # a later listening, written as words only: it is in no table, and stays so
        words.pop("violence")
    version = add_version(note=note, number=base + 1, said=words, key=key, by=by, at=at)
    if counted:
        was = rules.listening_cells(before.said, case.age_band)
        now = rules.listening_cells(said.as_said(), age_band)
        count_up(organisation=case.organisation_id, at=note.at, cells=rules.difference(now, was))
        case.age_band = age_band
        case.save(update_fields=["age_band"])
    audit.record(
        type="cases.note_written", target=note, organisation=case.organisation_id, by=by, at=at,
        case=case.pk, number=version.number,
    )  # fmt: skip
    return version
