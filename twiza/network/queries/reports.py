"""Reports, incidents and letters of an institution, and the bureaus of an association, as their readers see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import (
    AssociationBureau,
    IncidentNote,
    Institution,
    InstitutionIncident,
    InstitutionLetter,
    InstitutionReport,
    Licence,
    Organisation,
    RegimeVersion,
)
from twiza.network.queries.any_of import AnyOf
from twiza.network.queries.inspections import regime_of_visit
from twiza.network.queries.institutions import Line, lines_of
from twiza.network.rules.reports import Period, periods


class NoSuchReport(NotFound):
    code = "network.no_such_report"


@dataclass(frozen=True)
class ReportLine:
    """A period that is asked for and the report last sent of it. `state`: due, late, sent, returned, accepted."""

    period: Period
    report: InstitutionReport | None
    state: str


@dataclass(frozen=True)
class IncidentLine:
    """An incident and what became of it."""

    incident: InstitutionIncident
    notes: list[IncidentNote]
    closed: bool
    late: bool


def periods_asked(
    institution: Institution, *, today: date, regime: RegimeVersion | None = None
) -> list[Period]:
    """Return the periods whose report is asked for today, under the version of the law that holds."""
    regime = regime or regime_of_visit(institution, on=today)
    if regime is None or institution.opened_on is None:
        return []
    since = max(institution.opened_on, timezone.localdate(institution.created_at))
    return periods(regime.regime.reports, since=since, until=institution.closed_on, today=today)


def reports_of(institution: Institution, *, today: date) -> list[ReportLine]:
    """Return every period asked for with its report, the newest first."""
    return report_lines([institution], today=today)[institution.pk]


def report_lines(rows: Iterable[Institution], *, today: date) -> dict[UUID, list[ReportLine]]:
    """Return institution → its periods with their reports, the newest first."""
    rows = list(rows)
    ids = [one.pk for one in rows]
    newest: dict[tuple[UUID, str, date], InstitutionReport] = {}
    sent = InstitutionReport.objects.filter(AnyOf("institution_id", ids))
    for one in sent.select_related("verdict").order_by("number"):
        newest[one.institution_id, one.kind, one.period_end] = one
    found: dict[UUID, list[ReportLine]] = {}
    regimes: dict[Any, RegimeVersion | None] = {}
    laws = dict(
        Licence.objects.filter(AnyOf("institution_id", ids)).values_list("institution_id", "regime__code")
    )
    for row in rows:
        law = (row.organisation_id, laws.get(row.pk))
        if law not in regimes:
            regimes[law] = regime_of_visit(row, on=today)
        lines = []
        for period in reversed(periods_asked(row, today=today, regime=regimes[law])):
            report = newest.get((row.pk, period.kind, period.last))
            lines.append(ReportLine(period, report, _state(report, period, today)))
        found[row.pk] = lines
    return found


def _state(report: InstitutionReport | None, period: Period, today: date) -> str:
    if report is None:
        return "late" if today > period.due else "due"
    verdict = getattr(report, "verdict", None)
    if verdict is None:
        return "sent"
    return "accepted" if verdict.accepted else "returned"


def report_for(id: UUID) -> InstitutionReport:
    """Return a report. Raises NoSuchReport."""
    rows = InstitutionReport.objects.select_related(
        "institution__organisation", "institution__association", "verdict"
    )
    row = rows.filter(pk=id).first()
    if row is None:
        raise NoSuchReport(_("There is no such report."))
    return row


def incidents_of(institution: Institution, *, today: date) -> list[IncidentLine]:
    """Return the incidents of an institution, the newest first."""
    return _incidents(InstitutionIncident.objects.filter(institution=institution), today)


def incidents_open(ids: Collection[UUID], *, today: date) -> list[IncidentLine]:
    """Return the incidents of these institutions that are not closed, by their day."""
    rows = InstitutionIncident.objects.filter(AnyOf("institution_id", ids)).select_related("institution")
    lines = [one for one in _incidents(rows, today) if not one.closed]
    return sorted(lines, key=lambda one: one.incident.follow_up_on)


def _incidents(rows: Any, today: date) -> list[IncidentLine]:
    found = []
    for row in rows.prefetch_related("notes").order_by("-happened_on", "-declared_at"):
        notes = sorted(row.notes.all(), key=lambda one: one.written_at)
        closed = any(one.closes for one in notes)
        found.append(IncidentLine(row, notes, closed, not closed and not notes and row.follow_up_on < today))
    return found


def incident_for(id: UUID) -> InstitutionIncident:
    """Return an incident. Raises NoSuchReport."""
    row = InstitutionIncident.objects.select_related("institution__organisation").filter(pk=id).first()
    if row is None:
        raise NoSuchReport(_("There is no such incident."))
    return row


def facts_of_light(institution: Institution, light: str, *, today: date) -> dict[str, Any] | None:
    """Return the figures and days a letter about a light says, as they are today; None when it does not shine."""
    (line,) = lines_of([institution], {institution.organisation_id}, today=today)
    if light not in line.lights:
        return None
    return _facts(line, today)


def _facts(line: Line, today: date) -> dict[str, Any]:
    licence = line.licence
    return {
        "capacity": str(int(line.capacity.value)) if line.capacity else "",
        "present": str(int(line.present.value)) if line.present else "",
        "present_on": line.present_on.isoformat() if line.present_on else "",
        "licence_until": licence.valid_until.isoformat() if licence and licence.valid_until else "",
        "on": today.isoformat(),
    }


def letters_of(institution: Institution) -> dict[str, InstitutionLetter]:
    """Return light → the newest letter that went out about it, with its answer if one came."""
    rows = InstitutionLetter.objects.filter(institution=institution, direction="out")
    return {row.light: row for row in rows.select_related("reply", "delegation").order_by("year", "number")}


def letters_unanswered(bodies: Collection[UUID]) -> list[InstitutionLetter]:
    """Return the letters of these delegations that nobody answered, by the day of the answer; newer ones of one light replace older ones."""
    rows = InstitutionLetter.objects.filter(
        organisation_id__in=bodies, direction="out", institution__closed_on__isnull=True
    ).select_related("institution", "reply")
    newest: dict[tuple[UUID, str], InstitutionLetter] = {}
    for row in rows.order_by("year", "number"):
        newest[row.institution_id, row.light] = row
    waiting = [one for one in newest.values() if getattr(one, "reply", None) is None]
    return sorted(waiting, key=lambda one: one.answer_until or one.on)


def light_letter_for(id: UUID) -> InstitutionLetter:
    """Return a letter. Raises NoSuchReport."""
    rows = InstitutionLetter.objects.select_related(
        "institution__organisation", "institution__association", "organisation__parent", "delegation"
    )
    row = rows.filter(pk=id).first()
    if row is None:
        raise NoSuchReport(_("There is no such letter."))
    return row


def bureaus_of(organisation: Organisation) -> list[AssociationBureau]:
    """Return the bureaus of an association that the reader may see, the newest first."""
    return list(
        AssociationBureau.objects.filter(organisation=organisation).order_by("-assembly_on", "-written_at")
    )


def bureau_for(id: UUID) -> AssociationBureau:
    """Return a bureau. Raises NoSuchReport."""
    row = AssociationBureau.objects.select_related("organisation").filter(pk=id).first()
    if row is None:
        raise NoSuchReport(_("There is no such bureau."))
    return row


def bureau_waits(organisation_id: UUID) -> AssociationBureau | None:
    """Return the bureau that an assembly elected and whose receipt is not shown yet: until then nothing is signed."""
    return AssociationBureau.objects.filter(organisation_id=organisation_id, receipt_on__isnull=True).first()


def institutions_of_bodies(bodies: Collection[UUID], *, today: date) -> list[Line]:
    """Return the open institutions that these bodies keep or run, with their lights."""
    rows = Institution.objects.filter(closed_on__isnull=True).select_related("organisation", "association")
    found: dict[UUID, Institution] = {}
    for row in (*rows.filter(organisation_id__in=bodies), *rows.filter(association_id__in=bodies)):
        found[row.pk] = row
    return lines_of(found.values(), set(bodies), today=today)
