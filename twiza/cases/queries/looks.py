"""Who looked: at a case, for its team; at one's own room, for its owner."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from twiza.cases.models import Case
from twiza.platform.accounts import queries as accounts
from twiza.platform.audit import queries as audit

LOOKS_PAGE = 50
OPENINGS = 5


@dataclass(frozen=True)
class Look:
    """One page that showed a case: who, when, which."""

    id: UUID
    at: datetime
    name: str
    page: str


@dataclass(frozen=True)
class Looks:
    """A page of them, the newest first; `more` is the cursor of the next page, or empty."""

    lines: tuple[Look, ...]
    more: str


@dataclass(frozen=True)
class Opening:
    """One time that the room was opened, and by what: a type of the log."""

    at: datetime
    by: str


def looks_at(case: Case, *, cursor: str = "") -> Looks:
    """Return who was shown this case. The case itself came through its one door: only its team asks."""
    rows = audit.who_read(case.pk, limit=LOOKS_PAGE + 1, before=_read_cursor(cursor))
    names = accounts.display_names(row.by for row in rows[:LOOKS_PAGE])
    lines = tuple(
        Look(row.pk, row.at, names.get(row.by, "") if row.by else "", row.page) for row in rows[:LOOKS_PAGE]
    )
    last = lines[-1] if len(rows) > LOOKS_PAGE else None
    return Looks(lines, f"{last.at.isoformat()}_{last.id}" if last else "")


def openings_of(user: Any, organisation: UUID) -> list[Opening]:
    """Return the last times that this user opened their room here, the newest first."""
    sought = audit.Sought(organisation, by=user.pk, kind="cases.room_opened")
    rows, _more = audit.acts(sought, limit=OPENINGS)
    return [Opening(row.at, row.type) for row in rows]


def _read_cursor(cursor: str) -> tuple[datetime, UUID] | None:
    """A cursor that somebody changed is no cursor: the first page."""
    moment, _, id = cursor.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at, UUID(id)) if at.tzinfo else None
    except ValueError:
        return None
