"""The calendar that people keep: holidays and feasts, souk days, the hours of Ramadan. The same for everybody."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.aid.rules.feasts import DayKind
from twiza.lib.ids import new_id


class CalendarDay(models.Model):
    """A day on which offices are closed, entered by a person. One that was wrong is taken away and stays readable."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "on", "kind", "name_ar", "name_fr", "entered_at", "removed_at"), "public"
    ) | dict.fromkeys(("entered_by", "removed_by"), "internal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in DayKind])
    name_ar = models.CharField(max_length=80)
    name_fr = models.CharField(max_length=80)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["on", "name_fr"], condition=Q(removed_at__isnull=True), name="calendar_day_once"
            ),
            models.CheckConstraint(
                condition=~Q(name_ar="") & ~Q(name_fr=""), name="calendar_day_has_both_names"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="calendar_day_removed_by_somebody",
            ),
        ]


class SoukDay(models.Model):
    """The weekday on which a commune has its souk. 0 is Monday."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "place", "weekday", "entered_at", "removed_at"), "public"
    ) | dict.fromkeys(("entered_by", "removed_by"), "internal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "weekday"], condition=Q(removed_at__isnull=True), name="souk_day_once"
            ),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="souk_day_is_a_weekday"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="souk_day_removed_by_somebody",
            ),
        ]


class RamadanHours(models.Model):
    """The hours kept in Ramadan of a Hijri year, as announced. Local wall time. The newest row of a year holds."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "year", "opens_at", "closes_at", "entered_at"), "public"
    ) | {"entered_by": "internal"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.IntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["year", "-entered_at"], name="ramadan_hours_by_year")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="ramadan_hours_in_order"),
        ]
