"""The evidence of a pair in words, and as bars: what each field says, and how strongly. Pure Python."""

from collections.abc import Sequence
from dataclasses import dataclass

from twiza.lib.errors import N_
from twiza.registry.rules.doubles import Step

# (field, code) of the engine → what it says. Sentences about values stand beside, in `reasons`.
SAID: dict[tuple[str, str], str] = {
    ("given", "not_said"): N_("A first name is missing"),
    ("given", "same"): N_("The first name is the same"),
    ("given", "swapped"): N_("First name and surname have changed places"),
    ("given", "elsewhere"): N_("The first name of one stands elsewhere in the name of the other"),
    ("given", "near"): N_("The first names are nearly the same"),
    ("given", "alike"): N_("The first names are somewhat alike"),
    ("given", "differs"): N_("The first names differ"),
    ("birth", "not_said"): N_("A day of birth is missing"),
    ("birth", "same_day"): N_("The day of birth is the same"),
    ("birth", "swapped_or_hijri"): N_("The days of birth may be one: day and month changed places, or Hijri"),
    ("birth", "slip"): N_("The days of birth differ in one part: perhaps a slip of the hand"),
    ("birth", "differs"): N_("The days of birth differ"),
    ("birth_year", "not_said"): N_("A year of birth is missing"),
    ("birth_year", "same_year"): N_("The year of birth is the same"),
    ("birth_year", "near_year"): N_("The years of birth are near"),
    ("birth_year", "differs"): N_("The years of birth differ"),
    ("sex", "not_said"): N_("A sex is not said"),
    ("sex", "same"): N_("The sex is the same"),
    ("sex", "differs"): N_("The sex differs"),
    ("home", "not_said"): N_("Nothing of the home can be compared"),
    ("home", "family_and_phone"): N_("The surname and the telephone are the same"),
    ("home", "family_and_mates"): N_("The surname is the same, and so are the others of the household"),
    ("home", "phone_or_mates"): N_("The telephone, or the others of the household, are the same"),
    ("home", "family_and_place"): N_("The surname and the place are the same"),
    ("home", "family"): N_("The surname is the same, the place is not"),
    ("home", "near_family_and_place"): N_("The surnames are nearly the same, and the place is the same"),
    ("home", "near_family"): N_("The surnames are nearly the same, the place is not"),
    ("home", "place"): N_("The place is the same, the surnames differ"),
    ("home", "differs"): N_("Surname, place and telephone differ"),
}
STRENGTHS: dict[str, str] = {
    "strongly_for": N_("speaks strongly for one person"),
    "a_little_for": N_("speaks a little for one person"),
    "nothing": N_("says next to nothing"),
    "a_little_against": N_("speaks a little against it"),
    "strongly_against": N_("speaks strongly against it"),
}
RARE = 1.0  # of a weight: from here on the page says that the name is rare
WIDTH, MIDDLE, LARGEST = 200, 100, 16.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A step with its bar: from the middle to one side, in units of a width of 200."""

    step: Step
    x: float
    width: float
    rare: bool


def told(steps: Sequence[Step]) -> list[Step]:
    """Return the steps worth a sentence, the strongest first: without the start and without what nobody said."""
    said = [step for step in steps if step.field != "start" and step.code != "not_said"]
    return sorted(said, key=lambda step: -abs(step.weight))


def bars(steps: Sequence[Step]) -> list[Bar]:
    """Return every step that counts, with its bar."""
    found = []
    for step in steps:
        if step.field == "start" or step.code != "not_said":
            width = min(abs(step.weight), LARGEST) / LARGEST * MIDDLE
            x = MIDDLE if step.weight >= 0 else MIDDLE - width
            found.append(Bar(step, round(x, 1), round(width, 1), step.rarity >= RARE))
    return found
