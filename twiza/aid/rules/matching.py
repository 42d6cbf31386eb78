"""Whether two organisations brought one family, as codes and a word for each field. Pure Python, no database.

Values of two organisations meet here, in memory, and leave as words: same, near, differs, not said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from twiza.linkage.record_fields import phone_of, place_of
from twiza.registry.rules.records import Record, linked

RUNS_A_DAY = 12  # the database's own function says the same


class Word(StrEnum):
    """What may be said of one field of two files."""

    SAME = "same"
    NEAR = "near"
    DIFFERS = "differs"
    NOT_SAID = "not_said"


class Decision(StrEnum):
    """What the desk of a campaign says of a pair."""

    ONE_FAMILY = "one_family"
    NOT_SAME = "not_same"
    ASKED = "asked"
    OPEN = "open"  # taken back


class Answer(StrEnum):
    """What a side says of its own half."""

    SAME = "same"
    NOT_SAME = "not_same"
    CANNOT_SAY = "cannot_say"
    WITHDRAWN = "withdrawn"


FIELDS = ("given", "family", "birth", "sex", "phone", "place")  # in the order in which they are shown
_FAMILY = {
    **dict.fromkeys(
        ("family_and_phone", "family_and_mates", "family_and_place", "family"), Word.SAME
    ),
    **dict.fromkeys(("near_family_and_place", "near_family"), Word.NEAR),
}  # fmt: skip
_NEAR = ("elsewhere", "near", "alike", "swapped_or_hijri", "slip", "same_year", "near_year")


@dataclass(frozen=True, slots=True)
class Brought:
    """One person of a household that was brought into the campaign: a record, whose, and under which code."""

    record: Record
    nomination: UUID
    organisation: UUID


@dataclass(frozen=True, slots=True)
class FamilyPair:
    """Two codes that may be one family, and a word for each field of the two persons that are most alike."""

    first: UUID
    second: UUID
    sure: bool
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing found, surest first, and the model it was found with."""

    pairs: list[FamilyPair]
    model_hash: str


def family_pairs(people: Sequence[Brought]) -> Compared:
    """Return which codes of two organisations may be one family. Takes seconds to minutes: in a job, never in a page.

    One pair for two codes, however many of their members are alike: it is said to be sure when one of them is.
    """
    known = {one.record.id: one for one in people}
    found = linked([one.record for one in people])
    pairs: dict[tuple[UUID, UUID], FamilyPair] = {}
    for row in found.pairs:  # surest first
        left, right = known[row.left], known[row.right]
        if left.organisation == right.organisation:
            continue
        first, second = sorted((left.nomination, right.nomination))
        before = pairs.get((first, second))
        sure = row.verdict == "same"
        if before is None or (sure and not before.sure):
            words = words_of(left.record, right.record, {str(step[0]): str(step[1]) for step in row.evidence})
            pairs[first, second] = FamilyPair(first, second, sure, words)
    return Compared(sorted(pairs.values(), key=lambda one: not one.sure), found.model_hash)


def words_of(left: Record, right: Record, codes: Mapping[str, str]) -> dict[str, str]:
    """Return a word for each of FIELDS. Nothing of what stands in the records can be read back from it."""
    birth = codes.get("birth", "not_said")
    if birth == "not_said":
        birth = codes.get("birth_year", "not_said")
    return {
        "given": _word(codes.get("given", "not_said")).value,
        "family": _FAMILY.get(codes.get("home", ""), Word.DIFFERS).value,
        "birth": _word(birth).value,
        "sex": _word(codes.get("sex", "not_said")).value,
        "phone": _shared(_phones(left), _phones(right)).value,
        "place": _shared({place_of(left.place)}, {place_of(right.place)}).value,
    }


def _word(code: str) -> Word:
    if code == "not_said":
        return Word.NOT_SAID
    if code in _NEAR:
        return Word.NEAR
    return Word.DIFFERS if code == "differs" else Word.SAME


def _phones(record: Record) -> set[int | None]:
    return {phone_of(text) for text in (record.phone, record.second_phone)}


def _shared(left: set[Any], right: set[Any]) -> Word:
    left, right = left - {None}, right - {None}
    if not left or not right:
        return Word.NOT_SAID
    return Word.SAME if left & right else Word.DIFFERS
