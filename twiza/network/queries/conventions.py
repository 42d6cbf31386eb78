"""Conventions between organisations, for their parties."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Func, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import (
    Convention,
    ConventionAmendment,
    ConventionCommitment,
    ConventionParty,
    Organisation,
)
from twiza.network.queries.any_of import AnyOf
from twiza.network.rules.deliveries import ALERTS
from twiza.network.rules.periods import Standing, standing

_LATEST = ("-period__startswith", "-pk")


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


@dataclass(frozen=True, slots=True)
class Agreement:
    """A convention in a list: where it stands, its parties, and the days left when it ends within 90."""

    convention: Convention
    standing: Standing
    bodies: list[Organisation]
    days_left: int | None


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


def bodies_of_conventions(organisations: list[Organisation]) -> list[Organisation]:
    """Return every body that is or was a party of a convention of these, themselves too."""
    rows = Convention.objects.filter(parties__overlap=[one.pk for one in organisations])
    bodies = (
        rows.annotate(body=Func(F("parties"), function="unnest")).values_list("body", flat=True).distinct()
    )
    return sorted(Organisation.objects.filter(pk__in=list(bodies)), key=str)


def agreements_grouped(
    organisations: list[Organisation], *, party: UUID | None = None, on: date, most_over: int | None = None
) -> dict[str, list[Agreement]]:
    """Return the conventions of these bodies by where they stand: ending within 90 days, now, to come, over.

    Args:
        party: only those to which this body is a party too.
        most_over: so many of those that are over, latest first; None for all.
    """
    rows, over = _running_and_over(organisations, party=party, on=on)
    found = [*rows.order_by(*_LATEST), *over.order_by(*_LATEST)[:most_over]]
    groups: dict[str, list[Agreement]] = {"ending": [], "now": [], "to_come": [], "over": []}
    for one in _agreements(found, on):
        groups["ending" if one.days_left is not None else str(one.standing)].append(one)
    groups["ending"].sort(key=lambda one: one.days_left or 0)
    return groups


def agreements_in(
    group: str,
    organisations: list[Organisation],
    *,
    party: UUID | None,
    on: date,
    after: UUID | None,
    size: int,
) -> list[Agreement]:
    """Return the conventions of one group behind the last that was shown, in the order of `agreements_grouped`."""
    if group != "over":
        rows = agreements_grouped(organisations, party=party, on=on, most_over=0)[group]
        places = {one.convention.pk: place for place, one in enumerate(rows, start=1)}
        first = places.get(after, 0) if after else 0
        return rows[first : first + size]
    _running, over = _running_and_over(organisations, party=party, on=on)
    last = Convention.objects.filter(pk=after).first() if after else None
    if last is not None:
        begun = last.period.lower
        over = over.filter(Q(period__startswith__lt=begun) | Q(period__startswith=begun, pk__lt=last.pk))
    return _agreements(list(over.order_by(*_LATEST)[:size]), on)


def _agreements(found: list[Convention], on: date) -> list[Agreement]:
    bodies: dict[UUID, list[Organisation]] = defaultdict(list)
    parties = ConventionParty.objects.filter(AnyOf("convention_id", [one.pk for one in found]))
    for one in parties.select_related("organisation").order_by("role", "pk"):
        if one.organisation not in bodies[one.convention_id]:
            bodies[one.convention_id].append(one.organisation)
    lines = []
    for row in found:
        stands = standing_of(row, on=on)
        left = (row.period.upper - on).days - 1 if row.period.upper is not None else None
        ending = stands is Standing.NOW and left is not None and left <= ALERTS[0]
        lines.append(Agreement(row, stands, bodies[row.pk], left if ending else None))
    return lines


def agreements_over(organisations: list[Organisation], *, party: UUID | None = None, on: date) -> int:
    """Return how many conventions of these bodies are over."""
    return _running_and_over(organisations, party=party, on=on)[1].count()


def _running_and_over(
    organisations: list[Organisation], *, party: UUID | None, on: date
) -> tuple[QuerySet[Convention], QuerySet[Convention]]:
    rows = Convention.objects.filter(parties__overlap=[one.pk for one in organisations])
    if party is not None:
        rows = rows.filter(parties__contains=[party])
    ended = Q(ended_on__isnull=False, ended_on__lte=on)
    past = Q(period__endswith__isnull=False, period__endswith__lte=on)
    return rows.exclude(ended).exclude(past), rows.filter(ended | past)


def standing_of(convention: Convention, *, on: date) -> Standing:
    """Return whether a convention runs, is to come, or is over."""
    if convention.ended_on is not None and convention.ended_on <= on:
        return Standing.OVER
    return standing(convention.period.lower, convention.period.upper, on=on)


def ending_soon(organisations: list[Organisation], *, on: date, days: int) -> list[Convention]:
    """Return the running conventions of these organisations whose last day comes within so many days: title and days."""
    ids = [one.pk for one in organisations]
    rows = Convention.objects.filter(
        parties__overlap=ids,
        ended_on__isnull=True,
        period__contains=on,
        period__endswith__lte=on + timedelta(days=days),
    )
    return list(rows.only("title", "period", "ended_on").order_by("period__endswith"))
