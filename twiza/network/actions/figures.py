"""Writing down published figures, one by one or from a table."""

from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.models import FigureTable, Organisation, Place, PublishedFigure, Site
from twiza.network.rules.figures import Figure
from twiza.network.rules.official_tables import OfficialTable
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NoSource(DomainError):
    code = "network.no_source"


class CellsToCorrect(DomainError):
    code = "network.cells_to_correct"


@transaction.atomic
def state_figure(
    *,
    organisation: Organisation,
    subject: str,
    figure: Figure,
    stated_on: date | None = None,
    place: Place | None = None,
    site: Site | None = None,
    period_label: str = "",
    by: User,
    at: datetime,
) -> PublishedFigure:
    """Write down a figure with its source and its status; `stated_on` None: the day is not known.

    Raises:
        NoSource: nobody is named who says it.
        NoPermission: `by` may not edit `organisation`.
    """
    check(by, Permission.ORGANISATION_EDIT, organisation)
    if not tidy(figure.source):
        raise NoSource(_("Say where the figure comes from."))
    row = PublishedFigure.objects.create(
        organisation=organisation,
        subject=subject,
        period_label=period_label,
        value=figure.value,
        at_least=figure.at_least,
        status=figure.status.value,
        source=tidy(figure.source),
        stated_on=stated_on,
        place=place,
        site=site,
        created_at=at,
    )
    audit.record(
        type="network.figure_stated",
        target=row,
        organisation=organisation.pk,
        by=by,
        at=at,
        subject=subject,
        status=figure.status.value,
    )
    return row


@transaction.atomic
def accept_table(
    *,
    organisation: Organisation,
    title: str,
    source: str,
    table: OfficialTable,
    stated_on: date | None = None,
    place: Place | None = None,
    sites_of_kind: str = "",
    by: User,
    at: datetime,
) -> FigureTable:
    """Write a previewed table down, all of it or nothing; the same table twice changes nothing.

    Args:
        sites_of_kind: when each row is an institution, the kind of site its row makes (a key of SITES);
            figures then hang on the site, and a site of that name here is used again.

    Raises:
        CellsToCorrect: a cell is not a number.
        NoSource: nobody is named who says it.
        NoPermission: `by` may not edit `organisation`.
    """
    check(by, Permission.ORGANISATION_EDIT, organisation)
    if table.problems:
        raise CellsToCorrect(
            _("%(count)s cells are not numbers. Correct them in the file first."), count=len(table.problems)
        )
    if not tidy(source):
        raise NoSource(_("Say where the figure comes from."))
    mark = fingerprint(table)
    known = FigureTable.objects.filter(organisation=organisation, fingerprint=mark).first()
    if known:
        return known
    row = FigureTable.objects.create(
        organisation=organisation,
        title=tidy(title),
        source=tidy(source),
        stated_on=stated_on,
        place=place,
        checks=[
            {"column": one.column, "printed": str(one.printed), "summed": str(one.summed), "rows": one.rows}
            for one in table.checks
        ]
        + [
            {
                "column": one.column,
                "printed": str(one.printed),
                "summed": str(one.summed),
                "rows": one.rows,
                "line": one.line,
            }
            for one in table.parts
        ],
        fingerprint=mark,
        created_at=at,
    )
    sites = _sites(organisation, table, sites_of_kind, source, at) if sites_of_kind else {}
    PublishedFigure.objects.bulk_create(_figures(row, table, sites))
    audit.record(
        type="network.figures_imported",
        target=row,
        organisation=organisation.pk,
        by=by,
        at=at,
        lines=len(table.lines),
        wrong_totals=sum(1 for one in table.checks if not one.agrees),
    )
    return row


def fingerprint(table: OfficialTable) -> str:
    """Return what tells one table from another: its names and values, in order."""
    rows = [
        [line.name_ar, line.name_fr, *("" if value is None else str(value) for value in line.values)]
        for line in table.lines
    ]
    headers = [column.header for column in table.figures]
    return sha256("\n".join("\t".join(row) for row in [headers, *rows]).encode()).hexdigest()


def _figures(row: FigureTable, table: OfficialTable, sites: dict[int, Site]) -> list[PublishedFigure]:
    return [
        PublishedFigure(
            organisation_id=row.organisation_id,
            table=row,
            line=line.number,
            label=(line.name_ar or line.name_fr)[:200],
            subject=column.role if column.role in ("capacity", "present") else column.header[:120],
            period_label=column.period,
            value=value,
            status="claimed",
            source=row.source,
            stated_on=row.stated_on,
            place_id=row.place_id,
            site=sites.get(line.number),
            created_at=row.created_at,
        )
        for line in table.lines
        for column, value in zip(table.figures, line.values, strict=True)
        if isinstance(value, Decimal)
    ]


def _sites(
    organisation: Organisation, table: OfficialTable, kind: str, source: str, at: datetime
) -> dict[int, Site]:
    found: dict[int, Site] = {}
    for line in table.lines:
        site, _made = Site.objects.get_or_create(
            organisation=organisation,
            name_ar=line.name_ar,
            name_fr=line.name_fr,
            defaults={"kind": kind, "source": tidy(source), "created_at": at},
        )
        found[line.number] = site
    return found
