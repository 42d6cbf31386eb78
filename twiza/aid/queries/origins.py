"""Where the names of a campaign came from: how many each brought in, and what became of them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count as CountOf
from django.db.models import OuterRef, Subquery

from twiza.aid.models import Campaign, Entitlement, ListEntry, Nomination, SheetLine
from twiza.aid.queries.campaigns import organisations_of
from twiza.aid.queries.cells import placed
from twiza.aid.rules import rulings
from twiza.platform.accounts import queries as accounts


@dataclass(frozen=True)
class Origin:
    """Who brought families: how many, and what became of them. For the auditor: nothing hidden, no household."""

    organisation: UUID
    name: str
    nominator: str  # who wrote them down, as staff is named; of a paper sheet the body it was given to
    brought: int
    selected: int
    reserve: int
    served: int
    kind: str = ""  # of whom a paper sheet was given to: committee, centre, moqaddem


def origins_of(campaign: Campaign) -> list[Origin]:
    """Return how many each organisation and each official nominator brought in, and how many were selected.

    Families of a paper sheet are told under the body it was given to, whoever typed it in.
    """
    served = Entitlement.objects.filter(campaign=campaign, state__in=rulings.SERVED_STATES)
    selected, reserve = placed(campaign, ListEntry.SELECTED), placed(campaign, ListEntry.RESERVE)
    rows = Nomination.objects.filter(campaign=campaign)
    counts = {
        "brought": rows.filter(withdrawn_at__isnull=True),
        "selected": rows.filter(pk__in=selected),
        "reserve": rows.filter(pk__in=reserve).exclude(pk__in=selected),
        "served": rows.filter(pk__in=served.values("nomination")),
    }
    paper = SheetLine.objects.filter(nomination=OuterRef("pk")).order_by("pk")
    found: dict[tuple[UUID, str, str, UUID | None], dict[str, int]] = {}
    for what, some in counts.items():
        told = some.annotate(
            kind=Subquery(paper.values("sheet__nominator_kind")[:1]),
            body=Subquery(paper.values("sheet__nominator")[:1]),
        ).values_list("bringing", "kind", "body", "created_by")
        for bringing, kind, body, by, count in told.annotate(count=CountOf("pk")):
            key = (bringing, kind or "", body or "", None if kind else by)
            found.setdefault(key, dict.fromkeys(counts, 0))[what] += count
    names = {one.pk: str(one) for one in organisations_of(campaign)}
    people = accounts.display_names(by for _bringing, _kind, _body, by in found if by)
    lines = [
        Origin(
            bringing,
            names.get(bringing, "…"),
            body or (people.get(by, "…") if by else "…"),
            kind=kind,
            **count,
        )
        for (bringing, kind, body, by), count in found.items()
    ]
    return sorted(lines, key=lambda one: (one.name, -one.brought, one.nominator))
