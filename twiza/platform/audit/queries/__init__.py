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
from twiza.platform.audit.queries.standing import (
    News,
    last_act_before,
    last_signed_at,
    news_of,
    unlinked_of,
)

__all__ = [
    "FIELDS",
    "News",
    "Sought",
    "acts",
    "acts_on",
    "columns",
    "content_of",
    "ends",
    "ends_of",
    "first_unfound_access",
    "last_act_before",
    "last_signed_at",
    "looks",
    "news_of",
    "unlinked",
    "unlinked_of",
    "waiting",
    "walk_chains",
    "who_read",
]
