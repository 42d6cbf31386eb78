"""Institutions of social protection. What two bodies work on bears both: the delegation and the association."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.network.models.conventions import Convention
from twiza.network.models.organisations import Organisation
from twiza.network.models.places import Place
from twiza.network.models.sites import Site
from twiza.network.rules.institutions import AGES, SAFETY, SEXES, Office, Subject


class Institution(models.Model):
    """One institution of the register: `organisation` keeps the entry, `association` runs it, by `convention`."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "association",
            "convention",
            "category",
            "name_ar",
            "name_fr",
            "place",
            "opened_on",
            "closed_on",
            "source",
            "created_at",
        ),
        "public",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    association = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, null=True, related_name="+")
    category = models.CharField(max_length=40)
    name_ar = models.CharField(max_length=200, blank=True)
    name_fr = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    # None: it does not receive anybody yet
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    source = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "place"], name="institution_by_place")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name_ar="") | ~Q(name_fr=""), name="institution_has_a_name"),
            models.CheckConstraint(condition=~Q(source=""), name="institution_has_a_source"),
            models.CheckConstraint(
                condition=Q(convention__isnull=True) | Q(association__isnull=False),
                name="institution_convention_with_association",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=False, closed_on__gte=models.F("opened_on")),
                name="institution_closes_after_it_opened",
            ),
            models.UniqueConstraint(fields=["id", "organisation"], name="institution_and_its_keeper"),
        ]

    def __str__(self) -> str:
        return self.name_ar or self.name_fr


class InstitutionSite(models.Model):
    """A site where an institution receives people. Never a refuge: a foreign key on (site, refuge) refuses it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "institution", "organisation", "site", "refuge", "created_at"), "public"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    refuge = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "site"], name="institution_site_once"),
            models.CheckConstraint(condition=Q(refuge=False), name="institution_site_is_no_refuge"),
        ]


class InstitutionFigure(models.Model):
    """Places, people present, posts: a count on a day, with who says it. Only added to; the newest day holds."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "institution",
            "organisation",
            "subject",
            "sex",
            "age",
            "post",
            "on",
            "value",
            "at_least",
            "status",
            "source",
            "written_by",
            "written_at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=20)
    sex = models.CharField(max_length=1, blank=True)
    age = models.CharField(max_length=8, blank=True)
    post = models.CharField(max_length=20, blank=True)
    on = models.DateField()
    value = models.PositiveIntegerField()
    at_least = models.BooleanField(default=False)
    status = models.CharField(max_length=20)
    source = models.CharField(max_length=200)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["institution", "subject", "-on"], name="institution_figure_newest")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=["claimed", "estimated", "counted", "verified"]),
                name="institution_figure_status",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="institution_figure_has_a_source"),
            models.CheckConstraint(
                condition=Q(subject__in=["capacity", "present"], post="", sex__in=[*SEXES], age__in=[*AGES])
                | (Q(subject__in=["posts", "filled"], sex="", age="") & ~Q(post="")),
                name="institution_figure_of_people_or_posts",
            ),
        ]

    @property
    def is_of_people(self) -> bool:
        return self.subject in (Subject.CAPACITY, Subject.PRESENT)


class InstitutionMandate(models.Model):
    """The management committee or the director, for a time [from, until). One of each at a time."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "institution", "organisation", "office", "holder", "paper", "period", "created_at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=20)
    # the director, or who presides over the committee
    holder = models.CharField(max_length=120)
    # where it was decided: minutes, letter, with number and day
    paper = models.CharField(max_length=200)
    period = DateRangeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(office__in=[one.value for one in Office]) & ~Q(holder="") & ~Q(paper=""),
                name="mandate_says_all",
            ),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False) | Q(period__isempty=True),
                name="mandate_has_a_first_day",
            ),
        ]


class InstitutionPaper(models.Model):
    """A paper of the institution: a scan, or "original seen, folder n". Only added to; the newest of a kind holds."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "institution",
            "organisation",
            "code",
            "reference",
            "issued_on",
            "expires_on",
            "scan",
            "folder",
            "written_by",
            "written_at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    reference = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    scan = models.UUIDField(null=True)
    folder = models.CharField(max_length=60, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["institution", "code", "-written_at"], name="institution_paper_newest")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(scan__isnull=False) | ~Q(folder=""), name="paper_is_a_scan_or_seen"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(issued_on__isnull=True)
                | Q(expires_on__gte=models.F("issued_on")),
                name="paper_expires_after_it_was_issued",
            ),
            models.CheckConstraint(
                condition=~Q(code__in=sorted(SAFETY)) | Q(expires_on__isnull=False),
                name="safety_paper_says_until_when",
            ),
        ]
