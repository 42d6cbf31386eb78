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
    link_hash,
    name_break,
    start_of,
    walk,
)
from twiza.platform.audit.rules.heads import Head, HeadsBroken, last_line_of, read_heads, write_head

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
    "last_line_of",
    "link_hash",
    "name_break",
    "read_heads",
    "start_of",
    "walk",
    "write_head",
]
