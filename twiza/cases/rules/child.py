"""A child in danger: the decision that two people take, the days of follow-up, whom no notice may reach."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from twiza.cases.rules.acts import nearer
from twiza.cases.rules.cases import Risk
from twiza.cases.rules.danger import next_look
from twiza.lib.errors import N_


class Duty(StrEnum):
    """Where the decision of the law stands."""

    OPEN = "open"
    ONE_SAID = "one_said"
    DISPUTED = "disputed"
    TELL = "tell"
    KEEP = "keep"


DUTIES = {
    Duty.OPEN: N_("nobody has said yet"),
    Duty.ONE_SAID: N_("one has said; a second person of the team is needed"),
    Duty.DISPUTED: N_("the two do not agree: the supervisor decides"),
    Duty.TELL: N_("decided: it is passed on"),
    Duty.KEEP: N_("decided: it is not passed on"),
}
DUTY_BASES = {  # penal code, article 446 (L-30): telling is no breach of secrecy
    "minor": N_("a child is ill-treated or without protection"),
    "woman": N_("violence between spouses or against a woman"),
}
SUPERVISOR_WITHIN = timedelta(hours=2)
RECEIVERS = {"prosecution": N_("the prosecution"), "cape": N_("the child-protection unit (CAPE)")}
CONFLICTS = {
    "none": N_("none known"),
    "possible": N_("there may be one"),
    "suspect": N_("is the suspect: no notice ever reaches this person"),
}
FOLLOW_UPS = {
    "m1": N_("after one month"),
    "m3": N_("after three months"),
    "m6": N_("after six months"),
    "m12": N_("after a year"),
    "majority": N_("at 18: own consent is asked again"),
}
OWN_CONSENT = {"not_asked": N_("not asked"), "yes": N_("agrees"), "no": N_("does not agree")}
MAJORITY = 18  # years


def duty_after(sayings: Sequence[Mapping[str, Any]]) -> Duty:
    """Return where the decision stands after what was said, each by another person: two who agree settle it.

    Args:
        sayings: by (who), tell (yes or no), in order; a third one is the supervisor's.
    """
    told = [bool(one["tell"]) for one in sayings]
    if len(told) < 2:
        return Duty.ONE_SAID if told else Duty.OPEN
    if len(told) == 2 and told[0] != told[1]:
        return Duty.DISPUTED
    return Duty.TELL if told[-1] else Duty.KEEP


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def majority_on(born: date) -> date:
    """Return the 18th birthday; who was born on 29 February comes of age on 1 March of a common year, never before."""
    year = born.year + MAJORITY
    return (
        date(year, 3, 1)
        if (born.month, born.day) == (2, 29) and monthrange(year, 2)[1] == 28
        else born.replace(year=year)
    )


def follow_up_days(start: date, born: date | None) -> list[tuple[str, date]]:
    """Return (code, day) of each follow-up, in the order of the days; of age already or not known: no majority."""
    found = [(f"m{months}", months_after(start, months)) for months in (1, 3, 6, 12)]
    if born is not None and majority_on(born) > start:
        found.append(("majority", majority_on(born)))
    return sorted(found, key=lambda one: one[1])


def nearest_follow_up(entries: Sequence[Mapping[str, Any]]) -> date | None:
    """Return the nearest day of the follow-ups that are still open, or None."""
    return min((date.fromisoformat(one["due"]) for one in entries if not one.get("done")), default=None)


def day_after_follow_up(
    kept: date | None,
    *,
    done: Collection[date],
    days: Iterable[date],
    look: tuple[str, date] | None,
    on: date,
) -> date | None:
    """Return the next day of a case once a follow-up of its child is done.

    Args:
        kept: the next day until now. done: the days of the follow-ups that are done.
        days: all that is still open in the case, follow-ups too.
        look: level and day of the last look at danger; None when there was none.
        on: today.

    A day to come that was kept for something else stays, or comes nearer. What was kept for today or before is this
    visit: it moves on, as does the day of what is done, to the nearest of what is open and of the next look at danger
    (today, when that is late). Where nothing is open, danger is looked at again as if it were not known: a case that
    had a day is never left without one.
    """
    if kept is None or (kept > on and kept not in done):
        return nearer(kept, days)
    looks = [max(on, next_look(*look))] if look else []
    return min([*days, *looks], default=next_look(Risk.UNKNOWN, on))


def has_own_contact(said: Mapping[str, Any]) -> bool:
    """Whether a safe contact of the child's own was noted after what stands about the guardian was written.

    What was noted before may be the guardian's; a guardian who is written anew asks for it anew.
    """
    guardian = said.get("guardian") or {}
    since = datetime.fromisoformat(guardian["at"]) if guardian.get("at") else None
    noted = [datetime.fromisoformat(one["at"]) for one in said.get("own_contact", [])]
    return any(since is None or at > since for at in noted)


def blocked_guardian(said: Mapping[str, Any]) -> str:
    """Return the guardian whom no notice may reach, or nothing."""
    guardian = said.get("guardian") or {}
    return str(guardian.get("who", "")) if guardian.get("conflict") == "suspect" else ""
