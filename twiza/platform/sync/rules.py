"""What a device is, what it sends, and how it is answered. No Django, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

CODE_LENGTH = 12  # of an enrolment: 55 random bits and a check character
LONGEST_NAME = 40
EARLY = timedelta(hours=24)  # how long before its period a device may be enrolled
MOST_LINES = 500  # in one batch
MOST_BYTES = 5 * 1024 * 1024  # of one batch, unpacked
CLOCK_IS_OFF = timedelta(minutes=10)
MOST_GAPS = 100  # ranges said at once


class Answer(StrEnum):
    """What became of an operation. Whatever it is, the operation is kept."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"


class Rule(StrEnum):
    """Why the inbox itself answers otherwise than `accepted`; subjects have rules of their own."""

    UNREADABLE = "unreadable"  # it does not open, or is no operation
    BAD_SIGNATURE = "bad_signature"
    OTHER_CONTENT = "other_content"  # its id came before with other bytes
    SEQUENCE_USED_TWICE = "sequence_used_twice"
    REVOKED = "revoked"  # it came after its device was revoked
    UNKNOWN_KIND = "unknown_kind"
    NOT_TAKEN_IN = "not_taken_in"  # the subject failed; a person may try again


# Answers of the subjects
OF_SUBJECTS = frozenset({Answer.ACCEPTED, Answer.DUPLICATE, Answer.CONFLICT, Answer.REJECTED})


@dataclass(frozen=True, slots=True)
class FieldOperation:
    """One operation as a subject takes it in."""

    id: UUID
    seq: int
    kind: str
    at: datetime  # by the device's clock
    heard: datetime | None  # the last server time it had heard
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldAnswer:
    """What a subject says of one operation: `answer` is accepted, duplicate, conflict or rejected."""

    id: UUID
    answer: str
    rule: str = ""  # a code; "" when there is nothing to say


@dataclass(frozen=True, slots=True)
class SignedPack:
    """What a device carries: the canonical text, who signed it (number of the key, base64), its id."""

    body: str
    key: int
    sig: str
    pack: UUID


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What became of the line at place `n` of a batch."""

    n: int
    op: UUID | None
    answer: str
    rule: str = ""
    repeated: bool = False


def may_enrol(begins: datetime, ends: datetime, at: datetime) -> bool:
    """Say whether a device may be enrolled now for a period: from a day before it until its end."""
    return begins - EARLY <= at < ends


def offset_ms(device_now: datetime, at: datetime) -> int:
    """Return by how many milliseconds the server's clock is ahead of the device's; below zero: behind."""
    return round((at - device_now).total_seconds() * 1000)


def clock_is_off(offset: int) -> bool:
    """Say whether a clock differs by more than ten minutes."""
    return abs(offset) > CLOCK_IS_OFF.total_seconds() * 1000


def ranges(gaps: Iterable[tuple[int, int]]) -> list[str]:
    """Return gaps (first, last) as they are said: "3-5", or "7" for one alone."""
    return [f"{first}-{last}" if last > first else str(first) for first, last in gaps]


def again(taken: set[int], seqs: Sequence[int]) -> list[bool]:
    """Say of each number, in order, whether it was used before: in `taken`, or earlier in the list."""
    used, found = set(taken), []
    for seq in seqs:
        found.append(seq in used)
        used.add(seq)
    return found
