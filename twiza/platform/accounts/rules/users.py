"""User names: what a person types to say who they are. Pure Python."""

import re
import unicodedata

SHORTEST, LONGEST = 3, 60
SHAPE = re.compile(r"[^\W_]+(?:[._-][^\W_]+)*")


def tidy_user_name(typed: str) -> str:
    """Return a user name as it is kept: one way to write each letter, no space around."""
    return unicodedata.normalize("NFKC", typed).strip()


def is_user_name(name: str) -> bool:
    """Whether a name has 3 to 60 letters and digits of any script, with single . - _ between them."""
    return SHORTEST <= len(name) <= LONGEST and SHAPE.fullmatch(name) is not None
