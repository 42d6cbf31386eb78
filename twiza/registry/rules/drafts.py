"""What one file would bring: drafts of households, problems, totals. Frozen values, no database."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from twiza.registry.rules.problems import Problem
from twiza.registry.rules.words import folded

# (wider place, official place, neighbourhood or douar) as written → the place, a problem, or None
PlaceFinder = Callable[[str, str, str], "UUID | Problem | None"]


@dataclass(slots=True)
class Member:
    """One person as a row says. `row` is counted from 1, as in the margin of the sheet."""

    row: int
    name_arabic: str = ""
    name_latin: str = ""
    sex: str = ""
    birth_on: date | None = None
    birth_precision: str = ""
    phone: str = ""
    second_phone: str = ""
    relationship: str = ""
    marks: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.name_arabic or self.name_latin


@dataclass(slots=True)
class Draft:
    """One household that would be registered. Empty text or None: the sheet does not say."""

    sheet: str
    row: int
    members: list[Member]
    reference: str = ""
    code: str = ""
    size: int | None = None
    children: int | None = None
    place: UUID | None = None
    place_words: str = ""
    address: str = ""
    may_be_called: bool | None = None
    content: bytes = b""
    identity: bytes = b""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A problem at its place: sheet, row from 1, column from 0 (None: the whole row)."""

    sheet: str
    row: int
    column: int | None
    heading: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A total printed on the sheet beside what its column holds. Neither is repaired."""

    sheet: str
    row: int
    column: int
    heading: str
    stated: int
    counted: int

    @property
    def agrees(self) -> bool:
        return self.stated == self.counted


@dataclass(slots=True)
class Preview:
    """Everything a file says, before anything is written.

    `repeated`: (sheet, row, row it repeats). `left_out`: (sheet, row, reason code) of rows that are no
    members. `never_kept`: headings of columns this register never keeps.
    """

    drafts: list[Draft] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    totals: list[ControlTotal] = field(default_factory=list)
    repeated: list[tuple[str, int, int]] = field(default_factory=list)
    left_out: list[tuple[str, int, str]] = field(default_factory=list)
    never_kept: list[str] = field(default_factory=list)
    rows_read: int = 0

    @property
    def persons(self) -> int:
        return sum(len(draft.members) for draft in self.drafts)

    @property
    def blocking(self) -> list[RowProblem]:
        return [found for found in self.problems if found.problem.blocking]

    @property
    def notes(self) -> list[RowProblem]:
        return [found for found in self.problems if not found.problem.blocking]


def fingerprints(draft: Draft) -> tuple[bytes, bytes]:
    """Return (content, identity) of a household: 16 bytes each, the same for the same words in any file.

    The content covers all that is kept. The identity is the head's name with birth day or telephone; it is
    empty when neither is known, because a name alone is nobody.
    """
    head = draft.members[0]
    place = str(draft.place or "") or folded(draft.place_words)
    lines = [
        f"2|{draft.size}|{draft.children}|{place}|{folded(draft.address)}|{draft.may_be_called}",
        *sorted(
            f"{folded(m.name_arabic)}|{folded(m.name_latin)}|{m.sex}|{m.birth_on}|{m.birth_precision}|{m.phone}"
            f"|{m.second_phone}|{m.relationship}|{','.join(m.marks)}"
            for m in draft.members
        ),
    ]
    content = hashlib.blake2b("\n".join(lines).encode(), digest_size=16).digest()
    day = head.birth_on if head.birth_precision == "day" else None
    if not (day or head.phone.startswith("+")):
        return content, b""
    who = f"2|{folded(head.name)}|{day}|{'' if day else head.phone}"
    return content, hashlib.blake2b(who.encode(), digest_size=16).digest()
