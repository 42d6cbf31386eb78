"""Letting families be compared with those of the other parties of a convention, and taking it back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.network import queries
from twiza.network.actions.conventions import NotAParty
from twiza.network.models import Convention, Organisation, SharingSignature
from twiza.network.rules.periods import Standing
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class CannotShare(DomainError):
    """This organisation cannot sign, or this convention cannot be signed, for comparing families."""

    code = "network.cannot_share"


@transaction.atomic
def sign_sharing(
    *, convention: Convention, organisation: Organisation, by: User, at: datetime
) -> SharingSignature:
    """Sign, for one party, that its families may be compared with those of the others in campaigns they share.

    It holds to the end of the convention as it stands today, and only with parties that signed too.

    Raises:
        NotAParty: the organisation is none of the parties.
        CannotShare: it is a protected service, the convention is over or not signed, or it signed already.
        NoPermission: `by` does not sign for `organisation`.
    """
    check(by, Permission.MATCHING_AGREE, organisation)
    convention = _locked(convention, organisation)
    if not queries.is_open_to_matching(organisation.pk):
        raise CannotShare(
            _("Families of a protected service are never compared with those of others, whoever signs.")
        )
    today = timezone.localdate(at)
    if convention.signed_on is None or convention.signed_on > today:
        raise CannotShare(_("This convention has no day of signature yet: it allows nothing."))
    if queries.standing_of(convention, on=today) == Standing.OVER:
        raise CannotShare(_("This convention is over: it allows nothing."))
    if SharingSignature.objects.filter(
        convention=convention, organisation=organisation, ended_at__isnull=True
    ).exists():
        raise CannotShare(_("Your organisation has signed this already."))
    signature = SharingSignature.objects.create(
        convention=convention,
        organisation=organisation,
        holds_until=convention.period.upper,
        signed_by=by,
        signed_at=at,
    )
    _record("network.sharing_signed", convention, organisation, by, at)
    return signature


@transaction.atomic
def end_sharing(*, convention: Convention, organisation: Organisation, by: User, at: datetime) -> None:
    """Take the signature of one party back: from now on its families are compared with nobody's.

    Raises:
        NotAParty: the organisation is none of the parties.
        CannotShare: it has not signed.
        NoPermission: `by` does not sign for `organisation`.
    """
    check(by, Permission.MATCHING_AGREE, organisation)
    convention = _locked(convention, organisation)
    ended = SharingSignature.objects.filter(
        convention=convention, organisation=organisation, ended_at__isnull=True
    ).update(ended_at=at, ended_by=by)
    if not ended:
        raise CannotShare(_("Your organisation has not signed this."))
    _record("network.sharing_ended", convention, organisation, by, at)


def _locked(convention: Convention, organisation: Organisation) -> Convention:
    convention = Convention.objects.select_for_update().get(pk=convention.pk)
    if organisation.pk not in convention.parties:
        raise NotAParty(_("Your organisation is not a party of this convention."))
    return convention


def _record(type: str, convention: Convention, organisation: Organisation, by: User, at: datetime) -> None:
    audit.record(
        type=type, target=convention, organisation=organisation.pk, by=by, at=at, beside=convention.parties
    )
