"""Which parties of a convention let their families be compared. The database asks again before it gives a row."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from twiza.network.models import Convention, Organisation, SharingSignature
from twiza.network.queries.conventions import standing_of
from twiza.network.rules.periods import Standing
from twiza.platform.accounts.permissions import Permission


@dataclass(frozen=True, slots=True)
class SharingLine:
    """One party and its signature: None when it has not signed, or when its signature holds no more."""

    organisation: Organisation
    signature: SharingSignature | None
    may_sign: bool  # the reader signs for it


def sharing_of(convention: Convention, user: Any, *, on: date) -> list[SharingLine]:
    """Return each party of a convention with its signature, and whether this person signs for it."""
    signed = {row.organisation_id: row for row in _live(on).filter(convention=convention)}
    parties = Organisation.objects.filter(pk__in=convention.parties)
    return [
        SharingLine(one, signed.get(one.pk), user.has_perm(Permission.MATCHING_AGREE, one.pk))
        for one in sorted(parties, key=lambda one: (convention.parties.index(one.pk), str(one)))
    ]


def agreements_of(organisation: UUID, *, on: date) -> list[Convention]:
    """Return the conventions in force under which an organisation signed for comparing families, latest first."""
    ids = _live(on).filter(organisation_id=organisation).values("convention")
    rows = Convention.objects.filter(pk__in=ids).order_by("-period__startswith", "-pk")
    return [row for row in rows if in_force(row, on=on)]


def in_force(convention: Convention, *, on: date) -> bool:
    """Say whether a convention was signed and holds on this day."""
    signed = convention.signed_on is not None and convention.signed_on <= on
    return signed and standing_of(convention, on=on) == Standing.NOW


def signed_parties(convention: Convention, *, on: date, among: Collection[UUID]) -> list[Organisation]:
    """Return the bodies of `among` whose families may be compared under this convention on this day."""
    if not in_force(convention, on=on):
        return []
    ids = _live(on).filter(convention=convention, organisation_id__in=among).values("organisation")
    return list(Organisation.objects.filter(pk__in=ids, protected=False).order_by("name_ar", "name_fr", "pk"))


def _live(on: date) -> Any:
    return SharingSignature.objects.filter(
        Q(holds_until__isnull=True) | Q(holds_until__gt=on), ended_at__isnull=True
    )
