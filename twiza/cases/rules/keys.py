"""The drawers of a case: each has a key of its own, and what lies in it opens with that key only."""

from enum import StrEnum


class Drawer(StrEnum):
    """Whose key seals a note."""

    CASE = "case"
    PSYCHOLOGY = "psychology"


def drawer_of(kind: str) -> Drawer:
    """Return the drawer in which a note of this kind lies."""
    return Drawer.PSYCHOLOGY if kind == "psychology" else Drawer.CASE
