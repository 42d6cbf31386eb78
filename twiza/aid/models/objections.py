"""The posted list, what is said against it, what is answered; and what who hands over declares of themself."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.aid.models.campaigns import Campaign
from twiza.aid.models.lists import Nomination
from twiza.aid.rules.objections import About, Outcome, Way
from twiza.aid.rules.offices import Office
from twiza.lib.ids import new_id


class ObjectionWindow(models.Model):
    """The days in which a posted list may be contested: opened by a person, closed by a person after its last day."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "organisation", "opened_at", "opened_by", "last_day", "closed_at", "closed_by"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    last_day = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="objection_window_closed_by_somebody",
            )
        ]


class Objection(models.Model):
    """What somebody says against a list: by paper, by voice or at a counter, with or without a code, never a name.

    Both ids: `organisation` coordinates, `receiving` wrote it down and gave the slip. Never changed.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "window",
            "organisation",
            "receiving",
            "ticket",
            "about",
            "way",
            "code",
            "received_at",
            "received_by",
            "due_on",
        ),
        "internal",
    ) | dict.fromkeys(("zone", "words"), "personal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey(ObjectionWindow, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    receiving = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    ticket = models.CharField(max_length=10, db_collation="C")
    about = models.CharField(max_length=14, choices=[(one.value, one.value) for one in About])
    way = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Way])
    # the code it is about, as it was said: a partner's counter cannot look it up; empty for a family that is missing
    code = models.CharField(max_length=12, db_collation="C", blank=True)
    zone = models.CharField(max_length=80, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["received_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "ticket"], name="objection_ticket_once"),
            models.CheckConstraint(
                condition=Q(about=About.MISSING.value, code="") | ~Q(about=About.MISSING.value) & ~Q(code=""),
                name="objection_is_about_a_code_or_none",
            ),
        ]


class ObjectionAnswer(models.Model):
    """The answer to an objection: a reason code and plain words, by somebody who did not decide first. One, for ever."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "objection",
            "campaign",
            "organisation",
            "receiving",
            "outcome",
            "reason_code",
            "nomination",
            "answered_at",
            "answered_by",
        ),
        "internal",
    ) | {"words": "personal"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="answer")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    receiving = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Outcome])
    reason_code = models.CharField(max_length=40)
    words = models.CharField(max_length=1000)
    # of a family that was missing: the code under which it was brought since
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason_code="") & ~Q(words=""), name="objection_answer_has_a_reason"
            )
        ]


class SetAside(models.Model):
    """The second signature under an accepted objection that takes a code off the list. Only then it loses its basket.

    Whoever shares the campaign reads it: a code and a reason code, none of the words that were said.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "answer", "campaign", "organisation", "code", "reason_code", "signed_at", "signed_by"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    answer = models.OneToOneField(ObjectionAnswer, on_delete=models.PROTECT, related_name="second")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, db_collation="C")
    reason_code = models.CharField(max_length=40)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class OfficeDeclaration(models.Model):
    """What who hands over declares: an elected office, a candidacy, a party's word, or none; for a period (L-10)."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "user", "office", "body", "starts_on", "ends_on", "declared_at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Office])
    # the council, where it stands in the register of organisations
    body = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    declared_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "-declared_at"], name="office_declared_by")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="office_days_in_order",
            )
        ]
