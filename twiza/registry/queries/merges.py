"""What was merged, by whom, and who of whom: for the page of a family, and to take it back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.platform.accounts.permissions import Permission
from twiza.registry.models import Household, Merge, Person
from twiza.registry.queries.groups import group_of
from twiza.registry.rules.merging import COLUMNS


class NoSuchMerge(NotFound):
    code = "registry.no_such_merge"


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A merge that lasts, seen from one family. `other`: the household on the far side, `names`: of one person."""

    merge: Merge
    households: bool
    came_here: bool  # the far side was merged into this family, or its entry into one of this family
    other: Household
    names: tuple[tuple[str, str], ...]  # (entry that remains, entry merged into it)


def merge_for(user: Any, id: UUID) -> Merge:
    """Return a merge of an organisation in which this user may merge. Raises NoSuchMerge."""
    merge = Merge.objects.filter(pk=id).first()
    if merge is None or not user.has_perm(Permission.REGISTRY_MERGE, merge):
        raise NoSuchMerge(_("There is no such merge."))
    return merge


def merges_of(household: Household) -> list[Merge]:
    """Return the merges that last of a family, the latest first."""
    group = group_of(household.pk)
    rows = Merge.objects.filter(undone_at__isnull=True).select_related("kept", "merged", "merged_by")
    return list((rows.filter(kept__in=group) | rows.filter(merged__in=group)).order_by("-merged_at", "-pk"))


def merge_lines(household: Household) -> list[MergeLine]:
    """Return the same for its page, with the names of those who are one person."""
    found = merges_of(household)
    group = set(group_of(household.pk)) if found else set()
    names = _names({UUID(id) for merge in found for pair in merge.same for id in pair})
    return [
        MergeLine(
            merge,
            merge.kind == Merge.HOUSEHOLDS,
            merge.kept_id in group,
            merge.merged if merge.kept_id in group else merge.kept,
            tuple((names.get(keeps, ""), names.get(one, "")) for keeps, one in merge.same),
        )
        for merge in found
    ]


def _names(persons: Collection[UUID]) -> dict[str, str]:
    return {str(row.pk): row.name for row in Person.objects.filter(pk__in=persons)}


def left_words(merge: Merge) -> list[str]:
    """Return what an undone merge left as it was changed since, as words to translate, each once."""
    return list(dict.fromkeys(COLUMNS[column] for _id, column in merge.left))
