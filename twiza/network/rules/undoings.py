"""When a convention that was handed over is undone: what counts as undoing, and by whom it is taken back. No Django."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from twiza.lib.errors import N_


class Undone(StrEnum):
    """In what way a convention is undone."""

    ENDED = "ended"
    SHRUNK = "shrunk"
    NOT_RENEWED = "not_renewed"


UNDOINGS: dict[str, str] = {
    Undone.ENDED: N_("Ended"),
    Undone.SHRUNK: N_("Made smaller"),
    Undone.NOT_RENEWED: N_("Not renewed"),
}


def ends_earlier(old: date | None, new: date | None) -> bool:
    """Say whether a term is brought forward. None: no term.

    >>> ends_earlier(None, date(2027, 1, 1)), ends_earlier(date(2027, 1, 1), date(2028, 1, 1))
    (True, False)
    """
    return new is not None and (old is None or new < old)


def promises_less(old: Decimal | None, new: Decimal | None) -> bool:
    """Say whether an amount that was promised becomes smaller, or no amount at all.

    >>> promises_less(Decimal(5), Decimal(6)), promises_less(Decimal(5), None), promises_less(None, None)
    (False, True, False)
    """
    return old is not None and (new is None or new < old)
