"""Saying that two files are one family, or two entries one person, and taking it back. Nothing is moved or deleted.

Only within one organisation: rows of two organisations are linked, never merged.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.registry.actions.households import give_head, touch, write_keys
from twiza.registry.models import Household, Merge, Person, SearchKey
from twiza.registry.rules import merging

HOUSEHOLD = "household"


class CannotMerge(DomainError):
    """These two are not to be merged: the sentence says why."""

    code = "registry.cannot_merge"


class LaterMergeStands(DomainError):
    """A merge of the same family came after this one, and is undone first."""

    code = "registry.later_merge_stands"


class MergeIsOver(DomainError):
    code = "registry.merge_is_over"


@transaction.atomic
def merge_households(
    *,
    kept: Household,
    merged: Household,
    same: Sequence[tuple[UUID, UUID]],
    take: Mapping[str, Collection[str]],
    by: Any,
    at: datetime,
) -> Merge:
    """Say that two files are one family. `kept` remains; what `merged` says is read with it from now on.

    What the kept side leaves blank is filled. Of two rules of contact the more cautious stays, unless it is taken.

    Args:
        same: (person of the kept side, person of the merged side) who are one person; the others are further members.
        take: what to take from the merged side although the kept side says something else:
            "household" → fields of `rules.merging.HOUSEHOLD_FIELDS`, id of a kept person → of `PERSON_FIELDS`.

    Raises:
        CannotMerge: another organisation's, the same one, one merged already, or a pair that is none.
    """
    check(by, Permission.REGISTRY_MERGE, kept)
    check(by, Permission.REGISTRY_MERGE, merged)
    one_at_a_time(kept.organisation_id)
    rows = _locked([kept.pk, merged.pk])
    if len(rows) != 2 or kept.organisation_id != merged.organisation_id:
        raise CannotMerge(_("Only two families of one organisation can be merged."))
    if any(row.merged_into_id for row in rows.values()):
        raise CannotMerge(_("One of these families was merged meanwhile. Look at them again."))
    people = {side.pk: _visible(side.pk) for side in (kept, merged)}
    pairs = _pairs(same, people[kept.pk], people[merged.pk])
    row = _begin(Merge.HOUSEHOLDS, rows[kept.pk], rows[merged.pk], pairs, by, at)
    taken = merging.taken(
        vars(rows[kept.pk]), vars(rows[merged.pk]), merging.HOUSEHOLD_FIELDS, take.get(HOUSEHOLD, ())
    )
    _change(row, rows[kept.pk], taken)
    _merge_persons(row, pairs, take)
    gone = {one.pk for _keeps, one in pairs}
    for person in people[merged.pk].values():  # a family has one head
        if person.relationship == "head" and person.pk not in gone:
            _change(row, person, {"relationship": "other"})
    _point(Household, row, merged.pk, kept.pk)
    return _end(row, "registry.households_merged", by, at)


@transaction.atomic
def merge_persons(*, kept: Person, merged: Person, take: Collection[str], by: Any, at: datetime) -> Merge:
    """Say that two entries are one person, though their households are not one. She is listed where `kept` is.

    Args:
        take: fields of `rules.merging.PERSON_FIELDS` whose value is taken from `merged`.

    Raises:
        CannotMerge: another organisation's, one merged already, or `merged` is the head of a household.
    """
    check(by, Permission.REGISTRY_MERGE, kept)
    check(by, Permission.REGISTRY_MERGE, merged)
    if kept.organisation_id != merged.organisation_id:
        raise CannotMerge(_("Only two persons of one organisation can be merged."))
    one_at_a_time(kept.organisation_id)
    rows = _locked([kept.household_id, merged.household_id])
    people = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk])}
    if len(people) != 2 or any(one.merged_into_id for one in people.values()):
        raise CannotMerge(_("One of these persons was merged meanwhile. Look at them again."))
    if people[merged.pk].relationship == "head":
        raise CannotMerge(
            _("The head of a household stays in it. Keep this entry, or merge the two households.")
        )
    pairs = [(people[kept.pk], people[merged.pk])]
    row = _begin(Merge.PERSONS, rows[kept.household_id], rows[merged.household_id], pairs, by, at)
    _merge_persons(row, pairs, {str(kept.pk): take})
    return _end(row, "registry.persons_merged", by, at)


@transaction.atomic
def undo_merge(*, merge: Merge, by: Any, at: datetime) -> Merge:
    """Take a merge back: everything as it was. What was changed since is left, and said in `left`.

    Raises:
        MergeIsOver: it was undone already. LaterMergeStands: undo that one first.
        CannotMerge: nobody is left in one of the two, because they were erased.
    """
    check(by, Permission.REGISTRY_MERGE, merge)
    one_at_a_time(merge.organisation_id)
    households = _locked([merge.kept_id, merge.merged_id])
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise MergeIsOver(_("This merge was undone already."))
    group = _group(households)
    later = Merge.objects.filter(undone_at__isnull=True).exclude(pk=merge.pk)
    later = later.filter(kept__in=group) | later.filter(merged__in=group)
    if any((one.merged_at, one.pk) > (merge.merged_at, merge.pk) for one in later):
        raise LaterMergeStands(_("Something was merged with this family later. Undo that first."))
    for _keeps, one in merge.same:
        _release(Person, merge, UUID(one))
    if merge.kind == Merge.HOUSEHOLDS:
        _release(Household, merge, merge.merged_id)
    merge.left = _put_back(merge)
    for household in dict.fromkeys([merge.kept_id, merge.merged_id]):
        if not give_head(household):
            raise CannotMerge(_("Nobody is left in one of the two families: this can no longer be undone."))
        touch(household, by, at)
    merge.before, merge.undone_at, merge.undone_by = {}, at, by
    merge.save(update_fields=["before", "left", "undone_at", "undone_by"])
    audit.record(
        type="registry.merge_undone",
        target=merge,
        organisation=merge.organisation_id,
        by=by,
        at=at,
        kept=merge.kept_id,
        merged=merge.merged_id,
        left=len(merge.left),
    )
    return merge


def one_at_a_time(organisation: UUID) -> None:
    """Whoever merges or undoes in a register does it one after the other: a family is several rows. Call it first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"registry.merge:{organisation}"]
        )


def _locked(ids: Iterable[UUID]) -> dict[UUID, Household]:
    """Hold these households and all that is read with them, those that remain first, as `hold` does."""
    wanted = set(ids)
    roots = Household.objects.filter(pk__in=wanted, merged_into__isnull=False).values_list(
        "merged_into", flat=True
    )
    first = Household.objects.filter(pk__in=wanted | set(roots), merged_into__isnull=True)
    held = {row.pk: row for row in first.select_for_update().order_by("pk")}
    after = Household.objects.filter(merged_into__in=held).select_for_update().order_by("pk")
    held |= {row.pk: row for row in after}
    if not wanted <= held.keys():
        raise CannotMerge(_("One of these families was merged or erased meanwhile. Look at them again."))
    return {id: held[id] for id in wanted}


def _group(households: Mapping[UUID, Household]) -> set[UUID]:
    roots = {row.merged_into_id or row.pk for row in households.values()}
    return roots | set(Household.objects.filter(merged_into__in=roots).values_list("pk", flat=True))


def _visible(root: UUID) -> dict[UUID, Person]:
    """Hold the persons of a family who were not merged into another entry."""
    rows = Person.objects.filter(household=root) | Person.objects.filter(household__merged_into=root)
    held = rows.filter(merged_into__isnull=True).select_for_update(of=("self",)).order_by("pk")
    return {one.pk: one for one in held}


def _pairs(
    same: Sequence[tuple[UUID, UUID]], kept: Mapping[UUID, Person], merged: Mapping[UUID, Person]
) -> list[tuple[Person, Person]]:
    if len({one for _keeps, one in same}) != len(same):
        raise CannotMerge(_("One person cannot be two others."))
    try:
        return [(kept[keeps], merged[one]) for keeps, one in same]
    except KeyError as error:
        raise CannotMerge(_("One of these persons is not in these families any more.")) from error


def _begin(
    kind: str, kept: Household, merged: Household, pairs: list[tuple[Person, Person]], by: Any, at: datetime
) -> Merge:
    return Merge(
        organisation_id=kept.organisation_id,
        kind=kind,
        kept=kept,
        merged=merged,
        same=[[str(keeps.pk), str(one.pk)] for keeps, one in pairs],
        merged_at=at,
        merged_by=by,
    )


def _merge_persons(
    row: Merge, pairs: list[tuple[Person, Person]], take: Mapping[str, Collection[str]]
) -> None:
    for keeps, one in pairs:
        wanted = take.get(str(keeps.pk), ())
        _change(row, keeps, merging.taken(vars(keeps), vars(one), merging.PERSON_FIELDS, wanted))
        _point(Person, row, one.pk, keeps.pk)


def _change(row: Merge, thing: Any, values: Mapping[str, Any]) -> None:
    """Write values, and write down what they were: the first time, when a field is changed twice."""
    kept = row.before.setdefault(str(thing.pk), {})
    for column, value in values.items():
        first = kept[column][0] if column in kept else merging.written_down(getattr(thing, column))
        kept[column] = [first, merging.written_down(value)]
        setattr(thing, column, value)
    if not kept:
        del row.before[str(thing.pk)]
    _save(thing, values)


def _save(thing: Any, columns: Collection[str]) -> None:
    if not columns:
        return
    thing.save(update_fields=[column.removesuffix("_id") for column in columns])
    if isinstance(thing, Person) and merging.NAMES & set(columns):
        SearchKey.objects.filter(person=thing).delete()
        write_keys(thing)


def _point(model: Any, row: Merge, merged: UUID, kept: UUID) -> None:
    """Point at the one that remains, those first that pointed at the merged one: there are no chains."""
    before = model.objects.filter(merged_into=merged).order_by("pk")
    moved = [str(pk) for pk in before.values_list("pk", flat=True)]
    before.update(merged_into=kept)
    if moved:
        row.moved[str(merged)] = moved
    model.objects.filter(pk=merged).update(merged_into=kept)


def _release(model: Any, row: Merge, merged: UUID) -> None:
    model.objects.filter(pk=merged).update(merged_into=None)
    model.objects.filter(pk__in=row.moved.get(str(merged), ())).update(merged_into=merged)


def _put_back(merge: Merge) -> list[list[str]]:
    """Put back each value that is still the one this merge wrote. Returns what was left: [id, column]."""
    left = []
    for id, columns in merge.before.items():
        thing = _thing(id)
        back = {}
        for column, (before, after) in columns.items() if thing else ():
            now = merging.written_down(getattr(thing, column))
            if now == after:
                back[column] = merging.read_back(column, before)
            elif now != before:
                left.append([id, column])
        if back.get("relationship") == "head" and _has_head(thing.household):
            left.append([id, "relationship"])
            del back["relationship"]
        for column, value in back.items():
            setattr(thing, column, value)
        _save(thing, back)
    return left


def _thing(id: str) -> Any:
    return Household.objects.filter(pk=id).first() or Person.objects.filter(pk=id).first()


def _has_head(household: Household) -> bool:
    people = _visible(household.merged_into_id or household.pk)
    return any(person.relationship == "head" for person in people.values())


def _end(row: Merge, what: str, by: Any, at: datetime) -> Merge:
    row.save(force_insert=True)
    for household in dict.fromkeys([row.kept_id, row.merged_id]):
        touch(household, by, at)
    audit.record(
        type=what,
        target=row,
        organisation=row.organisation_id,
        by=by,
        at=at,
        kept=row.kept_id,
        merged=row.merged_id,
        persons=[id for pair in row.same for id in pair],
        fields=sorted({column for columns in row.before.values() for column in columns}),
    )
    return row
