"""What a campaign is for, and when two campaigns are for the same thing at the same time. Pure Python.

Two programmes meet only when they share a purpose in one cycle: a school kit never stands against a basket,
nor this Ramadan's basket against the last one. Even then a person is asked, and nobody is left out by it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from twiza.linkage.normalise import fold


class AidPurpose(StrEnum):
    """What the aid of a campaign is for."""

    FOOD = "food"
    CLOTHING = "clothing"
    SCHOOL = "school"
    WINTER = "winter"
    HYGIENE = "hygiene"
    DEVICES = "devices"
    SHELTER = "shelter"
    HEALTH = "health"
    INCOME = "income"


class PurposeAnswer(StrEnum):
    """What whoever knows the family answers, once."""

    STAYS = "stays"  # both are right: the need is larger, or it is another household
    TAKEN_BACK = "taken_back"  # the family is helped there: its side takes it back here itself
    NOT_THE_SAME = "not_the_same"  # not the same need after all


@dataclass(frozen=True)
class Cycle:
    """When a campaign happens: a named season, else its Hijri month; its days when they are set."""

    name: str
    year: int
    month: int
    starts_on: date | None = None
    ends_on: date | None = None


def same_cycle(one: Cycle, other: Cycle) -> bool:
    """Say whether two campaigns are of one cycle: one name, one Hijri month, or, named beside unnamed, days in common."""
    if one.name and other.name:
        return fold(one.name) == fold(other.name)
    if not one.name and not other.name:
        return (one.year, one.month) == (other.year, other.month)
    if one.starts_on is None or one.ends_on is None or other.starts_on is None or other.ends_on is None:
        return False
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def shared_purposes(one: Collection[str], other: Collection[str]) -> tuple[str, ...]:
    """Return the purposes that both state, in the order of the list."""
    return tuple(each.value for each in AidPurpose if each.value in one and each.value in other)
