"""Reading both logs and their chains."""

from twiza.platform.audit.queries.chains import (
    FIELDS,
    columns,
    content_of,
    ends,
    ends_of,
    first_unfound_access,
    unlinked,
    waiting,
    walk_chains,
)
from twiza.platform.audit.queries.lines import Sought, acts, acts_on, looks, who_read

__all__ = [
    "FIELDS",
    "Sought",
    "acts",
    "acts_on",
    "columns",
    "content_of",
    "ends",
    "ends_of",
    "first_unfound_access",
    "looks",
    "unlinked",
    "waiting",
    "walk_chains",
    "who_read",
]
