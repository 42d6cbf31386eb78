"""Protocols as data: kinds of step, who does them, what a protocol may not be."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from twiza.cases.rules.acts import is_refused
from twiza.lib.errors import N_

STEP_KINDS = {
    "listening": N_("listening"),
    "safety": N_("safety"),
    "health": N_("health"),
    "law": N_("law, papers, court"),
    "shelter_women": N_("a shelter for women only"),
    "child": N_("the child"),
    "legal_duty": N_("what the law obliges to"),
    "referral": N_("referral"),
    "plan": N_("plan"),
    "mediation": N_("mediation"),
    "home_visit": N_("visit at home"),
    "follow_up": N_("follow-up"),
}  # no kind is a mixed shelter: no protocol can send a woman to one
DOERS = {
    "listener": N_("the listener"),
    "two": N_("two people of the team, together"),
    "supervisor": N_("the supervisor"),
}
GENERAL = "social"  # code of the protocol that a case follows when none fits: general social accompaniment
SHORTEST_KIND, LONGEST_KIND = (
    15,
    240,
)  # characters of the sentence that says which kind of situation has no protocol
_TELLS = re.compile(
    r"\d{3}|@|[a-z]/[a-z0-9]|www\.", re.IGNORECASE
)  # numbers and addresses that lead to somebody
MOST_STEPS, LONGEST_DELAY = 20, 24 * 366  # steps of a protocol; hours


def protocol_faults(content: Mapping[str, Any]) -> list[str]:
    """Return what a protocol may not be, as codes; empty when it may be adopted.

    Args:
        content: title {ar, fr}; blocked: kinds of step that this protocol refuses; steps, each with key, kind, who,
            hours (from the day it is pinned), title {ar, fr}, ask {ar, fr}: questions that guide.
    """
    steps = content.get("steps", [])
    faults = [] if 1 <= len(steps) <= MOST_STEPS else ["steps"]
    if not all(content.get("title", {}).get(language) for language in ("ar", "fr")):
        faults.append("title")
    if len({step["key"] for step in steps}) != len(steps):
        faults.append("key")
    for step in steps:
        if step["kind"] not in STEP_KINDS or step["who"] not in DOERS:
            faults.append("code")
        if is_refused(step["kind"], content.get("blocked", ())):
            faults.append("blocked")
        if not 0 <= step["hours"] <= LONGEST_DELAY:
            faults.append("hours")
        if not all(step["title"].get(language) for language in ("ar", "fr")):
            faults.append("title")
    return sorted(set(faults))


def kind_fault(sentence: str) -> str:
    """Return why a sentence about a kind of situation is not kept, as a code: short, long, lines, tells; "" when it is.

    A name or a place it cannot know: whoever writes is asked to read it again.
    """
    text = sentence.strip()
    if len(text) < SHORTEST_KIND:
        return "short"
    if len(text) > LONGEST_KIND:
        return "long"
    if len(text.splitlines()) > 1:
        return "lines"
    return "tells" if _TELLS.search(text) else ""


def week_of(day: date) -> date:
    """Return the Monday of a day: of a proposal no nearer day is kept, several cases share it."""
    return day - timedelta(days=day.weekday())


def delay(hours: int) -> tuple[str, int]:
    """Return a delay as somebody says it: ("hours", 24), from two days on ("days", 7). A part of a day is not given."""
    return ("hours", hours) if hours < 48 else ("days", hours // 24)


def nearest_due(steps: Iterable[Mapping[str, Any]]) -> date | None:
    """Return the nearest day of the steps of a protocol or tasks of a plan that are still open, or None."""
    days = (date.fromisoformat(step["due"]) for step in steps if step["state"] == "open" and step["due"])
    return min(days, default=None)
