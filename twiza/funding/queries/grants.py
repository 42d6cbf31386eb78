"""Looking grants up: lines, calls, files, what was scored and decided."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from twiza.funding.models import (
    BudgetLine,
    Grant,
    GrantCall,
    GrantCriterion,
    GrantDecision,
    GrantHeading,
    GrantInterest,
    GrantLook,
    GrantScore,
)
from twiza.funding.queries.books import NoSuchThing, found
from twiza.funding.rules.grants import Given, score_of
from twiza.linkage.normalise import fold
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission

PAGE = 100


@dataclass(frozen=True, slots=True)
class LineLeft:
    """A budget line with what was granted from it and what is left."""

    line: BudgetLine
    granted: Decimal
    files: int

    @property
    def left(self) -> Decimal:
        return self.line.amount - self.granted


@dataclass(frozen=True, slots=True)
class GrantFile:
    """A file with what belongs to it, as its reader may see it. `scores`: (scorer, points by criterion)."""

    grant: Grant
    headings: list[GrantHeading]
    criteria: list[GrantCriterion]
    looks: list[GrantLook]
    interests: list[GrantInterest]
    scores: list[tuple[Any, list[GrantScore]]]
    score: Decimal | None
    decision: GrantDecision | None


def budget_lines(organisation: UUID, *, size: int | None = PAGE) -> list[LineLeft]:
    """Return the lines of a funder, newest year first, with what is left of each."""
    lines = BudgetLine.objects.filter(organisation_id=organisation).order_by("-year", "title")[:size]
    sums = (
        GrantDecision.objects.filter(organisation_id=organisation, granted=True)
        .values("grant__line")
        .annotate(total=Sum("amount"))
    )
    granted = {one["grant__line"]: one["total"] for one in sums}
    counts = Grant.objects.filter(organisation_id=organisation).values("line").annotate(files=Count("pk"))
    files = {one["line"]: one["files"] for one in counts}
    return [LineLeft(one, granted.get(one.pk, Decimal(0)), files.get(one.pk, 0)) for one in lines]


def budget_line_for(user: Any, id: UUID) -> BudgetLine:
    """Return one budget line. Raises NoSuchThing."""
    return found(user, BudgetLine, id, Permission.GRANT_EXAMINE, "organisation")


def calls_of(organisation: UUID, *, size: int | None = PAGE) -> list[GrantCall]:
    """Return the calls of a funder, the newest first."""
    rows = GrantCall.objects.filter(organisation_id=organisation).select_related("line", "organisation")
    return list(rows.order_by("-opens_on", "-pk")[:size])


def open_calls(*, on: date, beside: Sequence[UUID] = ()) -> list[GrantCall]:
    """Return the calls of every funder that are open today, except those of `beside`."""
    rows = GrantCall.objects.filter(opens_on__lte=on, closes_on__gte=on, kind="call")
    return list(
        rows.exclude(organisation__in=beside)
        .select_related("organisation")
        .order_by("closes_on", "pk")[:PAGE]
    )


def call_for(id: UUID) -> GrantCall:
    """Return a call: everybody may read it. Raises NoSuchThing."""
    row = GrantCall.objects.filter(pk=id).select_related("organisation").first()
    if row is None:
        raise NoSuchThing(_("There is no such call."))
    return row


def criteria_of(call: UUID) -> list[GrantCriterion]:
    """Return the criteria of a call in their order."""
    return list(GrantCriterion.objects.filter(call_id=call).order_by("place"))


def grants_given_by(
    organisation: UUID, *, call: UUID | None = None, after: UUID | None = None, size: int | None = PAGE
) -> list[Grant]:
    """Return the files that a funder received, the newest first; `after`: those behind the last one shown."""
    rows = Grant.objects.filter(organisation_id=organisation).select_related(
        "organisation", "grantee", "line", "decision"
    )
    return _newest(rows.filter(call_id=call) if call else rows, after, size)


def grants_asked_by(organisation: UUID, *, after: UUID | None = None, size: int | None = PAGE) -> list[Grant]:
    """Return the files that an association handed in, the newest first; `after`: those behind the last one shown."""
    rows = Grant.objects.filter(grantee_id=organisation).select_related("organisation", "grantee", "decision")
    return _newest(rows, after, size)


def _newest(rows: QuerySet[Grant], after: UUID | None, size: int | None) -> list[Grant]:
    last = Grant.objects.filter(pk=after).first() if after else None
    if last is not None:
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    return list(rows.order_by("-at", "-pk")[:size])


def grant_for(user: Any, id: UUID) -> Grant:
    """Return a file, to who examines it or who handed it in. Raises NoSuchThing."""
    row = Grant.objects.filter(pk=id).select_related("organisation", "grantee", "call", "by").first()
    if row is None or not (examines(user, row) or claims(user, row)):
        raise NoSuchThing(_("There is no such file here."))
    return row


def examines(user: Any, grant: Grant) -> bool:
    """Say whether this person examines the file, on the funder's side."""
    return bool(user.has_perm(Permission.GRANT_EXAMINE, grant.organisation_id))


def claims(user: Any, grant: Grant) -> bool:
    """Say whether this person answers for the file, on the association's side."""
    return bool(user.has_perm(Permission.GRANT_CLAIM, grant.grantee_id))


def grant_file(grant: Grant) -> GrantFile:
    """Return a file with all that belongs to it; row security leaves out what is the funder's alone."""
    scores = list(GrantScore.objects.filter(grant=grant).select_related("scorer", "criterion"))
    by_scorer: dict[Any, list[GrantScore]] = defaultdict(list)
    for one in sorted(scores, key=lambda one: (one.scorer.display_name, one.criterion.place)):
        by_scorer[one.scorer].append(one)
    return GrantFile(
        grant,
        list(GrantHeading.objects.filter(grant=grant).order_by("place")),
        criteria_of(grant.call_id),
        list(GrantLook.objects.filter(grant=grant).select_related("by").order_by("-at", "-pk")),
        list(GrantInterest.objects.filter(grant=grant).select_related("scorer").order_by("at")),
        list(by_scorer.items()),
        score_of_grant(grant),
        GrantDecision.objects.filter(grant=grant).select_related("by").first(),
    )


def score_of_grant(grant: Grant) -> Decimal | None:
    """Return the mean of those who scored and have no link; None before two have."""
    linked = GrantInterest.objects.filter(grant=grant, linked=True).values("scorer")
    rows = GrantScore.objects.filter(~Q(scorer__in=linked), grant=grant).select_related("criterion")
    return score_of([Given(str(one.scorer_id), one.criterion.weight, one.points) for one in rows])


def licence_of(grant: Grant, *, on: date) -> str:
    """Return what the register knows of who asks, the worst first; "unknown" when it keeps no institution of theirs."""
    known = network.licences_known(grant.grantee_id, to=grant.organisation_id, on=on)
    return next((one for one in ("without", "pending", "licensed") if one in known), "unknown")


def is_in_its_name(grant: Grant) -> bool:
    """Say whether the account is in the name of the association, in either language, whatever the spelling."""
    holder = fold(grant.rib_holder)
    return any(holder == fold(name) for name in (grant.grantee.name_ar, grant.grantee.name_fr) if name)
