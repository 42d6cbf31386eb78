"""The reception of a listening centre: a number of the day. No name, no reason, no link to any case."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from twiza.cases import rules
from twiza.lib.ids import new_id


class Ticket(models.Model):
    """Somebody who waits, by number only. Never changed but once: when the number is called."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "day", "number", "first_time", "company", "at", "taken_at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    first_time = models.BooleanField()
    company = models.CharField(max_length=8)
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "day", "number"], name="ticket_number_of_the_day"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="ticket_number_from_one"),
            models.CheckConstraint(condition=Q(company__in=list(rules.COMPANY)), name="ticket_company_known"),
        ]

    def __str__(self) -> str:
        return str(self.number)
