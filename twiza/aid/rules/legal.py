"""The legal window of a campaign: authorisation, declarations, their deadlines. Pure Python.

Sources: law 18-18 and decree 2-25-152 (appeals and distributions), dahir 1-57-099 art. 9 (Entraide Nationale),
law 09-08 and law 03-01 (demands for names). Delays are dated parameters and come in as arguments.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from twiza.lib.errors import N_

_SATURDAY = 5  # offices are closed on Saturday and Sunday


class Basis(StrEnum):
    """On what an appeal or a distribution stands."""

    AUTHORISATION = "authorisation"  # of an appeal
    RECEIPT = "receipt"  # of a declaration of distribution
    DEPOSIT = "deposit"  # the office gave no receipt: a dated proof that the declaration was left there
    EXEMPTION = "exemption"


class Exemption(StrEnum):
    """Why nothing has to be asked for."""

    ENTRAIDE_NATIONALE = "entraide_nationale"
    MEMBERS_ONLY = "members_only"
    CUSTOMARY = "customary"
    OTHER = "other"


class Proof(StrEnum):
    """How the declaration was left where no receipt was given."""

    REGISTERED_LETTER = "registered_letter"
    BAILIFF = "bailiff"
    TWO_WITNESSES = "two_witnesses"


EXEMPTIONS: dict[str, str] = {
    Exemption.ENTRAIDE_NATIONALE: N_("Entraide Nationale (dahir 1-57-099, article 9)"),
    Exemption.MEMBERS_ONLY: N_("Own members and known donors only: no appeal to the public"),
    Exemption.CUSTOMARY: N_("Customary collection (touiza)"),
    Exemption.OTHER: N_("Another legal basis"),
}
PROOFS: dict[str, str] = {
    Proof.REGISTERED_LETTER: N_("Registered letter with acknowledgement"),
    Proof.BAILIFF: N_("Record of a bailiff"),
    Proof.TWO_WITNESSES: N_("Record signed by two witnesses"),
}


class Standing(StrEnum):
    """Where one province stands."""

    MISSING = "missing"  # nothing was declared
    COVERED = "covered"
    WAITS_FOR_SIGNATURE = "waits_for_signature"  # a proof of deposit, signed by one person
    OTHER_DAYS = "other_days"  # what was declared are other days than those of the campaign


STANDINGS: dict[str, str] = {
    Standing.MISSING: N_("Not declared yet"),
    Standing.COVERED: N_("In order"),
    Standing.WAITS_FOR_SIGNATURE: N_("Waits for a second signature"),
    Standing.OTHER_DAYS: N_("Declared for other days"),
}
LACKING = (Standing.MISSING, Standing.OTHER_DAYS)  # here the office has to be told, or told again


def covers(declared: tuple[date | None, date | None], days: tuple[date | None, date | None]) -> bool:
    """Say whether the days that were declared hold all the days of a campaign.

    Days that are not set yet contradict nothing; a paper that says no days covers none.
    """
    if days[0] is None or days[1] is None:
        return True
    first, last = declared
    return first is not None and last is not None and first <= days[0] and days[1] <= last


@dataclass(frozen=True)
class Window:
    """The last day on which a distribution can be declared, and how far away it is.

    Attributes:
        last_day: declared on this day or before, it is in time.
        left: days until then, counted as the parameter counts; 0 on that day, below zero when it is past.
    """

    last_day: date
    left: int

    @property
    def late(self) -> bool:
        return self.left < 0


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Say whether offices are open on a day: from Monday to Friday, and no holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def days_before(event: date, days: int, *, working: bool, holidays: Collection[date] = ()) -> date:
    """Return the last day that leaves `days` whole days, of which kind is said, before an event.

    ValueError below zero.
    """
    return _walk(event, days, -1, working, holidays)


def days_after(event: date, days: int, *, working: bool, holidays: Collection[date] = ()) -> date:
    """Return the day `days` days after an event, of the kind said. ValueError below zero."""
    return _walk(event, days, 1, working, holidays)


def _walk(event: date, days: int, step: int, working: bool, holidays: Collection[date]) -> date:
    if days < 0:
        raise ValueError("a number of days is not below zero")
    if not working:
        return event + timedelta(days=step * days)
    day = event
    while days:
        day += timedelta(days=step)
        days -= is_working_day(day, holidays)
    return day


def days_between(first: date, last: date, *, working: bool, holidays: Collection[date] = ()) -> int:
    """Return how many days from one to the other, of the kind said; below zero when the second comes first."""
    if last < first:
        return -days_between(last, first, working=working, holidays=holidays)
    if not working:
        return (last - first).days
    span = (last - first).days
    return sum(is_working_day(first + timedelta(days=n), holidays) for n in range(1, span + 1))


def window(
    starts_on: date, days: int, *, today: date, working: bool, holidays: Collection[date] = ()
) -> Window:
    """Return until when a distribution that begins on a day can be declared."""
    last = days_before(starts_on, days, working=working, holidays=holidays)
    left = days_between(today, last, working=working, holidays=holidays)
    if left == 0 and today > last:  # a week-end or a feast after the last day is late too
        left = -1
    return Window(last, left)
