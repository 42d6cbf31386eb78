"""What was handed over is not undone without a reason: conventions under a new office-holder, and what was undone of them."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.network.models.conventions import Convention, ConventionAmendment
from twiza.network.models.organisations import Organisation
from twiza.network.rules.undoings import UNDOINGS


def _person(**options: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class ConventionHandover(models.Model):
    """That a convention was handed over with an office of one of its parties: undone only with a reason before `until`."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "convention", "parties", "organisation", "on", "until", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="+")
    parties = ArrayField(models.UUIDField())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    until = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["convention", "organisation", "on"], name="convention_handed_over_once_a_day"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("on")), name="convention_protected_for_a_time"),
        ]


class ConventionUndoing(models.Model):
    """Why one party ended, shrank or did not renew a convention, and what becomes of the people in it.

    `seat`: the role in which it was written; the same seat of the same body may take it back, with a reason, up to
    `back_until`. `old_end`: until when the convention held before an amendment shrank it.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "convention", "parties", "organisation", "kind", "evidence", "people", "seat", "amendment", "old_end",
            "by", "at", "back_until", "taken_back_by", "taken_back_at", "taken_back_why",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="+")
    parties = ArrayField(models.UUIDField())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    evidence = models.CharField(max_length=1000)
    people = models.CharField(max_length=1000)
    seat = models.CharField(max_length=40)
    amendment = models.OneToOneField(
        ConventionAmendment, on_delete=models.PROTECT, null=True, related_name="+"
    )
    old_end = models.DateField(null=True)
    by = _person()
    at = models.DateTimeField()
    back_until = models.DateField()
    taken_back_by = _person(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=sorted(UNDOINGS)), name="undoing_kind"),
            models.CheckConstraint(condition=~Q(evidence="") & ~Q(people=""), name="undoing_says_why"),
            models.CheckConstraint(
                condition=Q(kind="shrunk", amendment__isnull=False)
                | (~Q(kind="shrunk") & Q(amendment__isnull=True)),
                name="undoing_by_amendment",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_by__isnull=True, taken_back_at__isnull=True, taken_back_why="")
                | (Q(taken_back_by__isnull=False, taken_back_at__isnull=False) & ~Q(taken_back_why="")),
                name="undoing_taken_back_whole",
            ),
            models.UniqueConstraint(
                fields=["convention", "kind"],
                condition=Q(taken_back_at__isnull=True) & ~Q(kind="shrunk"),
                name="undoing_once_while_it_stands",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["convention", "at"], name="undoing_of_convention")]
