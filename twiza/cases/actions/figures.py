"""The numbers of a year, made from the tally: what could lead to somebody is taken out before they are kept."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.models import RoomFigures
from twiza.lib.errors import DomainError
from twiza.lib.publication import published
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NothingToMake(DomainError):
    code = "cases.nothing_to_make"


@transaction.atomic
def make_figures(*, organisation: UUID, year: int, by: Any, at: datetime) -> RoomFigures:
    """Make the numbers of a year, up to the end of the last month; small ones, and what tells of them, taken out.

    Raises:
        NothingToMake: no month of that year is over, or nothing changed since they were made last.
    """
    check(by, Permission.ROOM_FIGURES, organisation)
    today = timezone.localdate(at)
    until = min(today.replace(day=1), date(year + 1, 1, 1))
    if until <= date(year, 1, 1):
        raise NothingToMake(_("No month of this year is over: come back on the first day of the next month."))
    before = queries.figures_of(organisation, year)
    counts = queries.counts_of(organisation, since=date(year, 1, 1), until=until)
    earlier = [one.figures["cells"] for one in reversed(before)]
    partners = {
        id: (0, 0) for cells in earlier for id in rules.partners_in(cells)
    }  # of whom something was said
    partners |= queries.partner_counts(organisation, since=date(year, 1, 1), until=until)
    cells, sums = rules.cells_of_year(counts, partners)
    least = int(accounts.parameter_number("small_cell", on=today))
    shown: dict[str, int | None] = published(cells, sums, least, earlier)
    shown |= {name: counts.get(_cell(name), 0) for name in rules.NOT_PEOPLE}
    figures = {"cells": shown, "least": least}
    if before and (before[0].figures, before[0].until) == (figures, until):
        raise NothingToMake(_("Nothing changed since these numbers were made."))
    row = RoomFigures(
        organisation_id=organisation, year=year, number=len(before) + 1, until=until, figures=figures, at=at, by=by
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NothingToMake(_("Somebody made these numbers at this moment: look at them.")) from error
    audit.record(
        type="cases.figures_made", target=row, organisation=organisation, by=by, at=at, number=row.number
    )
    return row


def _cell(name: str) -> rules.Cell:
    table, code = name.split("/")
    return table, code
