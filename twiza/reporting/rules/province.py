"""The picture of a province: sums that say how sure they are, where each commune stands, whose a grant is. Pure Python."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

from twiza.network.rules.figures import Figure, Status

Id = TypeVar("Id", bound=Hashable)
Thing = TypeVar("Thing")
WIDTH = 6  # tiles beside each other; a row begins anew with each cercle
MOST = 24  # rows and columns of the picture


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of figures of several institutions.

    Attributes:
        value: of those that are known; None when none is.
        at_least: one of them is only a lower bound, or one of the institutions is not known: there may be more.
        status: of the least sure of them.
        known, of: of how many institutions something is known, of how many.
        by_status: status → of how many institutions it is so.
    """

    value: Decimal | None
    at_least: bool
    status: Status | None
    known: int
    of: int
    by_status: Mapping[Status, int]

    @property
    def figure(self) -> Figure | None:
        """The sum as a figure, which says "at least" where it is a lower bound."""
        if self.value is None or self.status is None:
            return None
        return Figure(self.value, self.status, self.at_least)


def sum_up(figures: Iterable[Figure | None]) -> Sum:
    """Add figures up without saying more than anybody knows: what is unknown, or only "at least", stays a lower bound.

    >>> said = sum_up([Figure(Decimal(23), Status.CLAIMED, at_least=True), Figure(Decimal(13), Status.COUNTED)])
    >>> said.value, said.at_least
    (Decimal('36'), True)
    """
    figures = tuple(figures)
    known = [one for one in figures if one is not None]
    order = list(Status)
    by_status = {status: sum(one.status == status for one in known) for status in Status}
    return Sum(
        sum((one.value for one in known), Decimal(0)) if known else None,
        any(one.at_least for one in known) or len(known) < len(figures),
        min((one.status for one in known), key=order.index, default=None),
        len(known),
        len(figures),
        {status: count for status, count in by_status.items() if count},
    )


def lay_out(
    groups: Iterable[Sequence[Id]], placed: Mapping[Id, tuple[int, int]] | None = None, *, width: int = WIDTH
) -> dict[Id, tuple[int, int]]:
    """Return where each commune stands in the picture: (row, column), from 1, no two in one place.

    Args:
        groups: communes by cercle; each cercle begins a row of its own.
        placed: where a person put some of them; the others take what is free.
    """
    asked = placed or {}
    members = [list(group) for group in groups]
    every = {one for group in members for one in group}
    found = {one: spot for one, spot in asked.items() if one in every}
    taken = set(found.values())
    row = 1
    for group in members:
        free = [one for one in group if one not in found]
        column = 1
        for one in free:
            while (row, column) in taken:
                row, column = (row, column + 1) if column < width else (row + 1, 1)
            found[one] = (row, column)
            taken.add((row, column))
        row += bool(free)
    return found


@dataclass(frozen=True, slots=True)
class Share(Generic[Thing]):
    """To which institutions money of a convention goes, together: the sum is never divided among them.

    `by_convention`: they are run under this very convention; otherwise they are what its association runs.
    """

    institutions: Sequence[Thing]
    by_convention: bool


def institutions_of(convention: Hashable, run: Sequence[tuple[Thing, Hashable]]) -> Share[Thing] | None:
    """Return which institutions a grant concerns, or None when nobody can say.

    Args:
        convention: of the grant, in the register of conventions; None when it has none yet.
        run: the institutions that its association runs, each with the convention under which it does.
    """
    under = [one for one, theirs in run if convention is not None and theirs == convention]
    if under:
        return Share(under, True)
    return Share([one for one, _theirs in run], False) if run else None


def is_small(value: Decimal | int | None, least: int) -> bool:
    """Say whether a number of people is too small to be told outside: it could point at somebody."""
    return value is not None and 0 < value < least


def end_of_last_month(today: date) -> date:
    """Return the last day of the month before: since when a reader first wants to know what changed."""
    return today.replace(day=1) - timedelta(days=1)
