"""Keys of the team's notes, call-outs, and to whom their places are sealed. Rows bear `crew` alone: never the committee."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.shelter import rules
from twiza.shelter.models.plan import HotSpot, Team
from twiza.shelter.models.winters import LED, ORGANISATION, USER, Winter

OF_CREW = ("id", "winter", "crew")


class OutreachKey(models.Model):
    """A public key of a winter: phones seal notes to it. Its private half stands in the seats alone. Only added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*OF_CREW, "number", "public", "made_at", "made_by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    number = models.PositiveSmallIntegerField()
    public = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, **LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["winter", "number"], name="outreach_key_once"),
            models.UniqueConstraint(fields=["id", "winter", "crew", "number"], name="outreach_key_whole"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=rules.LAST_NUMBER), name="outreach_key_number"
            ),
        ]


class OutreachSeat(models.Model):
    """Who reads what is sealed to a key: its private half, sealed to this worker's own key of the room. Only added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*OF_CREW, "key", "number", "user", "worker_key", "since"), "internal"
    ) | {"sealed": "restricted"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.ForeignKey(OutreachKey, on_delete=models.PROTECT, related_name="seats")
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    number = models.PositiveSmallIntegerField()
    user = models.ForeignKey(USER, **LED)
    worker_key = models.BinaryField(max_length=32)  # the public key of the room to which it is sealed
    sealed = models.BinaryField(max_length=200)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "user", "worker_key"], name="outreach_seat_once"),
        ]


class CallOut(models.Model):
    """Somebody called a team to people outside (002-06): who alerted, as a code, when, and when the team was there."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*OF_CREW, "team", "night", "hot_spot", "source", "people", "at", "written_at", "by", "reached_at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    team = models.ForeignKey(Team, **LED)
    night = models.DateField()
    hot_spot = models.ForeignKey(HotSpot, **LED)
    source = models.CharField(max_length=16)
    people = models.PositiveSmallIntegerField()
    at = models.DateTimeField()  # of the alert
    written_at = models.DateTimeField()
    by = models.ForeignKey(USER, **LED)
    reached_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["winter", "night"], name="call_out_of_night")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "winter", "crew"], name="call_out_whole"),
            models.CheckConstraint(condition=Q(source__in=list(rules.SOURCES)), name="call_out_source_known"),
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=rules.MOST_MET), name="call_out_for_somebody"
            ),
            models.CheckConstraint(condition=Q(written_at__gte=F("at")), name="call_out_written_after"),
            models.CheckConstraint(
                condition=Q(reached_at__isnull=True) | Q(reached_at__gte=F("at")),
                name="call_out_reached_after",
            ),
        ]


class CallOutSeal(models.Model):
    """The exact place of a call-out, sealed to one phone of the team, or to a key of the team. Only added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys((*OF_CREW, "call_out", "device", "number"), "internal") | {
        "sealed": "restricted"
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call_out = models.ForeignKey(CallOut, on_delete=models.PROTECT, related_name="seals")
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    device = models.UUIDField(null=True)
    number = models.PositiveSmallIntegerField(null=True)
    sealed = models.TextField(max_length=rules.LONGEST_SEALED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call_out", "device"], name="call_out_sealed_once_a_phone"),
            models.UniqueConstraint(fields=["call_out", "number"], name="call_out_sealed_once_a_key"),
            models.CheckConstraint(
                condition=Q(device__isnull=True, number__isnull=False)
                | Q(device__isnull=False, number__isnull=True),
                name="call_out_sealed_to_one",
            ),
            models.CheckConstraint(condition=~Q(sealed=""), name="call_out_sealed"),
        ]
