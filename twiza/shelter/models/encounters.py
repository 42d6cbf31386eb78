"""Meetings of a night: what was seen, offered and taken. A name, words and the exact place are sealed, or not there."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.shelter import rules
from twiza.shelter.models.outreach import OF_CREW, CallOut
from twiza.shelter.models.plan import HotSpot
from twiza.shelter.models.rounds import Round
from twiza.shelter.models.stays import Guest
from twiza.shelter.models.winters import LED, ORGANISATION, USER, Winter

OF_ENCOUNTER = (*OF_CREW, "encounter")
COUNTS = ("men", "women", "unsure", "children")
NOTHING = [rules.NOTHING]
AWAKE = str(rules.MetAs.AWAKE)


class Encounter(models.Model):
    """People met by a round in an area. Only added to, but that it was taken back; `id` is the operation of the phone."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *OF_CREW, "round", "night", "hot_spot", "call_out", "at", *COUNTS, "state", "language", "offered", "taken",
            "flags", "again", "person", "elderly", "care", "together", "child_alert", "device", "taken_in_at", "by",
            "undone_at",
        ),
        "restricted",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="encounters")
    night = models.DateField()
    hot_spot = models.ForeignKey(HotSpot, **LED)
    call_out = models.ForeignKey(CallOut, on_delete=models.PROTECT, related_name="encounters", null=True)
    at = models.DateTimeField()
    men = models.PositiveSmallIntegerField(default=0)
    women = models.PositiveSmallIntegerField(default=0)
    unsure = models.PositiveSmallIntegerField(default=0)
    children = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8)
    language = models.CharField(max_length=12, blank=True)
    offered = ArrayField(models.CharField(max_length=12), default=list)
    taken = ArrayField(models.CharField(max_length=12), default=list)
    flags = ArrayField(models.CharField(max_length=16), default=list)
    again = models.UUIDField(null=True)  # an earlier meeting of the night, as the phone says
    person = models.UUIDField(null=True)
    elderly = models.BooleanField(default=False)
    care = models.BooleanField(default=False)
    together = models.BooleanField(default=False)
    child_alert = models.CharField(max_length=8, blank=True)
    device = models.UUIDField(null=True)
    taken_in_at = models.DateTimeField()
    by = models.ForeignKey(USER, **LED)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["winter", "night"], name="encounter_of_night"),
            models.Index(fields=["winter", "person"], name="encounter_person", condition=Q(person__isnull=False)),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "winter", "crew", "state"], name="encounter_whole"),
            models.CheckConstraint(
                condition=Q(**{f"{one}__lte": rules.MOST_MET for one in COUNTS})
                & ~Q(**dict.fromkeys(COUNTS, 0)),
                name="encounter_of_somebody",
            ),
            models.CheckConstraint(condition=Q(state__in=[str(one) for one in rules.MetAs]), name="encounter_state_known"),
            models.CheckConstraint(
                condition=Q(language="") | Q(language__in=list(rules.LANGUAGES)), name="encounter_language_known"
            ),
            models.CheckConstraint(
                condition=Q(offered__contained_by=list(rules.HELP)), name="encounter_offered_known"
            ),
            models.CheckConstraint(
                condition=Q(taken=NOTHING) | Q(taken__contained_by=list(rules.HELP)), name="encounter_taken_known"
            ),
            models.CheckConstraint(
                condition=Q(flags__contained_by=list(rules.FLAGS)), name="encounter_flags_known"
            ),
            models.CheckConstraint(condition=~Q(state=AWAKE, taken=[]), name="encounter_awake_answered"),
            models.CheckConstraint(
                condition=Q(state=AWAKE)
                | Q(
                    person__isnull=True, language="", offered=[],
                    flags__contained_by=sorted(rules.SEEN_FLAGS),
                    taken__contained_by=[*sorted(rules.LEFT_BESIDE), rules.NOTHING],
                ),
                name="encounter_asleep_is_nobody",
            ),
            models.CheckConstraint(
                condition=Q(child_alert="")
                | Q(child_alert__in=["raised", "unheard"], children__gte=1, men=0, women=0, unsure=0),
                name="encounter_child_alert",
            ),
            models.CheckConstraint(condition=Q(taken_in_at__gte=F("at")), name="encounter_taken_in_after"),
        ]  # fmt: skip


class EncounterSeal(models.Model):
    """Nickname, words and exact place of a meeting, sealed to a key of the team. Only who has a seat reads the row."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*OF_ENCOUNTER, "state", "number", "sealed"), "restricted"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="seals")
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    state = models.CharField(max_length=8, default=AWAKE)  # of the meeting: who sleeps has no words
    number = models.PositiveSmallIntegerField()
    sealed = models.TextField(max_length=rules.LONGEST_SEALED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["encounter"], name="encounter_sealed_once"),
            models.CheckConstraint(condition=Q(state=AWAKE), name="encounter_seal_awake"),
            models.CheckConstraint(condition=~Q(sealed=""), name="encounter_sealed"),
        ]


class VoicePart(models.Model):
    """A part of a voice note of a meeting, sealed on the phone as it was spoken. `id` is the operation of the phone."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*OF_ENCOUNTER, "state", "number", "n", "of", "sealed"), "restricted"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="voice")
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    state = models.CharField(max_length=8, default=AWAKE)
    number = models.PositiveSmallIntegerField()
    n = models.PositiveSmallIntegerField()  # from 1
    of = models.PositiveSmallIntegerField()
    sealed = models.TextField(max_length=rules.LONGEST_SEALED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["encounter", "n"], name="voice_part_once"),
            models.CheckConstraint(condition=Q(state=AWAKE), name="voice_part_awake"),
            models.CheckConstraint(
                condition=Q(n__gte=1, n__lte=F("of"), of__lte=rules.MOST_PARTS), name="voice_part_of_whole"
            ),
            models.CheckConstraint(condition=~Q(sealed=""), name="voice_part_sealed"),
        ]


class EncounterKit(models.Model):
    """Pieces of a kind that stayed with the people who were met."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys((*OF_ENCOUNTER, "kind", "pieces"), "restricted")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="kits")
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    kind = models.CharField(max_length=16)
    pieces = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["encounter", "kind"], name="encounter_kit_once"),
            models.CheckConstraint(condition=Q(kind__in=list(rules.KITS)), name="encounter_kit_known"),
            models.CheckConstraint(
                condition=Q(pieces__gte=1, pieces__lte=rules.MOST_LEFT), name="encounter_kit_pieces"
            ),
        ]


class EncounterGuest(models.Model):
    """A guest's code of somebody who wanted a bed in a meeting."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys((*OF_ENCOUNTER, "guest"), "restricted")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="guests")
    winter = models.ForeignKey(Winter, **LED)
    crew = models.ForeignKey(ORGANISATION, **LED)
    guest = models.ForeignKey(Guest, **LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["encounter", "guest"], name="encounter_guest_once"),
        ]
