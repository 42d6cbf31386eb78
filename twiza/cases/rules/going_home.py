"""Going back to the family (J-05): wish, safety, contact, mediation, return, follow-up. No Django.

Only because somebody wishes it, in their own words. Danger stops it; nobody is blamed when it does not last.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from twiza.cases.rules.cases import Risk, treated_as
from twiza.cases.rules.child import months_after
from twiza.lib.errors import N_

SCREENED = {
    "left": N_("Would what made them leave happen again?"),
    "violence": N_("Was there violence in the family, or the fear of it?"),
    "debts": N_("Are there debts, or people who wait for them there?"),
    "illness": N_("Is there an illness that needs care there?"),
    "guardianship": N_("Does somebody hold papers, money or guardianship over them?"),
}
ATTITUDES = {
    "welcomes": N_("wishes them back"),
    "hesitates": N_("hesitates"),
    "refuses": N_("does not wish it"),
    "threatens": N_("threatens"),
    "not_reached": N_("was not reached"),
}
COMPANIONS = {
    "alone": N_("alone, as they wish"),
    "worker": N_("with somebody of the team"),
    "relative": N_("somebody of the family comes"),
    "other": N_("with somebody else they trust"),
}
STANDS = {"yes": N_("Yes"), "no": N_("No"), "unknown": N_("Nobody knows")}
ENDS = {
    "lasting": N_("lasting: at home after six months, and safe"),
    "partial": N_("partial: at home at times, or in contact"),
    "failed": N_("it did not last"),
    "unknown": N_("not known"),
}
ARRIVES_WITHIN = timedelta(days=2)
_AGAIN = (("m1", 1), ("m3", 3), ("m6", 6))
FAMILY_PURPOSE = "family"
# What a worker near the family is told: whom to ask, and words for them. There is no field for a place, an organisation
# or a number of the person, and none may be added: the family never learns from here where somebody is.
FAMILY_FIELDS = frozenset({"relative", "message", "language"})


def least_level(answers: Mapping[str, str]) -> Risk:
    """Return how much danger there is at least, after what was answered: violence is red, what is not known amber."""
    if answers.get("violence") == "yes":
        return Risk.RED
    open_ones = any(answers.get(code) != "no" for code in SCREENED)
    return Risk.AMBER if open_ones else Risk.GREEN


def screened_level(answers: Mapping[str, str], chosen: str) -> Risk:
    """Return the level of a screening: what the listener chose, never below what the answers say."""
    order = [Risk.GREEN, Risk.AMBER, Risk.RED]
    return max(treated_as(chosen), least_level(answers), key=order.index)


def screening_is_whole(answers: Mapping[str, str], level: str, known: Iterable[str]) -> bool:
    """Tell whether each question has a known answer, and the level is one."""
    return set(answers) == set(SCREENED) and set(answers.values()) <= set(known) and level in set(Risk)


def stands_at(said: Mapping[str, Any], *, look: str = "") -> str:
    """Return what stops contact and mediation: "no_wish", "not_screened", "red"; "" when nothing does.

    Args:
        said: the file. look: level of a look at danger that was made after the screening, or "".
    """
    if not said.get("wish"):
        return "no_wish"
    if not said.get("screenings"):
        return "not_screened"
    return "red" if Risk.RED in (said["screenings"][-1]["level"], look) else ""


def tells(fields: Mapping[str, Any], places: Iterable[str]) -> bool:
    """Tell whether words for the family name one of these places, organisations or people, spelled alike."""
    text = " ".join(str(value) for value in fields.values()).casefold()
    return any(name.strip().casefold() in text for name in places if name.strip())


def arrival_due(left_on: date) -> date:
    """Return the last day on which the arrival is asked about: 48 hours after."""
    return left_on + ARRIVES_WITHIN


def visits_after(arrived: date) -> list[dict[str, str]]:
    """Return the follow-ups after 1, 3 and 6 months, open."""
    return [
        {"code": code, "due": months_after(arrived, months).isoformat(), "done": ""}
        for code, months in _AGAIN
    ]


def days_home(said: Mapping[str, Any]) -> list[date]:
    """Return the days that wait in a file: the arrival that nobody confirmed, the follow-ups that are open."""
    if said.get("end"):
        return []
    plan, days = said.get("return"), []
    if plan and not said.get("arrival") and not said.get("broken"):
        days.append(arrival_due(date.fromisoformat(plan["day"])))
    return days + [date.fromisoformat(one["due"]) for one in said.get("visits", []) if not one["done"]]


def end_fits(end: str, visits: Sequence[Mapping[str, Any]], *, broken: bool) -> bool:
    """Tell whether an end may be written: lasting only when the last follow-up found them there and safe."""
    if end not in ENDS:
        return False
    last = next((one for one in visits if one["code"] == "m6"), None)
    held = last is not None and last["done"] and last.get("there") == "yes" and last.get("safe") == "yes"
    return end != "lasting" or bool(held) and not broken
