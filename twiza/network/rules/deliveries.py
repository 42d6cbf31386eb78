"""What was promised in a convention beside what came of it: one word by rules, the same for every side. No Django.

A delivery is said by the body that promised, then confirmed or disputed by another. Nobody's own word makes a promise
kept, and nobody's silence makes it late: what was said in time waits for the other side, and is shown so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from twiza.lib.errors import N_

NONE = Decimal(0)
ALERTS = (90, 30, 0)  # days before the end of a convention at which its alert changes its words
DUE_SOON = 30  # days before which a promise is called on both sides


class Verdict(StrEnum):
    """What is said of a delivery: by another party, or taken back by the one that said it."""

    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


class Said(StrEnum):
    """Where a delivery stands."""

    SAID = "said"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


class Word(StrEnum):
    """Where a promise stands, in one word."""

    KEPT = "kept"
    ON_ITS_WAY = "on_its_way"
    LATE = "late"
    DISPUTED = "disputed"


VERDICTS: dict[str, str] = {
    Verdict.CONFIRMED: N_("We received it"),
    Verdict.DISPUTED: N_("We dispute it"),
}
SAYINGS: dict[str, str] = {
    Said.SAID: N_("waits for the other side's word"),
    Said.CONFIRMED: N_("confirmed"),
    Said.DISPUTED: N_("disputed"),
    Said.WITHDRAWN: N_("taken back"),
}
WORDS: dict[str, str] = {
    Word.KEPT: N_("Kept"),
    Word.ON_ITS_WAY: N_("On its way"),
    Word.LATE: N_("Late"),
    Word.DISPUTED: N_("Disputed"),
}
LAMPS: dict[str, str] = {
    Word.KEPT: "good",
    Word.ON_ITS_WAY: "info",
    Word.LATE: "refusal",
    Word.DISPUTED: "warning",
    Said.CONFIRMED: "good",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What is promised as it holds now: an amount or words, and by which day."""

    amount: Decimal | None
    words: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Delivered:
    """One delivery as it stands: `whole` says that with it all that was promised in words is there."""

    on: date
    amount: Decimal | None
    whole: bool
    state: Said


@dataclass(frozen=True, slots=True)
class Tally:
    """One promise with what came of it. Amounts are those of its own kind; `late_days` counts from the day promised."""

    promised: Decimal | None
    told: Decimal
    confirmed: Decimal
    disputed: Decimal
    word: Word
    late_days: int
    covered_on: date | None


def state_of(verdicts: Sequence[tuple[str, str]]) -> Said:
    """Return where a delivery stands after (body, verdict) in their order: the last word of each body counts.

    >>> state_of([("a", "disputed"), ("a", "confirmed")])
    <Said.CONFIRMED: 'confirmed'>
    >>> state_of([("a", "confirmed"), ("b", "disputed")])
    <Said.DISPUTED: 'disputed'>
    """
    last = set(dict(verdicts).values())
    for verdict in (Verdict.WITHDRAWN, Verdict.DISPUTED, Verdict.CONFIRMED):
        if verdict in last:
            return Said(verdict.value)
    return Said.SAID


def tally(terms: Terms, delivered: Iterable[Delivered], *, last_day: date | None, on: date) -> Tally:
    """Say where a promise stands on a day.

    Args:
        last_day: of the convention: by when, for a promise that names no day. None: no day at all.

    1. A dispute that is open is said first: nothing is called kept or late while the sides differ.
    2. Kept: what is confirmed covers the amount; without an amount, a confirmed delivery says it is whole.
    3. Late: its day is past and what was said, confirmed or not, does not cover it.
    4. Else it is on its way.
    """
    rows = sorted((one for one in delivered if one.state is not Said.WITHDRAWN), key=lambda one: one.on)
    confirmed = [one for one in rows if one.state is Said.CONFIRMED]
    told = [one for one in rows if one.state is not Said.DISPUTED]
    disputed = [one for one in rows if one.state is Said.DISPUTED]
    due = terms.due_on or last_day
    kept_on, told_on = _covered_on(terms.amount, confirmed), _covered_on(terms.amount, told)
    covered = kept_on or told_on
    past = (covered or on) - due if due is not None else timedelta(0)
    if disputed:
        word = Word.DISPUTED
    elif kept_on is not None:
        word = Word.KEPT
    elif told_on is None and past.days > 0:
        word = Word.LATE
    else:
        word = Word.ON_ITS_WAY
    return Tally(terms.amount, _sum(told), _sum(confirmed), _sum(disputed), word, max(past.days, 0), covered)


def _sum(rows: Iterable[Delivered]) -> Decimal:
    return sum((one.amount or NONE for one in rows), NONE)


def _covered_on(amount: Decimal | None, rows: Sequence[Delivered]) -> date | None:
    """Return the day on which these deliveries, in the order of their days, make up the promise."""
    if amount is None:
        return next((one.on for one in rows if one.whole), None)
    so_far = NONE
    for one in rows:
        so_far += one.amount or NONE
        if so_far >= amount:
            return one.on
    return None


def alert_of(last_day: date, *, on: date) -> int | None:
    """Return which alert holds on a day before the end: 90, 30 or 0 days; None while it is further away.

    >>> alert_of(date(2026, 12, 31), on=date(2026, 12, 2))
    30
    """
    left = (last_day - on).days
    return next((days for days in reversed(ALERTS) if left <= days), None)
