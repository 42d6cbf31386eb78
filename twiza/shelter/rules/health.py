"""Health at night: signs that somebody must be seen, who is called, what became of it. No Django.

A team sees and calls; it examines nobody. What a physician finds is theirs: only the result comes back (002-32).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from twiza.lib.errors import N_
from twiza.shelter.rules.outreach import FLAGS

HEALTH_FLAGS: Mapping[str, str] = {
    **{code: words for code, words in FLAGS.items() if code != "other"},
    "chronic": N_("long illness, without their medicine"),
    "mind": N_("great distress of mind, or speaks of dying"),
    "substance": N_("effects of a substance, or of its lack"),
    "other": FLAGS["other"],
}  # a round writes the first of them on the spot; a site sees people longer
# These are never "tomorrow"
AT_ONCE = frozenset({"unconscious", "breathing", "chest_pain", "bleeding", "frozen", "confused"})


class Urgency(StrEnum):
    """How fast somebody must be seen."""

    NOW = "now"
    DAY = "day"


HEALTH_URGENCIES: Mapping[str, str] = {
    Urgency.NOW: N_("At once"),
    Urgency.DAY: N_("Within a day"),
}
# Who was called: the ambulance (15) or the health delegation's duty; somebody else only when neither answers
CALLED: Mapping[str, str] = {
    "ambulance": N_("15, the ambulance"),
    "health": N_("Delegation of health and social protection"),
    "other": N_("Other body"),
}


class HealthResult(StrEnum):
    """What became of it. Nothing of what was found."""

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    ADMITTED = "admitted"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"


HEALTH_RESULTS: Mapping[str, str] = {
    HealthResult.SEEN: N_("Seen"),
    HealthResult.NOT_SEEN: N_("Not seen"),
    HealthResult.ADMITTED: N_("Admitted"),
    HealthResult.REFUSED: N_("They did not want to be seen"),
    HealthResult.NO_ANSWER: N_("Nobody answered"),
}
WITHIN = "health_referral_hours"  # name of the parameter: hours until a result is due when nothing presses
NOW_WITHIN = timedelta(hours=1)  # asked again after an hour when it was urgent


def is_fast_enough(flags: frozenset[str], urgency: str) -> bool:
    """Tell whether the urgency fits the signs: some of them never wait."""
    return urgency == Urgency.NOW or not flags & AT_ONCE


def due_at(asked: datetime, urgency: str, hours: int) -> datetime:
    """Return when a result is asked for again."""
    return asked + (NOW_WITHIN if urgency == Urgency.NOW else timedelta(hours=hours))
