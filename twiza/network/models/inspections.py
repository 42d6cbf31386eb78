"""Visits to an institution: drafted by the delegation, signed once by who led them, answered by the association."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.network.models.institutions import Institution
from twiza.network.models.organisations import Organisation
from twiza.network.models.regimes import RegimeVersion
from twiza.network.rules.inspections import Severity, Step, VisitKind


def _internal(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "internal")


class Inspection(models.Model):
    """One visit. The association reads it once it is signed; before, only the day of one that was announced."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "institution", "organisation", "regime", "kind", "announced", "planned_on", "visited_on", "visitors",
        "answers", "capacity_found", "girls", "boys", "words", "leader", "signed_at", "planned_by", "planned_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    regime = models.ForeignKey(RegimeVersion, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    announced = models.BooleanField(default=True)
    planned_on = models.DateField()
    visited_on = models.DateField(null=True)
    # offices that came: the delegation's own, bodies of the commission
    visitors = ArrayField(models.CharField(max_length=40), default=list)
    # code of a line of the grid → [answer, words]
    answers = models.JSONField(default=dict)
    capacity_found = models.PositiveIntegerField(null=True)
    girls = models.PositiveIntegerField(null=True)
    boys = models.PositiveIntegerField(null=True)
    words = models.TextField(blank=True, max_length=4000)
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["institution", "-planned_on"], name="inspection_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in VisitKind]), name="inspection_kind"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(visited_on__isnull=False, visitors__len__gt=0),
                name="inspection_signed_says_when_and_who",
            ),
        ]


class InspectionFinding(models.Model):
    """What was found. A danger says what is done today and who was called, or it cannot be written."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "inspection", "institution", "organisation", "line", "severity", "words", "done_today", "called",
        "written_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=40, blank=True)
    severity = models.CharField(max_length=10)
    words = models.CharField(max_length=1000)
    done_today = models.CharField(max_length=500, blank=True)
    # an office: who was called
    called = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(severity__in=[one.value for one in Severity]) & ~Q(words=""),
                name="finding_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(severity=Severity.DANGER.value) | (~Q(done_today="") & ~Q(called="")),
                name="danger_says_what_is_done_today_and_who_was_called",
            ),
        ]


class InspectionPhoto(models.Model):
    """A picture of the premises: the sealed file and what it shows. Nobody may be on it."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "inspection", "institution", "organisation", "file", "shows", "kept_at"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="photos")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    file = models.UUIDField()
    shows = models.CharField(max_length=200)
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(shows=""), name="photo_says_what_it_shows")
        ]


class InspectionAnswer(models.Model):
    """What the institution answers in writing to a signed visit."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "inspection", "institution", "organisation", "words", "written_by", "written_at"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="replies")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=4000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="inspection_answer_says_something")
        ]


class Remedy(models.Model):
    """What is done about a finding, by which office, by which day."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "finding", "inspection", "institution", "organisation", "what", "office", "due_on", "planned_by",
        "planned_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    finding = models.ForeignKey(InspectionFinding, on_delete=models.PROTECT, related_name="remedies")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="remedies")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=500)
    office = models.CharField(max_length=120)
    due_on = models.DateField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["institution", "due_on"], name="remedy_by_day")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(office=""), name="remedy_says_what_and_who")
        ]


class RemedyStep(models.Model):
    """Said to be done, seen to be done, or not done: only added to. `proof` says where it can be seen."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "remedy", "institution", "organisation", "step", "on", "proof", "scan", "visit", "due_on", "written_by",
        "written_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="steps")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10)
    on = models.DateField()
    proof = models.CharField(max_length=500)
    scan = models.UUIDField(null=True)
    # the later visit at which it was looked at
    visit = models.ForeignKey(Inspection, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(step__in=[one.value for one in Step]) & ~Q(proof=""),
                name="remedy_step_has_its_proof",
            ),
            models.CheckConstraint(
                condition=Q(step=Step.BACK.value, due_on__gt=F("on"))
                | (~Q(step=Step.BACK.value) & Q(due_on__isnull=True)),
                name="remedy_back_has_a_new_day",
            ),
        ]
