"""After the baskets: the random check, what people say at the exit, the team's day, inquiries, incidents."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.aid.models.campaigns import Campaign, DistributionPoint
from twiza.aid.models.entitlements import Entitlement
from twiza.aid.models.stock import Reconciliation
from twiza.aid.rules.checks import Way
from twiza.aid.rules.incidents import GapCause, Outcome, Source, Step
from twiza.lib.ids import new_id


class AfterCheck(models.Model):
    """The draw of the households that are asked afterwards: committed first, drawn with digits from a hat then.

    Until then the secret is sealed by a key outside the database.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "population",
            "percent",
            "size",
            "codes_hash",
            "commitment",
            "committed_at",
            "committed_by",
            "digits",
            "witnesses",
            "seed",
            "drawn_at",
            "drawn_by",
        ),
        "internal",
    ) | dict.fromkeys(("secret", "sealed_secret"), "restricted")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    population = models.PositiveIntegerField()
    percent = models.DecimalField(max_digits=6, decimal_places=3)
    size = models.PositiveIntegerField()
    codes_hash = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    sealed_secret = models.BinaryField(max_length=200)
    secret = models.CharField(max_length=64, blank=True)
    committed_at = models.DateTimeField()
    committed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digits = models.CharField(max_length=12, blank=True)
    witnesses = models.PositiveSmallIntegerField(null=True)
    seed = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(size__gt=0, population__gte=F("size")), name="after_check_asks_somebody"
            ),
            models.CheckConstraint(
                condition=Q(
                    secret="",
                    digits="",
                    seed="",
                    witnesses__isnull=True,
                    drawn_at__isnull=True,
                    drawn_by__isnull=True,
                )
                | ~Q(secret="")
                & ~Q(digits="")
                & ~Q(seed="")
                & Q(witnesses__gte=2, drawn_at__isnull=False, drawn_by__isnull=False),
                name="after_check_drawn_before_witnesses",
            ),
        ]


class CheckedHousehold(models.Model):
    """One code of the sample, and what the household says. Who it is, only the bringing side knows.

    Both ids: `organisation` coordinates and sees codes; `bringing` calls or visits where it is safe.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "check_made",
            "campaign",
            "organisation",
            "bringing",
            "point",
            "entitlement",
            "code",
            "position",
            "way",
            "received",
            "complete",
            "asked_for_money",
            "treated_fairly",
            "done_at",
            "done_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    check_made = models.ForeignKey(AfterCheck, on_delete=models.PROTECT, related_name="households")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    bringing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, related_name="+")
    entitlement = models.OneToOneField(Entitlement, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, db_collation="C")
    position = models.PositiveIntegerField()
    way = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Way])
    received = models.BooleanField(null=True)
    complete = models.BooleanField(null=True)
    asked_for_money = models.BooleanField(null=True)
    treated_fairly = models.BooleanField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(way="", done_at__isnull=True, done_by__isnull=True)
                | ~Q(way="") & Q(done_at__isnull=False, done_by__isnull=False),
                name="checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(way__in=("call", "visit"), received__isnull=False, asked_for_money__isnull=False)
                | ~Q(way__in=("call", "visit"))
                & Q(
                    received__isnull=True,
                    complete__isnull=True,
                    asked_for_money__isnull=True,
                    treated_fairly__isnull=True,
                ),
                name="checked_answers_come_from_asking",
            ),
        ]


class ExitTally(models.Model):
    """A sheet of strokes from the exit of a point: how many said what. No code, no person, only ever added to."""

    QUESTIONS = ("complete", "money", "fair", "useful")
    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "point", "organisation", "host", "day", "asked", "missed", "at", "by"), "internal"
    ) | {f"{question}_{answer}": "internal" for question in QUESTIONS for answer in ("yes", "no")}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    asked = models.PositiveIntegerField()
    complete_yes = models.PositiveIntegerField(default=0)
    complete_no = models.PositiveIntegerField(default=0)
    money_yes = models.PositiveIntegerField(default=0)
    money_no = models.PositiveIntegerField(default=0)
    fair_yes = models.PositiveIntegerField(default=0)
    fair_no = models.PositiveIntegerField(default=0)
    useful_yes = models.PositiveIntegerField(default=0)
    useful_no = models.PositiveIntegerField(default=0)
    missed = models.JSONField(default=dict)  # what was missing → strokes
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(asked__gt=0), name="exit_tally_asked_somebody"),
            *(
                models.CheckConstraint(
                    condition=Q(asked__gte=F(f"{one}_yes") + F(f"{one}_no")), name=f"exit_tally_{one}_adds_up"
                )
                for one in ("complete", "money", "fair", "useful")
            ),
        ]


class TeamDay(models.Model):
    """How many gave their time at a point on a day, and how many hours: thanks without a name (000-48)."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "point", "organisation", "host", "day", "volunteers", "hours", "at", "by"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    volunteers = models.PositiveIntegerField()
    hours = models.PositiveIntegerField()  # of all together
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(volunteers__gt=0), name="team_day_has_people"),
        ]


class GapInquiry(models.Model):
    """What was found out about baskets that a closed day cannot account for. By another than who closed the day."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "reconciliation",
            "campaign",
            "point",
            "organisation",
            "host",
            "cause",
            "words",
            "at",
            "by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reconciliation = models.OneToOneField(Reconciliation, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=20, choices=[(one.value, one.value) for one in GapCause])
    words = models.CharField(max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class Incident(models.Model):
    """Somebody was asked for money. Seen by the coordinating side alone, and by nobody who worked at that point."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "organisation", "opened_at", "opened_by", "closed_at", "closed_by"), "internal"
    ) | dict.fromkeys(("point", "source", "checked", "tally", "people", "outcome"), "restricted")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Source])
    checked = models.OneToOneField(CheckedHousehold, on_delete=models.PROTECT, null=True, related_name="+")
    tally = models.OneToOneField(ExitTally, on_delete=models.PROTECT, null=True, related_name="+")
    people = models.PositiveIntegerField(default=1)  # how many said so
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Outcome])
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["opened_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", closed_at__isnull=True, closed_by__isnull=True)
                | ~Q(outcome="") & Q(closed_at__isnull=False, closed_by__isnull=False),
                name="incident_closed_with_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(source="check", checked__isnull=False, tally__isnull=True)
                | Q(source="exit", checked__isnull=True, tally__isnull=False)
                | Q(source="counter", checked__isnull=True, tally__isnull=True),
                name="incident_says_where_it_was_heard",
            ),
        ]


class IncidentStep(models.Model):
    """What was done about an incident, one line each. Never changed."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "incident", "organisation", "at", "by"), "internal"
    ) | dict.fromkeys(("step", "words"), "restricted")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Step])
    words = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
