"""Conventions between organisations, for their parties."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import (
    Convention,
    ConventionAmendment,
    ConventionCommitment,
    ConventionParty,
    Organisation,
)
from twiza.network.rules.periods import Standing, standing


class NoSuchConvention(NotFound):
    code = "network.no_such_convention"


@dataclass(frozen=True, slots=True)
class ConventionFile:
    """A convention with all that was written in it."""

    convention: Convention
    parties: list[ConventionParty]
    commitments: list[ConventionCommitment]
    amendments: list[ConventionAmendment]
    standing: Standing


def convention_for(id: UUID, *, on: date) -> ConventionFile:
    """Return a convention one is a party of. Raises NoSuchConvention."""
    row = Convention.objects.select_related("organisation").filter(pk=id).first()
    if row is None:
        raise NoSuchConvention(_("There is no such convention."))
    parties = ConventionParty.objects.filter(convention=row).select_related("organisation")
    commitments = ConventionCommitment.objects.filter(convention=row).select_related("organisation")
    return ConventionFile(
        row,
        list(parties.order_by("role", "pk")),
        list(commitments.order_by("due_on", "pk")),
        list(ConventionAmendment.objects.filter(convention=row).order_by("number")),
        standing_of(row, on=on),
    )


def conventions_of(organisation: Organisation, *, on: date) -> list[tuple[Convention, Standing]]:
    """Return the conventions of an organisation that the reader may see, latest first."""
    rows: QuerySet[Convention] = Convention.objects.filter(parties__contains=[organisation.pk])
    return [(row, standing_of(row, on=on)) for row in rows.order_by("-period__startswith", "-pk")]


def standing_of(convention: Convention, *, on: date) -> Standing:
    """Return whether a convention runs, is to come, or is over."""
    if convention.ended_on is not None and convention.ended_on <= on:
        return Standing.OVER
    return standing(convention.period.lower, convention.period.upper, on=on)


def ending_soon(organisations: list[Organisation], *, on: date, days: int) -> list[Convention]:
    """Return the running conventions of these organisations whose last day comes within so many days."""
    ids = [one.pk for one in organisations]
    rows = Convention.objects.filter(
        parties__overlap=ids,
        ended_on__isnull=True,
        period__contains=on,
        period__endswith__lte=on + timedelta(days=days),
    )
    return list(rows.order_by("period__endswith"))
