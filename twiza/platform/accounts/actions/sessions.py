"""Ending sign-ins on other devices."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.platform.accounts.models import User
from twiza.platform.audit import actions as audit


class NoSuchSession(NotFound):
    code = "accounts.no_such_session"


@transaction.atomic
def end_session(*, session: int, by: User, at: datetime) -> None:
    """End one of one's own sign-ins: the next page asked there is the sign-in page.

    Raises:
        NoSuchSession: none, or another person's: the two look the same.
    """
    row = UserSession.objects.filter(user_id=by.pk, pk=session).first()
    if row is None:
        raise NoSuchSession(_("This sign-in has already ended."))
    row.end()
    audit.record(type="accounts.session_ended", target=by, organisation=None, by=by, at=at, sessions=1)


@transaction.atomic
def end_other_sessions(*, keep: str, by: User, at: datetime) -> int:
    """End every sign-in of a person but the one with this session key. Return how many."""
    rows = list(UserSession.objects.filter(user_id=by.pk).exclude(session_key=keep))
    for row in rows:
        row.end()
    if rows:
        audit.record(
            type="accounts.session_ended", target=by, organisation=None, by=by, at=at, sessions=len(rows)
        )
    return len(rows)


def note_session(*, session_key: str, at: datetime) -> None:
    """Write down that a session was used: once a minute at most, and no line in the log."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=at)
