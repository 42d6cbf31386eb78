"""Licences as the register publishes them, and the versions of what the law asks."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import Institution, Licence, LicenceFile, Organisation, RegimeVersion
from twiza.network.queries.any_of import AnyOf
from twiza.network.rules.licences import LIVE, WAITING, holds


class NoSuchLicence(NotFound):
    code = "network.no_such_licence"


class NoSuchRegime(NotFound):
    code = "network.no_such_regime"


def licences_now(institutions: Iterable[UUID]) -> dict[UUID, Licence]:
    """Return institution → its licence that is in force or suspended."""
    rows = Licence.objects.filter(AnyOf("institution_id", institutions), state__in=LIVE)
    return {row.institution_id: row for row in rows.prefetch_related("regime")}  # few regimes, each read once


def licences_known(association: UUID, *, to: UUID, on: date) -> set[str]:
    """Return how the open institutions of an association stand: "licensed", "pending" (received), "without".

    Args:
        to: who asks. Only the body that keeps the register knows what was received, hence who works without a licence.
    """
    rows = list(Institution.objects.filter(association_id=association, closed_on__isnull=True))
    licences = licences_now(one.pk for one in rows)
    received = set(
        LicenceFile.objects.filter(institution__in=rows, state__in=WAITING).values_list(
            "institution_id", flat=True
        )
    )
    found = set()
    for row in rows:
        licence = licences.get(row.pk)
        if licence and holds(licence.state, licence.valid_from, licence.valid_until, on=on):
            found.add("licensed")
        elif row.pk in received:
            found.add("pending")
        elif row.organisation_id == to and row.opened_on is not None and row.opened_on <= on:
            found.add("without")
    return found


def licence_for(id: UUID) -> Licence:
    """Return a licence of the register, which everybody may read. Raises NoSuchLicence."""
    row = Licence.objects.select_related("institution", "organisation", "regime").filter(pk=id).first()
    if row is None:
        raise NoSuchLicence(_("There is no such licence in the register."))
    return row


def regimes_for(organisation: Organisation | None, *, on: date) -> list[RegimeVersion]:
    """Return the version of each regime that holds for a delegation on a day: its own before the one given."""
    rows = RegimeVersion.objects.filter(
        Q(organisation=None) | Q(organisation=organisation), valid_from__lte=on
    ).order_by("code", "valid_from", "number")
    found: dict[str, RegimeVersion] = {}
    for row in sorted(rows, key=lambda one: (one.organisation_id is not None, one.valid_from, one.number)):
        found[row.code] = row
    return [found[code] for code in sorted(found)]


def regime_for(id: UUID) -> RegimeVersion:
    """Return a version of a regime, which everybody may read. Raises NoSuchRegime."""
    row = RegimeVersion.objects.filter(pk=id).first()
    if row is None:
        raise NoSuchRegime(_("There is no such version."))
    return row


def category_words() -> dict[str, str]:
    """Return the words of every category in the reader's language; the newest version of a regime decides."""
    place = 1 if get_language() == "ar" else 2
    rows = RegimeVersion.objects.order_by("valid_from", "number")
    return {line[0]: str(line[place]) for row in rows for line in row.content["categories"]}


def paper_words(organisation: Organisation) -> dict[str, str]:
    """Return the words of every paper that a version of this delegation asks for, in the reader's language."""
    place = 1 if get_language() == "ar" else 2
    rows = RegimeVersion.objects.filter(Q(organisation=None) | Q(organisation=organisation))
    return {
        line[0]: str(line[place])
        for row in rows.order_by("valid_from", "number")
        for line in row.content["papers"]
    }
