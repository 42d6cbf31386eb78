"""Families whose files were merged: which household remains, and which are read with it.

Nothing is moved by a merge: each row stays where it was written, and reading follows `merged_into`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from twiza.registry.models import Household, Merge, Person

MOST_NAMED = 1000  # ids; of more, all that was merged is read: a merge is rare


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


def with_followers(households: Iterable[UUID]) -> list[UUID]:
    """Return these households and all that were merged into them."""
    ids = list(dict.fromkeys(households))
    return ids + [one for more in followers_of(ids).values() for one in more]


def remaining_of(household: Household) -> Household:
    """Return the household that remains: itself, or the one it was merged into."""
    return (
        household if household.merged_into_id is None else Household.objects.get(pk=household.merged_into_id)
    )


def group_of(household: UUID) -> list[UUID]:
    """Return the households of one family: the one that remains, then those merged into it."""
    root = roots_of([household]).get(household, household)
    return with_followers([root])


def entries_of(person: UUID) -> list[UUID]:
    """Return the entries of one person, wherever she was listed: the one that remains, then the others."""
    row = Person.objects.filter(pk=person).values_list("merged_into", flat=True).first()
    root = row or person
    others = Person.objects.filter(merged_into=root).order_by("pk").values_list("pk", flat=True)
    return [root, *others]


def merges_of(household: Household) -> list[Merge]:
    """Return the merges that last of a family, the latest first."""
    group = group_of(household.pk)
    rows = Merge.objects.filter(undone_at__isnull=True).select_related("kept", "merged", "merged_by")
    return list((rows.filter(kept__in=group) | rows.filter(merged__in=group)).order_by("-merged_at", "-pk"))
