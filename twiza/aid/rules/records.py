"""Records on paper (محضر): what is written down by three persons before goods leave the account. Pure Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SIGNERS = 3


class Kind(StrEnum):
    """What a record states."""

    ARRIVAL = "arrival"
    DIFFERENCE = "difference"  # a transfer of which less arrived than left
    LOSS = "loss"
    DAMAGE = "damage"
    DESTRUCTION = "destruction"
    COUNT = "count"


class How(StrEnum):
    """How somebody signed: here with their account, or on the paper, by name or by a mark."""

    ACCOUNT, PAPER, MARK = "account", "paper", "mark"


# What the lines of a record do to the stock once it is signed
MOVES = {
    Kind.ARRIVAL: "",
    Kind.DIFFERENCE: "lost",
    Kind.LOSS: "lost",
    Kind.DAMAGE: "destroyed",
    Kind.DESTRUCTION: "destroyed",
    Kind.COUNT: "lost",  # and `found` for what is more
}


@dataclass(frozen=True)
class Signed:
    """One signature: `person` is the account, or None; `office` is the part or office held, as on the paper."""

    person: Any
    office: str
    how: str


def same_office(one: str, other: str) -> bool:
    """Say whether two offices are the same words, whatever the spaces and capitals."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def is_complete(signatures: Sequence[Signed]) -> bool:
    """Say whether three different persons signed, at least one of them with an account of their own."""
    offices = {" ".join(one.office.split()).casefold() for one in signatures}
    people = [one.person for one in signatures if one.person is not None]
    return (
        len(signatures) >= SIGNERS
        and len(offices) == len(signatures)
        and len(set(people)) == len(people)
        and any(one.how == How.ACCOUNT for one in signatures)
    )
