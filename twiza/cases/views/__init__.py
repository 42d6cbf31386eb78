"""The pages of the closed room."""

from twiza.cases.views.cases import list_cases, listen, print_sheet, show_case
from twiza.cases.views.notes import change_note, keep_draft, write_note
from twiza.cases.views.room import lock_room, open_room
from twiza.cases.views.teams import answer_seat, show_team

__all__ = [
    "answer_seat",
    "change_note",
    "keep_draft",
    "list_cases",
    "listen",
    "lock_room",
    "open_room",
    "print_sheet",
    "show_case",
    "show_team",
    "write_note",
]
