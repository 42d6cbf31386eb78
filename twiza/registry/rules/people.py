"""What is true of households and persons, whoever asks."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from twiza.lib.errors import N_

ADULT, ELDERLY = 18, 60  # years; 60 is the age of the national programmes for the elderly


class Contact(StrEnum):
    """The safe-contact rule. Nobody is contacted unless she said how."""

    DO_NOT_CONTACT = "do_not_contact"
    TELEPHONE = "telephone"
    THROUGH_TRUSTED = "through_trusted"


CONTACTS: dict[str, str] = {
    "do_not_contact": N_("Do not contact"),
    "telephone": N_("May be telephoned"),
    "through_trusted": N_("Only through a person she trusts"),
}
SEXES: dict[str, str] = {"": N_("Not said"), "female": N_("Female"), "male": N_("Male")}
RELATIONSHIPS: dict[str, str] = {
    "head": N_("Head of the household"),
    "spouse": N_("Spouse"),
    "child": N_("Son or daughter"),
    "parent": N_("Father or mother"),
    "sibling": N_("Brother or sister"),
    "grandparent": N_("Grandparent"),
    "grandchild": N_("Grandchild"),
    "other": N_("Other member"),
    "trusted": N_("Collects for the household, not a member"),
}
SAID_BY: dict[str, str] = {
    "self_declared": N_("said by the family"),
    "assessed": N_("seen by a member of the organisation"),
}
PRECISIONS: dict[str, str] = {
    "day": N_("exact day"),
    "month": N_("month known"),
    "year": N_("year known"),
    "about": N_("worked out from the age"),
}


@dataclass(frozen=True)
class PersonData:
    """A person as typed. Only one form of the name is needed; nothing else is."""

    name_arabic: str = ""
    name_latin: str = ""
    name_said: str = ""
    sex: str = ""
    birth_on: date | None = None
    birth_precision: str = ""
    phone: str = ""
    second_phone: str = ""
    relationship: str = "head"


@dataclass(frozen=True)
class HouseholdData:
    """A household as typed. Nothing is required."""

    size: int | None = None
    children: int | None = None
    place: UUID | None = None
    place_words: str = ""
    address: str = ""
    contact: str = "do_not_contact"
    contact_words: str = ""


@dataclass(frozen=True)
class HouseholdFacts:
    """What a campaign may ask of a household, frozen at the moment it was asked. No name, no telephone.

    `size`: as said, else the members listed. `children`: members under 18, or as said when that is more.
    Unknown is None, never no.
    """

    household: UUID
    code: str
    size: int | None
    children: int | None
    elderly: int
    woman_headed: bool | None
    categories: tuple[str, ...]
    place: UUID | None
    place_words: str
    contact: str
    shocks: tuple[str, ...] = ()  # those that count on that day

    @property
    def disability(self) -> bool:
        return "disability" in self.categories

    @property
    def widow(self) -> bool:
        return "widows" in self.categories


def age_on(birth_on: date | None, on: date) -> int | None:
    """Return whole years on a day."""
    if birth_on is None:
        return None
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))
