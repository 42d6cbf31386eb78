"""Demands for names of people on a list: who asks, what the law says, what may be given. Pure Python.

No name leaves: what may be given is a choice among papers that hold no person, so an answer cannot hold one.
"""

from enum import StrEnum

from twiza.lib.errors import N_


class Asker(StrEnum):
    """What kind of body asks. Written down by its office, never by a private name."""

    LOCAL_AUTHORITY = "local_authority"
    POLICE = "police"
    COURT = "court"
    ELECTED = "elected"
    DONOR = "donor"
    ADMINISTRATION = "administration"
    PRESS = "press"
    OTHER = "other"


class Refused(StrEnum):
    """Why names are not given."""

    PERSONAL_DATA = "personal_data"
    NO_BASIS = "no_basis"
    ORAL = "oral"
    OTHER_PURPOSE = "other_purpose"
    ELECTORAL = "electoral"
    TOTALS_ENOUGH = "totals_enough"


class Given(StrEnum):
    """What may be given: papers that hold no person."""

    PLAN = "plan"
    TOTALS = "totals"
    CRITERIA = "criteria"
    PUBLIC_SUMMARY = "public_summary"


ASKERS: dict[str, str] = {
    Asker.LOCAL_AUTHORITY: N_("Local authority"),
    Asker.POLICE: N_("Police or gendarmerie"),
    Asker.COURT: N_("Court or public prosecutor"),
    Asker.ELECTED: N_("Elected official"),
    Asker.DONOR: N_("Donor"),
    Asker.ADMINISTRATION: N_("Other administration"),
    Asker.PRESS: N_("Press"),
    Asker.OTHER: N_("Somebody else"),
}
REFUSALS: dict[str, str] = {
    Refused.PERSONAL_DATA: N_(
        "Law 09-08 protects personal data: they are given to nobody outside the purpose for which they were"
        " collected, without the person's consent or a text that demands it."
    ),
    Refused.NO_BASIS: N_("No text of law that would oblige us to give names was cited."),
    Refused.ORAL: N_(
        "The demand was made by word of mouth. Put in writing, with its basis, it is examined again."
    ),
    Refused.OTHER_PURPOSE: N_(
        "The families gave their data for the distribution and for nothing else; a list of people in need harms"
        " those who stand on it."
    ),
    Refused.ELECTORAL: N_("Law 18-18 forbids any electoral use of a distribution."),
    Refused.TOTALS_ENOUGH: N_(
        "Law 18-18 has the distribution declared and reported; its plan and its totals are at your disposal and"
        " are enough for that."
    ),
}
GIVEN: dict[str, str] = {
    Given.PLAN: N_("The plan: points, days, hours"),
    Given.TOTALS: N_("The totals by point and day, small figures hidden"),
    Given.CRITERIA: N_("The criteria, as frozen before any name"),
    Given.PUBLIC_SUMMARY: N_("The public summary of the campaign"),
}
BY_DEFAULT = (Refused.PERSONAL_DATA, Refused.TOTALS_ENOUGH)


def default_reasons(*, written: bool, basis: str, asker: str) -> list[str]:
    """Return the reasons of law that hold for a demand as it was made, in the order of the letter."""
    found = [Refused.PERSONAL_DATA]
    if not basis.strip():
        found.append(Refused.NO_BASIS)
    if not written:
        found.append(Refused.ORAL)
    if asker == Asker.ELECTED:
        found.append(Refused.ELECTORAL)
    found += [Refused.OTHER_PURPOSE, Refused.TOTALS_ENOUGH]
    return [one.value for one in found]
