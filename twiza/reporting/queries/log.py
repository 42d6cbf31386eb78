"""The log as its readers see it: who did what, who was shown whom, what happened to one record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from twiza.network import queries as network
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.roles import ROLES
from twiza.platform.audit import queries as audit
from twiza.platform.audit.queries import Sought
from twiza.reporting.rules import ACTS, PAGES, reason_words


@dataclass(frozen=True)
class LogLine:
    """One line of a log in words. `shown` are the ids that a page showed; `target` is what was acted on."""

    id: UUID
    at: datetime
    by: UUID | None
    name: str
    role: str
    sentence: str
    code: str
    reason: str
    why: str  # the reason in words; "" where there are none: then its code is shown
    target: UUID | None
    shown: tuple[UUID, ...]


@dataclass(frozen=True)
class LogPage:
    """A page of a log, newest first; `more` is the cursor of the next page, or empty."""

    lines: tuple[LogLine, ...]
    more: str


@dataclass(frozen=True)
class RecordHistory:
    """What happened to one record, and who was shown it."""

    acts: tuple[LogLine, ...]
    looks: tuple[LogLine, ...]


def logs_of(user: Any, *, on: date) -> list[Any]:
    """Return the organisations whose log this person may read.

    Raises:
        NoPermission: none.
    """
    check(user, Permission.AUDIT_READ)
    return network.organisations_where(user, Permission.AUDIT_READ, on=on)


def log_page(sought: Sought, *, looks: bool, cursor: str = "") -> LogPage:
    """Return a page of one organisation's log: of acts, or of looks (who was shown whom)."""
    sought = replace(sought, before=_read_cursor(cursor))
    lines, more = audit.looks(sought) if looks else audit.acts(sought)
    last = lines[-1] if lines and more else None
    return LogPage(_in_words(lines), f"{last.at.isoformat()}_{last.pk}" if last else "")


CLOSED_ROOM = "cases."  # how acts and pages of the closed room are named


def record_history(id: UUID, *, organisations: Iterable[UUID]) -> RecordHistory:
    """Return what happened to a record and who was shown it, in the logs of these organisations.

    Of the closed room an id says nothing here, as one that never was: who looked is told to the team of the case.
    """
    within = set(organisations)
    acts = [
        line
        for line in audit.acts_on(id)
        if line.organisation_id in within and not line.type.startswith(CLOSED_ROOM)
    ]
    looks = [
        line
        for line in audit.who_read(id)
        if line.organisation_id in within and not line.page.startswith(CLOSED_ROOM)
    ]
    return RecordHistory(_in_words(acts), _in_words(looks))


def _read_cursor(cursor: str) -> tuple[datetime, UUID] | None:
    """A cursor that somebody changed is no cursor: the first page."""
    moment, _, id = cursor.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at, UUID(id)) if at.tzinfo else None
    except ValueError:
        return None


def _in_words(lines: Sequence[Any]) -> tuple[LogLine, ...]:
    names = accounts.display_names(line.by for line in lines)
    return tuple(_line(line, names) for line in lines)


def _line(line: Any, names: dict[UUID, str]) -> LogLine:
    is_act = hasattr(line, "type")
    code = line.type if is_act else line.page
    sentence = (ACTS if is_act else PAGES).get(code, "")
    return LogLine(
        id=line.pk,
        at=line.at,
        by=line.by,
        name=names.get(line.by, "") if line.by else gettext("Twiza itself"),
        role=" · ".join(str(ROLES[role].name) for role in line.role.split("+") if role in ROLES),
        sentence=gettext(sentence) if sentence else code,
        code=code,
        reason=line.reason_code if is_act else line.purpose,
        why=gettext(words) if (words := reason_words(line.reason_code if is_act else line.purpose)) else "",
        target=line.target if is_act else None,
        shown=() if is_act else tuple(line.subjects),
    )
