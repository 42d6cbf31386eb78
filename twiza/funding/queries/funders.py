"""What became of each funder's money in the books of an association: for its treasurer, its accountant, its funder."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from twiza.funding.models import Grant, GrantConvention, GrantHeading, Line, Project
from twiza.funding.queries.books import SIDE, NoSuchThing
from twiza.funding.rules.funders import Move, StatementLine, statement_lines
from twiza.funding.rules.ledger import Sums, sums_by_role

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class FunderLine:
    """A funder with what came from it, was spent and given back in a period, and what is left on its last day."""

    funder: Any
    sums: Sums
    left: Decimal


@dataclass(frozen=True)
class FunderStatement:
    """The money of one funder over a period, by convention, project and institution; headings below each.

    `titles`: id → what a convention, project, institution or heading is called.
    """

    organisation: Any
    funder: Any
    first: date
    through: date
    lines: list[StatementLine]
    titles: dict[UUID, str] = field(default_factory=dict)

    @property
    def total(self) -> StatementLine:
        return StatementLine.total(self.lines)


def funders_of(organisation: UUID, *, first: date, through: date) -> list[FunderLine]:
    """Return every funder whose money stands in these books up to a day."""
    rows = Line.objects.filter(organisation_id=organisation, funder__isnull=False, on__lte=through)
    inside: dict[UUID, dict[str, Decimal]] = defaultdict(dict)
    whole: dict[UUID, dict[str, Decimal]] = defaultdict(dict)
    sums = rows.values("funder", side=SIDE).annotate(
        inside=Sum("amount", filter=Q(on__gte=first), default=NOTHING), whole=Sum("amount")
    )
    for row in sums:
        inside[row["funder"]][row["side"]] = row["inside"]
        whole[row["funder"]][row["side"]] = row["whole"]
    grants = Grant.objects.filter(grantee_id=organisation, organisation__in=inside)
    funders = {one.organisation_id: one.organisation for one in grants.select_related("organisation")}
    lines = [FunderLine(funders[id], sums_by_role(inside[id]), sums_by_role(whole[id]).left) for id in inside]
    return sorted(lines, key=lambda one: str(one.funder))


def funder_for(organisation: UUID, id: UUID) -> Any:
    """Return a funder of this association, as it is called. Raises NoSuchThing."""
    grant = Grant.objects.filter(grantee_id=organisation, organisation_id=id)
    row = grant.select_related("organisation").first()
    if row is None:
        raise NoSuchThing(_("There is no such thing here."))
    return row.organisation


def funder_statement(organisation: Any, funder: Any, *, first: date, through: date) -> FunderStatement:
    """Return the statement of one funder over a period, both days included."""
    keys = ("convention", "project", "institution", "heading")
    rows = Line.objects.filter(organisation_id=organisation.pk, funder=funder, on__lte=through)
    sums = rows.values(*keys, side=SIDE).annotate(
        opening=Sum("amount", filter=Q(on__lt=first), default=NOTHING),
        inside=Sum("amount", filter=Q(on__gte=first), default=NOTHING),
    )
    moves = [
        Move(
            row["convention"], row["project"], row["institution"], row["heading"], row["side"], row["opening"],
            row["inside"],
        )
        for row in sums
    ]  # fmt: skip
    return FunderStatement(organisation, funder, first, through, statement_lines(moves), _titles(moves))


def _titles(moves: Iterable[Move]) -> dict[UUID, str]:
    moves = list(moves)
    conventions = GrantConvention.objects.filter(convention__in={one.convention for one in moves})
    titles: dict[UUID, str] = {}
    for row in conventions.select_related("convention"):
        if row.convention is not None:
            titles[row.convention.pk] = f"{row.convention.title} · {row.convention.number}"
    projects = Project.objects.filter(pk__in={one.project for one in moves}).select_related("institution")
    for project in projects:
        titles[project.pk] = f"{project.code} · {project.title}"
        if project.institution is not None:
            titles[project.institution.pk] = _named(project.institution)
    headings = GrantHeading.objects.filter(pk__in={one.heading for one in moves})
    return titles | dict(headings.values_list("pk", "title"))


def _named(row: Any) -> str:
    names = (row.name_ar, row.name_fr)
    ordered = names if (get_language() or "ar").startswith("ar") else names[::-1]
    return next((name for name in ordered if name), "")
