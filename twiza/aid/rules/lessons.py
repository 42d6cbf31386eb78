"""What the next plan does with a lesson of the last one. Pure Python."""

from enum import StrEnum


class Looked(StrEnum):
    """Every lesson is answered before criteria are frozen; none is answered by silence."""

    KEPT = "kept"  # what was done last year is done again
    CHANGED = "changed"
    LEFT = "left"  # nothing is done about it now, and why
