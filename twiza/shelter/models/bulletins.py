"""Bulletins of nights, and what of a winter anybody may read: totals only, and only ever added."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.shelter.models.committee import OF_WINTER
from twiza.shelter.models.winters import LED, ORGANISATION, USER, Winter


class Bulletin(models.Model):
    """One count of one night: version 1 in the morning, the next when something is heard later. No person is in it.

    Made by the house itself; the database refuses a hand. Its figures are those of `rules.Bulletin`.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*OF_WINTER, "night", "number", "figures", "digest", "made_at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, on_delete=models.PROTECT, related_name="bulletins")
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    night = models.DateField()
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["winter", "night", "number"], name="bulletin_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="bulletin_has_a_number"),
        ]


class PublishedNights(models.Model):
    """Figures of a winter for anybody, small ones already taken out: one publication. It holds nothing else."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*OF_WINTER, "key", "number", "figures", "digest", "at", "by"), "public"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, on_delete=models.PROTECT, related_name="publications")
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    # what stands in the public address: the same for every publication of a winter, and not its id
    key = models.CharField(max_length=16, db_collation="C")
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, **LED)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "-number"], name="nights_published_by_key")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["winter", "number"], name="nights_published_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="nights_published_has_a_number"),
        ]
