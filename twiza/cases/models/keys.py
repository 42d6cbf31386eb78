"""Keys of a case that follow one another: whoever has the newest reads back, whoever has an old one does not read on."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.cases import rules
from twiza.cases.models.room import Case
from twiza.lib.ids import new_id


class CaseKey(models.Model):
    """A key that replaced another: the one before it, sealed with this one. The first key of a drawer has no row.

    The key itself stands nowhere but in the seats, sealed to their holders. Rows are only added.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "case", "organisation", "number", "at", "by"), "internal"),
        **dict.fromkeys(("drawer", "previous"), "restricted"),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    drawer = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    previous = models.BinaryField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "drawer", "number"], name="case_key_once"),
            models.CheckConstraint(condition=Q(number__gte=2), name="case_key_follows_another"),
            models.CheckConstraint(
                condition=Q(drawer__in=[str(one) for one in rules.Drawer]), name="case_key_drawer_known"
            ),
        ]


class DrawerSeat(models.Model):
    """A place at the psychologist's drawer of a case, with its key sealed to the holder.

    The rest of the team does not see the row. It only ends; a lasting place is one each.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "case", "organisation", "user", "kind", "sealed", "since", "until", "allowed_by"), "restricted"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12)
    sealed = models.BinaryField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "user"], name="drawer_seat_of_case")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(kind="opened"), name="drawer_opened_once"),
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(until__isnull=True), name="one_lasting_place_each"
            ),
            models.CheckConstraint(
                condition=Q(kind="opened", allowed_by=models.F("user"))
                | Q(kind="allowed") & ~Q(allowed_by=models.F("user")),
                name="nobody_allows_themselves",
            ),
        ]
