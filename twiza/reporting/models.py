"""What the roof keeps itself: handovers of an office, promises, where a commune stands in the picture.

A handover is a frozen picture of what goes on; what both sides say of it is only added, and closed by two signatures.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.reporting.rules.handovers import MOST_WORDS, WHY, WORD_KINDS


def _organisation() -> Any:
    return models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")


def _person() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class Handover(models.Model):
    """The pack of one change of an office-holder, as things stood when it was made. It never changes.

    `hands_over` signs for the side that leaves: the office-holder, or the deputy when there is no time.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "office", "why", "ends_on", "content", "digest", "hands_over", "at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    office = models.CharField(max_length=40)
    why = models.CharField(max_length=10)
    # the last day of the mandate
    ends_on = models.DateField()
    # sections of items, each in Arabic and in French: rules/handovers.py
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    hands_over = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "organisation"], name="handover_and_its_body"),
            models.CheckConstraint(condition=Q(why__in=sorted(WHY)), name="handover_why"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="handover_has_a_hash"),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "-at"], name="handover_newest")]


class HandoverWord(models.Model):
    """One of the ten lines of who leaves: what I would do; what not to undo, and why."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "handover", "number", "kind", "words", "why", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="words")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    words = models.CharField(max_length=300)
    why = models.CharField(max_length=300, blank=True)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["handover", "number"], name="handover_word_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_WORDS), name="handover_ten_lines"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(WORD_KINDS)) & ~Q(words=""), name="handover_word_says"
            ),
            models.CheckConstraint(condition=~Q(kind="keep") | ~Q(why=""), name="handover_keep_says_why"),
        ]


class HandoverAnswer(models.Model):
    """What the joint meeting says of one item: taken over, or with a reserve, in words."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "handover", "item", "accepted", "words", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=80)
    accepted = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["handover", "item"], name="handover_item_answered_once"),
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(words=""), name="handover_reserve_in_words"
            ),
        ]


class HandoverSignature(models.Model):
    """The signature of one side under the minutes: pack, lines and answers, by their hash."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "handover", "side", "digest", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=3)
    digest = models.CharField(max_length=64)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["handover", "side"], name="handover_side_signs_once"),
            models.UniqueConstraint(fields=["handover", "by"], name="handover_signed_by_two"),
            models.CheckConstraint(
                condition=Q(side__in=["out", "in"], digest__regex=r"^[0-9a-f]{64}$"),
                name="handover_signed_by_a_side",
            ),
        ]


class Promise(models.Model):
    """What an office promised outside conventions: what, to whom (a body, never a person), by when."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "office", "what", "to", "made_on", "due_on", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    office = models.CharField(max_length=40)
    what = models.CharField(max_length=300)
    to = models.CharField(max_length=200)
    made_on = models.DateField()
    due_on = models.DateField(null=True)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "organisation"], name="promise_and_its_body"),
            models.CheckConstraint(condition=~Q(what="") & ~Q(to=""), name="promise_says_what_to_whom"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("made_on")),
                name="promise_due_after_it_was_made",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "due_on"], name="promise_by_day")]


class PromiseOutcome(models.Model):
    """Whether a promise was kept, and in what way, or why not. One, and it stays."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "promise", "kept", "words", "on", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    promise = models.OneToOneField(Promise, on_delete=models.PROTECT, related_name="outcome")
    kept = models.BooleanField()
    words = models.CharField(max_length=300)
    on = models.DateField()
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="promise_outcome_in_words")
        ]


class TileSpot(models.Model):
    """Where a person put a commune in the picture of the province; the others take what is free."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "place", "row", "column"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+")
    row = models.PositiveSmallIntegerField()
    column = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "place"], name="tile_of_a_commune_once"),
            models.UniqueConstraint(fields=["organisation", "row", "column"], name="tile_spot_once"),
            models.CheckConstraint(
                condition=Q(row__gte=1, row__lte=24, column__gte=1, column__lte=24),
                name="tile_in_the_picture",
            ),
        ]
