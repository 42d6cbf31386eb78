"""Counting of a night: called inside the action that is counted, in its transaction. Nothing is entered twice."""

from collections.abc import Mapping
from datetime import date

from django.db import connection

from twiza.lib.ids import new_id
from twiza.shelter import rules
from twiza.shelter.models import Winter


def count_night(winter: Winter, night: date, changes: Mapping[str, int]) -> None:
    """Add to counts of a night; a correction takes away. No line in the log: the act has its own.

    Args:
        changes: code of `rules.COUNTS` → how many more or fewer.

    Raises:
        ValueError: a code that is not counted, a fault of ours.
    """
    if not set(changes) <= set(rules.COUNTS):
        raise ValueError("not counted")
    with connection.cursor() as cursor:
        for what, change in sorted(changes.items()):  # always in one order: two writers never wait in a ring
            cursor.execute(
                "INSERT INTO shelter_nightcount (id, winter_id, organisation_id, crew_id, night, what, number)"
                " VALUES (%s, %s, %s, %s, %s, %s, greatest(%s, 0))"
                " ON CONFLICT (winter_id, night, what)"
                " DO UPDATE SET number = greatest(shelter_nightcount.number + %s, 0)",
                [new_id(), winter.pk, winter.organisation_id, winter.crew_id, night, what, change, change],
            )
