"""Facts of households for campaigns: set-based, frozen, without names."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils import timezone

from twiza.registry.models import Household, Person
from twiza.registry.queries.groups import families_of, situations_in
from twiza.registry.queries.shocks import felt_in
from twiza.registry.rules.people import ADULT, ELDERLY, HouseholdFacts, age_on


def household_facts(
    organisation: UUID, ids: Iterable[UUID], *, on: date | None = None
) -> dict[UUID, HouseholdFacts]:
    """Return what a campaign may ask of these households of one organisation, by household id.

    Six queries whatever their number. Households of others, unknown, or merged into another are simply missing.

    Args:
        on: the day ages are reckoned and marks are live; today when not given.
    """
    day = on or timezone.localdate()
    wanted = list(ids)
    rows = Household.objects.filter(organisation_id=organisation, pk__in=wanted, merged_into__isnull=True)
    households = list(rows)
    family = families_of([row.pk for row in households])
    ages: dict[UUID, list[tuple[str, str, int | None]]] = {row.pk: [] for row in households}
    persons = Person.objects.filter(household_id__in=family, merged_into__isnull=True)
    persons = persons.exclude(relationship="trusted")
    for household, link, sex, born in persons.values_list("household_id", "relationship", "sex", "birth_on"):
        ages[family[household]].append((link, sex, age_on(born, day)))
    marks: dict[UUID, set[str]] = {row.pk: set() for row in households}
    for one in situations_in(family, noted_by=day):
        if one.until is None or one.until > day:
            marks[one.household].add(one.category)
    shocks = felt_in(family, day)
    return {
        row.pk: replace(
            facts_of(row, ages[row.pk], marks[row.pk]), shocks=tuple(sorted(shocks.get(row.pk, ())))
        )
        for row in households
    }


def facts_of(
    row: Household, members: list[tuple[str, str, int | None]], categories: set[str]
) -> HouseholdFacts:
    young = sum(1 for _, _, age in members if age is not None and age < ADULT)
    head_sex = next((sex for link, sex, _ in members if link == "head"), "")
    some_age = any(age is not None for _, _, age in members)
    children = (
        max(row.children or 0, young) if row.children is not None or (some_age and len(members) > 1) else None
    )
    woman_headed = None if not head_sex else head_sex == "female"
    if woman_headed is None and categories & {"widows", "divorced_women", "single_mothers"}:
        woman_headed = True
    return HouseholdFacts(
        household=row.pk,
        code=row.code,
        size=row.size or (len(members) if len(members) > 1 else None),
        children=children,
        elderly=sum(1 for _, _, age in members if age is not None and age >= ELDERLY),
        woman_headed=woman_headed,
        categories=tuple(sorted(categories)),
        place=row.place_id,
        place_words=row.place_words,
        contact=row.contact,
    )
