"""Families that two organisations brought into one campaign: codes and words, never a value of anybody's file."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.aid.models.campaigns import Campaign
from twiza.aid.models.lists import Nomination
from twiza.aid.rules.matching import Answer, Decision
from twiza.lib.ids import new_id


class CampaignAgreement(models.Model):
    """A convention under which families of this campaign are compared, as its coordinator attached it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "convention",
            "attached_by",
            "attached_at",
            "removed_by",
            "removed_at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    convention = models.ForeignKey("network.Convention", on_delete=models.PROTECT, related_name="+")
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "convention"],
                condition=Q(removed_at__isnull=True),
                name="agreement_attached_once",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="agreement_removed_by_somebody",
            ),
        ]


class MatchRun(models.Model):
    """One comparison: the ticket with which the rows are read, once, and what came of it in figures."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "agreement",
            "started_by",
            "started_at",
            "read_at",
            "finished_at",
            "families",
            "found",
            "model_hash",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(CampaignAgreement, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    # written by the database's own function when it gives the rows
    read_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    families = models.PositiveIntegerField(null=True)
    found = models.PositiveIntegerField(null=True)
    model_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["campaign", "-started_at"], name="match_run_by_campaign")]


class PartnerPair(models.Model):
    """Two codes of one campaign, brought by two organisations, that may be one family. For the campaign's desk.

    `words`: a word for each field. No value, and no weight: it would say how rare a name is.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "run",
            "first",
            "first_bringing",
            "second",
            "second_bringing",
            "sure",
            "decision",
            "found_at",
        ),
        "internal",
    ) | {"words": "personal"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(MatchRun, on_delete=models.PROTECT, related_name="+")
    # `first` has the lesser code: it says nothing of who came first
    first = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="+")
    first_bringing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="+")
    second_bringing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    sure = models.BooleanField()
    words = models.JSONField(default=dict)
    decision = models.CharField(
        max_length=10, blank=True, choices=[(one.value, one.value) for one in Decision]
    )
    found_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="partner_pair_once"),
            models.CheckConstraint(
                condition=~Q(first_bringing=F("second_bringing")), name="partner_pair_of_two_organisations"
            ),
        ]


class PartnerPairDecision(models.Model):
    """What was decided of a pair, by whom; decided otherwise is another row. Never changed."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "pair", "organisation", "decision", "kept", "after_list", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pair = models.ForeignKey(PartnerPair, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Decision])
    # of one family: the code that stays
    kept = models.ForeignKey(Nomination, on_delete=models.PROTECT, null=True, related_name="+")
    after_list = models.BooleanField(default=False)  # the list was frozen: no basket is taken back by itself
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decision=Decision.ONE_FAMILY.value, kept__isnull=False)
                | ~Q(decision=Decision.ONE_FAMILY.value) & Q(kept__isnull=True),
                name="one_family_keeps_one_code",
            )
        ]


class PairQuestion(models.Model):
    """What the desk asks one side about its own half: its code and the words. The other half stands nowhere here."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "pair",
            "campaign",
            "organisation",
            "bringing",
            "nomination",
            "wish",
            "asked_by",
            "asked_at",
            "answer",
            "answered_by",
            "answered_at",
            "closed_at",
        ),
        "internal",
    ) | {"words": "personal"}
    ASK, WITHDRAW = "ask", "withdraw"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # the side that is asked may not see it: it knows the id and nothing else
    pair = models.ForeignKey(PartnerPair, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    bringing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=10, choices=[(ASK, ASK), (WITHDRAW, WITHDRAW)])
    words = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Answer])
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # decided otherwise: nobody waits for the answer

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pair", "nomination", "wish"],
                condition=Q(answered_at__isnull=True, closed_at__isnull=True),
                name="asked_once_while_it_waits",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="answer_is_by_somebody",
            ),
        ]
