"""Institutions of social protection: their figures, their people in office, what shines red. Pure Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from twiza.lib.errors import N_
from twiza.network.rules.figures import Figure, LowerBoundNotSummed, add_up


class Subject(StrEnum):
    """What a figure of an institution counts."""

    CAPACITY = "capacity"
    PRESENT = "present"
    POSTS = "posts"
    FILLED = "filled"


SUBJECTS: dict[str, str] = {
    Subject.CAPACITY: N_("Capacity"),
    Subject.PRESENT: N_("People present"),
    Subject.POSTS: N_("Posts foreseen"),
    Subject.FILLED: N_("Posts filled"),
}
OF_PEOPLE = (Subject.CAPACITY, Subject.PRESENT)  # by sex and age; the others by post
SEXES: dict[str, str] = {
    "": N_("Girls and boys, women and men"),
    "f": N_("Girls, women"),
    "m": N_("Boys, men"),
}
AGES: dict[str, str] = {
    "": N_("Every age"),
    "0-5": N_("0 to 5 years"),
    "6-11": N_("6 to 11 years"),
    "12-14": N_("12 to 14 years"),
    "15-17": N_("15 to 17 years"),
    "18-59": N_("18 to 59 years"),
    "60+": N_("60 years and more"),
}
POSTS: dict[str, str] = {
    "director": N_("Director"),
    "educator": N_("Educator"),
    "social_worker": N_("Social worker"),
    "health": N_("Nurse or doctor"),
    "kitchen": N_("Kitchen"),
    "guard": N_("Guard"),
    "upkeep": N_("Cleaning and upkeep"),
    "accounts": N_("Accounts"),
    "other": N_("Another post"),
}


class Office(StrEnum):
    """Who holds office in an institution for a time."""

    COMMITTEE = "committee"
    DIRECTOR = "director"


OFFICES: dict[str, str] = {
    Office.COMMITTEE: N_("Management committee"),
    Office.DIRECTOR: N_("Director"),
}
# Papers of premises that run out; the checklist of a regime says which others are asked for
PAPERS: dict[str, str] = {
    "safety": N_("Safety report (civil protection)"),
    "hygiene": N_("Hygiene report"),
    "insurance": N_("Insurance"),
    "premises": N_("Title or lease of the premises"),
    "rules": N_("Internal rules"),
    "other": N_("Another paper"),
}
SAFETY = frozenset({"safety", "hygiene"})


class Light(StrEnum):
    """What is wrong, the gravest first."""

    PAPER_EXPIRED = "paper_expired"
    OVER_CAPACITY = "over_capacity"
    REMEDY_LATE = "remedy_late"
    UNLICENSED = "unlicensed"
    MANDATE_ENDED = "mandate_ended"
    LICENCE_ENDING = "licence_ending"


LIGHTS: dict[str, str] = {
    Light.PAPER_EXPIRED: N_("Safety paper expired"),
    Light.OVER_CAPACITY: N_("Over capacity"),
    Light.REMEDY_LATE: N_("Something to be mended is late"),
    Light.UNLICENSED: N_("Works without a licence"),
    Light.MANDATE_ENDED: N_("Mandate ended"),
    Light.LICENCE_ENDING: N_("Licence ends within 90 days"),
}
WHAT_TO_DO: dict[str, str] = {
    Light.PAPER_EXPIRED: N_("Ask for a visit of civil protection, and write the new paper here."),
    Light.OVER_CAPACITY: N_(
        "See on the spot how people sleep, then agree on a date for fewer people or more places."
    ),
    Light.REMEDY_LATE: N_(
        "Look at the plan of the last visit: what was to be done, by which office, and ask for it."
    ),
    Light.UNLICENSED: N_("Open a regularisation: the people who live there are protected first."),
    Light.MANDATE_ENDED: N_(
        "Ask the association for the minutes of the new committee, or the name of the director."
    ),
    Light.LICENCE_ENDING: N_("Open a renewal, so that it is decided before the last day."),
}
LAMPS: dict[str, str] = {
    Light.PAPER_EXPIRED: "refusal",
    Light.OVER_CAPACITY: "refusal",
    Light.REMEDY_LATE: "refusal",
    Light.UNLICENSED: "refusal",
    Light.MANDATE_ENDED: "warning",
    Light.LICENCE_ENDING: "warning",
}
WARN_DAYS = 90


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of an institution: of whom (or of which post), how many, on which day."""

    figure: Figure
    on: date
    sex: str = ""
    age: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the lights are made of; None: nothing is known. Days are last days: `until` itself still counts."""

    works: bool
    capacity: Figure | None
    present: Figure | None
    licensed: bool
    licence_until: date | None
    safety_until: date | None  # of the paper that runs out first
    committee_until: date | None
    committee_known: bool
    director_until: date | None
    director_known: bool
    remedy_due: date | None = None  # the first day by which something is still to be mended


def total(cells: Iterable[Cell]) -> Figure | None:
    """Return the figure said of everybody, else the sum of the parts; None when parts are only "at least".

    Parts and a total are never added to one another.
    """
    cells = tuple(cells)
    whole = [cell for cell in cells if not (cell.sex or cell.age or cell.post)]
    if whole:
        return max(whole, key=lambda cell: cell.on).figure
    try:
        return add_up(cell.figure for cell in cells) if cells else None
    except LowerBoundNotSummed:
        return None


def is_over(capacity: Figure | None, present: Figure | None) -> bool | None:
    """Say whether more people are present than there are places; None when nobody can say.

    >>> is_over(Figure(Decimal(20)), Figure(Decimal(23), at_least=True))
    True
    >>> is_over(Figure(Decimal(23), at_least=True), Figure(Decimal(25))) is None
    True
    """
    if capacity is None or present is None:
        return None
    if present.value > capacity.value:
        return None if capacity.at_least else True
    return None if present.at_least else False


def lights(facts: Facts, *, today: date) -> tuple[Light, ...]:
    """Return what is wrong with an institution that receives people, the gravest first; closed ones have none."""
    if not facts.works:
        return ()
    wrong = {
        Light.PAPER_EXPIRED: facts.safety_until is not None and facts.safety_until < today,
        Light.OVER_CAPACITY: is_over(facts.capacity, facts.present) is True,
        Light.REMEDY_LATE: facts.remedy_due is not None and facts.remedy_due < today,
        Light.UNLICENSED: not facts.licensed,
        Light.MANDATE_ENDED: _ended(facts.committee_known, facts.committee_until, today)
        or _ended(facts.director_known, facts.director_until, today),
        Light.LICENCE_ENDING: facts.licensed
        and facts.licence_until is not None
        and (facts.licence_until - today).days < WARN_DAYS,
    }
    return tuple(light for light in Light if wrong[light])


def _ended(known: bool, until: date | None, today: date) -> bool:
    return known and until is not None and until < today


def shown(figure: Figure | None) -> tuple[str, bool]:
    """Return a figure as digits and whether it is only a lower bound; nothing for what is not known."""
    if figure is None:
        return "", False
    value = figure.value
    return str(int(value) if value == value.to_integral_value() else Decimal(value)), figure.at_least
