"""Who brought whom, what binds them, and who brings too many of a zone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Campaign, Nomination
from twiza.aid.queries.campaigns import own_organisations
from twiza.aid.rules import relations
from twiza.aid.rules.relations import NOT_DECLARED, Relation
from twiza.network import queries as network
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission

WORDS = {
    NOT_DECLARED: _("Nothing said"),
    Relation.NONE: _("None"),
    Relation.FAMILY: _("Family"),
    Relation.NEIGHBOUR: _("Neighbour"),
    Relation.EMPLOYEE: _("Works for them"),
    Relation.OFFICIAL_LIST: _("From the list of an elected official"),
    Relation.OTHER: _("Another relation"),
}


@dataclass(frozen=True)
class MissingLines:
    """Lines of one organisation that keep a pool from being frozen: nothing said, or signed by nobody else."""

    bringing: str
    silent: int
    unsigned: int


@dataclass
class NominatorLine:
    """What one person brought, as far as this user sees it."""

    id: UUID
    name: str
    bringing: str
    brought: int = 0
    unsigned: int = 0  # said, and not signed yet
    said: Counter[str] = field(default_factory=Counter)
    may_sign: bool = False

    @property
    def words(self) -> list[tuple[Any, int]]:
        """Relations in words, with how many."""
        return [(words, self.said[code]) for code, words in WORDS.items() if self.said[code]]


@dataclass(frozen=True)
class TooMany:
    """One person brought more than the parameter of a zone."""

    name: str
    zone: str
    brought: int
    whole: int


def nominator_lines(user: Any, campaign: Campaign) -> list[NominatorLine]:
    """Return what each person brought into a campaign, those who brought most first."""
    found: dict[tuple[UUID, UUID], NominatorLine] = {}
    rows = _brought(campaign).values_list(
        "created_by", "created_by__display_name", "relation__nominator", "relation__nominator__display_name",
        "bringing", "bringing__name_ar", "bringing__name_fr", "relation__relation"
    )  # fmt: skip
    for brought, one, said, another, bringing, arabic, french, relation, count, signed in _counted(rows):
        person, name = (said, another) if said else (brought, one)
        line = found.setdefault((person, bringing), NominatorLine(person, name, arabic or french))
        line.brought += count
        line.said[relation or NOT_DECLARED] += count
        if relation and count > signed:
            line.unsigned += count - signed
            line.may_sign = person != user.pk and (
                user.has_perm(Permission.HOUSEHOLD_NOMINATE, bringing)
                or user.has_perm(Permission.LIST_SIGN, bringing)
            )
    return sorted(found.values(), key=lambda line: (-line.brought, line.name))


def too_many(campaign: Campaign, *, on: date) -> list[TooMany]:
    """Return who brought more of a zone than the parameter says."""
    most = accounts.parameter_number("nominator_share_warning", on=on)
    rows = _brought(campaign).values_list("created_by", "created_by__display_name", "zone")
    names: dict[str, str] = {}
    brought = []
    for person, name, zone, count in rows.annotate(count=Count("pk")):
        names[str(person)] = name
        brought.append((str(person), zone, count))
    return [
        TooMany(names[person], zone, count, whole)
        for person, zone, count, whole in relations.brings_too_many(brought, most)
    ]


def relation_counts(campaign: Campaign) -> dict[str, int]:
    """Return relation → households, and "unsigned" → lines that nobody else signed."""
    rows = _brought(campaign).values_list("relation__relation")
    found: Counter[str] = Counter()
    for relation, count, signed in _counted(rows):
        found[relation or NOT_DECLARED] += count
        if relation and count > signed:
            found["unsigned"] += count - signed
    return dict(found)


def missing_relations(campaign: Campaign) -> list[MissingLines]:
    """Return, by organisation, the lines without a word or without the signature of another; none when all is said."""
    rows = _brought(campaign).filter(relation__signed_at__isnull=True)
    counts = rows.values_list("bringing__name_ar", "bringing__name_fr").annotate(
        said=Count("relation__pk"), count=Count("pk")
    )
    found = [MissingLines(arabic or french, count - said, said) for arabic, french, said, count in counts]
    return sorted(found, key=lambda one: one.bringing)


def gone_nominators(campaign: Campaign, organisations: Sequence[UUID]) -> list[UUID]:
    """Return who brought households of these organisations and holds no role there any more: others speak for them."""
    rows = _brought(campaign).filter(bringing__in=list(organisations), relation__signed_at__isnull=True)
    pairs = rows.values_list("created_by", "bringing").distinct()
    return sorted({person for person, bringing in pairs if not network.role_in(person, bringing)})


def own_lines(user: Any, campaign: Campaign, size: int) -> list[Nomination]:
    """Return households whose line this user says and that is not signed yet, those without a word first.

    Those that the user brought, and those of who left the organisation since.
    """
    mine = [one.pk for one in own_organisations(user, campaign, Permission.HOUSEHOLD_NOMINATE)]
    left = Q(created_by__in=gone_nominators(campaign, mine), bringing__in=mine)
    return list(
        _brought(campaign)
        .filter(Q(created_by=user) | left, relation__signed_at__isnull=True)
        .select_related("relation")
        .order_by("relation__relation", "code")[:size]
    )


def _counted(rows: Any) -> Any:
    return rows.annotate(count=Count("pk"), signed=Count("relation__signed_at"))


def _brought(campaign: Campaign) -> QuerySet[Nomination]:
    return Nomination.objects.filter(campaign=campaign, withdrawn_at__isnull=True).order_by()
