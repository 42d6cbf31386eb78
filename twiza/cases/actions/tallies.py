"""Counting: called inside the action that is counted, in its transaction. Nothing is entered twice."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from twiza.cases import rules


def count_up(*, organisation: UUID, at: datetime, cells: Mapping[rules.Cell, int]) -> None:
    """Add to cells of a month; a correction takes away. No line in the log: the act has its own.

    All cells of a table are written again, also those that stay: the last one that was written does not show
    which of them the last act counted for.

    Args:
        at: a moment of the month to which it belongs; of a correction, the moment of what is corrected.
        cells: (table, code) of the rules → how many more.

    Raises:
        ValueError: a cell that is not in the rules, a fault of ours.
    """
    if any(code not in rules.TABLES.get(table, {}) for table, code in cells):
        raise ValueError("a cell that no table has")
    touched = {table for (table, _code), change in cells.items() if change}
    rows = [(table, code) for table in sorted(touched) for code in rules.TABLES[table]]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cases_count_up(%s, %s, %s::text[], %s::text[], %s::integer[])",
            [
                organisation,
                timezone.localdate(at).replace(day=1),
                [table for table, _code in rows],
                [code for _table, code in rows],
                [cells.get(row, 0) for row in rows],
            ],
        )
