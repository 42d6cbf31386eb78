"""Everything that looks something up in the closed room."""

from twiza.cases.queries.cases import (
    CaseLine,
    Emergencies,
    NoSuchCase,
    case_for,
    colleagues_to_ask,
    emergencies_of,
    my_cases,
    my_seat,
    seat_for,
    team_of,
    waiting_for,
    where_working,
)
from twiza.cases.queries.notes import (
    NoSuchNote,
    NoteSaid,
    draft_of,
    note_by_id,
    note_for,
    notes_of,
    versions_of,
)
from twiza.cases.queries.room import NoKeyYet, OpenRoom, held_key, lock_of, worker_of

__all__ = [
    "CaseLine",
    "Emergencies",
    "NoKeyYet",
    "NoSuchCase",
    "NoSuchNote",
    "NoteSaid",
    "OpenRoom",
    "case_for",
    "colleagues_to_ask",
    "draft_of",
    "emergencies_of",
    "held_key",
    "lock_of",
    "my_cases",
    "my_seat",
    "note_by_id",
    "note_for",
    "notes_of",
    "seat_for",
    "team_of",
    "versions_of",
    "waiting_for",
    "where_working",
    "worker_of",
]
