"""Sessions, kept in the database as Django keeps them, and asked for in SQL that is written out: every page waits for it."""

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone


class SessionStore(db.SessionStore):
    """Django's own, but for the question by which a page opens it."""

    def load(self) -> dict[str, object]:
        """Return what the session keeps; of one that ended or never was, nothing, and its key is not used again."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s",
                [self.session_key, timezone.now()],
            )
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        kept: dict[str, object] = self.decode(found[0])
        return kept
