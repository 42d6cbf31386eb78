"""Some time after a winter is closed, its nights forget people: what is left are counts, codes and hours."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.audit import actions as audit
from twiza.shelter.models import Winter


def forget_nights(*, at: datetime) -> int:
    """Forget the people of every winter whose time of keeping is over. Needs the purpose UPKEEP. Returns how many.

    Gone are what was noted and spoken at night with the seats of its keys, exact places, pseudonyms, the cards of guests
    and who answered in which nights. `night_names_days` says after how many days.
    """
    day = timezone.localdate(at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, crew_id FROM shelter_past_keeping(%s)", [day])
        due = cursor.fetchall()
    for winter, crew in due:
        _forget(winter, crew, day, at)
    return len(due)


@transaction.atomic
def _forget(winter: UUID, crew: UUID, day: date, at: datetime) -> None:
    """Call the one function that may: it proves purpose and day itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT shelter_forget_people(%s, %s)", [winter, day])
        (notes,) = cursor.fetchone()
    with acting_as(None, purpose=Purpose.SETUP):  # nobody's act, yet a line of that organisation
        audit.record(
            type="shelter.nights_forgotten", target=Winter(pk=winter), organisation=crew, by=None, at=at,
            reason_code="retention_over", number=notes,
        )  # fmt: skip
