"""Published figures, with who says them and how sure they are."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.network.models.organisations import Organisation
from twiza.network.models.places import Place
from twiza.network.models.sites import Site


class FigureTable(models.Model):
    """A published table as imported: its printed totals and its sums stand side by side in `checks`."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "title",
            "source",
            "stated_on",
            "place",
            "checks",
            "fingerprint",
            "created_at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    stated_on = models.DateField(null=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    # [{"column", "printed", "summed", "rows"}]: decimals as text
    checks = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "fingerprint"], name="figure_table_once")
        ]

    def __str__(self) -> str:
        return self.title


class PublishedFigure(models.Model):
    """One figure: what it counts, where, when, who says so. A lower bound is marked and never added."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "table",
            "line",
            "label",
            "subject",
            "period_label",
            "value",
            "at_least",
            "status",
            "source",
            "stated_on",
            "place",
            "site",
            "created_at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    table = models.ForeignKey(FigureTable, on_delete=models.PROTECT, null=True, related_name="+")
    line = models.PositiveIntegerField(null=True)
    label = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=120)
    period_label = models.CharField(max_length=20, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=2)
    at_least = models.BooleanField(default=False)
    status = models.CharField(max_length=20)
    source = models.CharField(max_length=200)
    stated_on = models.DateField(null=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["site", "subject"], name="figure_by_site")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=["claimed", "estimated", "counted", "verified"]), name="figure_status"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="figure_has_a_source"),
            models.CheckConstraint(condition=Q(value__gte=0), name="figure_not_negative"),
        ]
