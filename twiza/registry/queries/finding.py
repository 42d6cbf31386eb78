"""The search box: a name in any script, spelling or order, its beginning, a code or a telephone, each with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from twiza.lib.text import western_digits
from twiza.linkage.names import NameMatcher
from twiza.registry.models import Household, Person
from twiza.registry.queries.groups import homes_of, roots_of
from twiza.registry.queries.households import HouseholdLine, lines_of
from twiza.registry.queries.sought import matcher, sought_in
from twiza.registry.rules.codes import code_typed
from twiza.registry.rules.reasons import Reason, as_written, reasons_of
from twiza.registry.rules.sought import Sought
from twiza.registry.rules.traces import digits_of
from twiza.registry.rules.values import phone_number
from twiza.registry.rules.words import written

MOST_LETTERS = 200  # of what is searched for
MOST_FOUND = 15  # households: what an eye goes through; another word of the name tells more of one name apart
LEAST_DIGITS = 6  # of a telephone
BEHIND = 4.0  # whoever fits so much worse than the best is left out
# The indexes leave out empty numbers, so that must be said.
PHONES = """
SELECT id FROM registry_person WHERE organisation_id = %(organisation)s AND phone <> ''
    AND phone = ANY (%(phones)s::text[])
UNION SELECT id FROM registry_person WHERE organisation_id = %(organisation)s AND second_phone <> ''
    AND second_phone = ANY (%(phones)s::text[]) LIMIT 30
"""


# Of whoever may be meant, what a search needs: a row of the whole table costs three times as much to make.
CANDIDATES = """
SELECT id, household_id, merged_into_id, name_arabic, name_latin, name_said FROM registry_person
WHERE organisation_id = %s AND id = ANY (%s)
"""


class Candidate(NamedTuple):
    """A person who may be meant: ids and the forms of the name."""

    pk: UUID
    household_id: UUID
    merged_into_id: UUID | None
    name_arabic: str
    name_latin: str
    name_said: str


# who was found, the form of the name that fits, why
_Found = tuple[Person | Candidate | None, str, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class FoundHousehold:
    """A household that was found: its line, who of it was found, and why."""

    line: HouseholdLine
    person: UUID | None
    person_name: str
    reasons: tuple[Reason, ...]

    @property
    def id(self) -> UUID:
        return self.line.id

    @property
    def name(self) -> str:
        return self.line.name


def search_households(organisation: UUID, text: str, *, limit: int = MOST_FOUND) -> list[FoundHousehold]:
    """Return the households that fit best, best first, each once. Only rows that this context sees."""
    text = written(text)[:MOST_LETTERS]
    found: dict[UUID, _Found] = {}
    for household in _by_code(organisation, text):
        found[household] = (None, "", (Reason("code"),))
    for person in _by_phone(organisation, text):
        found.setdefault(person.household_id, (person, person.name, (Reason("phone"),)))
    if len(found) < limit:
        for row, form, reasons in _by_name(organisation, text, limit):
            found.setdefault(row.household_id, (row, form, reasons))
    found = dict(list(found.items())[:limit])
    rows = _households(organisation, found)
    if any(row.merged_into_id for row in rows.values()) or any(
        person and person.merged_into_id for person, _form, _reasons in found.values()
    ):
        found = _remaining(found)
        rows = _households(organisation, found)
    lines = {line.id: line for line in lines_of(rows[pk] for pk in found if pk in rows)}
    return [
        FoundHousehold(lines[pk], person.pk if person else None, form, reasons)
        for pk, (person, form, reasons) in found.items()
        if pk in lines
    ]


def _households(organisation: UUID, ids: Iterable[UUID]) -> dict[UUID, Household]:
    rows = Household.objects.filter(pk__in=list(ids), organisation_id=organisation)
    return {row.pk: row for row in rows}


def _remaining(found: dict[UUID, _Found]) -> dict[UUID, _Found]:
    """Put the family and the entry that remain in the place of those that were merged into them."""
    roots = roots_of(found)
    homes = homes_of([person.pk for person, _form, _reasons in found.values() if person])
    people: dict[UUID, Person] = Person.objects.in_bulk([person for person, _home in homes.values()])
    kept: dict[UUID, _Found] = {}
    for household, (person, form, reasons) in found.items():
        if person is None:
            kept.setdefault(roots.get(household, household), (None, form, reasons))
        else:
            id, home = homes[person.pk]
            kept.setdefault(home, (people[id], form, reasons))
    return kept


def _by_code(organisation: UUID, text: str) -> list[UUID]:
    code = code_typed(text)
    rows = Household.objects.filter(organisation_id=organisation, code=code).values_list("pk", flat=True)
    return list(rows) if code else []


def _by_phone(organisation: UUID, text: str) -> Iterable[Person]:
    if len(digits_of(text)) < LEAST_DIGITS or any(letter.isalpha() for letter in text):
        return []
    typed = western_digits(text)
    ids = persons_with_phone(organisation, [typed, phone_number(typed) or ""])
    return Person.objects.filter(pk__in=ids, organisation_id=organisation).order_by("pk") if ids else []


def persons_with_phone(organisation: UUID, phones: Iterable[str]) -> list[UUID]:
    """Return up to thirty persons of an organisation who have one of these numbers."""
    numbers = [phone for phone in dict.fromkeys(phones) if phone]
    if not numbers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(PHONES, {"organisation": organisation, "phones": numbers})
        return [id for (id,) in cursor.fetchall()]


def _by_name(organisation: UUID, text: str, limit: int) -> list[tuple[Candidate, str, tuple[Reason, ...]]]:
    sought, ids = sought_in(organisation, text)
    reader = matcher()
    fits = []
    for row in _candidates(organisation, ids):
        fit, form = _best_form(sought, row, reader)
        if fit is not None:
            fits.append((-fit, form, row.pk, row))
    fits.sort(key=lambda one: one[:3])
    shown: dict[UUID, tuple[Candidate, str, tuple[Reason, ...]]] = {}
    for worse, form, _pk, row in fits:
        if len(shown) >= limit or worse > fits[0][0] + BEHIND:
            break
        if row.household_id not in shown:
            shown[row.household_id] = row, form, tuple(_reasons(sought, text, form, reader))
    return list(shown.values())


def _candidates(organisation: UUID, ids: list[UUID]) -> list[Candidate]:
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, [organisation, ids])
        return [Candidate(*row) for row in cursor.fetchall()]


def _best_form(sought: Sought, row: Candidate, reader: NameMatcher) -> tuple[float | None, str]:
    best: tuple[float | None, str] = (None, "")
    for form in (row.name_arabic, row.name_latin, row.name_said):
        fit = sought.fit(reader.read(form).parts) if form else None
        if fit is not None and (best[0] is None or fit > best[0]):
            best = fit, form
    return best


def _reasons(sought: Sought, text: str, form: str, reader: NameMatcher) -> list[Reason]:
    """Return why a name was found; parts that it has besides are no reason against it in a search."""
    found = reasons_of(reader.compare(text, form), text, form)
    words = as_written(form)
    mine = {part.text for part in reader.read(form).parts}
    begun = {
        near: Reason("begins", sought.tokens[place].text, words.get(near, near))
        for place, near in sorted(sought.begun)
        if near in mine and near in sought.weights[place]
    }
    if begun:
        seen = {one.right for one in begun.values()}
        found = [*begun.values(), *(one for one in found if one.right not in seen and one.speaks_for)]
    return [one for one in found if one.code != "missing"] or found
