"""The winter of a province: its bodies, its period, its hours. No Django."""

from collections.abc import Mapping
from datetime import date, time

from twiza.lib.errors import N_
from twiza.shelter.rules.nights import LONGEST

DECLARE_BY = time(18, 0)  # beds are said before this hour, or the site is called
BULLETIN_AT = time(7, 30)
HOLD_MINUTES = 90  # a bed offered is kept so long for whoever is on the way

# Bodies of the committee (002-20…25). Those in uniform help from behind: people who sleep outside are afraid of them.
BODIES: Mapping[str, str] = {
    "local_authority": N_("Local authority"),
    "delegation": N_("Delegation of Entraide Nationale"),
    "national_security": N_("National security"),
    "health": N_("Delegation of health and social protection"),
    "auxiliary_forces": N_("Auxiliary forces"),
    "managing_association": N_("Association that runs the centre"),
    "other": N_("Other body"),
}
UNIFORMED = frozenset({"national_security", "auxiliary_forces"})

# Kinds of sites, as the register writes them, in which people may sleep in a winter (002-27, 002-33…35)
SLEEPING_SITES = frozenset(
    {"homeless_centre", "emf", "womens_centre", "elderly_home", "social_complex", "proximity_centre", "other"}
)

CHANGES: Mapping[str, str] = {
    "extension": N_("The winter goes on longer"),
    "early_end": N_("The winter ends earlier"),
}


def is_period(first: date, last: date) -> bool:
    """Tell whether two nights make a period of a winter."""
    return 0 <= (last - first).days < LONGEST


def kind_of_change(before: date, after: date) -> str:
    """Return what moving the last night means: extension or early_end; empty when nothing moves."""
    return "extension" if after > before else "early_end" if after < before else ""
