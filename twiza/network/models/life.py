"""What an institution and its delegation write to one another: reports, letters, incidents; and who governs an association."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.network.models.files import SignatureDelegation
from twiza.network.models.institutions import Institution
from twiza.network.models.organisations import Organisation
from twiza.network.rules.institutions import Light
from twiza.network.rules.reports import IncidentKind, ReportKind


def _internal(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "internal")


class InstitutionReport(models.Model):
    """A half-yearly or yearly report as it was sent: counts only. One returned is sent again under the next number."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "institution", "organisation", "kind", "period_end", "due_on", "number", "present", "entries",
        "departures", "filled", "meetings", "needs", "sent_by", "sent_on", "sent_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    period_end = models.DateField()
    due_on = models.DateField()
    number = models.PositiveSmallIntegerField()
    # [[sex, age, how many]] on the last day
    present = models.JSONField(default=list)
    entries = models.PositiveIntegerField()
    departures = models.PositiveIntegerField()
    # post → how many are filled
    filled = models.JSONField(default=dict)
    meetings = models.PositiveSmallIntegerField()
    needs = models.TextField(blank=True, max_length=2000)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["institution", "kind", "period_end", "number"], name="institution_report_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[one.value for one in ReportKind], number__gt=0, sent_on__gt=F("period_end")
                ),
                name="institution_report_says_all",
            ),
        ]


class ReportVerdict(models.Model):
    """Accepted, or returned with a question. Once."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "report", "institution", "organisation", "accepted", "words", "said_by", "said_at"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.OneToOneField(InstitutionReport, on_delete=models.PROTECT, related_name="verdict")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField()
    words = models.CharField(max_length=1000, blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(words=""), name="report_returned_with_a_question"
            )
        ]


class InstitutionLetter(models.Model):
    """A letter about what shines, and its answer, in the register of what goes out and comes in."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "institution", "organisation", "direction", "light", "year", "number", "on", "answer_until", "facts",
        "regards", "words", "delegation", "by", "at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3)
    light = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    on = models.DateField()
    answer_until = models.DateField(null=True)
    # figures and days as they were on the day of the letter
    facts = models.JSONField(default=dict)
    regards = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reply")
    words = models.CharField(max_length=1000, blank=True)
    delegation = models.ForeignKey(SignatureDelegation, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "direction", "year", "number"], name="letter_number_once"
            ),
            models.CheckConstraint(
                condition=Q(light__in=[one.value for one in Light], number__gt=0)
                & (
                    Q(direction="out", answer_until__gt=F("on"), regards__isnull=True, words="")
                    | (Q(direction="in", answer_until__isnull=True, regards__isnull=False) & ~Q(words=""))
                ),
                name="letter_says_all",
            ),
        ]


class InstitutionIncident(models.Model):
    """Something happened: counts, what was done first, the day by which one writes what became of it. No name."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "institution", "organisation", "kind", "happened_on", "residents", "staff", "others", "first_measure",
        "follow_up_on", "declared_by", "declared_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    happened_on = models.DateField()
    residents = models.PositiveIntegerField()
    staff = models.PositiveIntegerField()
    others = models.PositiveIntegerField()
    first_measure = models.CharField(max_length=1000)
    follow_up_on = models.DateField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in IncidentKind], follow_up_on__gte=F("happened_on"))
                & ~Q(first_measure=""),
                name="incident_says_what_was_done_first",
            )
        ]


class IncidentNote(models.Model):
    """What became of an incident; the one that closes it says what changed. Nothing follows it."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "incident", "institution", "organisation", "closes", "words", "written_by", "written_at"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(InstitutionIncident, on_delete=models.PROTECT, related_name="notes")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    closes = models.BooleanField(default=False)
    words = models.CharField(max_length=1000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="incident_note_says_something")
        ]


class AssociationBureau(models.Model):
    """Who governs an association since a general assembly: three offices and a last day. In office once the receipt is shown."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "organisation", "assembly_on", "minutes", "president", "treasurer", "secretary", "last_day",
        "receipt_number", "receipt_on", "written_by", "written_at", "shown_by", "shown_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assembly_on = models.DateField()
    minutes = models.CharField(max_length=200)
    president = models.CharField(max_length=120)
    treasurer = models.CharField(max_length=120)
    secretary = models.CharField(max_length=120)
    last_day = models.DateField()
    receipt_number = models.CharField(max_length=60, blank=True)
    receipt_on = models.DateField(null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    shown_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(receipt_on__isnull=True), name="one_bureau_waits"
            ),
            models.CheckConstraint(
                condition=Q(last_day__gt=F("assembly_on"))
                & ~Q(minutes="")
                & ~Q(president="")
                & ~Q(treasurer="")
                & ~Q(secretary=""),
                name="bureau_says_all",
            ),
            models.CheckConstraint(
                condition=Q(receipt_on__isnull=True, receipt_number="", shown_at__isnull=True)
                | (Q(receipt_on__gte=F("assembly_on"), shown_at__isnull=False) & ~Q(receipt_number="")),
                name="bureau_receipt_whole_or_none",
            ),
        ]
