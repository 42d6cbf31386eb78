"""Opening a context, and guarding a table."""

from twiza.platform.access.actions.contexts import PowerfulRole, acting_as, refuse_powerful_role
from twiza.platform.access.actions.policies import OWN_ORGANISATION, REFERENCE_READ, SETUP_ONLY, RowSecurity
from twiza.platform.access.actions.together import Together

__all__ = [
    "OWN_ORGANISATION",
    "REFERENCE_READ",
    "SETUP_ONLY",
    "PowerfulRole",
    "RowSecurity",
    "Together",
    "acting_as",
    "refuse_powerful_role",
]
