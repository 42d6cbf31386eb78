"""Finding households and persons. Hidden and missing give the same answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission
from twiza.registry.models import Household, Person, VulnerabilityMark
from twiza.registry.queries.groups import group_of, merged_entries
from twiza.registry.rules.codes import code_typed

PAGE = 30
# One text whatever their number, so that it is planned once; of merged files too.
PERSONS_IN = """
SELECT p.id FROM registry_person p WHERE p.household_id IN (
    SELECT unnest(%(households)s::uuid[])
    UNION SELECT h.id FROM registry_household h
    WHERE h.merged_into_id IS NOT NULL AND h.merged_into_id = ANY (%(households)s::uuid[])
) ORDER BY p.id
"""


class NoSuchHousehold(NotFound):
    code = "registry.no_such_household"


class NoSuchPerson(NotFound):
    code = "registry.no_such_person"


class NoSuchMark(NotFound):
    code = "registry.no_such_mark"


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """A household as a line of the list: its head's id and name, no category."""

    id: UUID
    code: str
    head: UUID | None
    name: str
    size: int | None
    place: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One page, newest first. `older` and `newer` are where to go on, None at an end. There is no total."""

    lines: list[HouseholdLine]
    older: UUID | None
    newer: UUID | None


def where_reading(user: Any, permission: Permission = Permission.REGISTRY_READ, *, on: date) -> list[UUID]:
    """Return the organisations in which this user holds the permission, in a fixed order."""
    return [one for one in network.organisations_of(user.pk, on=on) if user.has_perm(permission, one)]


def household_for(user: Any, id: UUID) -> Household:
    """Return a household this user may see; of one that was merged, the one that remains. Raises NoSuchHousehold."""
    household = original_for(user, id)
    return original_for(user, household.merged_into_id) if household.merged_into_id else household


def original_for(user: Any, id: UUID) -> Household:
    """Return a household this user may see, itself, though it may be merged. Raises NoSuchHousehold."""
    household = Household.objects.select_related("place", "registered_by").filter(pk=id).first()
    if household is None or not user.has_perm(Permission.REGISTRY_READ, household):
        raise NoSuchHousehold(_("There is no such household."))
    return household


def household_by_code(organisation: UUID, typed: str) -> UUID:
    """Return the family of an organisation that a code stands for; of a merged file, the one that remains.

    Raises NoSuchHousehold.
    """
    row = Household.objects.filter(organisation_id=organisation, code=code_typed(typed)).first()
    if row is None:
        raise NoSuchHousehold(_("There is no household of this code in your register."))
    return row.merged_into_id or row.pk


def person_for(user: Any, id: UUID) -> Person:
    """Return a person this user may see, with the household; of a merged entry, the one that remains.

    Raises NoSuchPerson.
    """
    person = Person.objects.select_related("household", "merged_into__household").filter(pk=id).first()
    person = person and (person.merged_into or person)
    if person is None or not user.has_perm(Permission.REGISTRY_READ, person):
        raise NoSuchPerson(_("There is no such person."))
    return person


def mark_for(user: Any, id: UUID) -> VulnerabilityMark:
    """Return a noted situation this user may see. Raises NoSuchMark."""
    mark = VulnerabilityMark.objects.select_related("household").filter(pk=id).first()
    if mark is None or not user.has_perm(Permission.REGISTRY_READ, mark):
        raise NoSuchMark(_("There is no such situation."))
    return mark


def members_of(household: Household) -> list[Person]:
    """Return the persons of a family, its head first, each once; those of files merged into it after its own."""
    rows = Person.objects.filter(household__in=group_of(household.pk), merged_into__isnull=True)
    members = sorted(
        rows, key=lambda one: (one.household_id != household.pk, one.household_id, one.position, one.pk)
    )
    return sorted(members, key=lambda person: person.relationship != "head")


def written_in(household: Household) -> list[Person]:
    """Return the persons of one file as it was written, merged or not."""
    return list(Person.objects.filter(household=household).order_by("position", "pk"))


def marks_of(household: Household) -> list[VulnerabilityMark]:
    """Return the situations noted for a family, those that last first, newest first."""
    group = dict.fromkeys(group_of(household.pk), household.pk)
    entries = merged_entries(group)
    elsewhere = [id for id, (_person, home) in entries.items() if home != household.pk]
    theirs = [id for id, (_person, home) in entries.items() if home == household.pk]
    found = VulnerabilityMark.objects.filter(Q(household__in=group) | Q(person__in=theirs))
    marks = found.exclude(person__in=elsewhere).select_related("person__merged_into", "noted_by", "ended_by")
    return sorted(marks.order_by("-noted_on", "-id"), key=lambda mark: mark.ended_at is not None)


def households_page(
    organisation: UUID, *, older_than: UUID | None = None, newer_than: UUID | None = None, limit: int = PAGE
) -> Page:
    """Return one page of an organisation's households by keyset: the same cost on every page."""
    rows = Household.objects.filter(organisation_id=organisation, merged_into__isnull=True)
    if newer_than is not None:
        found = list(rows.filter(pk__gt=newer_than).order_by("pk")[: limit + 1])
        more_newer, more_older = len(found) > limit, True
        found = found[:limit][::-1]
    else:
        if older_than is not None:
            rows = rows.filter(pk__lt=older_than)
        found = list(rows.order_by("-pk")[: limit + 1])
        more_newer, more_older = older_than is not None, len(found) > limit
        found = found[:limit]
    older = found[-1].pk if found and more_older else None
    newer = found[0].pk if found and more_newer else None
    return Page(lines_of(found), older, newer)


def lines_of(households: Iterable[Household]) -> list[HouseholdLine]:
    """Make the lines of a list: two queries whatever their number, and one where a head is in a merged file."""
    households = list(households)
    listed = Person.objects.filter(relationship="head", merged_into__isnull=True)
    heads = {person.household_id: person for person in listed.filter(household__in=households)}
    headless = [row.pk for row in households if row.pk not in heads]
    if headless:
        for person in listed.filter(household__merged_into__in=headless).select_related("household"):
            heads[person.household.merged_into_id or person.household_id] = person
    places = network_names({row.place_id for row in households if row.place_id})
    return [
        HouseholdLine(
            row.pk,
            row.code,
            heads[row.pk].pk if row.pk in heads else None,
            heads[row.pk].name if row.pk in heads else "",
            row.size,
            places.get(row.place_id, "") or row.place_words,
            row.registered_at,
        )
        for row in households
    ]


def lines_by_id(households: Sequence[UUID]) -> list[HouseholdLine]:
    """Return the lines of these households that the reader may see, each once."""
    return lines_of(Household.objects.filter(pk__in=households).order_by("pk"))


def network_names(places: set[UUID]) -> dict[UUID | None, str]:
    """Return the names of places, by id, in one query."""
    model = Household._meta.get_field("place").related_model
    return {place.pk: str(place) for place in model._default_manager.filter(pk__in=places)} if places else {}


def persons_in(households: Sequence[UUID]) -> list[UUID]:
    """Return the ids of everybody in these households, by each of their entries."""
    with connection.cursor() as cursor:
        cursor.execute(PERSONS_IN, {"households": list(households)})
        return [id for (id,) in cursor.fetchall()]


def history_of(household: Household) -> list[Any]:
    """Return the versions of a family's files, its members and its situations, newest first."""
    events: list[Any] = []
    tracked: tuple[tuple[Any, str], ...] = (
        (Household, "pgh_obj_id__in"),
        (Person, "household_id__in"),
        (VulnerabilityMark, "household_id__in"),
    )
    group = group_of(household.pk)
    for model, link in tracked:
        rows: QuerySet[Any] = model.pgh_event_model._default_manager.filter(**{link: group})
        events += list(rows.order_by("-pgh_created_at")[:100])
    return sorted(events, key=lambda event: event.pgh_created_at, reverse=True)


def household_is_there(id: UUID) -> bool:
    """Say whether a household is in the register of the organisations that this context sees."""
    return Household.objects.filter(pk=id).exists()


def person_is_there(id: UUID) -> bool:
    """Say whether a person is in the register of the organisations that this context sees."""
    return Person.objects.filter(pk=id).exists()
