"""The life of an institution after its licence, for its page: visits, reports, incidents, letters."""

from dataclasses import dataclass
from datetime import date

from twiza.network.models import Institution, InstitutionLetter
from twiza.network.queries.inspections import VisitLine, visits_of
from twiza.network.queries.reports import IncidentLine, ReportLine, incidents_of, letters_of, reports_of


@dataclass(frozen=True)
class Life:
    """What happened to an institution, for a reader of its two bodies. `letters`: light → its newest letter."""

    visits: list[VisitLine]
    reports: list[ReportLine]
    incidents: list[IncidentLine]
    letters: dict[str, InstitutionLetter]


def life_of(institution: Institution, *, today: date) -> Life:
    """Return what the page of an institution shows of its life."""
    return Life(
        visits_of(institution),
        reports_of(institution, today=today),
        incidents_of(institution, today=today),
        letters_of(institution),
    )
