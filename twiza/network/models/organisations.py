"""Organisations, their names by period, and who works in them from when to when."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import connection, models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.platform.access import queries as access


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Organisation(models.Model):
    """A body that works with people: association, centre, delegation, ministry, partner.

    `name_ar` and `name_fr` are today's names; all names by period are in `OrganisationName`.
    `kept_by` is the organisation that keeps this entry for a body without members here, such as a ministry.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "public",
        "kind": "public",
        "name_ar": "public",
        "name_fr": "public",
        "parent": "public",
        "protected": "internal",
        "created_at": "internal",
        "kept_by": "internal",
        "place": "public",
        "mission_ar": "public",
        "mission_fr": "public",
        "founded_on": "public",
        "receipt": "public",
        "receipt_number": "internal",
        "receipt_on": "public",
        "bureau_renewed_on": "public",
        "bureau_until": "public",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    name_ar = models.CharField(max_length=200, blank=True)
    name_fr = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # a protected service (women's centre, migrants' files) never appears as a partner in matching
    protected = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    kept_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey("network.Place", on_delete=models.PROTECT, null=True, related_name="+")
    mission_ar = models.TextField(blank=True, max_length=2000)
    mission_fr = models.TextField(blank=True, max_length=2000)
    founded_on = models.DateField(null=True)
    # an association's file (000-07): its receipt from the local authority, its bureau
    receipt = models.CharField(max_length=20, blank=True)
    receipt_number = models.CharField(max_length=60, blank=True)
    receipt_on = models.DateField(null=True)
    bureau_renewed_on = models.DateField(null=True)
    bureau_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name_ar="") | ~Q(name_fr=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")), name="organisation_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(receipt__in=["", "provisional", "final"]), name="organisation_receipt_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name_ar or self.name_fr


class OrganisationName(models.Model):
    """The name of an organisation for a period [from, until): a ministry changes its own (000-35).

    No two names of one organisation overlap: an exclusion constraint, in the migration.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "name_ar", "name_fr", "period", "created_at"), "public"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    name_ar = models.CharField(max_length=200, blank=True)
    name_fr = models.CharField(max_length=200, blank=True)
    period = DateRangeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name_ar="") | ~Q(name_fr=""), name="organisation_name_not_empty"
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="organisation_name_has_a_period"),
        ]

    def __str__(self) -> str:
        return self.name_ar or self.name_fr


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Membership(models.Model):
    """A role held by a user in an organisation for a period [from, until)."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "user", "role", "period", "created_at", "ended_reason"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    period = DateRangeField()
    created_at = models.DateTimeField()
    ended_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "organisation"], name="membership_by_user")]
        constraints: ClassVar = [
            # an empty period is a role that was ended before it began
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False)
                | (Q(period__isempty=True) & ~Q(ended_reason="")),
                name="membership_has_a_first_day",
            ),
        ]


# Asked by every page: written out, because putting it together costs more than the database takes to answer
_LIVE_ROLES = """
SELECT organisation_id, role FROM network_membership
WHERE user_id = %s AND period @> %s::date ORDER BY organisation_id, role
"""


def live_roles(user: UUID, on: date) -> list[tuple[UUID, str]]:
    """Return (organisation, role) of each membership of a user that is live on this day, in a fixed order.

    Asked by every permission check of a page: the database answers once in a context.
    """

    def ask() -> list[tuple[UUID, str]]:
        with connection.cursor() as cursor:
            cursor.execute(_LIVE_ROLES, [user, on])
            found: list[tuple[UUID, str]] = cursor.fetchall()
            return found

    return access.remembered(("roles", user, on), ask)


def enter(user: UUID, purpose: str, history: str, on: date) -> tuple[UUID, ...]:
    """Say to the database, for this transaction, who is asking, why and where they work on this day: one question.

    Returns the organisations, each once, in a fixed order; their roles are remembered for this context.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM network_enter(%s, %s, %s, %s)", [user, purpose, history, on])
        found: list[tuple[UUID, str]] = cursor.fetchall()
    access.remembered(("roles", user, on), lambda: found)
    return tuple(dict.fromkeys(where for where, _role in found))


class InterestDeclaration(models.Model):
    """A link to another body that a member declares: an ex-official joins a funded association (000-05)."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "organisation": "internal",
        "user": "internal",
        "other": "internal",
        "words": "personal",
        "declared_on": "internal",
        "created_at": "internal",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=1000)
    declared_on = models.DateField()
    created_at = models.DateTimeField()
