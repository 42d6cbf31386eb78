"""The register of processings: what may be written in it, and what is missing. Pure Python.

Source: law 09-08 (L-18): declaration before processing, prior authorisation for sensitive data.
"""

from collections.abc import Collection
from enum import StrEnum

from twiza.lib.errors import N_


class Filed(StrEnum):
    """What was filed with the authority."""

    NOTHING = ""
    DECLARATION = "declaration"
    AUTHORISATION = "authorisation"


class KeptFrom(StrEnum):
    """From when the time of keeping is counted."""

    CAMPAIGN_REPORT = "campaign_report"
    LAST_CONTACT = "last_contact"
    CLOSURE = "closure"


FILED: dict[str, str] = {
    Filed.NOTHING: N_("Nothing filed yet"),
    Filed.DECLARATION: N_("Declaration"),
    Filed.AUTHORISATION: N_("Prior authorisation"),
}
KEPT_FROM: dict[str, str] = {
    KeptFrom.CAMPAIGN_REPORT: N_("the report of the campaign"),
    KeptFrom.LAST_CONTACT: N_("the last contact with the family"),
    KeptFrom.CLOSURE: N_("the closing of the file"),
}
# What may be kept, in the order in which it is read aloud
DATA: dict[str, str] = {
    "identity": N_("the name, or the name one wishes to be called"),
    "birth": N_("the age or the day of birth"),
    "contact": N_("the telephone and how one may be reached"),
    "place": N_("the neighbourhood or the douar"),
    "household": N_("how many live in the household, and who they are to one another"),
    "situation": N_("the situation of the household: income, housing, widowhood"),
    "disability": N_("whether somebody lives with a disability"),
    "health": N_("whether somebody is ill"),
    "help_received": N_("the help that was given"),
}
SENSITIVE = frozenset({"disability", "health"})


class Lack(StrEnum):
    """What a processing still needs before the data may be kept without a warning."""

    NOTHING = ""
    NUMBER = "number"  # nothing was filed, or the answer has no number yet
    AUTHORISATION = "authorisation"  # sensitive data, and only declared


LACKS: dict[str, str] = {
    Lack.NUMBER: N_("number missing"),
    Lack.AUTHORISATION: N_("authorisation missing"),
}


def lack_of(*, data: Collection[str], filed: str, number: str) -> Lack:
    """Say what is missing: sensitive data need a prior authorisation, all others a declaration."""
    if filed == Filed.NOTHING or not number:
        return Lack.NUMBER
    if SENSITIVE.intersection(data) and filed != Filed.AUTHORISATION:
        return Lack.AUTHORISATION
    return Lack.NOTHING
