"""What is true of a request made at a counter, whoever asks. No database, no clock, no Django.

Anybody asks, by voice, without a name, and leaves with a code and the day of the answer. A request ends in one of
five ways and in no other: nobody leaves with "come back later".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from twiza.lib.errors import N_

CODE_LENGTH = (
    8  # seven random characters and their check: said aloud, good at the counters of one organisation only
)

KINDS: dict[str, str] = {
    "food": N_("food"),
    "clothing": N_("clothes or blankets"),
    "shelter": N_("a place to sleep"),
    "housing": N_("rent or repairs of a home"),
    "health": N_("care or medicines"),
    "equipment": N_("a wheelchair, glasses or another aid"),
    "papers": N_("papers and civil status"),
    "rights": N_("aid or cover of the State"),
    "listening": N_("to be listened to"),
    "school": N_("school and training"),
    "work": N_("work or a project"),
    "care": N_("care for a child or an elder"),
    "other": N_("something else"),
}


class Channel(StrEnum):
    """How somebody asked. `assisted`: another person asked with them or for them."""

    COUNTER = "counter"
    TELEPHONE = "telephone"
    PAPER = "paper"
    ASSISTED = "assisted"


CHANNELS: dict[str, str] = {
    "counter": N_("at the counter"),
    "telephone": N_("by telephone"),
    "paper": N_("on paper"),
    "assisted": N_("with the help of somebody"),
}
HELPERS: dict[str, str] = {
    "relative": N_("a relative"),
    "neighbour": N_("a neighbour"),
    "association": N_("another association"),
    "official": N_("a moqaddem or another official"),
    "colleague": N_("somebody of this organisation"),
    "somebody": N_("somebody else"),
}


class End(StrEnum):
    """How a request ends. `mistake` is no answer: it was never a request."""

    NOMINATION = "nomination"
    LISTENING = "listening"
    ORIENTATION = "orientation"
    REASONED = "reasoned"
    MISTAKE = "mistake"


ORIENTED: dict[str, str] = {
    "does_this": N_("They do this, and we do not"),
    "nearer": N_("They are nearer"),
    "specialised": N_("They are trained for it"),
    "quicker": N_("They can do it sooner"),
}
REASONED: dict[str, str] = {
    "given_at_once": N_("It was given on the spot"),
    "not_offered": N_("We do not give this kind of help"),
    "other_area": N_("We do not work in this area"),
    "no_means": N_("Our means are used up"),
    "conditions": N_("The conditions of this help are not met"),
    "has_it": N_("This help is received already"),
    "gone": N_("The person no longer asks for it"),
}
POSTPONED: dict[str, str] = {
    "visit": N_("A visit is needed first"),
    "campaign": N_("A campaign is being prepared"),
    "other_body": N_("Another body has to answer first"),
    "too_many": N_("Too many requests, too few hands"),
    "days_off": N_("Feast or days off"),
}
MISTAKEN: dict[str, str] = {
    "mistake": N_("It was written by mistake"),
    "written_twice": N_("The same request was written twice"),
}


class Standing(StrEnum):
    """Where a request stands, as it is told at a counter."""

    WAITING = "waiting"
    POSTPONED = "postponed"  # a later day was promised, with a reason
    LATE = "late"  # the day that was promised last is over
    ANSWERED = "answered"
    MISTAKE = "mistake"


def answer_day(received_on: date, days: int, most: int) -> date:
    """Return the day by which a request is answered: `days` after it was made, and never more than the law's `most`."""
    return received_on + timedelta(days=min(days, most))


def may_postpone(received_on: date, until: date, due_on: date, most: int) -> bool:
    """Say whether an answer may be promised for `until`: later than was promised, within the days of the law."""
    return due_on < until <= received_on + timedelta(days=most)


def standing(due_on: date, *, postponed: bool, end: str, today: date) -> Standing:
    """Return where a request stands today. `due_on`: the day promised last; `end`: how it ended, "" when it did not."""
    if end:
        return Standing.MISTAKE if end == End.MISTAKE else Standing.ANSWERED
    if today > due_on:
        return Standing.LATE
    return Standing.POSTPONED if postponed else Standing.WAITING


@dataclass(frozen=True)
class Wait:
    """One request as the page of waits counts it: `days` until its answer, or until today while it waits."""

    channel: str
    days: int
    answered: bool
    in_time: bool  # answered, or still waiting, within the day promised first


@dataclass(frozen=True)
class ChannelWait:
    """How long people wait who asked in one way. None: too few of them to be shown."""

    channel: str
    requests: int | None
    days: float | None  # median of the answered ones
    in_time: int | None  # percent of all


def waits_by_channel(waits: Iterable[Wait], least: int) -> list[ChannelWait]:
    """Return the waits of each channel, in the order of the list. Behind fewer than `least` people there are people."""
    found: dict[str, list[Wait]] = {channel: [] for channel in CHANNELS}
    for one in waits:
        found[one.channel].append(one)
    lines = []
    for channel, of_it in found.items():
        answered = [one.days for one in of_it if one.answered]
        few = 0 < len(of_it) < least
        lines.append(
            ChannelWait(
                channel,
                None if few else len(of_it),
                float(median(answered)) if len(answered) >= least else None,
                None if few or not of_it else round(100 * sum(one.in_time for one in of_it) / len(of_it)),
            )
        )
    return lines


def widest_gap(lines: Iterable[ChannelWait]) -> float | None:
    """Return by how many days the slowest way of asking waits longer than the quickest; None when fewer than two show."""
    days = [one.days for one in lines if one.days is not None]
    return max(days) - min(days) if len(days) > 1 else None


def days_between(first: datetime | date, last: datetime | date) -> int:
    """Return how many days lie between two days, never below 0."""
    one = first.date() if isinstance(first, datetime) else first
    other = last.date() if isinstance(last, datetime) else last
    return max(0, (other - one).days)
