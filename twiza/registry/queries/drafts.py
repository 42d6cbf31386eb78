"""Households of the register, said as a sheet would say them: to send out, and to compare with what comes back."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from twiza.registry.models import Household, Person, VulnerabilityMark
from twiza.registry.queries.groups import families_of, in_parts, situations_in
from twiza.registry.rules.categories import with_parents
from twiza.registry.rules.drafts import Draft, Member, fingerprints


def drafts_of(households: Iterable[Household]) -> list[Draft]:
    """Return families of the register as a sheet would say them, with what was merged into them: five queries."""
    rows = list(households)
    family = families_of([row.pk for row in rows])
    marks: dict[UUID | None, set[str]] = defaultdict(set)
    for one in situations_in(family):
        marks[one.person or one.household].add(one.category)
    members: dict[UUID, list[Person]] = defaultdict(list)
    people = [
        person
        for part in in_parts(family)
        for person in Person.objects.filter(household_id__in=part, merged_into__isnull=True)
    ]
    people.sort(key=lambda one: (one.household_id != family[one.household_id], one.position, one.pk))
    for person in people:
        members[family[person.household_id]].append(person)
    return [draft_of(row, members[row.pk], marks) for row in rows if members[row.pk]]


def originals_of(households: Iterable[Household]) -> list[Draft]:
    """Return each of these files as it was written, whatever was merged into it."""
    rows = list(households)
    marks: dict[UUID | None, set[str]] = defaultdict(set)
    live = VulnerabilityMark.objects.filter(household__in=rows, ended_at__isnull=True)
    for household, who, category in live.values_list("household_id", "person_id", "category"):
        marks[who or household].add(category)
    members: dict[UUID, list[Person]] = defaultdict(list)
    for person in Person.objects.filter(household__in=rows).order_by("position", "pk"):
        members[person.household_id].append(person)
    return [draft_of(row, members[row.pk], marks) for row in rows if members[row.pk]]


def draft_of(row: Household, persons: list[Person], marks: dict[UUID | None, set[str]]) -> Draft:
    persons = sorted(persons, key=lambda person: person.relationship != "head")
    members = [
        Member(
            0,
            person.name_arabic or ("" if person.name_latin else person.name_said),
            person.name_latin,
            person.sex,
            person.birth_on,
            person.birth_precision,
            person.phone,
            person.second_phone,
            person.relationship,
            with_parents(marks[person.pk] | (marks[row.pk] if person is persons[0] else set())),
        )
        for person in persons
    ]
    draft = Draft("", 0, members, code=row.code, size=row.size, children=row.children, address=row.address)
    draft.place_words, draft.may_be_called = row.place_words, row.contact == "telephone"
    return draft


def comparable(draft: Draft) -> bytes:
    """Return a fingerprint of what an exported sheet says of a household; places stay aside: words name them."""
    place, words = draft.place, draft.place_words
    draft.place, draft.place_words = None, ""
    content, _identity = fingerprints(draft)
    draft.place, draft.place_words = place, words
    return content
