"""What is true of a chained log, whoever asks. No Django, no database, no clock."""

from twiza.platform.audit.rules.chain import (
    PLATFORM,
    Break,
    Chain,
    Kind,
    Link,
    Log,
    Trouble,
    Walk,
    first_id_at,
    link_hash,
    name_break,
    start_of,
    walk,
)
from twiza.platform.audit.rules.heads import (
    Head,
    HeadsBroken,
    last_line_of,
    positions_in,
    read_heads,
    signed_by,
    write_head,
)

__all__ = [
    "PLATFORM",
    "Break",
    "Chain",
    "Head",
    "HeadsBroken",
    "Kind",
    "Link",
    "Log",
    "Trouble",
    "Walk",
    "first_id_at",
    "last_line_of",
    "link_hash",
    "name_break",
    "positions_in",
    "read_heads",
    "signed_by",
    "start_of",
    "walk",
    "write_head",
]
