"""The plan in her words: goals by axis, tasks with a day and with who does them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from twiza.lib.errors import N_

AXES = {
    "legal": N_("law"),
    "social": N_("social life"),
    "psychological": N_("heart and mind"),
    "economic": N_("work and money"),
}
TASK_DOERS = {
    "her": N_("she"),
    "listener": N_("the listener"),
    "colleague": N_("a colleague"),
    "organisation": N_("another organisation"),
}
TASK_STATES = {"open": N_("to do"), "done": N_("done"), "dropped": N_("left aside")}
MOST_GOALS, MOST_TASKS, LONGEST_LINE = 12, 60, 400  # of a plan; characters of one goal or task
EMPTY_PLAN: Mapping[str, Any] = {"goals": [], "tasks": [], "agreed_on": "", "changed": False, "copies": []}


def can_settle(state: str, to: str) -> bool:
    """Whether a task may go from one state to another: done or left aside, and open again after a mistake."""
    return to in TASK_STATES and state != to and "open" in (state, to)


def without_names(text: str, names: Iterable[str]) -> str:
    """Return a text in which no given name stands: on her paper there is none, whoever typed it into a task."""
    for name in sorted({one.strip() for one in names if one.strip()}, key=len, reverse=True):
        # whole words only; in Arabic "and", "to", "with" are written together with the name
        text = re.sub(rf"(?<!\w)([وفبلك]{{0,2}}){re.escape(name)}(?!\w)", r"\1…", text, flags=re.IGNORECASE)
    return text
