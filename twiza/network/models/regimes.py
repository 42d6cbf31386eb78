"""Versions of what the law asks of institutions. Only added to: files keep the version they were opened under."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from twiza.lib.ids import new_id
from twiza.network.models.organisations import Organisation
from twiza.network.rules.regimes import REGIMES, Regime, read_regime


class RegimeVersion(models.Model):
    """One version of a regime; without organisation, one that Twiza comes with. Read by everybody."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "code",
            "number",
            "source",
            "valid_from",
            "content",
            "organisation",
            "written_by",
            "written_at",
        ),
        "public",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    valid_from = models.DateField()
    # see rules.regimes.read_regime: lists of [code, ar, fr, number], the quorum, the delays
    content = models.JSONField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "organisation", "number"],
                name="regime_version_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(code__in=[*REGIMES], number__gt=0) & ~Q(source=""), name="regime_version_says_all"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, written_by__isnull=True)
                | Q(organisation__isnull=False, written_by__isnull=False),
                name="regime_version_written_by_somebody",
            ),
        ]

    @cached_property
    def regime(self) -> Regime:
        return read_regime(self.content)
