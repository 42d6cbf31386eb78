"""Households that wait for a word before they stand on a list: what is asked, what is answered. Pure Python."""

from enum import StrEnum


class WhereaboutsAnswer(StrEnum):
    """What whoever knows the family answers. Only the first brings it back; the others may be answered again."""

    HERE = "here"
    MOVED = "moved"
    DEAD = "dead"
    UNKNOWN = "unknown"


KEPT_IN_REGISTER = frozenset({WhereaboutsAnswer.HERE, WhereaboutsAnswer.MOVED, WhereaboutsAnswer.DEAD})


def can_answer(before: str) -> bool:
    """Say whether a question is still open to an answer: a family that is back is not asked about again."""
    return before != WhereaboutsAnswer.HERE
