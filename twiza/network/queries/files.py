"""Licence files as the delegation and the association read them: the pipeline, one file, its clock, its letters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import (
    ClosurePlan,
    Institution,
    InstitutionPaper,
    LicenceDecision,
    LicenceFile,
    LicenceMail,
    LicenceMeasure,
    LicenceOpinion,
    LicencePause,
    LicenceVisit,
    RelocationPlace,
    SignatureDelegation,
)
from twiza.network.rules.licences import (
    DECIDED,
    WAITING,
    Clock,
    FileKind,
    FileState,
    Pause,
    clock,
    due_on,
    paper_holds,
)
from twiza.network.rules.regimes import Item, Regime


class NoSuchFile(NotFound):
    code = "network.no_such_file"


class NoSuchMeasure(NotFound):
    code = "network.no_such_measure"


class NoSuchPlan(NotFound):
    code = "network.no_such_plan"


@dataclass(frozen=True)
class FileLine:
    """One file in the pipeline: `clock` once it runs, `waits` while it stands."""

    file: LicenceFile
    clock: Clock | None
    waits: LicencePause | None


@dataclass(frozen=True)
class PaperLine:
    """One line of the complete list: the paper the law asks for, and what is kept of it."""

    item: Item
    paper: InstitutionPaper | None
    holds: bool


@dataclass(frozen=True)
class FilePage:
    """All that the page of a file shows."""

    line: FileLine
    regime: Regime
    papers: list[PaperLine]
    pauses: list[LicencePause]
    visits: list[LicenceVisit]
    opinions: list[LicenceOpinion]
    measures: list[LicenceMeasure]
    decision: LicenceDecision | None
    mails: list[LicenceMail]
    earlier: int  # files filed before it that wait still

    @property
    def missing(self) -> list[Item]:
        return [one.item for one in self.papers if not one.holds]

    @property
    def bodies_to_speak(self) -> list[Item]:
        spoken = {one.body for one in self.opinions}
        return [one for one in self.regime.bodies if one.code not in spoken]


@cache
def _closed_days() -> Any:
    return import_string(settings.CLOSED_DAYS)


def clock_of(file: LicenceFile, pauses: Collection[LicencePause], *, today: date) -> Clock | None:
    """Return where the delay of a file stands; None before it is filed. A decided one stands as on its day."""
    if file.filed_on is None:
        return None
    regime = file.regime.regime
    return clock(
        file.filed_on,
        regime.days,
        [Pause(one.first, one.until) for one in pauses],
        today=file.decided_on or today,
        working=regime.working,
        closed=_closed_days()() if regime.working else (),
    )


def first_due(file: LicenceFile) -> date | None:
    """Return the last day to decide as it was on the day of filing: what the receipt says."""
    if file.filed_on is None:
        return None
    regime = file.regime.regime
    closed = _closed_days()() if regime.working else ()
    return due_on(file.filed_on, regime.days, (), working=regime.working, closed=closed)


def files_waiting(
    bodies: Collection[UUID],
    *,
    today: date,
    decided: bool = False,
    after: UUID | None = None,
    size: int | None = None,
) -> list[FileLine]:
    """Return the files of these bodies: filed ones in their order of arrival, then those not filed yet.

    Args:
        after: the last one that was shown: those behind it. size: how many at most; None: all.
    """
    rows = LicenceFile.objects.filter(Q(organisation_id__in=bodies) | Q(association_id__in=bodies))
    rows = rows.filter(state__in=DECIDED) if decided else rows.exclude(state__in=DECIDED)
    rows = rows.select_related("institution", "association", "institution__place")
    last = LicenceFile.objects.filter(pk=after).first() if after else None
    if last is not None:
        rows = rows.filter(_behind(last))
    ordered = list(rows.prefetch_related("pauses", "regime").order_by("arrival", "opened_at", "pk")[:size])
    return [_line(file, list(file.pauses.all()), today) for file in ordered]


def _behind(last: LicenceFile) -> Q:
    """What stands behind a file in the order of arrival; those that were not filed yet are the last."""
    same = Q(arrival=last.arrival) if last.arrival is not None else Q(arrival__isnull=True)
    behind = same & (Q(opened_at__gt=last.opened_at) | Q(opened_at=last.opened_at, pk__gt=last.pk))
    return behind if last.arrival is None else behind | Q(arrival__gt=last.arrival) | Q(arrival__isnull=True)


def file_for(id: UUID) -> LicenceFile:
    """Return a file; row security shows it to its delegation and its association. Raises NoSuchFile."""
    rows = LicenceFile.objects.select_related("institution", "organisation", "association", "regime")
    row = rows.filter(pk=id).first()
    if row is None:
        raise NoSuchFile(_("There is no such licence file."))
    return row


def page_of_file(file: LicenceFile, *, today: date) -> FilePage:
    """Return all that the page of a file shows."""
    regime = file.regime.regime
    pauses = list(file.pauses.order_by("first"))
    newest = {
        one.code: one
        for one in InstitutionPaper.objects.filter(institution=file.institution)
        .order_by("code", "-written_at", "-pk")
        .distinct("code")
    }
    papers = [
        PaperLine(item, newest.get(item.code), _holds(newest.get(item.code), item, today))
        for item in regime.papers
    ]
    return FilePage(
        _line(file, pauses, today),
        regime,
        papers,
        pauses,
        list(file.visits.order_by("on", "pk")),
        list(file.opinions.order_by("given_on", "pk")),
        list(file.measures.order_by("due_on", "pk")),
        LicenceDecision.objects.filter(file=file).select_related("licence", "delegation").first(),
        list(file.mails.order_by("year", "direction", "number")),
        earlier_waiting(file).count(),
    )


def earlier_waiting(file: LicenceFile) -> QuerySet[LicenceFile]:
    """Return the files filed before this one that wait for a decision while their clock runs; declarations wait for none."""
    if file.arrival is None:
        return LicenceFile.objects.none()
    standing = LicencePause.objects.filter(file=OuterRef("pk"), until__isnull=True)
    rows = LicenceFile.objects.filter(
        organisation_id=file.organisation_id, state__in=WAITING, arrival__lt=file.arrival
    )
    return rows.exclude(kind=FileKind.OFF_PREMISES).exclude(Exists(standing))


def files_of_institution(institution: Institution) -> list[LicenceFile]:
    """Return the files of an institution that the reader may see, newest first."""
    return list(LicenceFile.objects.filter(institution=institution).order_by("-opened_at"))


def measure_for(id: UUID) -> LicenceMeasure:
    """Return a measure that protects residents. Raises NoSuchMeasure."""
    row = LicenceMeasure.objects.select_related("file__institution").filter(pk=id).first()
    if row is None:
        raise NoSuchMeasure(_("There is no such measure."))
    return row


def closure_of(institution: Institution) -> tuple[ClosurePlan, list[RelocationPlace]] | None:
    """Return the plan of closing an institution with its places; None when there is none."""
    plan = ClosurePlan.objects.filter(institution=institution).first()
    return (plan, list(plan.places.order_by("number"))) if plan else None


def closing_for(institution: Institution) -> tuple[ClosurePlan, list[RelocationPlace]]:
    """Return the plan of closing an institution that is still open. Raises NoSuchPlan."""
    found = closure_of(institution)
    if found is None or institution.closed_on is not None:
        raise NoSuchPlan(_("No closing is planned here."))
    return found


def relocation_for(id: UUID) -> RelocationPlace:
    """Return the place of one resident. Raises NoSuchPlan."""
    row = RelocationPlace.objects.select_related("institution").filter(pk=id).first()
    if row is None:
        raise NoSuchPlan(_("There is no such place."))
    return row


def signatures_of(organisation_ids: Collection[UUID], *, on: date) -> list[SignatureDelegation]:
    """Return who signs for the delegate on a day and later."""
    rows = SignatureDelegation.objects.filter(organisation_id__in=organisation_ids, last_day__gte=on)
    return list(rows.select_related("user").order_by("starts_on"))


def _holds(paper: InstitutionPaper | None, item: Item, today: date) -> bool:
    return paper is not None and paper_holds(paper.issued_on, paper.expires_on, item.number, on=today)


def _line(file: LicenceFile, pauses: list[LicencePause], today: date) -> FileLine:
    waits = next((one for one in pauses if one.until is None), None)
    declared = file.state == FileState.RECEIPTED and file.regime.regime.by_declaration
    return FileLine(file, None if declared else clock_of(file, pauses, today=today), waits)
