"""The committee of a winter: who sits in it, who answers which night, its meetings and what they decide."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.shelter import rules
from twiza.shelter.models.winters import LED, ORGANISATION, USER, Winter

BODIES = [str(one) for one in rules.BODIES]
OF_WINTER = ("id", "winter", "organisation", "crew")


class CommitteeSeat(models.Model):
    """A body that sits in the committee, and who speaks for it (002-19…25). It sees plan and totals, never persons."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (*OF_WINTER, "body", "name", "member_of", "starts_on", "ends_on", "seated_at", "seated_by"), "internal"
        ),
        **dict.fromkeys(("contact", "office", "phone"), "identifying"),
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    body = models.CharField(max_length=24)
    name = models.CharField(max_length=200)
    member_of = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+", null=True)
    contact = models.CharField(max_length=120, blank=True)
    office = models.CharField(max_length=120, blank=True)  # what they are there: head of the social service
    phone = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # the first day on which they sit no more
    seated_at = models.DateTimeField()
    seated_by = models.ForeignKey(USER, **LED)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(body__in=BODIES), name="committee_seat_body_known"),
            models.CheckConstraint(condition=~Q(name=""), name="committee_seat_has_a_name"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="committee_seat_period"
            ),
            models.UniqueConstraint(
                fields=["winter", "body", "name", "contact"],
                condition=Q(ends_on__isnull=True),
                name="committee_seat_once",
            ),
        ]  # fmt: skip


class DutyContact(models.Model):
    """Who answers for a body, from which night to which. Read by the committee, by who goes out and by sites."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (*OF_WINTER, "body", "hours", "first_night", "last_night", "written_at", "written_by"), "internal"
        ),
        **dict.fromkeys(("name", "phone"), "identifying"),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    body = models.CharField(max_length=24)
    hours = models.CharField(max_length=8)
    first_night = models.DateField()
    last_night = models.DateField()
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, **LED)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["winter", "first_night", "last_night"], name="duty_of_night")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(body__in=BODIES), name="duty_body_known"),
            models.CheckConstraint(condition=Q(hours__in=list(rules.HOURS)), name="duty_hours_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(phone=""), name="duty_can_be_called"),
            models.CheckConstraint(condition=Q(last_night__gte=F("first_night")), name="duty_has_nights"),
        ]


class Meeting(models.Model):
    """A meeting of the committee. Its minutes change until they are signed, then never."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *OF_WINTER, "number", "held_on", "place", "present", "minutes", "written_at", "written_by", "signed_at",
            "signed_by",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, on_delete=models.PROTECT, related_name="meetings")
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    present = ArrayField(models.CharField(max_length=24))
    minutes = models.TextField(max_length=20_000, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, **LED)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["winter", "number"], name="meeting_number_once"),
            models.UniqueConstraint(fields=["id", "winter", "organisation", "crew"], name="meeting_and_its_bodies"),
            models.CheckConstraint(condition=Q(present__contained_by=BODIES), name="meeting_bodies_known"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(minutes="") & Q(present__len__gt=0),
                name="meeting_signed_whole",
            ),
        ]  # fmt: skip


class Decision(models.Model):
    """What a meeting decided, with its reasons: whose task it is, by when, and whether it is done."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *OF_WINTER, "meeting", "number", "text", "reasons", "body", "due_on", "decided_at", "decided_by",
            "done_at", "done_by", "done_words",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    winter = models.ForeignKey(Winter, **LED)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)
    reasons = models.CharField(max_length=1000)
    body = models.CharField(max_length=24)
    due_on = models.DateField(null=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, **LED)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True)
    done_words = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_once"),
            models.CheckConstraint(condition=Q(body__in=BODIES), name="decision_body_known"),
            models.CheckConstraint(condition=~Q(text=""), name="decision_says_what"),
            models.CheckConstraint(condition=~Q(reasons=""), name="decision_says_why"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, done_words="")
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="decision_done_by_somebody",
            ),
        ]
