"""Night rounds: planned, briefed, out, back; with whom, through which areas, with what."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.shelter import rules
from twiza.shelter.models.committee import BODIES, OF_WINTER
from twiza.shelter.models.plan import HotSpot, Team, Vehicle
from twiza.shelter.models.winters import LED, ORGANISATION, USER, Winter

OF_ROUND = ("id", "round", "organisation", "crew")
NULL_LED = {**LED, "null": True}
STATES = [str(one) for one in rules.State]


def _reached(state: str, name: str) -> models.CheckConstraint:
    """A moment and a person stand exactly when the round has reached a state."""
    later = STATES[STATES.index(state) :]
    at, by = {"briefed": ("briefed_at", "briefed_by"), "out": ("left_at", "left_by"), "back": ("back_at", "back_by")}[state]  # fmt: skip
    return models.CheckConstraint(
        condition=Q(**{"state__in": later, f"{at}__isnull": False, f"{by}__isnull": False})
        | ~Q(state__in=later) & Q(**{f"{at}__isnull": True, f"{by}__isnull": True}),
        name=name,
    )


class Round(models.Model):
    """One team that goes out in one night, in one vehicle, from when to when."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *OF_WINTER, "night", "team", "vehicle", "starts_at", "ends_at", "alert", "alert_words", "state",
            "vehicle_checked", "planned_at", "planned_by", "briefed_at", "briefed_by", "left_at", "left_by", "back_at",
            "back_by",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    night = models.DateField()
    team = models.ForeignKey(Team, **LED)
    vehicle = models.ForeignKey(Vehicle, **LED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    alert = models.CharField(max_length=8, default="green")
    alert_words = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, default="planned")
    vehicle_checked = models.BooleanField(default=False)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(USER, **LED)
    briefed_at = models.DateTimeField(null=True)
    briefed_by = models.ForeignKey(USER, **NULL_LED)
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey(USER, **NULL_LED)
    back_at = models.DateTimeField(null=True)
    back_by = models.ForeignKey(USER, **NULL_LED)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["winter", "night"], name="round_of_night")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "organisation", "crew"], name="round_and_its_bodies"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="round_state_known"),
            models.CheckConstraint(condition=Q(alert__in=list(rules.ALERTS)), name="round_alert_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="round_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(state="planned") | Q(vehicle_checked=True), name="round_vehicle_was_checked"
            ),
            _reached("briefed", "round_briefed_by_somebody"),
            _reached("out", "round_left_by_somebody"),
            _reached("back", "round_back_by_somebody"),
        ]  # fmt: skip


class RoundStop(models.Model):
    """An area of a round, in its order."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*OF_ROUND, "winter", "hot_spot", "position"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="stops")
    winter = models.ForeignKey(Winter, **LED)
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    hot_spot = models.ForeignKey(HotSpot, **LED)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "position"], name="stop_position_once"),
            models.UniqueConstraint(fields=["round", "hot_spot"], name="stop_once_a_round"),
        ]


class RoundEscort(models.Model):
    """A body that comes with a round. One in uniform stays back, always."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys((*OF_ROUND, "body", "stays_back"), "internal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="escorts")
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    body = models.CharField(max_length=24)
    stays_back = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "body"], name="escort_once"),
            models.CheckConstraint(condition=Q(body__in=BODIES), name="escort_body_known"),
            models.CheckConstraint(
                condition=~Q(body__in=sorted(rules.UNIFORMED)) | Q(stays_back=True),
                name="escort_in_uniform_stays_back",
            ),
        ]


class RoundMember(models.Model):
    """Somebody who goes with a round."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys((*OF_ROUND, "user", "leads"), "internal") | {
        "is_woman": "personal"
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    user = models.ForeignKey(USER, **LED)
    is_woman = models.BooleanField()  # as whoever plans the round says: a woman speaks with women
    leads = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "user"], name="member_once_a_round"),
            models.UniqueConstraint(fields=["round"], condition=Q(leads=True), name="round_led_by_one"),
        ]


class RoundKit(models.Model):
    """Pieces of a kind that a round took, and how many came back."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys((*OF_ROUND, "kind", "taken", "back"), "internal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="kits")
    organisation = models.ForeignKey(ORGANISATION, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    kind = models.CharField(max_length=16)
    taken = models.PositiveSmallIntegerField()
    back = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "kind"], name="round_kit_once"),
            models.CheckConstraint(condition=Q(kind__in=list(rules.KITS)), name="round_kit_known"),
            models.CheckConstraint(
                condition=Q(taken__gte=1, taken__lte=rules.MOST_PIECES), name="round_kit_taken"
            ),
            models.CheckConstraint(
                condition=Q(back__isnull=True) | Q(back__lte=F("taken")), name="round_kit_back_at_most"
            ),
        ]

    @property
    def given(self) -> int | None:
        """How many stayed with people; None until the round is back."""
        return None if self.back is None else self.taken - self.back
