"""Opening a context, and guarding a table."""

from twiza.platform.access.actions.contexts import PowerfulRole, acting_as, refuse_powerful_role
from twiza.platform.access.actions.policies import OWN_ORGANISATION, REFERENCE_READ, SETUP_ONLY, RowSecurity

__all__ = [
    "OWN_ORGANISATION",
    "REFERENCE_READ",
    "SETUP_ONLY",
    "PowerfulRole",
    "RowSecurity",
    "acting_as",
    "refuse_powerful_role",
]
