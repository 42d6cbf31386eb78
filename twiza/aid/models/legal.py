"""What the law wants of a campaign: its appeal, a declaration in each province, and demands for names. No person."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.aid.models.campaigns import Campaign
from twiza.aid.rules.demands import Asker
from twiza.aid.rules.legal import Basis, Exemption, Proof
from twiza.lib.ids import new_id

_NO_AUTHORISATION = Q(number="", issued_on__isnull=True, authority="", scope="")
_NO_RECEIPT = Q(number="", received_on__isnull=True)
_NO_DEPOSIT = Q(proof="", deposited_on__isnull=True, reference="")


class Appeal(models.Model):
    """An appeal to the generosity of the public, or why none is made: one that holds for each campaign.

    The database publishes none without an authorisation (number, day, authority, scope) or a recorded exemption.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "basis",
            "number",
            "issued_on",
            "authority",
            "scope",
            "exemption",
            "legal_basis",
            "urgent_asked_at",
            "recorded_at",
            "recorded_by",
            "published_at",
            "published_by",
            "ended_on",
            "report_reference",
            "reported_on",
            "replaced_at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    # empty while an urgent authorisation was asked for and is not there yet
    basis = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)
    authority = models.CharField(max_length=120, blank=True)
    scope = models.CharField(max_length=300, blank=True)
    exemption = models.CharField(
        max_length=20, blank=True, choices=[(one.value, one.value) for one in Exemption]
    )
    legal_basis = models.CharField(max_length=300, blank=True)
    urgent_asked_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_on = models.DateField(null=True)
    report_reference = models.CharField(max_length=60, blank=True)
    reported_on = models.DateField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(replaced_at__isnull=True), name="appeal_one_that_holds"
            ),
            models.CheckConstraint(
                condition=Q(basis="", exemption="", legal_basis="", urgent_asked_at__isnull=False)
                & _NO_AUTHORISATION
                | Q(basis=Basis.AUTHORISATION.value, issued_on__isnull=False, exemption="", legal_basis="")
                & ~Q(number="")
                & ~Q(authority="")
                & ~Q(scope="")
                | Q(basis=Basis.EXEMPTION.value) & ~Q(exemption="") & ~Q(legal_basis="") & _NO_AUTHORISATION,
                name="appeal_says_its_basis",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False) & ~Q(basis=""),
                name="appeal_published_with_a_basis",
            ),
            # whoever keeps to its own members and donors publishes nothing
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | ~Q(exemption=Exemption.MEMBERS_ONLY.value),
                name="appeal_to_members_is_not_public",
            ),
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True, report_reference="")
                | Q(reported_on__isnull=False, published_at__isnull=False) & ~Q(report_reference=""),
                name="appeal_reported_with_a_reference",
            ),
        ]


class Declaration(models.Model):
    """The declaration of a distribution in one province: a receipt, a proof of deposit signed by two, an exemption.

    Another one for the same province replaces it; what was written stays.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "province",
            "basis",
            "authority",
            "number",
            "received_on",
            "proof",
            "deposited_on",
            "reference",
            "starts_on",
            "ends_on",
            "exemption",
            "legal_basis",
            "recorded_at",
            "recorded_by",
            "signed_at",
            "signed_by",
            "replaced_at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey("network.Place", on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=20)
    authority = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=60, blank=True)
    received_on = models.DateField(null=True)
    proof = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Proof])
    deposited_on = models.DateField(null=True)
    # of the letter or of the record; the names of witnesses stay on their paper
    reference = models.CharField(max_length=120, blank=True)
    # the days that the paper says; an exemption says none
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    exemption = models.CharField(
        max_length=20, blank=True, choices=[(one.value, one.value) for one in Exemption]
    )
    legal_basis = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "province"],
                condition=Q(replaced_at__isnull=True),
                name="declaration_one_that_holds",
            ),
            models.CheckConstraint(
                condition=Q(
                    basis=Basis.RECEIPT.value, received_on__isnull=False, exemption="", legal_basis=""
                )
                & ~Q(number="")
                & ~Q(authority="")
                & _NO_DEPOSIT
                | Q(basis=Basis.DEPOSIT.value, deposited_on__isnull=False, exemption="", legal_basis="")
                & ~Q(proof="")
                & ~Q(reference="")
                & ~Q(authority="")
                & _NO_RECEIPT
                | Q(basis=Basis.EXEMPTION.value)
                & ~Q(exemption="")
                & ~Q(legal_basis="")
                & _NO_RECEIPT
                & _NO_DEPOSIT,
                name="declaration_says_its_basis",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")) & ~Q(basis=Basis.EXEMPTION.value),
                name="declaration_days_go_together",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False, basis=Basis.DEPOSIT.value)
                & ~Q(signed_by=F("recorded_by")),
                name="deposit_signed_by_another",
            ),
        ]


class NameDemand(models.Model):
    """Somebody asked for the names of people: who, on what basis, and what was replied. No name is in it or leaves by it.

    The reply is a choice of reasons and of papers without persons; free text would be a way out for a name.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "campaign",
            "number",
            "asker",
            "office",
            "basis",
            "written",
            "asked_on",
            "due_on",
            "recorded_at",
            "recorded_by",
            "reasons",
            "gives",
            "replied_at",
            "replied_by",
            "signed_at",
            "signed_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField()
    asker = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Asker])
    office = models.CharField(max_length=120)
    basis = models.CharField(max_length=300, blank=True)
    written = models.BooleanField()
    asked_on = models.DateField()
    due_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reasons = ArrayField(models.CharField(max_length=20), default=list)
    gives = ArrayField(models.CharField(max_length=20), default=list)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="demand_number_once"),
            models.CheckConstraint(condition=~Q(office=""), name="demand_says_the_office"),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, replied_by__isnull=True, reasons=[], gives=[])
                | Q(replied_at__isnull=False, replied_by__isnull=False, reasons__len__gt=0),
                name="demand_refused_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False, replied_at__isnull=False)
                & ~Q(signed_by=F("replied_by")),
                name="demand_signed_by_another",
            ),
        ]
