"""Who gives: written down, corrected, erased. The money stays when the name goes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.funding.models import Donor, Gift, Pledge
from twiza.funding.rules.gifts import CONTACTS, DonorKind, new_donor_code
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files


class NotADonor(DomainError):
    code = "funding.not_a_donor"


class DonorErased(DomainError):
    code = "funding.donor_erased"


@transaction.atomic
def write_donor(
    *,
    organisation: UUID,
    kind: str,
    name: str = "",
    phone: str = "",
    contact: str = "none",
    by: User,
    at: datetime,
) -> Donor:
    """Write down who gives. Whoever stays unnamed gets a code; a phone is kept only of who wants to be called.

    Raises:
        NotADonor: somebody who is named without a name.
    """
    check(by, Permission.DONORS_KEEP, organisation)
    donor = make_donor(organisation, kind, name, phone, contact, at)
    donor.save()
    _record("funding.donor_written", donor, by, at)
    return donor


def make_donor(organisation: UUID, kind: str, name: str, phone: str, contact: str, at: datetime) -> Donor:
    """Return a donor that is not saved yet, within what may be kept of one. Raises NotADonor."""
    name, unnamed = tidy(name), kind == DonorKind.ANONYMOUS
    if kind not in list(DonorKind) or contact not in CONTACTS or (not unnamed and not name):
        raise NotADonor(_("Give the name, or choose a benefactor who stays unnamed."))
    return Donor(
        organisation_id=organisation,
        code=new_donor_code(),
        kind=kind,
        name="" if unnamed else name,
        phone=phone if contact == "phone" else "",
        contact=contact,
        created_at=at,
    )


@transaction.atomic
def correct_donor(
    *, donor: Donor, kind: str, name: str, phone: str, contact: str, by: User, at: datetime
) -> Donor:
    """Write a donor anew; what is no longer said is gone.

    Raises:
        DonorErased: nothing is written of who was erased. NotADonor: as for a new one.
    """
    check(by, Permission.DONORS_KEEP, donor)
    donor = Donor.objects.select_for_update().get(pk=donor.pk)
    if donor.erased_at is not None:
        raise DonorErased(_("This donor was erased. Write a new one."))
    said = make_donor(donor.organisation_id, kind, name, phone, contact, at)
    for field in ("kind", "name", "phone", "contact"):
        setattr(donor, field, getattr(said, field))
    donor.save(update_fields=["kind", "name", "phone", "contact"])
    _record("funding.donor_corrected", donor, by, at)
    return donor


@transaction.atomic
def erase_donor(*, donor: Donor, reason_code: str, by: User, at: datetime) -> Donor:
    """Erase who a donor is, for good. Amounts, days and receipts stay, by the donor's code, as long as accounts are kept."""
    check(by, Permission.DONORS_KEEP, donor)
    _forget(donor.pk, at)
    donor.refresh_from_db()
    _record("funding.donor_erased", donor, by, at, reason_code)
    files.remember_erasure(kind="funding.donor", id=donor.pk, organisation=donor.organisation_id, at=at)
    return donor


def erase_donor_again(*, id: UUID, at: datetime) -> bool:
    """Erase a donor whom a restored backup brought back. Returns whether the name was there."""
    return _forget(id, at)


def _forget(id: UUID, at: datetime) -> bool:
    """The name, the phone, and what was said in free words of their gifts."""
    there = Donor.objects.filter(pk=id, erased_at__isnull=True).update(
        kind=DonorKind.ANONYMOUS, name="", phone="", contact="none", erased_at=at
    )
    for table in (Pledge, Gift):
        table.objects.filter(donor=id).exclude(words="").update(words="—")
    return bool(there)


def _record(type: str, donor: Donor, by: Any, at: datetime, reason_code: str = "") -> None:
    audit.record(
        type=type,
        target=donor,
        organisation=donor.organisation_id,
        by=by,
        at=at,
        reason_code=reason_code,
        code=donor.code,
        kind=donor.kind,
    )
