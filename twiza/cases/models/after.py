"""After the listening: what waits for a supervisor, how she comes back, care for who listens. No word of hers."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from twiza.cases import rules
from twiza.cases.models.reception import Ticket
from twiza.cases.models.room import Case
from twiza.lib.ids import new_id


class SupervisorAsk(models.Model):
    """A case waits for a decision of its supervisor. About what is sealed; only its team sees that it waits."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "case", "organisation", "asked_at", "decided_at", "decided_by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at__isnull=True), name="one_open_ask_of_a_case"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="ask_decided_by_somebody",
            ),
        ]


class ReturnKey(models.Model):
    """How a case is found again when she comes back: a keyed hash of her word, or of a number and two facts.

    Only the team reads it; reception does not. The key is a file outside the database: a dump gives nothing to guess at.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "case", "organisation", "kind", "at"), "internal"),
        "digest": "restricted",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, db_collation="C")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "digest"], name="return_key_found")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kind"], name="one_return_key_of_a_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=list(rules.RETURN_KINDS)), name="return_key_kind_known"
            ),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="return_key_is_a_hash"),
        ]


class Knock(models.Model):
    """Somebody at reception says that she was here before. Nothing is looked up when it is written.

    Whoever is in the team of a case with the same hash sees the row; nobody else does, not even who wrote it.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "organisation", "ticket", "by", "at"), "internal"),
        "digests": "restricted",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # numbers of the day end after their days, whatever was said under them: the row does not hold them back
    ticket = models.ForeignKey(
        Ticket, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True, db_constraint=False
    )
    digests = ArrayField(models.CharField(max_length=64, db_collation="C"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-at"], name="knocks_of_today")]


class CareTalk(models.Model):
    """A talk that cares for somebody who listens: who, when, which kind. Nothing of what was said."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "person", "kind", "asked_on", "planned_on", "held_on", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12)
    asked_on = models.DateField(null=True)
    planned_on = models.DateField(null=True)
    held_on = models.DateField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "person"], name="care_of_person")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=list(rules.CARE_KINDS)), name="care_kind_known"),
            models.CheckConstraint(
                condition=Q(asked_on__isnull=False) | Q(planned_on__isnull=False),
                name="care_asked_or_planned",
            ),
            models.UniqueConstraint(
                fields=["organisation", "person", "kind"],
                condition=Q(planned_on__isnull=True, held_on__isnull=True),
                name="care_asked_once",
            ),
        ]
