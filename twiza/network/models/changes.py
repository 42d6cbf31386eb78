"""What changes in the life of an institution: declarations and their answers, corrected mandates, sites that were left."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.network.models.files import LicenceFile
from twiza.network.models.institutions import Institution, InstitutionMandate
from twiza.network.models.organisations import Organisation
from twiza.network.models.sites import Site
from twiza.network.rules.changes import ChangeKind, ChangeStep


def _internal(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "internal")


class InstitutionChange(models.Model):
    """A declaration of the association (or of the delegation, for a paper): who directs, for how many, where. It stays."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "institution", "organisation", "kind", "starts_on", "holder", "last_day", "capacity", "site", "leaves",
        "papers", "papers_on", "words", "declared_by", "declared_on", "declared_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    starts_on = models.DateField()
    holder = models.CharField(max_length=120, blank=True)
    last_day = models.DateField(null=True)
    capacity = models.PositiveIntegerField(null=True)
    # where people are received from now on, and what is left
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    leaves = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    # minutes, lease, plan: with number, and their day
    papers = models.CharField(max_length=200)
    papers_on = models.DateField()
    words = models.CharField(max_length=1000, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_on = models.DateField()
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(papers="")
                & Q(papers_on__lte=F("declared_on"))
                & (
                    Q(kind=ChangeKind.DIRECTOR.value, capacity__isnull=True, site__isnull=True, leaves__isnull=True)
                    & ~Q(holder="")
                    | Q(kind=ChangeKind.CAPACITY.value, capacity__gt=0, holder="", site__isnull=True, leaves__isnull=True)
                    | Q(kind=ChangeKind.PREMISES.value, holder="", capacity__isnull=True)
                    & (Q(site__isnull=False) | Q(leaves__isnull=False))
                ),
                name="change_says_what",
            ),
        ]  # fmt: skip


class ChangeAnswer(models.Model):
    """What the delegation did with a declaration: received, accepted, refused with reasons. Only added to, numbered."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "change", "institution", "organisation", "step", "direction", "year", "number", "on", "words", "file",
        "by", "at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    change = models.ForeignKey(InstitutionChange, on_delete=models.PROTECT, related_name="answers")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10)
    # its place in the register of what comes in ("in": the receipt) and goes out
    direction = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    on = models.DateField()
    words = models.CharField(max_length=1000, blank=True)
    # the licence file that an accepted change opened
    file = models.ForeignKey(LicenceFile, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "direction", "year", "number"], name="change_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gt=0)
                & (
                    Q(step=ChangeStep.RECEIVED.value, direction="in", file__isnull=True)
                    | Q(step=ChangeStep.ACCEPTED.value, direction="out")
                    | Q(step=ChangeStep.REFUSED.value, direction="out", file__isnull=True) & ~Q(words="")
                ),
                name="change_answer_says_all",
            ),
        ]


class MandateCorrection(models.Model):
    """A mandate that was written wrongly: what it said, what is said instead, and why. The old one never held."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id",
        "institution",
        "organisation",
        "wrong",
        "right",
        "period_before",
        "reason",
        "written_by",
        "written_at",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    wrong = models.OneToOneField(InstitutionMandate, on_delete=models.PROTECT, related_name="corrected")
    right = models.OneToOneField(InstitutionMandate, on_delete=models.PROTECT, related_name="+")
    period_before = DateRangeField()
    reason = models.CharField(max_length=500)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="mandate_corrected_for_a_reason"),
            models.CheckConstraint(condition=~Q(wrong=F("right")), name="mandate_corrected_by_another"),
        ]


class SiteLeft(models.Model):
    """A site where an institution received people until a day. By its name alone: it may become a refuge later."""

    PRIVACY: ClassVar[dict[str, str]] = _internal(
        "id", "institution", "organisation", "name", "inside", "left_on", "paper", "written_by", "written_at"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    # the complex in which it lies
    inside = models.CharField(max_length=200, blank=True)
    left_on = models.DateField()
    paper = models.CharField(max_length=200)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(paper=""), name="site_left_says_all")
        ]
