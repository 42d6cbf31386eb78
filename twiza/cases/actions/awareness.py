"""Awareness sessions: written down once, and counted in the tables of the year."""

from collections import Counter
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.actions.tallies import count_up
from twiza.cases.models import AwarenessSession
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

MOST_PEOPLE = 100_000


class SessionNotWhole(DomainError):
    code = "cases.session_not_whole"


@transaction.atomic
def write_session(
    *,
    organisation: UUID,
    on: date,
    by: Any,
    at: datetime,
    session: AwarenessSession | None = None,
    id: UUID | None = None,
    **words: Any,
) -> AwarenessSession:
    """Write a session down, or change it; the tally of its month follows.

    Args:
        session: the one that is changed; None writes a new one.
        id: of the form of a new one: sent twice, it makes one.
        words: place_name, subject, for_whom, women, men, children, is_estimate.

    Raises:
        SessionNotWhole: no place, no subject, a day that has not come, an unknown code, or counts that cannot be.
    """
    check(by, Permission.AWARENESS_KEEP, session or organisation)
    _check_words(words, on, timezone.localdate(at))
    if session is None:
        sent = AwarenessSession.objects.filter(pk=id, organisation_id=organisation).first() if id else None
        if sent is not None:
            return sent
        session = AwarenessSession(id=id or new_id(), organisation_id=organisation, at=at, by=by)
    else:
        session = AwarenessSession.objects.select_for_update().get(pk=session.pk)
        _count(session, -1)
    session.on = on
    for field, value in words.items():
        setattr(session, field, value)
    if session._state.adding:
        session.save(force_insert=True)
    else:
        session.save(update_fields=["on", *words])
    _count(session, 1)
    _record("cases.session_written", session, by, at)
    return session


@transaction.atomic
def undo_session(
    *, session: AwarenessSession, by: Any, at: datetime, undone: bool = True
) -> AwarenessSession:
    """Take a session back that was written by mistake, or bring it back. It counts, or counts no more."""
    check(by, Permission.AWARENESS_KEEP, session)
    held = AwarenessSession.objects.select_for_update().get(pk=session.pk)
    if bool(held.undone_at) == undone:
        return held
    _count(held, -1)
    held.undone_at = at if undone else None
    held.save(update_fields=["undone_at"])
    _count(held, 1)
    _record("cases.session_undone" if undone else "cases.session_written", held, by, at)
    return held


def _count(session: AwarenessSession, times: int) -> None:
    if session.undone_at is not None:
        return
    cells = Counter({("awareness", who): getattr(session, who) for who in ("women", "men", "children")})
    cells["awareness", "sessions"] = 1
    noon = timezone.make_aware(datetime.combine(session.on, time(12)))
    count_up(
        organisation=session.organisation_id,
        at=noon,
        cells={cell: times * count for cell, count in cells.items()},
    )


def _check_words(words: dict[str, Any], on: date, today: date) -> None:
    counts = [words.get(who) for who in ("women", "men", "children")]
    if (
        not (words.get("place_name") and words.get("subject"))
        or words.get("for_whom") not in rules.FOR_WHOM
        or on > today
        or not all(isinstance(count, int) and 0 <= count <= MOST_PEOPLE for count in counts)
    ):
        raise SessionNotWhole(
            _(
                "Write the day, which is not in the future, the place, the subject, for whom, and how many came."
            )
        )


def _record(type: str, session: AwarenessSession, by: Any, at: datetime) -> None:
    audit.record(type=type, target=session, organisation=session.organisation_id, by=by, at=at)
