"""The tally: how many, by month. A row is a cell; nothing in it leads back to a case."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from twiza.cases import rules


def known_cells() -> Q:
    """Return the condition that a cell is one of the rules."""
    known = Q()
    for table, cells in rules.TABLES.items():
        known |= Q(table_code=table, cell_code__in=list(cells))
    return known


class Tally(models.Model):
    """One cell of one month. Written by a function of the database only; no case, no day, nobody who counted.

    Its id is drawn, not made of a moment, and there is no row history: both would tell the day.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "month", "table_code", "cell_code", "count"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField()  # its first day
    table_code = models.CharField(max_length=16)
    cell_code = models.CharField(max_length=24)
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "month", "table_code", "cell_code"], name="tally_cell_of_the_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="tally_has_no_day"),
            models.CheckConstraint(condition=known_cells(), name="tally_cell_known"),
        ]
