"""Persons whose name is near one that is looked for, out of a million: ranges of keys first, then weighed one by one.

Every statement runs under row security and is bounded: whoever is not among the nearest is not read. `=` and the
comparisons of ranges are leakproof, so that the b-tree serves them; `LIKE` would not be.
"""

from collections.abc import Sequence
from datetime import date
from threading import local
from typing import Any
from uuid import UUID

from django.db import connection

from twiza.linkage.names import NameMatcher
from twiza.registry.rules import keys
from twiza.registry.rules.sought import NEAR, PERHAPS, Sought

MOST_TEXTS = 400  # distinct parts of the register that are weighed for one range
MOST_TEXTS_BEGINNING = 150
MOST_TEXTS_FURTHER = 300
MOST_TEXTS_IN_ALL = 1000
MOST_PERSONS = 120
MOST_EACH = 40  # persons of one key
MOST_BORN = 800  # persons of one name of whom those born far from a day are left out
USES = 2000  # after so many names a matcher is left: it keeps all that it has read

# The distinct parts inside each range, from one to the next without reading whoever bears them.
TEXTS = """
WITH RECURSIVE part (n, until, key) AS (
    SELECT r.n, r.until, (SELECT k.key FROM registry_searchkey k WHERE k.organisation_id = %(organisation)s
        AND k.key >= r.lowest AND k.key < r.until ORDER BY k.key LIMIT 1)
    FROM unnest(%(numbers)s::int[], %(lowest)s::text[], %(until)s::text[]) AS r (n, lowest, until)
    UNION ALL
    SELECT part.n, part.until, (SELECT k.key FROM registry_searchkey k WHERE k.organisation_id = %(organisation)s
        AND k.key >= split_part(part.key, ' ', 1) || ' ' || split_part(part.key, ' ', 2) || '!' COLLATE "C"
        AND k.key < part.until ORDER BY k.key LIMIT 1)
    FROM part WHERE part.key IS NOT NULL
)
SELECT n, key FROM part WHERE key IS NOT NULL LIMIT %(most)s
"""
# Whoever has one of these keys; the keys come best first.
NEAREST = """
    SELECT f.person_id FROM unnest(%(lowest)s::text[], %(until)s::text[]) WITH ORDINALITY AS r (lowest, until, n)
    CROSS JOIN LATERAL (
        SELECT k.person_id FROM registry_searchkey k WHERE k.organisation_id = %(organisation)s
        AND k.key >= r.lowest AND k.key < r.until ORDER BY k.key LIMIT %(each)s
    ) f ORDER BY r.n LIMIT %(most)s
"""
HOLDERS = f"SELECT DISTINCT person_id FROM ({NEAREST}) nearest"
# The same, without those whose year of birth is far from the one typed.
BORN = f"""
SELECT DISTINCT p.id FROM ({NEAREST}) nearest JOIN registry_person p ON p.id = nearest.person_id
WHERE p.birth_on IS NULL OR p.birth_on BETWEEN %(born_from)s::date AND %(born_until)s::date LIMIT %(kept)s
"""

_mine = local()


def matcher() -> NameMatcher:
    """Return the matcher of this thread. It keeps what it has read, and is left after many names."""
    if getattr(_mine, "uses", USES) >= USES:
        _mine.matcher, _mine.uses = NameMatcher(), 0
    _mine.uses += 1
    found: NameMatcher = _mine.matcher
    return found


def sought_in(organisation: UUID, text: str) -> tuple[Sought, list[UUID]]:
    """Return a name as it was asked for, and the persons who bear parts near it, not in order.

    Slips of the hand, then words written as one, are looked for only when nobody was found without them.
    """
    sought = Sought(text, matcher())
    if not sought.readings:
        return sought, []
    sounding = _texts(organisation, sought.sounding(), MOST_TEXTS)
    sought.weigh(sounding, NEAR)
    beginnings = sought.beginning()
    if beginnings:
        sought.weigh_beginnings(_texts(organisation, beginnings, MOST_TEXTS_BEGINNING))
    found = _holders(organisation, sought.heads(), sought.pairs())
    for further in (_slips, _divided):
        if not found:
            further(organisation, sought, sounding)
            found = _holders(organisation, sought.heads(), sought.pairs())
    return sought, found


def bearers(organisation: UUID, text: str, *, born: tuple[date, date] | None = None) -> list[UUID]:
    """Return persons who bear the whole of a name, or nearly, not in order.

    Args:
        born: first and last day of birth of whom to keep; whoever has no date is kept.
    """
    sought = Sought(text, matcher())
    if not sought.readings:
        return []
    sounding = _texts(organisation, sought.sounding(), MOST_TEXTS)
    sought.weigh(sounding, NEAR)
    found = _holders(organisation, [], [*sought.heads(), *sought.pairs()], born)
    for further in (_slips, _divided):
        if not found:
            further(organisation, sought, sounding)
            found = _holders(organisation, [], [*sought.heads(), *sought.pairs()], born)
    return found


def _slips(organisation: UUID, sought: Sought, sounding: list[tuple[int, str]]) -> None:
    """Take parts that are less near, and those whose consonants differ by a slip of the hand."""
    slips = _texts(organisation, sought.with_a_slip(), MOST_TEXTS_FURTHER)
    sought.weigh(sounding + slips, PERHAPS)


def _divided(organisation: UUID, sought: Sought, sounding: list[tuple[int, str]]) -> None:
    """Take the two halves of words that may have been written as one."""
    known = len(sought.tokens)
    sought.divide()
    halves = [one for one in sought.sounding() if one[0] >= known]
    sought.weigh(_texts(organisation, halves, MOST_TEXTS_FURTHER), NEAR)


def _texts(organisation: UUID, ranges: Sequence[tuple[int, str, str]], most: int) -> list[tuple[int, str]]:
    if not ranges:
        return []
    values = {
        "organisation": organisation,
        "numbers": [one[0] for one in ranges],
        "lowest": [one[1] for one in ranges],
        "until": [one[2] for one in ranges],
        "most": min(most * len({one[0] for one in ranges}), MOST_TEXTS_IN_ALL),
    }
    return [(number, keys.text_in(key)) for number, key in _rows(TEXTS, values)]


def _holders(
    organisation: UUID, heads: list[str], whole: list[str], born: tuple[date, date] | None = None
) -> list[UUID]:
    """Return who has a key that begins with one of the heads, or is one of the whole keys."""
    if not heads and not whole:
        return []
    values = {
        "organisation": organisation,
        "lowest": heads + whole,
        # "!" is the next sign that could follow: no letter and no space is before it but what is meant
        "until": [f"{head[:-1]}!" for head in heads] + [f"{key}!" for key in whole],
        "each": MOST_BORN if born else MOST_EACH if whole else MOST_PERSONS,
        "most": MOST_BORN if born else MOST_PERSONS,
    }
    if born:
        values |= {"born_from": born[0], "born_until": born[1], "kept": MOST_PERSONS}
    return [person for (person,) in _rows(BORN if born else HOLDERS, values)]


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
