"""Published figures: how sure they are, how they are written, what may be added up.

A figure carries its source and its status. "More than 23" is at least 23: a lower bound is never added to
anything. A printed total that does not add up is said beside the sum; neither is repaired.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from twiza.lib.errors import N_, DomainError
from twiza.lib.text import tidy, western_digits


class Status(StrEnum):
    """Who stands behind a figure."""

    CLAIMED = "claimed"  # somebody says so: a speech, an article, a report
    ESTIMATED = "estimated"  # worked out from something else
    COUNTED = "counted"  # counted one by one by whoever says it
    VERIFIED = "verified"  # counted, and checked by somebody else


class NotANumber(DomainError):
    code = "network.not_a_number"


class DigitsOutOfOrder(NotANumber):
    code = "network.digits_out_of_order"


class LowerBoundNotSummed(DomainError):
    code = "network.lower_bound_not_summed"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with what it is worth. `at_least` marks a lower bound: "أزيد من 23" is value 23, at least."""

    value: Decimal
    status: Status = Status.CLAIMED
    at_least: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class TotalCheck:
    """A printed total beside the sum of its rows; with a `line`, that of one row beside the sum of its parts.

    `difference` is printed minus summed.
    """

    column: str
    printed: Decimal
    summed: Decimal
    rows: int
    line: int = 0

    @property
    def difference(self) -> Decimal:
        return self.printed - self.summed

    @property
    def agrees(self) -> bool:
        return self.printed == self.summed


class Light(StrEnum):
    """How full a place is."""

    FREE = "free"
    FULL = "full"
    OVER = "over"
    UNKNOWN = "unknown"


_MORE = re.compile(
    r"^(?:أزيد من|ازيد من|أكثر من|اكثر من|ما يزيد عن|ما يفوق|على الأقل|على الاقل|plus de|au moins|more than|at least"
    r"|over|>=|≥|>|\+)\s*",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"(?:dirhams?|dhs?|mad|درهم|دراهم|د\.م\.?)$", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<minus>-?)(?P<whole>[0-9]+)(?:,(?P<cents>[0-9]+))?", re.ASCII)


def read_number(text: str) -> Decimal:
    """Read a number as Moroccan offices write it: `108 178 079,02`, `3 000 000 . 00`, `1.468.411,00`, `٩٣ ١٤٦`.

    A comma before the last one or two digits is the decimal sign, and so is a lonely dot there; spaces of
    any kind, dots between groups of three and ٬ (U+066C) separate thousands.

    Raises:
        DigitsOutOfOrder: the groups look typeset backwards (`00 000 160`): a person must read the paper.
        NotANumber: anything else that is not one number.
    """
    shown = tidy(text)
    written = _CURRENCY.sub("", tidy(western_digits(shown))).strip()
    if re.fullmatch(r"00( [0-9]{3})+|0{2,3}( [0-9]{3})* [0-9]{1,3}", written, re.ASCII):
        raise DigitsOutOfOrder(
            N_("“%(text)s” looks typeset backwards. Read the paper and type the amount."), text=shown
        )
    written = re.sub(r"\s*([.,])\s*", r"\1", written)
    groups = r"[0-9]{1,3}(?:[ .][0-9]{3})+"
    written = re.sub(
        rf"({groups})(?=$|[,.])", lambda found: re.sub(r"[ .]", "", found[1]), written, flags=re.ASCII
    )
    written = re.sub(r"\.([0-9]{1,2})$", r",\1", written, flags=re.ASCII)
    found = _NUMBER.fullmatch(written)
    if not found or len(found["whole"]) > 15 or len(found["cents"] or "") > 6:
        raise NotANumber(N_("“%(text)s” is not a number. Write it like 1 234,50."), text=shown)
    return Decimal(f"{found['minus']}{found['whole']}.{found['cents'] or '0'}").quantize(
        Decimal(1) if found["cents"] is None else Decimal(1).scaleb(-len(found["cents"]))
    )


def read_figure(text: str, *, status: Status = Status.CLAIMED, source: str = "") -> Figure:
    """Read a figure with its words: "أزيد من 23", "plus de 3", "≥ 23" are lower bounds.

    Raises:
        NotANumber: there is no number in it ("آلاف" is a claim, not a count).
    """
    written = tidy(text)
    without = _MORE.sub("", written)
    return Figure(read_number(without), status, without != written, source)


def add_up(figures: Iterable[Figure]) -> Figure:
    """Add figures; the sum is as sure as the least sure of them.

    Raises:
        LowerBoundNotSummed: one of them is only a lower bound.
    """
    figures = tuple(figures)
    if any(figure.at_least for figure in figures):
        raise LowerBoundNotSummed(
            N_("“At least” figures are not added up: the sum would say more than anybody knows.")
        )
    order = list(Status)
    least = min((figure.status for figure in figures), key=order.index, default=Status.VERIFIED)
    return Figure(sum((figure.value for figure in figures), Decimal(0)), least)


def check_total(column: str, printed: Decimal, values: Iterable[Decimal | None]) -> TotalCheck:
    """Put a printed total beside the sum of its rows; empty cells count as nothing."""
    known = [value for value in values if value is not None]
    return TotalCheck(column, printed, sum(known, Decimal(0)), len(known))


def light(capacity: Decimal | int | None, present: Decimal | int | None) -> Light:
    """Return how full a place is; unknown when either figure is missing, or the capacity is nothing.

    >>> light(40, 66), light(28, 28), light(64, 41)
    (<Light.OVER: 'over'>, <Light.FULL: 'full'>, <Light.FREE: 'free'>)
    """
    if capacity is None or present is None or capacity <= 0:
        return Light.UNKNOWN
    if present > capacity:
        return Light.OVER
    return Light.FULL if present == capacity else Light.FREE
