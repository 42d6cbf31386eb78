"""Looking projects of works up: the list with its sums by partner, one project whole, what was tried at a place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twiza.funding.models import (
    WorksItem,
    WorksPayment,
    WorksPlan,
    WorksProgramme,
    WorksProject,
    WorksReserve,
    WorksShare,
    WorksStep,
)
from twiza.funding.queries.books import NoSuchThing
from twiza.funding.rules.works import (
    PHASES,
    PROGRAMMES,
    Phase,
    PhaseLine,
    next_phase,
    percents,
    progress,
    timeline,
)
from twiza.lib.errors import NotFound
from twiza.network import queries as network
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission

PAGE = 200
NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One partner of a project: what it promised, what it paid, its part in percent. None as share: not financed yet."""

    share: WorksShare | None
    amount: Decimal
    paid: Decimal
    percent: Decimal
    payments: list[WorksPayment]

    @property
    def left(self) -> Decimal:
        return self.amount - self.paid


@dataclass(frozen=True, slots=True)
class WorksLine:
    """A project in a list. `late_days`: of the next phase, counted from the day it is planned for."""

    project: WorksProject
    promised: Decimal
    paid: Decimal
    next_phase: Phase | None
    planned_on: date | None
    late_days: int
    progress: int


@dataclass(frozen=True, slots=True)
class PartnerSum:
    """What one body promised and paid in all the projects of a list; named bodies count by their name."""

    partner: Any
    name: str
    projects: int
    promised: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True)
class WorksFile:
    """A project with all that hangs on it."""

    project: WorksProject
    shares: list[ShareLine]
    steps: list[WorksStep]
    timeline: list[PhaseLine]
    plans: list[WorksPlan]
    reserves: list[WorksReserve]
    items: list[WorksItem]
    next_phase: Phase | None
    progress: int
    steps_in_all: int

    @property
    def paid(self) -> Decimal:
        return sum((one.paid for one in self.shares), NONE)

    @property
    def open_reserves(self) -> int:
        return sum(1 for one in self.reserves if one.lifted_on is None)


def programmes_of(organisation: UUID) -> list[WorksProgramme]:
    """Return the programmes that a delegation wrote beside the given ones."""
    return list(WorksProgramme.objects.filter(organisation_id=organisation).order_by("name_ar", "name_fr"))


def programme_words(project: WorksProject) -> str:
    """Return the programme of a project in words, "" when it has none."""
    if project.own_programme is not None:
        return str(project.own_programme)
    return gettext(PROGRAMMES[project.programme]) if project.programme else ""


def works_of(user: User, *, convention: UUID | None = None, on: date) -> list[WorksLine]:
    """Return the projects that the reader's bodies keep, run, own or finance: stopped and late ones first.

    `convention`: those that run under it.
    """
    bodies = [one.pk for one in network.organisations_where(user, Permission.WORKS_READ, on=on)]
    rows = (
        WorksProject.objects.filter(
            readers__overlap=bodies, **({"convention": convention} if convention else {})
        )
        .select_related("place", "operator", "organisation", "own_programme")
        .order_by("-at", "-pk")[:PAGE]
    )
    lines = lines_of_works(list(rows), on)
    return sorted(
        lines, key=lambda one: (one.project.phase == Phase.OPENED, not one.project.stopped_on, -one.late_days)
    )


def partner_sums(lines: Iterable[WorksLine]) -> list[PartnerSum]:
    """Return what each partner promised and paid in these projects, the largest promise first."""
    ids = [one.project.pk for one in lines]
    shares = list(WorksShare.objects.filter(project__in=ids).select_related("partner"))
    paid = _paid(ids)
    groups: dict[Any, list[WorksShare]] = defaultdict(list)
    for one in shares:
        groups[one.partner_id or one.partner_said].append(one)
    sums = [
        PartnerSum(
            rows[0].partner,
            rows[0].partner_said,
            len({one.project_id for one in rows}),
            sum((one.amount for one in rows), NONE),
            sum((paid.get(one.pk, NONE) for one in rows), NONE),
        )
        for rows in groups.values()
    ]
    return sorted(sums, key=lambda one: (-one.promised, one.name))


def works_for(user: User, id: UUID) -> WorksProject:
    """Return a project, to whoever may read works in a body that reads it. Raises NoSuchThing."""
    row = (
        WorksProject.objects.select_related(
            "place", "operator", "owner", "organisation", "own_programme", "institution", "convention"
        )
        .filter(pk=id)
        .first()
    )
    if row is None or not any(user.has_perm(Permission.WORKS_READ, body) for body in row.readers):
        raise NoSuchThing(_("There is no such project here."))
    return row


def works_file(project: WorksProject, *, on: date) -> WorksFile:
    """Return a project with its shares, its steps, its plan, its reserves and its inventory."""
    steps = list(WorksStep.objects.filter(project=project).select_related("by").order_by("on", "at", "pk"))
    plans = list(WorksPlan.objects.filter(project=project).select_related("by").order_by("at", "pk"))
    planned = {one.phase: one.planned_on for one in plans}
    reached = {one.what: one.on for one in steps}
    return WorksFile(
        project,
        _shares(project),
        steps,
        timeline(planned, reached, on=on),
        plans,
        list(WorksReserve.objects.filter(project=project).order_by("lifted_on", "due_on", "pk")),
        list(WorksItem.objects.filter(project=project).order_by("handed_on", "at", "pk")),
        next_phase(project.phase),
        progress(project.phase),
        len(PHASES) - 1,
    )


def works_share_for(user: User, id: UUID) -> WorksShare:
    """Return a share of a project one reads. Raises NoSuchThing."""
    row = WorksShare.objects.select_related("project", "partner").filter(pk=id).first()
    if row is None:
        raise NoSuchThing(_("There is no such project here."))
    works_for(user, row.project_id)
    return row


def reserve_for(user: User, id: UUID) -> WorksReserve:
    """Return a reserve of a project one reads. Raises NoSuchThing."""
    row = WorksReserve.objects.select_related("project").filter(pk=id).first()
    if row is None:
        raise NoSuchThing(_("There is no such project here."))
    works_for(user, row.project_id)
    return row


def tried_before(place: Any, *, on: date) -> list[WorksLine]:
    """Return the projects at a place, or in the commune around it, that the reader may see: what was tried before."""
    ids = [place.pk, *(up.pk for up in network.path_of(place) if up.level in ("commune", "arrondissement"))]
    rows = WorksProject.objects.filter(Q(place__in=ids) | Q(place__parent__in=ids))
    return lines_of_works(
        list(rows.select_related("place", "operator", "organisation", "own_programme").order_by("-at")), on
    )


def place_asked(text: str) -> list[Any]:
    """Return communes and smaller places that a text names, in any spelling that is known: the best first."""
    return network.places_like(text, levels=("commune", "arrondissement", "annex", "neighbourhood", "douar"))


def place_chosen(id: str) -> Any:
    """Return the place with an id typed in an address, None when there is none."""
    try:
        return network.place_for(UUID(id))
    except (ValueError, NotFound):
        return None


def _paid(projects: Iterable[UUID]) -> dict[UUID, Decimal]:
    paid: dict[UUID, Decimal] = defaultdict(lambda: NONE)
    for share, amount in WorksPayment.objects.filter(project__in=list(projects)).values_list(
        "share", "amount"
    ):
        paid[share] += amount
    return dict(paid)


def lines_of_works(projects: list[WorksProject], on: date) -> list[WorksLine]:
    """Return projects as a list shows them: what is promised and paid, the next phase and how late it is."""
    ids = [one.pk for one in projects]
    paid: dict[UUID, Decimal] = defaultdict(lambda: NONE)
    for project, amount in WorksPayment.objects.filter(project__in=ids).values_list("project", "amount"):
        paid[project] += amount
    planned: dict[UUID, dict[str, date]] = defaultdict(dict)
    for plan in WorksPlan.objects.filter(project__in=ids).order_by("at", "pk"):
        planned[plan.project_id][plan.phase] = plan.planned_on
    lines = []
    for one in projects:
        following = next_phase(one.phase)
        due = planned[one.pk].get(following) if following else None
        late = max((on - due).days, 0) if due else 0
        lines.append(
            WorksLine(one, one.cost - one.unfinanced, paid[one.pk], following, due, late, progress(one.phase))
        )
    return lines


def _shares(project: WorksProject) -> list[ShareLine]:
    rows = list(
        WorksShare.objects.filter(project=project).select_related("partner").order_by("-amount", "pk")
    )
    payments: dict[UUID, list[WorksPayment]] = defaultdict(list)
    for one in WorksPayment.objects.filter(project=project).order_by("on", "at", "pk"):
        payments[one.share_id].append(one)
    parts = percents([*(one.amount for one in rows), project.unfinanced])
    lines = [
        ShareLine(
            one, one.amount, sum((row.amount for row in payments[one.pk]), NONE), part, payments[one.pk]
        )
        for one, part in zip(rows, parts, strict=False)
    ]
    if project.unfinanced:
        lines.append(ShareLine(None, project.unfinanced, NONE, parts[-1], []))
    return lines
