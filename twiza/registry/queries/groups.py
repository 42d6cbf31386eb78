"""Families whose files were merged: which household remains, and which are read with it.

Nothing is moved by a merge: each row stays where it was written, and reading follows `merged_into`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q

from twiza.registry.models import Household, Person, VulnerabilityMark

MOST_ASKED = 10_000  # ids in one statement: the protocol of PostgreSQL takes 65,535 values
MOST_NAMED = 1000  # ids; of more, all that was merged is read: a merge is rare


def in_parts(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    """Yield ids in parts that one statement takes: a register may have more households than it takes values."""
    some = iter(ids)
    while part := list(islice(some, MOST_ASKED)):
        yield part


def roots_of(households: Collection[UUID]) -> dict[UUID, UUID]:
    """Return merged household → the one that remains, of those among these that were merged into another."""
    rows = Household.objects.filter(merged_into__isnull=False)
    if len(households) <= MOST_NAMED:
        rows = rows.filter(pk__in=households)
    wanted = set(households)
    return {id: root for id, root in rows.values_list("pk", "merged_into") if id in wanted and root}


def followers_of(households: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Return household → those merged into it, oldest first, of those that have any."""
    rows = Household.objects.filter(merged_into__isnull=False)
    if len(households) <= MOST_NAMED:
        rows = rows.filter(merged_into__in=households)
    wanted, found = set(households), defaultdict(list)
    for id, root in rows.order_by("pk").values_list("pk", "merged_into"):
        if root in wanted:
            found[root].append(id)
    return dict(found)


def merged_in(organisation: UUID) -> dict[UUID, UUID]:
    """Return merged household → the one that remains, of an organisation."""
    rows = Household.objects.filter(organisation_id=organisation, merged_into__isnull=False)
    return {id: root for id, root in rows.order_by("pk").values_list("pk", "merged_into") if root}


def families_of(households: Collection[UUID]) -> dict[UUID, UUID]:
    """Return household → the one that remains, of these that remain and of all that were merged into them."""
    merged = followers_of(households)
    return {id: root for root in households for id in (root, *merged.get(root, ()))}


def merged_entries(family: Mapping[UUID, UUID]) -> dict[UUID, tuple[UUID, UUID]]:
    """Return merged entry → (entry of the same person that remains, household that remains where she is listed).

    Of the entries in these families, and of those elsewhere that were merged into one of them.
    """
    rows = Person.objects.filter(merged_into__isnull=False)
    if len(family) <= MOST_NAMED:
        rows = rows.filter(Q(household__in=family) | Q(merged_into__household__in=family))
    found = {}
    for id, own, person, home, remains in rows.values_list(
        "pk", "household_id", "merged_into_id", "merged_into__household_id",
        "merged_into__household__merged_into_id",
    ):  # fmt: skip
        home = remains or home
        if person and home and (own in family or home in family):
            found[id] = (person, home)
    return found


def homes_of(persons: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID]]:
    """Return entry → (entry of the same person that remains, household that remains where she is listed)."""
    rows = Person.objects.filter(pk__in=persons).select_related(
        "household", "merged_into", "merged_into__household"
    )
    found = {}
    for row in rows:
        remains: Any = row.merged_into or row
        found[row.pk] = (remains.pk, remains.household.merged_into_id or remains.household_id)
    return found


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation that lasts, where it is read: of whom (None: of all) in which household that remains."""

    household: UUID
    person: UUID | None
    category: str
    until: date | None


def situations_in(family: Mapping[UUID, UUID], *, noted_by: date | None = None) -> Iterator[Situation]:
    """Yield the situations that last of these families; those of a merged entry follow the person."""
    entries = merged_entries(family)
    lasting = VulnerabilityMark.objects.filter(ended_at__isnull=True)
    if noted_by is not None:
        lasting = lasting.filter(noted_on__lte=noted_by)
    wanted = [Q(household__in=part) for part in in_parts(family)]
    # of a merged entry that is written elsewhere: those here are among the households already
    wanted += [Q(person__in=part) for part in in_parts(entries)]
    roots, seen = set(family.values()), set[UUID]()
    columns = ("pk", "household_id", "person_id", "category", "until")
    for these in wanted:
        for id, household, who, category, until in lasting.filter(these).values_list(*columns):
            person, home = entries.get(who) or (who, family.get(household))
            if home in roots and id not in seen:
                seen.add(id)
                yield Situation(home, person, category, until)


def with_followers(households: Iterable[UUID]) -> list[UUID]:
    """Return these households and all that were merged into them."""
    ids = list(dict.fromkeys(households))
    return ids + [one for more in followers_of(ids).values() for one in more]


def with_entries(persons: Iterable[UUID]) -> list[UUID]:
    """Return these persons and every entry that was merged into one of them."""
    ids = list(dict.fromkeys(persons))
    rows = Person.objects.filter(merged_into__in=ids).order_by("pk").values_list("pk", flat=True)
    return list(dict.fromkeys([*ids, *rows]))


def group_of(household: UUID) -> list[UUID]:
    """Return the households of one family: the one that remains, then those merged into it."""
    root = roots_of([household]).get(household, household)
    return with_followers([root])
