"""Licences: their states, the file that leads to one, its clock. Pure Python."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from twiza.lib.errors import N_


class LicenceState(StrEnum):
    """Where a licence stands; that it ends soon is said by its last day."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    CLOSED = "closed"


LICENCE_STATES: dict[str, str] = {
    LicenceState.IN_FORCE: N_("In force"),
    LicenceState.SUSPENDED: N_("Suspended"),
    LicenceState.WITHDRAWN: N_("Withdrawn"),
    LicenceState.REPLACED: N_("Replaced by a newer one"),
    LicenceState.CLOSED: N_("The institution closed"),
}
LIVE = (LicenceState.IN_FORCE, LicenceState.SUSPENDED)
LICENCE_MOVES: dict[str, frozenset[str]] = {
    LicenceState.IN_FORCE: frozenset(
        {LicenceState.SUSPENDED, LicenceState.WITHDRAWN, LicenceState.REPLACED, LicenceState.CLOSED}
    ),
    LicenceState.SUSPENDED: frozenset(
        {LicenceState.IN_FORCE, LicenceState.WITHDRAWN, LicenceState.REPLACED, LicenceState.CLOSED}
    ),
    LicenceState.WITHDRAWN: frozenset(),
    LicenceState.REPLACED: frozenset(),
    LicenceState.CLOSED: frozenset(),
}


def licence_can(state: str, to: str) -> bool:
    """Say whether a licence goes from one state to another."""
    return to in LICENCE_MOVES[state]


def holds(state: str, valid_from: date, valid_until: date | None, *, on: date) -> bool:
    """Say whether one may work with a licence on a day; its last day still counts."""
    return state == LicenceState.IN_FORCE and valid_from <= on and (valid_until is None or on <= valid_until)


class FileState(StrEnum):
    """Where a licence file stands."""

    IDEA = "idea"
    FILE_OPEN = "file_open"
    INCOMPLETE = "incomplete"
    RECEIPTED = "receipted"
    UNDER_REVIEW = "under_review"
    VISITED = "visited"
    LICENSED = "licensed"
    REFUSED = "refused"


FILE_STATES: dict[str, str] = {
    FileState.IDEA: N_("Intention"),
    FileState.FILE_OPEN: N_("File open: papers are gathered"),
    FileState.INCOMPLETE: N_("Papers are missing"),
    FileState.RECEIPTED: N_("Filed: the clock runs"),
    FileState.UNDER_REVIEW: N_("The commission is called"),
    FileState.VISITED: N_("Visited: opinions and decision"),
    FileState.LICENSED: N_("Licensed"),
    FileState.REFUSED: N_("Refused"),
}
FILE_MOVES: dict[str, frozenset[str]] = {
    FileState.IDEA: frozenset({FileState.FILE_OPEN}),
    FileState.FILE_OPEN: frozenset({FileState.INCOMPLETE, FileState.RECEIPTED}),
    FileState.INCOMPLETE: frozenset({FileState.RECEIPTED}),
    FileState.RECEIPTED: frozenset({FileState.UNDER_REVIEW}),
    FileState.UNDER_REVIEW: frozenset({FileState.VISITED}),
    FileState.VISITED: frozenset({FileState.LICENSED, FileState.REFUSED}),
    FileState.LICENSED: frozenset(),
    FileState.REFUSED: frozenset(),
}
WAITING = (FileState.RECEIPTED, FileState.UNDER_REVIEW, FileState.VISITED)  # the clock runs
DECIDED = (FileState.LICENSED, FileState.REFUSED)


def can_move(state: str, to: str, *, by_declaration: bool = False) -> bool:
    """Say whether a file goes from one state to another; a declaration is done once it is received."""
    if by_declaration and state == FileState.RECEIPTED:
        return False
    return to in FILE_MOVES[state]


class FileKind(StrEnum):
    """Why a file is opened."""

    OPENING = "opening"
    RENEWAL = "renewal"
    CHANGE = "change"
    REGULARISATION = "regularisation"
    OFF_PREMISES = "off_premises"


FILE_KINDS: dict[str, str] = {
    FileKind.OPENING: N_("A new institution"),
    FileKind.RENEWAL: N_("Renewal"),
    FileKind.CHANGE: N_("Change of premises, capacity or association"),
    FileKind.REGULARISATION: N_("Regularisation: it works already without a licence"),
    FileKind.OFF_PREMISES: N_("Declaration of services outside the premises"),
}


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which the clock stands: from the first until the day it runs again, which is not one of them."""

    first: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the delay of a file stands on a day.

    Attributes:
        due: the last day to decide; None while the clock stands.
        used, left: counted days; `left` is below nothing when it is late.
        stands: the clock is stopped today.
    """

    due: date | None
    used: int
    left: int
    stands: bool

    @property
    def is_late(self) -> bool:
        return self.left < 0


def counts(day: date, pauses: Collection[Pause], *, working: bool, closed: Collection[date] = ()) -> bool:
    """Say whether a day is one of the delay: not paused and, when it is counted so, from Monday to Friday, no feast."""
    if any(pause.covers(day) for pause in pauses):
        return False
    return not working or (day.weekday() < 5 and day not in closed)


def days_used(
    filed_on: date, today: date, pauses: Collection[Pause], *, working: bool, closed: Collection[date] = ()
) -> int:
    """Return how many days of the delay have passed: the day of filing is none, today is one."""
    span = (today - filed_on).days
    if not (working or pauses):
        return max(span, 0)
    return sum(
        counts(filed_on + timedelta(days=n), pauses, working=working, closed=closed)
        for n in range(1, span + 1)
    )


def due_on(
    filed_on: date, days: int, pauses: Collection[Pause], *, working: bool, closed: Collection[date] = ()
) -> date | None:
    """Return the last day of a delay; None when the clock stands before it and nobody knows until when."""
    day, left = filed_on, days
    stands_from = min((pause.first for pause in pauses if pause.until is None), default=None)
    while left > 0:
        day += timedelta(days=1)
        if stands_from is not None and day >= stands_from:
            return None
        left -= counts(day, pauses, working=working, closed=closed)
    return day


def clock(
    filed_on: date,
    days: int,
    pauses: Iterable[Pause],
    *,
    today: date,
    working: bool,
    closed: Collection[date] = (),
) -> Clock:
    """Return where the delay of a file stands today."""
    pauses = tuple(pauses)
    used = days_used(filed_on, today, pauses, working=working, closed=closed)
    return Clock(
        due_on(filed_on, days, pauses, working=working, closed=closed),
        used,
        days - used,
        any(pause.covers(today) for pause in pauses),
    )


def last_day(first: date, months: int) -> date:
    """Return the last day of so many months from a day: the eve of the same day of the month.

    >>> last_day(date(2025, 2, 3), 12)
    datetime.date(2026, 2, 2)
    """
    month = first.month - 1 + months
    year, month = first.year + month // 12, month % 12 + 1
    longest = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(first.day, longest)) - timedelta(days=1)


def paper_holds(issued_on: date | None, expires_on: date | None, months: int, *, on: date) -> bool:
    """Say whether a paper holds on a day: until its last day, or for so many months from its own (0: for good)."""
    if expires_on is not None:
        return on <= expires_on
    if not months:
        return True
    return issued_on is not None and on <= last_day(issued_on, months)


MAILS: dict[str, str] = {
    "filing": N_("the file"),
    "receipt": N_("receipt"),
    "missing": N_("missing papers"),
    "decision": N_("licence"),
    "refusal": N_("refusal"),
}


class Verdict(StrEnum):
    """What a body of the commission says."""

    YES = "yes"
    CONDITIONS = "conditions"
    NO = "no"


VERDICTS: dict[str, str] = {
    Verdict.YES: N_("Yes"),
    Verdict.CONDITIONS: N_("Yes, with conditions"),
    Verdict.NO: N_("No"),
}


def commission_says(verdicts: Iterable[str]) -> Verdict | None:
    """Return what most bodies say; None when nobody spoke or when they are as many on both sides.

    >>> commission_says(["yes", "conditions", "no"])
    <Verdict.CONDITIONS: 'conditions'>
    """
    said = list(verdicts)
    against = sum(one == Verdict.NO for one in said)
    if len(said) == 2 * against:
        return None
    if 2 * against > len(said):
        return Verdict.NO
    return Verdict.CONDITIONS if Verdict.CONDITIONS in said else Verdict.YES


def is_against(granted: bool, verdicts: Iterable[str]) -> bool:
    """Say whether a decision goes against what most of the commission said."""
    says = commission_says(verdicts)
    return says is not None and granted == (says == Verdict.NO)
