"""The plan of a winter: areas where teams look, teams, vehicles, what a round takes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.shelter import rules
from twiza.shelter.models.winters import LED, ORGANISATION, USER, Winter

OF_PLAN = ("id", "winter", "organisation", "crew", "name", "made_at", "made_by", "left_out_at")


class HotSpot(models.Model):
    """An area where people may sleep outside: a quarter by its name, never a point. There is no place for one here."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys((*OF_PLAN, "position"), "internal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, **LED)
    left_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["winter", "name"], condition=Q(left_out_at__isnull=True), name="hot_spot_once"
            ),
            models.UniqueConstraint(fields=["id", "winter"], name="hot_spot_and_its_winter"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(name__iregex=rules.EXACT), name="hot_spot_is_an_area"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team that goes out, by its name."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(OF_PLAN, "internal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, **LED)
    left_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["winter", "name"], condition=Q(left_out_at__isnull=True), name="team_once"
            ),
            models.UniqueConstraint(fields=["id", "winter"], name="team_and_its_winter"),
            models.CheckConstraint(condition=~Q(name=""), name="team_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Vehicle(models.Model):
    """A vehicle of the winter: its plate or its name, and how many sit in it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys((*OF_PLAN, "seats"), "internal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    name = models.CharField(max_length=120)
    seats = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, **LED)
    left_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["winter", "name"], condition=Q(left_out_at__isnull=True), name="vehicle_once"
            ),
            models.UniqueConstraint(fields=["id", "winter"], name="vehicle_and_its_winter"),
            models.CheckConstraint(
                condition=~Q(name="") & Q(seats__gte=1, seats__lte=100), name="vehicle_has_seats"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Kit(models.Model):
    """How many pieces of a kind a round takes."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "winter", "organisation", "crew", "kind", "pieces", "made_at", "made_by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    kind = models.CharField(max_length=16)
    pieces = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, **LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["winter", "kind"], name="kit_kind_once"),
            models.CheckConstraint(condition=Q(kind__in=list(rules.KITS)), name="kit_kind_known"),
            models.CheckConstraint(
                condition=Q(pieces__gte=1, pieces__lte=rules.MOST_PIECES), name="kit_has_pieces"
            ),
        ]
