"""What is done with her: kinds of act, those that a case refuses, orders of protection, the next day of a case."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from twiza.lib.errors import N_

ACTS = {
    "appointment": N_("appointment"),
    "court": N_("court"),
    "police": N_("police or gendarmerie"),
    "health": N_("health"),
    "administration": N_("administration, papers"),
    "document": N_("a document"),
    "mediation": N_("mediation"),
    "home_visit": N_("visit at home"),
    "other": N_("something else"),
}
PAPERS = {
    "none": N_("no document"),
    "received": N_("she received a document"),
    "given": N_("she gave a document"),
}
# Off until a protocol of the case allows them: where nobody said what kind of case it is, it may be violence.
OFF_BY_DEFAULT = frozenset({"mediation", "home_visit"})
WARN_BEFORE = timedelta(days=7)  # she is told before an order of protection ends, not when it has ended
ORDERS = {"coming": N_("begins later"), "running": N_("running"), "ended": N_("has ended")}


def blocked_in(protocol: Mapping[str, Any] | None) -> frozenset[str]:
    """Return the kinds that a case refuses: those of the protocol it follows; without one, those off by default."""
    return OFF_BY_DEFAULT if protocol is None else frozenset(protocol.get("blocked", ()))


def is_refused(kind: str, blocked: Collection[str]) -> bool:
    """Whether a step, a task or an act of this kind is refused where `blocked` kinds are."""
    return kind in blocked


def order_state(starts: date, ends: date, *, on: date) -> str:
    """Return where an order of protection stands on a day; its last day still counts."""
    if on < starts:
        return "coming"
    return "running" if on <= ends else "ended"


def warning_day(ends: date, *, on: date) -> date | None:
    """Return the day to speak with her of an order's end: a week before, today when that is past; None once it ended."""
    return None if ends < on else max(on, ends - WARN_BEFORE)


def nearer(kept: date | None, days: Iterable[date | None]) -> date | None:
    """Return the nearest of the kept day and others: a day that was kept is never moved away."""
    return min((day for day in (kept, *days) if day is not None), default=None)


def day_after_visit(visit: date, *, kept: date | None, days: Iterable[date], on: date) -> date:
    """Return the next day after somebody came: what was kept for today or before is this visit; what is open stays."""
    return min([visit, *days, *([kept] if kept and kept > on else [])])


def days_of_act(said: Mapping[str, Any], *, on: date) -> list[date]:
    """Return the days of one act that are still to come: the act, the next day, the warning before an order ends."""
    days = [date.fromisoformat(said[name]) for name in ("day", "next") if said.get(name)]
    ends = said.get("order_until")
    warning = warning_day(date.fromisoformat(ends), on=on) if ends else None
    return [day for day in days if day >= on] + ([warning] if warning else [])
