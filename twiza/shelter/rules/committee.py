"""The committee: who answers when, and which tasks are late. No Django."""

from collections.abc import Mapping
from datetime import date

from twiza.lib.errors import N_

HOURS: Mapping[str, str] = {"night": N_("At night"), "day": N_("By day")}


def is_passed(due_on: date | None, *, on: date) -> bool:
    """Tell whether the last day for a task lies behind."""
    return due_on is not None and due_on < on
