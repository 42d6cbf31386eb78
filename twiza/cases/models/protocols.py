"""Protocols of an organisation: what is done for whom, in which order, by when. They tell of no person."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.cases import rules
from twiza.lib.ids import new_id


class Protocol(models.Model):
    """One version of a protocol: written, then adopted by two people, then never changed."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "code", "number", "content", "at", "first", "first_at", "second", "second_at",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    code = models.CharField(max_length=24, db_collation="C")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()  # title, blocked, steps: as `rules.protocol_faults` reads them
    at = models.DateTimeField()
    first = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )
    first_at = models.DateTimeField(null=True)
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )
    second_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "code", "number"], name="protocol_version_once"),
            models.CheckConstraint(
                condition=Q(first__isnull=True, first_at__isnull=True, second__isnull=True)
                | Q(first__isnull=False, first_at__isnull=False),
                name="protocol_adopted_in_order",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True, second_at__isnull=True)
                | Q(second__isnull=False, second_at__isnull=False) & ~Q(second=F("first")),
                name="protocol_adopted_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class Proposal(models.Model):
    """A kind of situation for which no protocol fits, said to the committee. Nobody wrote it, no case stands behind it.

    Its id is drawn, not made of a moment; of the day only the week is kept; there is no row history and no line of the
    log. It is written by a function of the database, with all others of the organisation, at each pin of a protocol.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "organisation", "week", "version", "why", "answered_on"), "internal"),
        "sentence": "restricted",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    week = models.DateField()  # its Monday
    sentence = models.CharField(max_length=rules.LONGEST_KIND)
    # the committee's answer: taken into this version, or not, because
    version = models.ForeignKey(
        Protocol, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )
    why = models.CharField(max_length=rules.LONGEST_KIND, blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="proposal_has_a_week_only"),
            models.CheckConstraint(condition=~Q(sentence=""), name="proposal_says_something"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, version__isnull=True, why="")
                | Q(answered_on__isnull=False, version__isnull=False, why="")
                | Q(answered_on__isnull=False, version__isnull=True) & ~Q(why=""),
                name="proposal_taken_or_not_because",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
