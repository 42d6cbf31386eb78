"""Everything that looks something up in the registry."""

from twiza.registry.queries.facts import household_facts
from twiza.registry.queries.households import (
    HouseholdLine,
    NoSuchHousehold,
    NoSuchMark,
    NoSuchPerson,
    Page,
    history_of,
    household_for,
    households_page,
    mark_for,
    marks_of,
    members_of,
    person_for,
    search_households,
    where_reading,
)

__all__ = [
    "HouseholdLine",
    "NoSuchHousehold",
    "NoSuchMark",
    "NoSuchPerson",
    "Page",
    "history_of",
    "household_facts",
    "household_for",
    "households_page",
    "mark_for",
    "marks_of",
    "members_of",
    "person_for",
    "search_households",
    "where_reading",
]
