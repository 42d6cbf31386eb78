"""Sites: where an organisation works. The address of a refuge is a table of its own."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.network.models.organisations import Organisation
from twiza.network.models.places import Place


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Site(models.Model):
    """A place of work, with the name that anybody may read.

    A refuge has a discreet name here, and neither place nor complex: those would say where it is.
    `operator` is the body that runs it when that is not the organisation that keeps this entry.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "operator",
            "kind",
            "name_ar",
            "name_fr",
            "place",
            "part_of",
            "women_only",
            "refuge",
            "source",
            "closed_on",
            "created_at",
        ),
        "public",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    operator = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    name_ar = models.CharField(max_length=200, blank=True)
    name_fr = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    women_only = models.BooleanField(default=False)
    refuge = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    closed_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name_ar="") | ~Q(name_fr=""), name="site_has_a_name"),
            models.CheckConstraint(
                condition=Q(refuge=False) | Q(place__isnull=True, part_of__isnull=True),
                name="site_refuge_says_no_place",
            ),
            models.CheckConstraint(condition=~Q(part_of=F("id")), name="site_not_in_itself"),
            models.UniqueConstraint(fields=["id", "refuge"], name="site_and_its_flag"),
        ]

    def __str__(self) -> str:
        return self.name_ar or self.name_fr


class SiteAddress(models.Model):
    """The address of a site that anybody may find. Never of a refuge: a foreign key on (site, refuge) refuses it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "site", "organisation", "refuge", "address", "phone", "created_at"), "public"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    refuge = models.BooleanField(default=False, editable=False)
    address = models.CharField(max_length=300)
    phone = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(refuge=False), name="site_address_is_no_refuge")
        ]


class RefugeAddress(models.Model):
    """Where a refuge is. Its policy asks for live staff of that very site; no history, no search, no export."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "site", "organisation", "inner_name", "address", "phone", "place", "created_at"), "restricted"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    inner_name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300)
    phone = models.CharField(max_length=40, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()


class SiteStaff(models.Model):
    """Who works at a site from when to when: what opens the address of a refuge."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "site", "organisation", "user", "period", "created_at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    period = DateRangeField()
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "site"], name="site_staff_by_user")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False) | Q(period__isempty=True),
                name="site_staff_has_a_first_day",
            ),
        ]
