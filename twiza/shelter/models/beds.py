"""Rooms and beds of a site, and what it says each day about free ones."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.shelter import rules
from twiza.shelter.models.winters import LED, ORGANISATION, USER, Winter, WinterSite


class Unit(models.Model):
    """Rooms of a site that are for one group. A reserve is opened by the committee's decision."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "winter_site", "winter", "organisation", "crew", "host", "name", "group", "reserve", "made_at", "made_by"),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter_site = models.ForeignKey(WinterSite, on_delete=models.PROTECT, related_name="units")
    winter = models.ForeignKey(Winter, **LED)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    host = models.ForeignKey(ORGANISATION, **LED)
    name = models.CharField(max_length=120)
    group = models.CharField(max_length=16)
    reserve = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, **LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["winter_site", "name"], name="unit_name_once"),
            models.UniqueConstraint(
                fields=["id", "winter", "crew", "host", "group"], name="unit_and_its_group"
            ),
            models.UniqueConstraint(
                fields=["id", "organisation", "crew", "host"], name="unit_and_its_bodies"
            ),
            models.CheckConstraint(
                condition=Q(group__in=[str(one) for one in rules.GROUPS]), name="unit_group_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Bed(models.Model):
    """One bed, by its number in its rooms."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "unit", "organisation", "crew", "host", "number"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="beds")
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    host = models.ForeignKey(ORGANISATION, **LED)
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "number"], name="bed_number_once"),
            models.UniqueConstraint(fields=["id", "unit"], name="bed_and_its_unit"),
        ]


class ReserveOpening(models.Model):
    """The reserve of a site is opened for one night, by whom and why. Only ever added."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "unit", "organisation", "crew", "host", "night", "reasons", "at", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, **LED)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    host = models.ForeignKey(ORGANISATION, **LED)
    night = models.DateField()
    reasons = models.CharField(max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, **LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "night"], name="reserve_opened_once"),
            models.CheckConstraint(condition=~Q(reasons=""), name="reserve_opened_says_why"),
        ]


class Declaration(models.Model):
    """Free beds as a site says them for a night, or as it answered when it was called. Only ever added: the newest counts."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "winter_site", "winter", "organisation", "crew", "host", "night", "men", "women", "family",
            "medical", "elderly", "by_phone", "note", "at", "by",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter_site = models.ForeignKey(WinterSite, **LED)
    winter = models.ForeignKey(Winter, **LED)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    host = models.ForeignKey(ORGANISATION, **LED)
    night = models.DateField()
    men = models.PositiveSmallIntegerField()
    women = models.PositiveSmallIntegerField()
    family = models.PositiveSmallIntegerField()
    medical = models.PositiveSmallIntegerField()
    elderly = models.PositiveSmallIntegerField()
    by_phone = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, **LED)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["winter", "night", "winter_site", "-at"], name="declared_newest")
        ]
