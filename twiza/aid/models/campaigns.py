"""A campaign, who shares it, and where it is handed out."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.aid.rules.kinds import AidKind
from twiza.aid.rules.marks import Colour, Shape
from twiza.aid.rules.purposes import AidPurpose
from twiza.aid.rules.states import CampaignState
from twiza.lib.ids import new_id


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AnnouncedMonth(models.Model):
    """The day on which a Hijri month began, as announced, entered by a person."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "year", "month", "begins_on", "entered_by", "entered_at"), "public"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.IntegerField()
    month = models.IntegerField()
    begins_on = models.DateField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "month"], name="announced_month_once"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="announced_month_exists"),
        ]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Campaign(models.Model):
    """One season of help, led by one organisation, shared with its partners."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "title",
            "hijri_year",
            "hijri_month",
            "starts_on",
            "ends_on",
            "dated_by",
            "baskets",
            "reserve",
            "zones",
            "state",
            "criteria",
            "criteria_hash",
            "criteria_frozen_at",
            "processing",
            "reported_at",
            "people_erased_at",
            "created_at",
            "created_by",
            "aid_kind",
            "legal_basis",
            "purposes",
            "cycle",
            "cloned_from",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    hijri_year = models.IntegerField()
    hijri_month = models.IntegerField()
    # set by a person once the month is announced; never computed
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    dated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    baskets = models.PositiveIntegerField()
    reserve = models.PositiveIntegerField(default=0)
    zones = ArrayField(models.CharField(max_length=80), default=list)
    state = models.CharField(
        max_length=20,
        choices=[(one.value, one.value) for one in CampaignState],
        default=CampaignState.DRAFT.value,
    )
    criteria = models.JSONField(null=True)
    criteria_hash = models.CharField(max_length=64, blank=True)
    criteria_frozen_at = models.DateTimeField(null=True)
    # what the register of processings says of it: why, for how long, whom to ask
    processing = models.ForeignKey(
        "network.Processing", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # from here the time of keeping names is counted; then nobody stands behind its codes any more
    reported_at = models.DateTimeField(null=True)
    people_erased_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    aid_kind = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in AidKind], default=AidKind.BASKET.value
    )
    legal_basis = models.CharField(max_length=300, blank=True)  # the text or decision that lets cash be given
    purposes = ArrayField(models.CharField(max_length=20), default=list)
    cycle = models.CharField(max_length=80, blank=True)  # a named season; empty: the Hijri month is the cycle
    cloned_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-created_at"], name="campaign_by_owner")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=CampaignState.DRAFT.value)
                | ~Q(aid_kind=AidKind.CASH.value)
                | ~Q(legal_basis=""),
                name="campaign_cash_has_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(purposes__contained_by=[one.value for one in AidPurpose]),
                name="campaign_purposes_are_coded",
            ),
            models.CheckConstraint(
                condition=Q(cloned_from__isnull=True) | ~Q(cloned_from=F("id")),
                name="campaign_not_its_own_clone",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True, dated_by__isnull=True)
                | Q(starts_on__isnull=False, ends_on__gte=F("starts_on"), dated_by__isnull=False),
                name="campaign_dates_go_together",
            ),
            models.CheckConstraint(
                condition=Q(state=CampaignState.DRAFT.value)
                | Q(criteria_frozen_at__isnull=False, criteria__isnull=False) & ~Q(criteria_hash=""),
                name="campaign_past_draft_has_frozen_criteria",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(CampaignState.REPORTED.value, CampaignState.ARCHIVED.value),
                    reported_at__isnull=False,
                )
                | ~Q(state__in=(CampaignState.REPORTED.value, CampaignState.ARCHIVED.value))
                & Q(reported_at__isnull=True),
                name="campaign_reported_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CampaignPartner(models.Model):
    """An organisation that shares a campaign. Both ids: `coordinating` leads, `organisation` shares."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "coordinating", "organisation", "invited_by", "invited_at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="partners")
    coordinating = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "organisation"], name="campaign_partner_once"),
            models.CheckConstraint(
                condition=~Q(coordinating=F("organisation")), name="campaign_partner_is_another"
            ),
        ]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class DistributionPoint(models.Model):
    """Where baskets are handed out: a name, a colour and a shape. `host` keeps it on the day."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "host",
            "code",
            "name",
            "zones",
            "colour",
            "shape",
            "capacity",
            "opens_at",
            "closes_at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="points")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    zones = ArrayField(models.CharField(max_length=80), default=list)  # whom it serves
    colour = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Colour])
    shape = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Shape])
    capacity = models.PositiveIntegerField()  # hand-overs a day
    # local wall time: the clocks change around Ramadan
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "code"], name="point_code_once"),
            models.UniqueConstraint(fields=["campaign", "colour", "shape"], name="point_mark_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="point_hours_in_order"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="point_has_room"),
        ]

    def __str__(self) -> str:
        return self.name
