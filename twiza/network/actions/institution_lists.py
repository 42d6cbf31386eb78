"""Taking a list of institutions into the register: what it says is claimed, nothing is repaired, twice changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.actions.counts import count_institution
from twiza.network.actions.figures import CellsToCorrect, NoSource
from twiza.network.actions.institutions import open_institution
from twiza.network.models import Institution, InstitutionFigure, Organisation, Place
from twiza.network.queries.institution_lists import list_beside_register
from twiza.network.rules.figures import Figure, Status
from twiza.network.rules.institution_lists import Fault, Match, Reading, Row
from twiza.network.rules.official_tables import OfficialTable
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NoInstitutions(DomainError):
    code = "network.no_institutions"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a list changed: institutions opened, figures written; rows left because several have the name."""

    opened: int
    figures: int
    left: int
    reading: Reading

    @property
    def changed(self) -> bool:
        return bool(self.opened or self.figures)


@transaction.atomic
def load_institutions(
    *,
    organisation: Organisation,
    category: str,
    table: OfficialTable,
    source: str,
    stated_on: date,
    place: Place | None = None,
    by: User,
    at: datetime,
) -> Loaded:
    """Take a previewed list into the register, all of it or nothing; the same list again changes nothing.

    A row of a new name opens an institution, which receives people since the first school year of the list at the
    latest; its capacity and people present are written as claimed, with the source and the school year. A row whose name
    several have is left to a person. A figure of a day for which the register says another stays out: both are reported.

    Raises:
        CellsToCorrect: a cell is not a number. NoInstitutions: no column of capacity or people present.
        NoSource, UnknownKind, NoPermission: as `open_institution`.
    """
    check(by, Permission.INSTITUTION_KEEP, organisation)
    check(by, Permission.INSTITUTION_COUNT, organisation)
    _check_list(table, source, stated_on, at)
    with connection.cursor() as cursor:  # two people with the same list: the second finds it done
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"network.list:{organisation.pk}"]
        )
    reading = list_beside_register(organisation, table, stated_on=stated_on)
    opened = figures = 0
    for row in reading.rows:
        if row.match == Match.AMBIGUOUS:
            continue
        institution = row.key
        if institution is None:
            institution = open_institution(
                organisation=organisation, category=category, name_ar=row.name_ar, name_fr=row.name_fr,
                place=place, opened_on=row.first_day, source=source, by=by, at=at,
            )  # fmt: skip
            opened += 1
        figures += _count(institution, organisation, row, source, by, at)
    if opened or figures:
        audit.record(
            type="network.institutions_loaded", organisation=organisation.pk, by=by, at=at, opened=opened,
            figures=figures, contradictions=len(reading.contradictions),
        )  # fmt: skip
    return Loaded(opened, figures, reading.count(Match.AMBIGUOUS), reading)


def _check_list(table: OfficialTable, source: str, stated_on: date, at: datetime) -> None:
    if table.problems:
        raise CellsToCorrect(
            _("%(count)s cells are not numbers. Correct them in the file first."), count=len(table.problems)
        )
    if not any(one.role in ("capacity", "present") for one in table.figures):
        raise NoInstitutions(
            _("No column says how many places or people there are. Name one “capacity” or “beneficiaries 2024/2025”.")
        )  # fmt: skip
    if any(
        value is not None and (value != value.to_integral_value() or value < 0)
        for line in table.lines
        for value in line.values
    ):
        raise NoInstitutions(_("People and places are counted in whole numbers. Correct the file first."))
    if not tidy(source):
        raise NoSource(_("Say where the entry comes from: a list, a letter, a visit."))
    if stated_on > timezone.localdate(at):
        raise NoInstitutions(_("The day of the list is still to come. Write the day that stands on it."))


def _count(
    institution: Institution, organisation: Organisation, row: Row, source: str, by: User, at: datetime
) -> int:
    """Write what a row claims and the register does not say yet; return how many figures."""
    stays = {one.column for one in row.contradictions if one.fault == Fault.FIGURE_DIFFERS}
    there = set(
        InstitutionFigure.objects.filter(institution=institution, sex="", age="").values_list(
            "subject", "on", "value"
        )
    )
    new = [
        one for one in row.claims if one.column not in stays and (one.subject, one.on, one.value) not in there
    ]
    for one in new:
        said = f"{tidy(source)} · {one.period}" if one.period else tidy(source)
        count_institution(
            institution=institution, organisation=organisation, subject=one.subject,
            figure=Figure(Decimal(one.value), Status.CLAIMED, source=said[:200]), on=one.on, by=by, at=at,
        )  # fmt: skip
    return len(new)
