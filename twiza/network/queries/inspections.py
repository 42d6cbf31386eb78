"""Visits to institutions as both bodies read them: one visit, those of an institution, what is to be mended."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import (
    Inspection,
    InspectionAnswer,
    InspectionFinding,
    InspectionPhoto,
    Institution,
    RegimeVersion,
    Remedy,
    RemedyStep,
)
from twiza.network.queries.any_of import AnyOf
from twiza.network.queries.licences import licences_now, regimes_for
from twiza.network.rules.inspections import Score, Standing, VisitKind, score, stands
from twiza.network.rules.regimes import Item


class NoSuchVisit(NotFound):
    code = "network.no_such_visit"


@dataclass(frozen=True)
class RemedyLine:
    """One remedy, where it stands, and its steps."""

    remedy: Remedy
    standing: Standing
    steps: list[RemedyStep]
    late: bool


@dataclass(frozen=True)
class FindingLine:
    """A finding with what mends it."""

    finding: InspectionFinding
    remedies: list[RemedyLine]


@dataclass(frozen=True)
class VisitPage:
    """All that the page of a visit shows. `grid`: line, answer, words."""

    inspection: Inspection
    grid: list[tuple[Item, str, str]]
    score: Score
    findings: list[FindingLine]
    photos: list[InspectionPhoto]
    replies: list[InspectionAnswer]


@dataclass(frozen=True)
class VisitLine:
    """One visit in the list of an institution."""

    inspection: Inspection
    score: Score


def regime_of_visit(institution: Institution, *, on: date) -> RegimeVersion | None:
    """Return the version by whose grid one looks: of the licence's law, else of the newest law with a grid."""
    there = {one.code: one for one in regimes_for(institution.organisation, on=on) if one.regime.quality}
    licence = licences_now([institution.pk]).get(institution.pk)
    if licence is not None and licence.regime.code in there:
        return there[licence.regime.code]
    return max(there.values(), key=lambda one: one.valid_from, default=None)


def inspection_for(id: UUID) -> Inspection:
    """Return a visit; row security shows it to its delegation, and once signed to the association. Raises NoSuchVisit."""
    rows = Inspection.objects.select_related(
        "institution__organisation", "institution__association", "organisation", "regime", "leader"
    )
    row = rows.filter(pk=id).first()
    if row is None:
        raise NoSuchVisit(_("There is no such visit."))
    return row


def finding_for(id: UUID) -> InspectionFinding:
    """Return a finding. Raises NoSuchVisit."""
    rows = InspectionFinding.objects.select_related(
        "inspection__institution__organisation", "inspection__regime"
    )
    row = rows.filter(pk=id).first()
    if row is None:
        raise NoSuchVisit(_("There is no such finding."))
    return row


def remedy_for(id: UUID) -> Remedy:
    """Return a remedy. Raises NoSuchVisit."""
    row = Remedy.objects.select_related("institution__organisation", "finding").filter(pk=id).first()
    if row is None:
        raise NoSuchVisit(_("There is no such remedy."))
    return row


def page_of_visit(inspection: Inspection, *, today: date) -> VisitPage:
    """Return all that the page of a visit shows."""
    grid = inspection.regime.regime.quality
    remedies: dict[UUID, list[RemedyLine]] = defaultdict(list)
    for line in _lines(Remedy.objects.filter(inspection=inspection).order_by("due_on", "pk"), today):
        remedies[line.remedy.finding_id].append(line)
    rank = {"danger": 0, "serious": 1, "remark": 2}
    findings = sorted(inspection.findings.all(), key=lambda one: (rank[one.severity], one.written_at))
    return VisitPage(
        inspection,
        [(line, *inspection.answers.get(line.code, ["", ""])) for line in grid],
        score(grid, inspection.answers),
        [FindingLine(one, remedies[one.pk]) for one in findings],
        list(inspection.photos.order_by("kept_at")),
        list(inspection.replies.order_by("written_at")),
    )


def visits_of(institution: Institution) -> list[VisitLine]:
    """Return the visits of an institution that the reader may see, the newest first."""
    rows = Inspection.objects.filter(institution=institution).select_related("regime", "leader")
    return [
        VisitLine(row, score(row.regime.regime.quality, row.answers))
        for row in rows.order_by("-planned_on", "-pk")
    ]


def quality_of(institution: Institution) -> list[tuple[date, Score]]:
    """Return how an institution stood at each signed quality visit: its day, points met of points asked, in time.

    For reports of grants whose objective is quality (003-29). One institution over time, never against another.
    """
    rows = Inspection.objects.filter(
        institution=institution, kind=VisitKind.QUALITY, signed_at__isnull=False, visited_on__isnull=False
    ).select_related("regime")
    found = [
        (row.visited_on, score(row.regime.regime.quality, row.answers))
        for row in rows.order_by("visited_on", "signed_at")
    ]
    return [(day, points) for day, points in found if day is not None]


def remedies_open(bodies: Collection[UUID], *, today: date) -> list[RemedyLine]:
    """Return what is still to be done or looked at in the institutions of these bodies, by day."""
    rows = Remedy.objects.filter(
        Q(institution__organisation_id__in=bodies) | Q(institution__association_id__in=bodies),
        institution__closed_on__isnull=True,
    )
    lines = _lines(rows.select_related("institution", "inspection").order_by("due_on", "pk"), today)
    return [one for one in lines if one.standing.last != "accepted"]


def remedies_due(ids: Iterable[UUID]) -> dict[UUID, date]:
    """Return institution → the first day by which something is still to be done there."""
    found: dict[UUID, date] = {}
    rows = Remedy.objects.filter(AnyOf("institution_id", ids))
    for line in _lines(rows, date.max):
        if line.standing.is_open:
            key = line.remedy.institution_id
            found[key] = min(found.get(key, date.max), line.standing.due_on)
    return found


def _lines(rows: Iterable[Remedy], today: date) -> list[RemedyLine]:
    rows = list(rows)
    steps: dict[UUID, list[RemedyStep]] = defaultdict(list)
    written = RemedyStep.objects.filter(AnyOf("remedy_id", [one.pk for one in rows])).select_related("visit")
    for step in written.order_by("written_at", "pk"):
        steps[step.remedy_id].append(step)
    found = []
    for row in rows:
        standing = stands(row.due_on, [(one.step, one.due_on) for one in steps[row.pk]])
        found.append(RemedyLine(row, standing, steps[row.pk], standing.is_late(today=today)))
    return found
