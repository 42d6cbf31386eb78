"""Danger, looked at again at each visit: questions, answers, and how long a look holds. No score is made of a person."""

from collections.abc import Mapping
from datetime import date

from twiza.cases.rules.cases import NEXT_VISIT, Risk, treated_as
from twiza.lib.errors import N_

DANGER_QUESTIONS = {
    "today": N_("Is she afraid to go back today?"),
    "knows": N_("Does he know that she is here, or look for her?"),
    "worse": N_("Did it become worse or more often these last weeks?"),
    "kill": N_("Did he say that he would kill her, the children or himself?"),
    "weapon": N_("Is there a weapon, or did he use one?"),
    "throat": N_("Did he press her throat or stop her breath?"),
    "hurt": N_("Is she hurt, ill or pregnant now?"),
    "children": N_("Are the children in danger, or taken from her?"),
    "locked": N_("Is she locked in, followed, or without phone and papers?"),
    "alone": N_("Is there nobody with whom she would be safe tonight?"),
}
ANSWERS = {
    "yes": N_("Yes"),
    "no": N_("No"),
    "silent": N_("She does not say"),
    "not_asked": N_("Not asked"),
}


def look_is_whole(answers: Mapping[str, str], level: str) -> bool:
    """Whether a look may be kept: each question has a known answer, and nothing is called green that was not asked."""
    if set(answers) != set(DANGER_QUESTIONS) or not set(answers.values()) <= set(ANSWERS):
        return False
    return level in set(Risk) and not (level == Risk.GREEN and "not_asked" in answers.values())


def next_look(level: str, on: date) -> date:
    """Return the day of the next look after one on this day; unknown is amber."""
    return on + NEXT_VISIT[treated_as(level)]


def look_is_old(level: str, looked_on: date, *, on: date) -> bool:
    """Whether danger was not looked at again for longer than the level allows."""
    return on > next_look(level, looked_on)
