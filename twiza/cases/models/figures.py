"""What was published of a year, small figures already taken out; and awareness sessions, which are about nobody."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.cases import rules
from twiza.lib.ids import new_id


class RoomFigures(models.Model):
    """The numbers of one organisation and year, as they were made on one day. Never changed: the next has a number."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "year", "number", "until", "figures", "at", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    until = models.DateField()  # the first day that is not counted any more: whole months only
    figures = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "year", "number"], name="room_figures_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="room_figures_have_a_number"),
            models.CheckConstraint(condition=Q(until__day=1), name="room_figures_of_whole_months"),
        ]


class AwarenessSession(models.Model):
    """Where and about what people were spoken to, and how many came. Nobody's name."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "on", "place_name", "subject", "for_whom", "women", "men", "children",
            "is_estimate", "undone_at", "at", "by",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    on = models.DateField()
    place_name = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    for_whom = models.CharField(max_length=16)
    women = models.PositiveIntegerField()
    men = models.PositiveIntegerField()
    children = models.PositiveIntegerField()
    is_estimate = models.BooleanField(default=True)
    undone_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-on", "-id"], name="awareness_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(for_whom__in=list(rules.FOR_WHOM)), name="awareness_for_known"
            ),
            models.CheckConstraint(
                condition=Q(women__lte=100_000, men__lte=100_000, children__lte=100_000),
                name="awareness_counts_people",
            ),
        ]
