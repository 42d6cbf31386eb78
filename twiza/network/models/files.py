"""The file that leads to a licence: its clock, the commission, the decision. Read by delegation and association."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.network.models.institutions import Institution
from twiza.network.models.licences import Licence
from twiza.network.models.organisations import Organisation
from twiza.network.models.regimes import RegimeVersion
from twiza.network.rules.licences import FileKind, FileState, Verdict

BEFORE = [FileState.IDEA.value, FileState.FILE_OPEN.value, FileState.INCOMPLETE.value]
DONE = [FileState.LICENSED.value, FileState.REFUSED.value]


def _internal(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "internal")


class LicenceFile(models.Model):
    """One file: `arrival` is its place in the order of filing, `visit_on` the day the commission is called for."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "institution", "organisation", "association", "regime", "kind", "state", "capacity_asked",
        "audience", "missing", "arrival", "filed_on", "visit_on", "decided_on", "opened_by", "opened_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    association = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    regime = models.ForeignKey(RegimeVersion, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=FileState.IDEA.value)
    capacity_asked = models.PositiveIntegerField()
    # for whom, in words: no person
    audience = models.CharField(max_length=300, blank=True)
    # codes of papers that were missing at the last pre-check
    missing = models.JSONField(default=list)
    arrival = models.PositiveIntegerField(null=True)
    filed_on = models.DateField(null=True)
    visit_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "arrival"], name="file_in_its_order"),
            models.UniqueConstraint(
                fields=["institution"],
                condition=~Q(state__in=DONE) & ~Q(kind=FileKind.OFF_PREMISES.value),
                name="institution_one_file_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[one.value for one in FileKind],
                    state__in=[one.value for one in FileState],
                    capacity_asked__gt=0,
                ),
                name="file_says_all",
            ),
            models.CheckConstraint(
                condition=Q(state__in=BEFORE, filed_on__isnull=True, arrival__isnull=True)
                | (~Q(state__in=BEFORE) & Q(filed_on__isnull=False, arrival__isnull=False, missing=[])),
                name="file_filed_complete_with_its_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DONE, decided_on__isnull=False)
                | (~Q(state__in=DONE) & Q(decided_on__isnull=True)),
                name="file_decided_on_a_day",
            ),
        ]


class LicencePause(models.Model):
    """Why the clock of a file stands, from the first day until the day it runs again."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "file", "organisation", "reason", "words", "first", "until", "ended_words"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(LicenceFile, on_delete=models.PROTECT, related_name="pauses")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    first = models.DateField()
    until = models.DateField(null=True)
    # what ended it: the number of the receipt, the paper that came
    ended_words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["file"], condition=Q(until__isnull=True), name="file_stands_once"
            ),
            models.CheckConstraint(
                condition=~Q(words="")
                & (Q(until__isnull=True, ended_words="") | (Q(until__gte=F("first")) & ~Q(ended_words=""))),
                name="pause_says_why_and_what_ended_it",
            ),
        ]


class LicenceVisit(models.Model):
    """A visit of the commission: who was there, the grid, the places computed; without quorum, the new date."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id",
        "file",
        "organisation",
        "on",
        "present",
        "held",
        "answers",
        "measures",
        "places",
        "next_on",
        "words",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(LicenceFile, on_delete=models.PROTECT, related_name="visits")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    present = ArrayField(models.CharField(max_length=40), default=list)
    held = models.BooleanField()
    # code of a line of the grid → yes or no; → square metres as text
    answers = models.JSONField(default=dict)
    measures = models.JSONField(default=dict)
    places = models.PositiveIntegerField(null=True)
    next_on = models.DateField(null=True)
    words = models.TextField(blank=True, max_length=2000)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file"], condition=Q(held=True), name="file_visited_once"),
            models.CheckConstraint(
                condition=Q(held=True) | Q(next_on__gt=F("on")), name="visit_without_quorum_has_a_new_date"
            ),
        ]


class LicenceOpinion(models.Model):
    """What a body of the commission says, and why. Given once; never changed."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "file", "organisation", "body", "verdict", "reasons", "given_on"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(LicenceFile, on_delete=models.PROTECT, related_name="opinions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=40)
    verdict = models.CharField(max_length=20)
    reasons = models.TextField(max_length=2000)
    given_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "body"], name="opinion_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=[one.value for one in Verdict]) & ~Q(reasons=""),
                name="opinion_has_reasons",
            ),
        ]


class LicenceMeasure(models.Model):
    """What protects the people who live there already, with its day: before a regularisation is filed."""

    PRIVACY: ClassVar[dict[str, str]] = _internal("id", "file", "organisation", "words", "due_on", "done_on")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(LicenceFile, on_delete=models.PROTECT, related_name="measures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="measure_says_something"),
        ]


class SignatureDelegation(models.Model):
    """That somebody signs for the delegate, by which act, until when."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "organisation", "user", "reference", "starts_on", "last_day", "given_by", "given_at"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=120)
    starts_on = models.DateField()
    last_day = models.DateField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reference="") & Q(last_day__gte=F("starts_on")) & ~Q(user=F("given_by")),
                name="signature_delegation_says_all",
            ),
        ]


class LicenceDecision(models.Model):
    """The one decision on a file. Out of its order or against the commission: who ordered it, and why."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "file", "organisation", "granted", "licence", "reasons", "appeal_until", "out_of_order", "against",
        "ordered_by", "ordered_why", "delegation", "decided_by", "decided_on", "decided_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.OneToOneField(LicenceFile, on_delete=models.PROTECT, related_name="decision")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField()
    licence = models.OneToOneField(Licence, on_delete=models.PROTECT, null=True, related_name="+")
    reasons = models.TextField(blank=True, max_length=2000)
    appeal_until = models.DateField(null=True)
    out_of_order = models.BooleanField(default=False)
    against = models.BooleanField(default=False)
    # an office, such as "the Governor": who ordered it
    ordered_by = models.CharField(max_length=200, blank=True)
    ordered_why = models.CharField(max_length=500, blank=True)
    delegation = models.ForeignKey(SignatureDelegation, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(granted=True, licence__isnull=False)
                | (Q(granted=False, licence__isnull=True, appeal_until__isnull=False) & ~Q(reasons="")),
                name="decision_is_a_licence_or_reasons_with_appeal",
            ),
            models.CheckConstraint(
                condition=Q(out_of_order=False, against=False) | (~Q(ordered_by="") & ~Q(ordered_why="")),
                name="exception_says_who_ordered_it_and_why",
            ),
        ]


class LicenceMail(models.Model):
    """The register of what came in and went out about a file: a number of its year, without a gap."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "file", "organisation", "direction", "kind", "lists", "year", "number", "on", "by", "at"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(LicenceFile, on_delete=models.PROTECT, related_name="mails")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3)
    kind = models.CharField(max_length=20)
    # codes of the papers that a letter of missing papers names
    lists = models.JSONField(default=list)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "direction", "year", "number"], name="mail_number_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    direction__in=["in", "out"],
                    kind__in=["filing", "receipt", "missing", "decision", "refusal"],
                    number__gt=0,
                ),
                name="mail_says_all",
            ),
        ]
