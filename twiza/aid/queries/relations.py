"""Who brought whom, what binds them, and who brings too many of a zone."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Campaign, Nomination
from twiza.aid.rules import relations
from twiza.aid.rules.relations import NOT_DECLARED, Relation
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
        "created_by", "created_by__display_name", "bringing", "bringing__name_ar", "bringing__name_fr",
        "relation__relation"
    )  # fmt: skip
    for person, name, bringing, arabic, french, relation, count, signed in _counted(rows):
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


def own_lines(user: Any, campaign: Campaign, size: int) -> list[Nomination]:
    """Return households that this user brought and whose line is not signed yet, those without a word first."""
    return list(
        _brought(campaign)
        .filter(created_by=user, relation__signed_at__isnull=True)
        .select_related("relation")
        .order_by("relation__relation", "code")[:size]
    )


def _counted(rows: Any) -> Any:
    return rows.annotate(count=Count("pk"), signed=Count("relation__signed_at"))


def _brought(campaign: Campaign) -> QuerySet[Nomination]:
    return Nomination.objects.filter(campaign=campaign, withdrawn_at__isnull=True).order_by()
