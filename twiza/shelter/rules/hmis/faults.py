"""What can be wrong in an export, and the sentence that says where it is and what would work. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from twiza.lib.errors import N_, DomainError


class Kind(StrEnum):
    """A sort of fault. Those in `BROKEN` refuse the whole export when a needed file has one; the others are told."""

    NO_FILE = "no_file"
    FILE_TWICE = "file_twice"
    NOT_TEXT = "not_text"
    NO_COLUMN = "no_column"
    COLUMN_TWICE = "column_twice"
    BROKEN_QUOTES = "broken_quotes"
    WRONG_WIDTH = "wrong_width"
    EMPTY = "empty"
    WRONG_DATE = "wrong_date"
    WRONG_NUMBER = "wrong_number"
    ID_TWICE = "id_twice"
    UNKNOWN_ID = "unknown_id"
    OTHER_PERSON = "other_person"
    NIGHT_TWICE = "night_twice"
    BEFORE_ENTRY = "before_entry"
    AFTER_EXIT = "after_exit"
    EXIT_BEFORE_ENTRY = "exit_before_entry"
    NO_EXIT = "no_exit"
    TWO_STAYS = "two_stays"
    TWO_SITES = "two_sites"
    TOO_FULL = "too_full"


BROKEN = frozenset(
    {
        Kind.NO_FILE,
        Kind.FILE_TWICE,
        Kind.NOT_TEXT,
        Kind.NO_COLUMN,
        Kind.COLUMN_TWICE,
        Kind.BROKEN_QUOTES,
        Kind.WRONG_WIDTH,
        Kind.EMPTY,
        Kind.WRONG_DATE,
        Kind.WRONG_NUMBER,
        Kind.ID_TWICE,
        Kind.UNKNOWN_ID,
        Kind.OTHER_PERSON,
    }
)
# What is read. A fault in any other file of the folder is told and refuses nothing
FILES = ("Export.csv", "Organization.csv", "Project.csv", "Inventory.csv", "Client.csv", "Enrollment.csv", "Exit.csv", "Services.csv")  # fmt: skip
WORDS: Mapping[Kind, str] = {
    Kind.NO_FILE: N_("%(file)s is missing. Export again with this file, even when it has only its header line."),
    Kind.FILE_TWICE: N_("%(file)s is there twice. Keep one of the two."),
    Kind.NOT_TEXT: N_("%(file)s cannot be read as text. Save it again as “CSV UTF-8”."),
    Kind.NO_COLUMN: N_("%(file)s, line 1: the column %(column)s is missing. Write its name in the header line."),
    Kind.COLUMN_TWICE: N_("%(file)s, line 1: the column %(column)s is there twice. Keep one of the two."),
    Kind.BROKEN_QUOTES: N_(
        "%(file)s, line %(line)s: a quotation mark is open, or stands in the middle of a cell. Write it twice inside a cell, and put the cell between quotation marks."
    ),
    Kind.WRONG_WIDTH: N_(
        "%(file)s, line %(line)s, at column %(column)s or before: %(read)s cells were read, the header line has %(wanted)s. A comma is missing or too many; a cell with a comma in it stands between quotation marks."
    ),
    Kind.EMPTY: N_("%(file)s, line %(line)s, column %(column)s: it is empty. Write what stands there."),
    Kind.WRONG_DATE: N_(
        "%(file)s, line %(line)s, column %(column)s: “%(read)s” is no date. Write year-month-day, like 2026-01-31."
    ),
    Kind.WRONG_NUMBER: N_(
        "%(file)s, line %(line)s, column %(column)s: “%(read)s” is no whole number. Write digits only, like 12."
    ),
    Kind.ID_TWICE: N_(
        "%(file)s, line %(line)s, column %(column)s: this id stands at line %(other)s already. Keep one of the two lines, or give this one its own id."
    ),
    Kind.UNKNOWN_ID: N_(
        "%(file)s, line %(line)s, column %(column)s: “%(read)s” is not in %(where)s. Add its line there, or correct it here."
    ),
    Kind.OTHER_PERSON: N_(
        "%(file)s, line %(line)s, column %(column)s: the stay at line %(other)s of %(where)s is somebody else's. Correct the person or the stay."
    ),
    Kind.NIGHT_TWICE: N_(
        "%(file)s, line %(line)s, column %(column)s: the night of %(read)s is written %(times)s times for the same person, first at line %(other)s. It is counted once; take the other lines away."
    ),
    Kind.BEFORE_ENTRY: N_(
        "%(file)s, line %(line)s, column %(column)s: the night of %(read)s is before the entry on %(other)s. It is not counted; correct one of the two dates."
    ),
    Kind.AFTER_EXIT: N_(
        "%(file)s, line %(line)s, column %(column)s: the night of %(read)s is on or after the exit on %(other)s. It is not counted: who leaves on a day does not sleep there that night. Correct one of the two dates."
    ),
    Kind.EXIT_BEFORE_ENTRY: N_(
        "%(file)s, line %(line)s, column %(column)s: the exit on %(read)s is before the entry on %(other)s. The stay has no night; correct one of the two dates."
    ),
    Kind.NO_EXIT: N_(
        "%(file)s, line %(line)s, column %(column)s: the stay that began on %(read)s has no exit. It is counted up to the last day of the export; write its exit if they left."
    ),
    Kind.TWO_STAYS: N_(
        "%(file)s, line %(line)s, column %(column)s: the same person has another stay in this site at line %(other)s, and both cover %(times)s nights from %(read)s on. Each night is counted once; end one of the two stays."
    ),
    Kind.TWO_SITES: N_(
        "%(file)s, line %(line)s, column %(column)s: the same person is in two sites from the night of %(read)s on, %(times)s nights: %(where)s. Each site counts them; correct one of the two."
    ),
    Kind.TOO_FULL: N_(
        "%(file)s, line %(line)s, column %(column)s: %(read)s beds of the site %(where)s, and more people in %(times)s nights: %(most)s in the night of %(other)s. Write the beds that were added, or correct the nights."
    ),
}  # fmt: skip
_NEEDED = frozenset(name.casefold() for name in FILES)
# What stands in these cells is somebody: a fault says where it is and how it is made, never what it is
SOMEBODY = frozenset({"personalid", "firstname", "middlename", "lastname", "namesuffix", "ssn", "dob"})


@dataclass(frozen=True)
class Fault:
    """One fault: which file, line (the header is 1; 0: the file as a whole), column, what was read.

    `data` holds what else its sentence names. What was read is told as a shape where it could be somebody.
    """

    kind: Kind
    file: str
    line: int = 0
    column: str = ""
    read: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_broken(self) -> bool:
        """Tell whether this refuses the whole export."""
        return self.kind in BROKEN and self.file.casefold() in _NEEDED

    @property
    def template(self) -> str:
        """The sentence with its places, to be translated."""
        return WORDS[self.kind]

    @property
    def said(self) -> dict[str, Any]:
        """What fills the places of the sentence."""
        return {"file": self.file, "line": self.line, "column": self.column, "read": self.read, **self.data}

    @property
    def sentence(self) -> str:
        """The sentence in English, filled in."""
        return self.template % self.said


class NotAnExport(DomainError):
    """The path holds no export, or the archive cannot be opened; nothing was read."""

    code = "shelter.not_an_export"


def shown(column: str, text: str) -> str:
    """Return what may be said of a cell: itself, cut; its shape (A for letters, 9 for digits) where it is somebody."""
    text = text[:40]
    if column.casefold() not in SOMEBODY:
        return text
    return "".join("9" if one.isdigit() else "A" if one.isalpha() else one for one in text)
