"""Surveys of institutions: versions of a form as data, and what each institution answered. Sent once, it stays."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.network.models.institutions import Institution
from twiza.network.models.organisations import Organisation
from twiza.network.rules.surveys import Survey, read_survey


class SurveyVersion(models.Model):
    """One version of a survey; without organisation, one that Twiza comes with. Only added to, read by everybody."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "code", "number", "source", "valid_from", "content", "organisation", "written_by", "written_at"),
        "public",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # the category of institutions that are asked
    code = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    valid_from = models.DateField()
    # see rules.surveys.read_survey
    content = models.JSONField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "organisation", "number"], name="survey_version_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(number__gt=0) & ~Q(source="") & ~Q(code=""), name="survey_version_says_all"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, written_by__isnull=True)
                | Q(organisation__isnull=False, written_by__isnull=False),
                name="survey_version_written_by_somebody",
            ),
        ]

    @property
    def survey(self) -> Survey:
        return read_survey(self.content)


class InstitutionSurvey(models.Model):
    """What an institution answers to a version: a draft of its two bodies, then sent, once. No name of a resident.

    One that was sent stays; when its delegation gives it back, another draft begins with its answers.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "institution", "organisation", "version", "answers", "words", "begun_by", "begun_at", "saved_at",
            "sent_by", "sent_on", "sent_at", "corrects", "asked_again",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    # in whose name it was begun: the association or the delegation
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="+")
    # section → what is kept of it, see rules.surveys.kept
    answers = models.JSONField(default=dict)
    # what is said of figures that do not go together
    words = models.CharField(max_length=1000, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sent_on = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    # what the delegation asks to look at again
    asked_again = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["version", "institution"], name="survey_by_version")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["institution", "version"],
                condition=Q(corrects__isnull=True),
                name="institution_survey_once",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, asked_again="")
                | (Q(corrects__isnull=False) & ~Q(asked_again="")),
                name="institution_survey_given_back_with_words",
            ),
            models.CheckConstraint(
                condition=Q(sent_by__isnull=True, sent_on__isnull=True, sent_at__isnull=True)
                | (Q(sent_by__isnull=False, sent_on__isnull=False, sent_at__isnull=False) & ~Q(answers={})),
                name="institution_survey_sent_whole",
            ),
        ]
