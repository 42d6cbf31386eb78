"""The door: what people ask for at a counter, and how each request ends.

Facts, not states: a request, the day that was promised later, its one end. None is ever changed; only free words are
taken away when they are no longer needed. No name, no telephone, no identity stands anywhere.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.registry.rules import requests as rules

SAYS_SOMETHING = r"\S"


class Request(models.Model):
    """What somebody asked for, in the drawer of the organisation that received it."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id", "organisation", "site", "year", "number", "code", "channel", "helper", "received_at",
                "received_by", "promised_on", "words_erased_at",
            ),
            "internal",
        ),
        **dict.fromkeys(("kind", "place", "place_words", "size"), "personal"),
        "words": "restricted",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    site = models.ForeignKey(
        "network.Site", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()  # of the organisation, in this year
    code = models.CharField(max_length=8, db_collation="C")
    kind = models.CharField(max_length=12)
    channel = models.CharField(max_length=10)
    helper = models.CharField(max_length=12, blank=True)  # who helped to ask
    place = models.ForeignKey(
        "network.Place", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    place_words = models.CharField(max_length=120, blank=True)
    size = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=1000, blank=True)
    words_erased_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    promised_on = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-id"], name="request_by_birth")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="request_number_once"),
            models.UniqueConstraint(fields=["organisation", "code"], name="request_code_once"),
            models.UniqueConstraint(fields=["id", "organisation"], name="request_and_its_organisation"),
            models.CheckConstraint(condition=Q(kind__in=list(rules.KINDS)), name="request_kind_known"),
            models.CheckConstraint(
                condition=Q(channel__in=["counter", "telephone", "paper"], helper="")
                | Q(channel="assisted", helper__in=list(rules.HELPERS)),
                name="request_assisted_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(size__gte=1, size__lte=60), name="request_size_1_to_60"
            ),
            models.CheckConstraint(
                condition=Q(words_erased_at__isnull=True) | Q(words="", place_words=""),
                name="request_erased_has_no_words",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RequestDelay(models.Model):
    """A later day that was promised, and why. What was promised before stays written."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "request", "organisation", "before", "until", "reason_code", "at", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="delays")
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    before = models.DateField()
    until = models.DateField()
    reason_code = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=models.F("before")), name="request_delay_is_later"),
            models.CheckConstraint(
                condition=Q(reason_code__in=list(rules.POSTPONED)), name="request_delay_has_a_reason"
            ),
        ]


class ListeningTicket(models.Model):
    """A numbered place in the queue of a centre: neither a name nor a reason. What is said there is not kept here."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "site", "on", "number", "at", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "site", "on", "number"], name="listening_ticket_number_once"
            ),
            models.UniqueConstraint(fields=["id", "organisation"], name="ticket_and_its_organisation"),
        ]


class RequestAnswer(models.Model):
    """The one end of a request. The database refuses an end that says nothing."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id", "request", "organisation", "kind", "reason_code", "contest", "words_erased_at", "ticket",
                "to_organisation", "to_site", "campaign", "list_code", "at", "by",
            ),
            "internal",
        ),
        "words": "restricted",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="answer")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    reason_code = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=1000, blank=True)  # the answer in plain words
    contest = models.CharField(max_length=500, blank=True)  # how to contest it
    words_erased_at = models.DateTimeField(null=True)
    ticket = models.OneToOneField(
        ListeningTicket, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    to_organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    to_site = models.ForeignKey(
        "network.Site", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    campaign = models.UUIDField(null=True)  # of a floor above: no foreign key
    list_code = models.CharField(max_length=12, blank=True)  # of the nomination
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="nomination", campaign__isnull=False, list_code__regex=SAYS_SOMETHING)
                | Q(kind="listening", ticket__isnull=False)
                | Q(kind="orientation", to_organisation__isnull=False, reason_code__in=list(rules.ORIENTED))
                | Q(
                    kind="reasoned",
                    reason_code__in=list(rules.REASONED),
                    words__regex=SAYS_SOMETHING,
                    contest__regex=SAYS_SOMETHING,
                )
                | Q(
                    kind="reasoned",
                    reason_code__in=list(rules.REASONED),
                    words="",
                    words_erased_at__isnull=False,
                    contest__regex=SAYS_SOMETHING,
                )
                | Q(kind="mistake", reason_code__in=list(rules.MISTAKEN)),
                name="request_answer_says_what_it_must",
            ),
            models.CheckConstraint(
                condition=Q(words_erased_at__isnull=True) | Q(words=""), name="answer_erased_has_no_words"
            ),
        ]
