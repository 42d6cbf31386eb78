"""Reading the register of institutions: the list with its lights, the page of one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import (
    Institution,
    InstitutionFigure,
    InstitutionMandate,
    InstitutionPaper,
    InstitutionSite,
    Licence,
    Organisation,
    Place,
)
from twiza.network.queries.any_of import AnyOf
from twiza.network.queries.inspections import remedies_due
from twiza.network.queries.licences import licences_now
from twiza.network.queries.memberships import organisations_where
from twiza.network.rules.figures import Figure, Status
from twiza.network.rules.institutions import SAFETY, Cell, Facts, Light, Office, Subject, lights, total
from twiza.network.rules.licences import holds
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission


class NoSuchInstitution(NotFound):
    code = "network.no_such_institution"


@dataclass(frozen=True)
class Line:
    """One institution in the list. Without `inside`, the reader knows what everybody knows: name and licence."""

    institution: Institution
    licence: Licence | None
    inside: bool
    capacity: Figure | None
    present: Figure | None
    present_on: date | None
    lights: tuple[Light, ...]


@dataclass(frozen=True)
class InstitutionFile:
    """All that the page of one institution shows."""

    line: Line
    licences: list[Licence]
    sites: list[InstitutionSite]
    beside: list[Institution]  # in the same complex
    figures: dict[str, list[InstitutionFigure]]
    days: list[InstitutionFigure]
    mandates: list[InstitutionMandate]
    papers: list[InstitutionPaper]


def institution_for(id: UUID) -> Institution:
    """Return an institution of the register, which everybody may read. Raises NoSuchInstitution."""
    rows = Institution.objects.select_related("organisation", "association", "place", "convention")
    row = rows.filter(pk=id).first()
    if row is None:
        raise NoSuchInstitution(_("There is no such institution in the register."))
    return row


def bodies_of(
    user: User, institution: Institution, permission: Permission, *, on: date
) -> list[Organisation]:
    """Return the bodies of this institution in whose name the reader may do something."""
    both = (institution.organisation_id, institution.association_id)
    return [one for one in organisations_where(user, permission, on=on) if one.pk in both]


def institutions(
    user_bodies: Iterable[Organisation],
    *,
    today: date,
    text: str = "",
    category: str = "",
    mine: bool = False,
    after: UUID | None = None,
    size: int | None = None,
) -> list[Line]:
    """Return the register by name; `mine`: only those of the reader's own bodies.

    Args:
        after: the last one that was shown: those behind it. size: how many at most; None: all.
    """
    bodies = {one.pk for one in user_bodies}
    rows = Institution.objects.select_related("organisation", "association", "place")
    if mine:
        rows = rows.filter(Q(organisation_id__in=bodies) | Q(association_id__in=bodies))
    if text:
        rows = rows.filter(Q(name_ar__icontains=text) | Q(name_fr__icontains=text))
    if category:
        rows = rows.filter(category=category)
    last = Institution.objects.filter(pk=after).first() if after else None
    if last is not None:
        same = Q(name_ar=last.name_ar)
        rows = rows.filter(
            Q(name_ar__gt=last.name_ar)
            | (same & Q(name_fr__gt=last.name_fr))
            | (same & Q(name_fr=last.name_fr, pk__gt=last.pk))
        )
    return lines_of(rows.order_by("name_ar", "name_fr", "pk")[:size], bodies, today=today)


def lines_of(rows: Iterable[Institution], bodies: set[UUID], *, today: date) -> list[Line]:
    """Return institutions with their licence, and for those of the reader's bodies, figures and lights."""
    rows = list(rows)
    inside = [one.pk for one in rows if bodies & {one.organisation_id, one.association_id}]
    licences = licences_now(one.pk for one in rows)
    cells, mandates, safety = _cells(inside), _mandates(inside), _safety(inside)
    mending = remedies_due(inside)
    found = []
    for row in rows:
        licence = licences.get(row.pk)
        capacity_cells, present_cells = cells[row.pk, "capacity"], cells[row.pk, "present"]
        capacity = _capacity(licence) or total(capacity_cells)
        present = total(present_cells)
        facts = Facts(
            works=row.opened_on is not None and row.opened_on <= today and row.closed_on is None,
            capacity=capacity,
            present=present,
            licensed=licence is not None
            and holds(licence.state, licence.valid_from, licence.valid_until, on=today),
            licence_until=licence.valid_until if licence else None,
            safety_until=safety.get(row.pk),
            remedy_due=mending.get(row.pk),
            **mandates[row.pk],
        )
        shines = lights(facts, today=today) if row.pk in inside else ()
        day = max((cell.on for cell in present_cells), default=None)
        found.append(Line(row, licence, row.pk in inside, capacity, present, day, shines))
    return found


def lines_of_ids(ids: Iterable[UUID], bodies: set[UUID], *, today: date) -> list[Line]:
    """Return institutions by their ids, by name, as the register shows them to a member of these bodies."""
    rows = Institution.objects.filter(pk__in=list(ids)).select_related("organisation", "association", "place")
    return lines_of(rows.order_by("name_ar", "name_fr", "pk"), bodies, today=today)


def file_of(institution: Institution, bodies: set[UUID], *, today: date) -> InstitutionFile:
    """Return all that the page of an institution shows to a member of these bodies."""
    (line,) = lines_of([institution], bodies, today=today)
    sites = list(
        InstitutionSite.objects.filter(institution=institution)
        .select_related("site", "site__place", "site__part_of", "site__operator")
        .order_by("created_at", "pk")
    )
    complexes = {one.site.part_of_id for one in sites if one.site.part_of_id}
    beside = (
        Institution.objects.filter(
            pk__in=InstitutionSite.objects.filter(site__part_of_id__in=complexes).values("institution_id")
        )
        .exclude(pk=institution.pk)
        .order_by("name_ar", "name_fr")
    )
    figures: dict[str, list[InstitutionFigure]] = defaultdict(list)
    for row in _newest([institution.pk]):
        figures[row.subject].append(row)
    return InstitutionFile(
        line,
        list(
            Licence.objects.filter(institution=institution).select_related("regime").order_by("-valid_from")
        ),
        sites,
        list(beside),
        dict(figures),
        list(_days(institution)),
        list(
            InstitutionMandate.objects.filter(institution=institution, period__isempty=False).order_by(
                "office", "-period"
            )
        ),
        list(papers_now(institution)),
    )


def present_of(institution: Institution) -> tuple[Figure, date] | None:
    """Return how many people live in an institution as the register says it last, with the day; None: never counted."""
    cells = _cells([institution.pk])[institution.pk, Subject.PRESENT]
    said = total(cells)
    return None if said is None else (said, max(cell.on for cell in cells))


def papers_now(institution: Institution) -> list[InstitutionPaper]:
    """Return the newest paper of each kind, in the order of their kinds."""
    return list(
        InstitutionPaper.objects.filter(institution=institution)
        .order_by("code", "-written_at", "-pk")
        .distinct("code")
    )


def coverage_of(place: Place | None, category: str) -> list[Institution]:
    """Return what works already for this category in a place: shown before somebody intends another one."""
    rows = Institution.objects.filter(category=category, closed_on__isnull=True)
    if place is not None:
        rows = rows.filter(Q(place=place) | Q(place__parent=place.parent) | Q(place__parent=place))
    return list(rows.select_related("place", "association").order_by("name_ar", "name_fr")[:50])


def _newest(ids: Iterable[UUID]) -> QuerySet[InstitutionFigure]:
    """The figures of the newest day of each subject; of two of one group on that day, the one written last."""
    last = Window(RowNumber(), partition_by=[F("institution"), F("subject")], order_by=F("on").desc())
    newest = (
        InstitutionFigure.objects.filter(AnyOf("institution_id", ids))
        .annotate(place_in_time=last)
        .filter(place_in_time=1)
    )
    days = Q(pk__in=[])
    for row in newest:
        days |= Q(institution_id=row.institution_id, subject=row.subject, on=row.on)
    return (
        InstitutionFigure.objects.filter(days)
        .order_by("institution_id", "subject", "sex", "age", "post", "-written_at", "-pk")
        .distinct("institution_id", "subject", "sex", "age", "post")
    )


def _cells(ids: Iterable[UUID]) -> dict[tuple[UUID, str], list[Cell]]:
    found: dict[tuple[UUID, str], list[Cell]] = defaultdict(list)
    for row in _newest(ids):
        figure = Figure(Decimal(row.value), Status(row.status), row.at_least, row.source)
        found[row.institution_id, row.subject].append(Cell(figure, row.on, row.sex, row.age, row.post))
    return found


def _days(institution: Institution) -> QuerySet[InstitutionFigure]:
    rows = InstitutionFigure.objects.filter(institution=institution, subject=Subject.PRESENT)
    return rows.order_by("-on", "sex", "age", "-written_at")[:40]


def _capacity(licence: Licence | None) -> Figure | None:
    """The licence says for how many; before there is one, what is claimed or counted."""
    if licence is None:
        return None
    return Figure(Decimal(licence.capacity), Status.VERIFIED, source=licence.number)


def _mandates(ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """The last day of whoever holds office last; known, once anybody was written."""
    empty = {
        "committee_until": None,
        "committee_known": False,
        "director_until": None,
        "director_known": False,
    }
    found: dict[UUID, dict[str, Any]] = defaultdict(lambda: dict(empty))
    rows = InstitutionMandate.objects.filter(AnyOf("institution_id", ids), period__isempty=False)
    for row in rows.order_by("period"):
        office = "committee" if row.office == Office.COMMITTEE else "director"
        upper = row.period.upper
        found[row.institution_id][f"{office}_known"] = True
        found[row.institution_id][f"{office}_until"] = upper - timedelta(days=1) if upper else None
    return found


def _safety(ids: Iterable[UUID]) -> dict[UUID, date]:
    """The day on which the first of the newest safety papers runs out."""
    rows = (
        InstitutionPaper.objects.filter(AnyOf("institution_id", ids), code__in=SAFETY)
        .order_by("institution_id", "code", "-written_at", "-pk")
        .distinct("institution_id", "code")
    )
    found: dict[UUID, date] = {}
    for row in rows:
        if row.expires_on is not None:
            found[row.institution_id] = min(row.expires_on, found.get(row.institution_id, row.expires_on))
    return found
