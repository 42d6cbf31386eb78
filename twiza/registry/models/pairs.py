"""Pairs of persons who may be one: what a run found, and what people decided. Ids, codes and weights; no values.

Everything here goes with the person it speaks of: the database deletes it when she is erased.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.registry.models.people import Household, Person
from twiza.registry.rules.doubles import DECISIONS, STATES


class LinkRun(models.Model):
    """One search of a register for persons written twice: with which model, how much it found and left out."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "version", "model", "model_hash", "estimated", "persons", "found", "fresh", "cut",
            "strange", "started_at", "finished_at", "by",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.PositiveSmallIntegerField()
    model = models.TextField()  # the parameters, as one line of JSON
    model_hash = models.CharField(max_length=64)
    estimated = models.BooleanField()  # on this register; else the kept model of small registers
    persons = models.PositiveIntegerField()
    found = models.PositiveIntegerField()  # pairs
    fresh = models.PositiveIntegerField()  # of them, not shown before
    cut = models.JSONField(default=list)  # [[block, keys, records, pairs not compared there]]
    strange = models.JSONField(default=list)  # [[why, [person ids]]]
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-id"], name="link_run_by_birth")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.pk}"


class Pair(models.Model):
    """Two persons of one organisation who may be one, as the latest run that found them says."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "left", "right", "left_household", "right_household", "weight", "verdict",
            "evidence", "run", "state", "changed_at",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # the constraints of these four are written in the migration: they delete the row with the person
    left = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    right = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    left_household = models.ForeignKey(
        Household, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    right_household = models.ForeignKey(
        Household, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    weight = models.FloatField()  # logarithm to base 2 of the odds that they are one person
    verdict = models.CharField(max_length=4)  # same, look: what was proposed
    evidence = models.JSONField(default=list)  # [[field, code, weight, part due to rarity]]
    run = models.ForeignKey(LinkRun, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, default="open")
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # keyset paging of the desk: the surest first
            models.Index(fields=["organisation", "state", "-weight", "id"], name="pair_surest_first"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["left", "right"], name="pair_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="pair_in_order"),
            models.CheckConstraint(condition=Q(verdict__in=["same", "look"]), name="pair_verdict_known"),
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="pair_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.left_id} {self.right_id}"


class PairDecision(models.Model):
    """What somebody decided about a pair. Only ever added; taking a decision back is a row too."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "pair", "act", "decision", "reason_code", "weight", "verdict", "evidence",
            "model_hash", "merge", "by", "at",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    pair = models.ForeignKey(Pair, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    act = models.UUIDField(db_index=True)  # of all rows written by one press of a button: undone together
    decision = models.CharField(max_length=8)
    reason_code = models.CharField(max_length=20, blank=True)
    weight = models.FloatField()  # as it was when this was decided
    verdict = models.CharField(max_length=4)
    evidence = models.JSONField(
        default=list
    )  # [[field, code]]: the pair comes back when it says something else
    model_hash = models.CharField(max_length=64)
    merge = models.UUIDField(null=True)  # the merge that was made of it
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-id"], name="pair_decision_by_birth")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(decision__in=sorted(DECISIONS)), name="pair_decision_known"),
        ]

    def __str__(self) -> str:
        return self.decision
