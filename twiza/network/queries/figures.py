"""Published figures: of a site, of an organisation's tables, of a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import FigureTable, Organisation, Place, PublishedFigure, Site
from twiza.network.rules.figures import Light, TotalCheck, light


class NoSuchTable(NotFound):
    code = "network.no_such_table"


@dataclass(frozen=True, slots=True)
class Occupation:
    """How full a site is in one period."""

    period_label: str
    capacity: PublishedFigure | None
    present: PublishedFigure
    light: Light


def figures_of(organisation: Organisation) -> QuerySet[PublishedFigure]:
    """Return the figures an organisation wrote down one by one, newest first."""
    rows = PublishedFigure.objects.filter(organisation=organisation, table__isnull=True)
    return rows.select_related("place", "site").order_by("-created_at", "-pk")


def figures_in(place: Place) -> QuerySet[PublishedFigure]:
    """Return the figures said of a place that the reader may see."""
    return PublishedFigure.objects.filter(place=place, table__isnull=True).order_by("-created_at", "-pk")


def tables_of(organisation: Organisation) -> QuerySet[FigureTable]:
    """Return the published tables an organisation imported, newest first."""
    return FigureTable.objects.filter(organisation=organisation).order_by("-created_at")


def table_for(id: UUID) -> tuple[FigureTable, list[PublishedFigure], list[TotalCheck]]:
    """Return an imported table, its figures in the order of its lines, its totals checked. Raises NoSuchTable."""
    row = FigureTable.objects.select_related("organisation", "place").filter(pk=id).first()
    if row is None:
        raise NoSuchTable(_("There is no such table."))
    figures = PublishedFigure.objects.filter(table=row).select_related("site").order_by("line", "pk")
    checks = [
        TotalCheck(
            one["column"], Decimal(one["printed"]), Decimal(one["summed"]), one["rows"], one.get("line", 0)
        )
        for one in row.checks
    ]
    return row, list(figures), checks


def occupations_of(sites: Iterable[Site]) -> dict[UUID, list[Occupation]]:
    """Return for each site how full it is, period by period, with the capacity last said of it."""
    wanted = [site.pk for site in sites]
    rows = PublishedFigure.objects.filter(site_id__in=wanted, subject__in=["capacity", "present"])
    capacities: dict[UUID, PublishedFigure] = {}
    found: dict[UUID, list[Occupation]] = {pk: [] for pk in wanted}
    ordered = sorted(rows, key=lambda row: (row.created_at, row.period_label, str(row.pk)))
    for row in ordered:
        if row.subject == "capacity" and row.site_id:
            capacities[row.site_id] = row
    for row in ordered:
        if row.subject == "present" and row.site_id:
            capacity = capacities.get(row.site_id)
            lamp = light(capacity.value if capacity else None, row.value)
            found[row.site_id].append(Occupation(row.period_label, capacity, row, lamp))
    return found
