"""Nomination sheets on paper, and which line of one brought which code."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.aid.models.campaigns import Campaign
from twiza.aid.models.lists import Nomination
from twiza.aid.rules import sheets as rules
from twiza.lib.ids import new_id


class NominationSheet(models.Model):
    """One printed sheet: of which campaign, for whom, and what became of it. The nominator is a body, not a person."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "campaign", "organisation", "bringing", "number", "code", "nominator_kind", "nominator", "zone",
            "state", "printed_at", "printed_by", "typed_at", "typed_by", "lines_written", "lines_taken", "upload",
            "photo", "photo_type", "cancelled_at", "cancelled_by", "reason_code",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sheets")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    bringing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=8, db_collation="C")
    nominator_kind = models.CharField(max_length=10)
    nominator = models.CharField(max_length=120)
    zone = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, default="printed")
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField(null=True)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    lines_written = models.PositiveSmallIntegerField(null=True)  # as counted on the paper
    lines_taken = models.PositiveSmallIntegerField(null=True)
    upload = models.ForeignKey("registry.Upload", on_delete=models.PROTECT, null=True, related_name="+")
    photo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    photo_type = models.CharField(max_length=20, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason_code = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="sheet_number_once"),
            models.UniqueConstraint(fields=["campaign", "code"], name="sheet_code_once"),
            models.CheckConstraint(
                condition=Q(nominator_kind__in=list(rules.NOMINATORS)) & ~Q(nominator=""),
                name="sheet_says_for_whom",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="printed",
                    typed_at__isnull=True,
                    typed_by__isnull=True,
                    lines_written__isnull=True,
                    lines_taken__isnull=True,
                    upload__isnull=True,
                    cancelled_at__isnull=True,
                    cancelled_by__isnull=True,
                    reason_code="",
                )
                | Q(
                    state="typed",
                    typed_at__isnull=False,
                    typed_by__isnull=False,
                    lines_written__range=(1, rules.LINES),
                    lines_taken__lte=models.F("lines_written"),
                    cancelled_at__isnull=True,
                    cancelled_by__isnull=True,
                    reason_code="",
                )
                | Q(
                    state="cancelled",
                    typed_at__isnull=True,
                    typed_by__isnull=True,
                    lines_written__isnull=True,
                    lines_taken__isnull=True,
                    upload__isnull=True,
                    cancelled_at__isnull=False,
                    cancelled_by__isnull=False,
                    reason_code__in=list(rules.CANCELLED),
                ),
                name="sheet_state_with_its_facts",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SheetLine(models.Model):
    """Which line of a sheet brought which code: whose nomination it is, without a name."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "sheet", "organisation", "bringing", "line"), "internal"
    ) | {"nomination": "identifying"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sheet = models.ForeignKey(NominationSheet, on_delete=models.PROTECT, related_name="lines")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    bringing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    line = models.PositiveSmallIntegerField()
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "line"], name="sheet_line_once"),
            models.CheckConstraint(
                condition=Q(line__range=(1, rules.LINES)), name="sheet_line_is_on_the_sheet"
            ),
        ]
