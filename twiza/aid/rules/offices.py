"""No elected official or candidate hands out aid (L-10): what a person declares, and for which days. Pure Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Office(StrEnum):
    """What a person declares before handing over."""

    NONE = "none"
    ELECTED = "elected"
    CANDIDATE = "candidate"
    PARTY = "party"  # speaks for a party or a list of candidates


@dataclass(frozen=True)
class Declared:
    """One declaration: an office, from a day, to a day (included) or without end."""

    office: str
    starts_on: date
    ends_on: date | None
    declared_at: datetime


def office_on(day: date, declarations: Iterable[Declared]) -> Office | None:
    """Return what holds on a day: the latest declaration that covers it. None: nothing was declared."""
    covering = [
        one for one in declarations if one.starts_on <= day and (one.ends_on is None or day <= one.ends_on)
    ]
    return Office(max(covering, key=lambda one: one.declared_at).office) if covering else None


def may_hand_over(office: Office | None) -> bool:
    """Say whether a person with this declaration may hand over. Who declared nothing yet is asked, not refused."""
    return office in (None, Office.NONE)
