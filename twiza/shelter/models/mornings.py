"""The morning after: what guests wish, who was sent to be seen, and counts that know nobody."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.shelter import rules
from twiza.shelter.models.stays import BedUse, Guest
from twiza.shelter.models.winters import LED, ORGANISATION, USER, Winter


class MorningWish(models.Model):
    """What a guest answered in a morning. Only ever added: asked again, the newest of the night counts."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "winter", "crew", "host", "use", "guest", "night", "wishes", "at", "by"), "restricted"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    host = models.ForeignKey(ORGANISATION, **LED)
    use = models.ForeignKey(BedUse, **LED)
    guest = models.ForeignKey(Guest, **LED)
    night = models.DateField()  # the one that ends with this morning
    wishes = ArrayField(models.CharField(max_length=8))
    at = models.DateTimeField()
    by = models.ForeignKey(USER, **LED)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["use", "night", "-at"], name="wish_of_morning")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(wishes__contained_by=[str(one) for one in rules.WISHES]) & Q(wishes__len__gt=0),
                name="morning_wish_known",
            ),
            models.CheckConstraint(
                condition=Q(wishes__len=1) | ~Q(wishes__overlap=sorted(str(one) for one in rules.ALONE)),
                name="morning_wish_nothing_stands_alone",
            ),
        ]


class HealthReferral(models.Model):
    """Somebody was sent to be seen: signs as codes, who was called, and what became of it. No name, no finding.

    The result is written once. Was it wrong, a new line `corrects` this one. `encounter` is an id without key.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "winter", "crew", "host", "night", "guest", "who", "encounter", "flags", "urgency", "contact",
            "asked_at", "due_at", "result", "result_at", "result_by", "corrects", "at", "by",
        ),
        "restricted",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    host = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+", null=True)
    night = models.DateField()
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="+", null=True)
    who = models.CharField(max_length=8, null=True)  # noqa: DJ001 - null: no guest, nobody asked
    encounter = models.UUIDField(null=True)
    flags = ArrayField(models.CharField(max_length=16))
    urgency = models.CharField(max_length=8)
    contact = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    result = models.CharField(max_length=16, blank=True)
    result_at = models.DateTimeField(null=True)
    result_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, related_name="corrected", null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, **LED)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["winter", "night"], name="health_of_night"),
            models.Index(fields=["due_at"], name="health_open", condition=Q(result="")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "winter", "crew"], name="health_and_its_bodies"),
            models.CheckConstraint(
                condition=Q(flags__contained_by=[str(one) for one in rules.HEALTH_FLAGS]) & Q(flags__len__gt=0), name="health_flags_known"
            ),
            models.CheckConstraint(condition=Q(urgency__in=[str(one) for one in rules.HEALTH_URGENCIES]), name="health_urgency_known"),
            models.CheckConstraint(
                condition=Q(urgency=rules.Urgency.NOW.value) | ~Q(flags__overlap=sorted(rules.AT_ONCE)),
                name="health_some_signs_never_wait",
            ),
            models.CheckConstraint(condition=Q(contact__in=[str(one) for one in rules.CALLED]), name="health_contact_known"),
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="health_due_after_asked"),
            models.CheckConstraint(
                condition=Q(result="", result_at__isnull=True, result_by__isnull=True)
                | Q(result__in=[str(one) for one in rules.HEALTH_RESULTS], result_at__isnull=False, result_by__isnull=False),
                name="health_result_whole",
            ),
            models.CheckConstraint(
                condition=Q(guest__isnull=True, who__isnull=True) | Q(guest__isnull=False, who__isnull=False),
                name="health_guest_and_who",
            ),
            models.CheckConstraint(condition=~Q(corrects=F("id")), name="health_corrects_another"),
        ]  # fmt: skip


class NightCount(models.Model):
    """How often something happened in a night. No person, no hour: the committee and the bulletin read these."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "winter", "organisation", "crew", "night", "what", "number"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    night = models.DateField()
    what = models.CharField(max_length=24)
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["winter", "night", "what"], name="night_count_once"),
            models.CheckConstraint(
                condition=Q(what__in=[str(one) for one in rules.COUNTS]), name="night_count_known"
            ),
        ]
