"""Nominations, frozen lists and their signatures. Codes, never names."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.aid.models.campaigns import Campaign, DistributionPoint
from twiza.lib.ids import new_id, random_id


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Nomination(models.Model):
    """A household brought into a campaign: a random code and the facts asked for, as they were that day.

    Both ids: `organisation` coordinates, `bringing` brought it. Which household it is stands in
    `NominationHousehold`, which only the bringing side reads. Its id holds no moment: a family registered and
    brought in one act would be found by it after that link is gone.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "organisation", "bringing", "code", "created_at", "created_by", "withdrawn_at"),
        "internal",
    ) | dict.fromkeys(("zone", "size", "facts"), "personal")

    id = models.UUIDField(primary_key=True, default=random_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="nominations")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    bringing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, db_collation="C")
    zone = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "code"], name="nomination_code_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="nomination_has_people"),
        ]


class NominationHousehold(models.Model):
    """Which household of the bringing organisation a code stands for. The coordinating side has no such row."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("id", "nomination", "organisation"), "internal") | {
        "campaign": "internal",
        "household": "identifying",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    # no foreign key: the campaign's copy is erased before the household, which follows its own purpose
    household = models.UUIDField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["household"], name="nomination_household_by_id")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "organisation", "household"], name="nomination_household_once"
            )
        ]


class OneFamilyNotice(models.Model):
    """Two codes of a campaign stand for one family, says who brought both, after the list was frozen.

    Codes only, for the desk of the campaign. No basket is taken back by it: people speak with the family and decide.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "bringing",
            "first",
            "second",
            "told_by",
            "told_at",
            "noted_by",
            "noted_at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    bringing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="+")
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    noted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="one_family_told_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="one_family_has_two_codes"),
            models.CheckConstraint(
                condition=Q(noted_at__isnull=True, noted_by__isnull=True)
                | Q(noted_at__isnull=False, noted_by__isnull=False),
                name="one_family_noted_by_somebody",
            ),
        ]


class FrozenList(models.Model):
    """List 0 of a campaign, then its addenda 1, 2, …: each with its hash, over the hash before it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "number",
            "previous",
            "hash",
            "entries_count",
            "summary",
            "reason_code",
            "frozen_at",
            "frozen_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="lists")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    entries_count = models.PositiveIntegerField()
    # how many by zone, organisation and place: what a partner who signs may see of the others' households
    summary = models.JSONField(default=dict)
    reason_code = models.CharField(max_length=40, blank=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="frozen_list_number_once"),
            models.CheckConstraint(
                condition=Q(number=0) | Q(number__gt=0) & ~Q(previous="") & ~Q(reason_code=""),
                name="frozen_list_follows_another",
            ),
        ]


class ListEntry(models.Model):
    """One household on a list, by code. Both ids: the coordinating and the bringing organisation."""

    SELECTED, RESERVE = "selected", "reserve"
    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "list", "nomination", "organisation", "bringing", "code", "rank", "place", "points", "point"),
        "internal",
    ) | dict.fromkeys(("zone", "size", "facts"), "personal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(FrozenList, on_delete=models.PROTECT, related_name="entries")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    bringing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, db_collation="C")
    zone = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    rank = models.PositiveIntegerField()
    place = models.CharField(max_length=10, choices=[(SELECTED, SELECTED), (RESERVE, RESERVE)])
    points = models.IntegerField()
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "nomination"], name="list_entry_once"),
            models.UniqueConstraint(fields=["list", "rank"], name="list_entry_rank_once"),
        ]


class ListSignature(models.Model):
    """One of the two signatures of a list: of whom, for which organisation, over which hash."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "list", "organisation", "signing", "position", "signer", "role", "hash", "signed_at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(FrozenList, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    signing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "signer"], name="list_signed_once_by_one_person"),
            models.UniqueConstraint(fields=["list", "position"], name="list_signature_position_once"),
            models.CheckConstraint(condition=Q(position__in=(1, 2)), name="list_has_two_signatures"),
        ]
