"""The directory of services near her: no case, no person; anybody signed in reads it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.cases import rules
from twiza.lib.ids import new_id


class Service(models.Model):
    """A service that helps people: for whom, when, how many, whether it is safe. No address: a refuge may be one."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id", "organisation", "provider", "kind", "name_ar", "name_fr", "place", "for_whom", "hours",
                "capacity", "phone", "women_only", "safe", "closed_on", "created_at",
            ),
            "public",
        ),
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", null=True
    )
    kind = models.CharField(max_length=16)
    name_ar = models.CharField(max_length=200, blank=True)
    name_fr = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+", null=True)
    for_whom = models.CharField(max_length=16)
    hours = models.CharField(max_length=200, blank=True)
    capacity = models.PositiveIntegerField(null=True)
    phone = models.CharField(max_length=40, blank=True)
    women_only = models.BooleanField(default=False)
    safe = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "organisation"], name="service_and_its_keeper"),
            models.CheckConstraint(condition=~Q(name_ar="") | ~Q(name_fr=""), name="service_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=list(rules.SERVICE_KINDS)), name="service_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(for_whom__in=list(rules.FOR_WHOM)), name="service_for_whom_known"
            ),
            models.CheckConstraint(
                condition=Q(safe=False) | ~Q(kind="shelter") | Q(women_only=True),
                name="mixed_shelter_is_never_safe",
            ),
        ]

    def __str__(self) -> str:
        return self.name_ar or self.name_fr


class ServiceConfirmation(models.Model):
    """Somebody asked the service and it is still so. Only ever added; the newest counts."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "service", "organisation", "at", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="confirmations", db_index=False
    )
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["service", "-at"], name="service_confirmed_newest")]
