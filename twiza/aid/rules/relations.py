"""What binds who brings a household to it: said line by line, and signed by somebody else. Pure Python."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum


class Relation(StrEnum):
    """The relation of the person who brought a household to it."""

    NONE = "none"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    EMPLOYEE = "employee"
    OFFICIAL_LIST = "official_list"  # an elected official gave the name
    OTHER = "other"


NOT_DECLARED = "not_declared"


def brings_too_many(
    brought: Iterable[tuple[str, str, int]], most: Decimal
) -> list[tuple[str, str, int, int]]:
    """Return (person, zone, brought, all of the zone) where one person brought more than `most` per cent of a zone.

    `brought`: (person, zone, households).
    """
    by_person: Counter[tuple[str, str]] = Counter()
    zones: Counter[str] = Counter()
    for person, zone, count in brought:
        by_person[person, zone] += count
        zones[zone] += count
    return [
        (person, zone, count, zones[zone])
        for (person, zone), count in sorted(by_person.items())
        if count * 100 > most * zones[zone]
    ]
