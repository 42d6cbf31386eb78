"""Who of the own register may be the person that is being written at the counter.

Only the rows of one organisation, under row security, and nothing about anybody else's: that a family is known
elsewhere is a secret (docs/decisions/0040). Protected services are never matched, their own rows neither.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from twiza.network import queries as network
from twiza.registry.models import Household, Person
from twiza.registry.queries.finding import persons_with_phone
from twiza.registry.queries.groups import homes_of
from twiza.registry.queries.households import HouseholdLine, lines_of
from twiza.registry.queries.sought import bearers, matcher
from twiza.registry.rules.people import PersonData
from twiza.registry.rules.possible import Known, Possible, names_of, possible
from twiza.registry.rules.reasons import Reason

MOST_SHOWN = 5
FORMS = 2  # of a typed name that are looked for
YEARS = timedelta(days=4 * 366)  # around a birth: ages that were said are off by some years


@dataclass(frozen=True, slots=True)
class PossibleMatch:
    """A person of the own register who may be the one typed, and why."""

    line: HouseholdLine
    person: UUID
    name: str
    reasons: tuple[Reason, ...]


def may_match(organisation: UUID) -> bool:
    """Say whether matching may run for an organisation: never for a protected service."""
    return network.is_open_to_matching(organisation)


def possible_matches(
    organisation: UUID, typed: PersonData, place: str = "", *, but: Collection[UUID] = ()
) -> list[PossibleMatch]:
    """Return up to five persons of the register who may be this one, the likeliest first.

    Args:
        place: where the household lives, as it was typed.
        but: persons and households that are no answer: the one that this very form has made.
    """
    if not may_match(organisation) or not names_of(typed):
        return []
    found: list[tuple[float, UUID, Person, Possible]] = []
    reader = matcher()
    for row in _candidates(organisation, typed):
        one = possible(typed, place, _known(row), reader)
        if one is not None:
            found.append((-one.weight, row.pk, row, one))
    found.sort(key=lambda one: one[:2])
    homes = _homes([row for _, _, row, _ in found])
    best: dict[UUID, tuple[Person, Possible]] = {}  # each person once, by the entry that fits best
    for _weight, _pk, row, one in found:
        person, home = homes[row.pk]
        if len(best) < MOST_SHOWN and not {row.pk, person, row.household_id, home} & set(but):
            best.setdefault(person, (row, one))
    rows = Household.objects.filter(pk__in={homes[row.pk][1] for row, _one in best.values()})
    lines = {line.id: line for line in lines_of(rows)} if best else {}
    return [
        PossibleMatch(lines[homes[row.pk][1]], person, row.name, one.reasons)
        for person, (row, one) in best.items()
    ]


def _homes(rows: list[Person]) -> dict[UUID, tuple[UUID, UUID]]:
    """Return entry → who and where she is now. Asked only for those that were merged."""
    merged = [row.pk for row in rows if row.merged_into_id or row.household.merged_into_id]
    found = homes_of(merged) if merged else {}
    return {row.pk: found.get(row.pk, (row.pk, row.household_id)) for row in rows}


def _candidates(organisation: UUID, typed: PersonData) -> list[Any]:
    born = _around(typed.birth_on)
    ids = {pk for name in names_of(typed)[:FORMS] for pk in bearers(organisation, name, born=born)}
    ids.update(persons_with_phone(organisation, [typed.phone, typed.second_phone]))
    rows = Person.objects.filter(pk__in=ids, organisation_id=organisation)
    return list(rows.select_related("household__place").order_by()) if ids else []


def _around(birth: date | None) -> tuple[date, date] | None:
    return (birth - YEARS, birth + YEARS) if birth and birth.year > YEARS.days // 365 else None


def _known(row: Any) -> Known:
    household = row.household
    place = household.place
    written = (str(place), place.name_ar, place.name_fr) if place else (household.place_words,)
    return Known(
        tuple(name for name in (row.name_arabic, row.name_latin, row.name_said) if name),
        row.sex,
        row.birth_on,
        row.birth_precision,
        tuple(phone for phone in (row.phone, row.second_phone) if phone),
        tuple(words for words in dict.fromkeys(written) if words),
    )
