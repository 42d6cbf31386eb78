"""A winter: whose it is, from which night to which, and the sites that give beds."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from twiza.lib.ids import new_id
from twiza.shelter import rules

LED: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}
ORGANISATION = "network.Organisation"
USER = settings.AUTH_USER_MODEL


class Winter(models.Model):
    """A campaign for people who sleep outside. `organisation` is the committee, `crew` the body whose teams go out.

    They are two, so that nobody who only sits in the committee is near the rows of persons: those bear `crew`.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "crew", "place", "name_ar", "name_fr", "first_night", "last_night", "declare_by",
            "bulletin_at", "hold_minutes", "previous", "lessons", "opened_at", "opened_by", "closed_at", "closed_by",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    place = models.ForeignKey("network.Place", **LED)
    name_ar = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200)
    first_night = models.DateField()
    last_night = models.DateField()
    declare_by = models.TimeField(default=rules.DECLARE_BY)
    bulletin_at = models.TimeField(default=rules.BULLETIN_AT)
    hold_minutes = models.PositiveSmallIntegerField(default=rules.HOLD_MINUTES)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    lessons = models.TextField(max_length=4000, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, **LED)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "first_night"], name="winter_begins_once"),
            models.UniqueConstraint(fields=["id", "organisation", "crew"], name="winter_and_its_bodies"),
            models.UniqueConstraint(fields=["id", "crew"], name="winter_and_who_goes_out"),
            models.CheckConstraint(
                condition=Q(last_night__gte=F("first_night")), name="winter_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(hold_minutes__gte=5, hold_minutes__lte=720), name="winter_holds_beds_a_while"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(lessons=""),
                name="winter_closes_with_its_lessons",
            ),
            models.CheckConstraint(condition=~Q(previous=F("id")), name="winter_not_before_itself"),
            models.CheckConstraint(
                condition=~Q(organisation=F("crew")), name="winter_committee_goes_not_out"
            ),
        ]

    def __str__(self) -> str:
        return self.name_ar

    @property
    def name(self) -> str:
        """The name in the reader's language: French for whoever reads French, Arabic for everybody else."""
        return str(self.name_fr if (get_language() or "").startswith("fr") else self.name_ar)


class WinterChange(models.Model):
    """The last night was moved: longer or shorter, and why. Only ever added."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "winter", "organisation", "crew", "before", "after", "reasons", "at", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, on_delete=models.PROTECT, related_name="changes")
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    before = models.DateField()
    after = models.DateField()
    reasons = models.CharField(max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, **LED)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="winter_change_moves"),
            models.CheckConstraint(condition=~Q(reasons=""), name="winter_change_says_why"),
        ]


class WinterSite(models.Model):
    """A site that gives beds in a winter. Who owns, runs, paid for and supervises it are four things (002-25…29).

    `host` runs it under a convention: its people declare beds and receive whoever comes.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "winter", "organisation", "crew", "host", "site", "owner", "funder", "funder_code", "supervisor",
            "phone", "house_rules_ar", "house_rules_fr", "joined_at", "joined_by",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, on_delete=models.PROTECT, related_name="sites")
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    host = models.ForeignKey(ORGANISATION, **LED)
    site = models.ForeignKey("network.Site", **LED)
    owner = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+", null=True)
    funder = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+", null=True)
    funder_code = models.CharField(max_length=60, blank=True)
    supervisor = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+", null=True)
    phone = models.CharField(max_length=40, blank=True)
    house_rules_ar = models.TextField(max_length=2000, blank=True)
    house_rules_fr = models.TextField(max_length=2000, blank=True)
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(USER, **LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["winter", "site"], name="winter_site_once"),
            models.UniqueConstraint(
                fields=["id", "winter", "organisation", "crew", "host"], name="winter_site_and_its_bodies"
            ),
            models.CheckConstraint(
                condition=~Q(organisation=F("host")), name="winter_site_not_the_committees"
            ),
        ]

    def __str__(self) -> str:
        return str(self.site)
