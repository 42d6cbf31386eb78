"""Everything that changes something in the closed room."""

from twiza.cases.actions.cases import NoSuchSheet, NotThatState, listen, move_case
from twiza.cases.actions.notes import (
    Listening,
    ListeningNotWhole,
    NoteChangedMeanwhile,
    TooLong,
    drop_draft,
    keep_draft,
    write_note,
)
from twiza.cases.actions.room import (
    HasKeyAlready,
    NoKeyOfRoom,
    change_passphrase,
    open_room,
    renew_keys,
    take_key,
)
from twiza.cases.actions.teams import (
    LastOfTheTeam,
    NotAnEmergency,
    NotOfTheRoom,
    ask_into_team,
    break_glass,
    hand_key,
    leave_team,
    review_emergency,
)

__all__ = [
    "HasKeyAlready",
    "LastOfTheTeam",
    "Listening",
    "ListeningNotWhole",
    "NoKeyOfRoom",
    "NoSuchSheet",
    "NotAnEmergency",
    "NotOfTheRoom",
    "NotThatState",
    "NoteChangedMeanwhile",
    "TooLong",
    "ask_into_team",
    "break_glass",
    "change_passphrase",
    "drop_draft",
    "hand_key",
    "keep_draft",
    "leave_team",
    "listen",
    "move_case",
    "open_room",
    "renew_keys",
    "review_emergency",
    "take_key",
    "write_note",
]
