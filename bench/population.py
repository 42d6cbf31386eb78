"""A register of any size, written set-based by the owner with every trigger on, and compared with rows that actions make."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

import psycopg

PERSONS_EACH = 4  # in a household
MANY_NAMES = 60_000
CONSONANTS = tuple(
    zip(
        "بتجحخدرزسشصطعغفقكلمنه",
        [
            "b",
            "t",
            "j",
            "h",
            "kh",
            "d",
            "r",
            "z",
            "s",
            "ch",
            "s",
            "t",
            "a",
            "gh",
            "f",
            "k",
            "k",
            "l",
            "m",
            "n",
            "h",
        ],
        strict=True,
    )
)
VOWELS = (("", "a"), ("ا", "a"), ("و", "ou"), ("ي", "i"), ("", "e"))
NAMES = """
CREATE TEMP TABLE bench_name (n int PRIMARY KEY, ar text, latin text, keys text[]);
"""
HOUSEHOLDS = """
INSERT INTO registry_household (id, organisation_id, code, size, children, place_id, place_words, address, contact,
    contact_words, upload_id, registered_at, registered_by_id, changed_at, changed_by_id)
SELECT uuidv7(), %(organisation)s, upper(substr(md5(n::text || %(organisation)s::text), 1, 5)) || '-' ||
    upper(substr(md5(n::text || %(organisation)s::text), 6, 5)), %(each)s, %(each)s - 2, %(place)s, '', '',
    'do_not_contact', '', NULL, %(at)s, %(user)s, %(at)s, %(user)s
FROM generate_series(1, %(count)s) n ON CONFLICT DO NOTHING
"""
PERSONS = """
INSERT INTO registry_person (id, organisation_id, household_id, position, name_arabic, name_latin, name_said, sex,
    birth_on, birth_precision, phone, second_phone, relationship)
SELECT uuidv7(), h.organisation_id, h.id, p, b.ar, b.latin, '', CASE p %% 2 WHEN 0 THEN 'female' ELSE 'male' END,
    date '1950-01-01' + (hashtext(h.id::text || p) %% 9000 + 9000), 'day', CASE p WHEN 0 THEN '+2126' || lpad(abs(hashtext(h.id::text || 't'))::text, 8, '0') ELSE '' END, '',
    CASE p WHEN 0 THEN 'head' WHEN 1 THEN 'spouse' ELSE 'child' END
FROM registry_household h CROSS JOIN generate_series(0, %(each)s - 1) p
JOIN bench_name b ON b.n = abs(hashtext(h.id::text || 'n' || p)) %% (SELECT count(*) FROM bench_name)
WHERE h.organisation_id = %(organisation)s
"""
KEYS = """
INSERT INTO registry_searchkey (organisation_id, key, person_id)
SELECT p.organisation_id, k, p.id FROM registry_person p JOIN bench_name b ON b.ar = p.name_arabic AND b.latin = p.name_latin
CROSS JOIN LATERAL unnest(b.keys) k WHERE p.organisation_id = %(organisation)s
"""
MARKS = """
INSERT INTO registry_vulnerabilitymark (id, organisation_id, household_id, person_id, category, noted_on, said_by, until,
    noted_at, noted_by_id, ended_at, ended_by_id)
SELECT uuidv7(), organisation_id, household_id, id, 'widows', current_date, 'self_declared', NULL, %(at)s, %(user)s, NULL, NULL
FROM registry_person WHERE organisation_id = %(organisation)s AND position = 0 AND hashtext(id::text) %% 5 = 0
"""


@contextmanager
def owner() -> Iterator[psycopg.Connection[Any]]:
    """Connect as the owner of the tables, past the policies of the registry for as long as the block lasts."""
    from bench.floor_import import unforced
    from twiza.config.database import owner_connection_parameters

    with psycopg.connect(**owner_connection_parameters()) as connection:
        unforced(connection)
        yield connection
        unforced(connection, force=True)


def populate(
    connection: psycopg.Connection[Any], organisation: UUID, user: UUID, place: UUID, persons: int
) -> None:
    """Write `persons` persons in households of four into one organisation, with keys, marks and history."""
    values = {
        "organisation": organisation, "user": user, "place": place, "count": persons // PERSONS_EACH,
        "each": PERSONS_EACH, "at": datetime.now(UTC),
    }  # fmt: skip
    for statement in (HOUSEHOLDS, PERSONS, KEYS, MARKS):
        connection.execute(statement, values)


def write_names(connection: psycopg.Connection[Any], seed: int = 5) -> None:
    """Put 60,000 full names with their search keys, computed as the registry does, where SQL can draw from them.

    Half in Arabic, half in Latin letters; half of the surnames are usual ones, half made of syllables, so that there
    are as many different words as in a register of people.
    """
    from twiza.demo.names import MEN, SURNAMES, WOMEN
    from twiza.registry.rules.keys import Keys

    keys, chance = Keys(), Random(seed)
    given = (*WOMEN, *MEN)
    usual = [(one.ar, one.fr) for one in SURNAMES]
    made = sorted({_made_surname(chance) for _ in range(20_000)})
    full = {(f"{one.ar} {ar}", f"{one.fr} {fr}") for one in given for ar, fr in usual}
    drawn = sorted(full)
    chance.shuffle(drawn)
    drawn = drawn[:30_000]
    for ar, fr in (made[n % len(made)] for n in range(MANY_NAMES - len(drawn))):
        one = chance.choice(given)
        drawn.append((f"{one.ar} {ar}", f"{one.fr} {fr}"))
    rows = dict.fromkeys(
        (ar, "") if number % 2 == 0 else ("", latin) for number, (ar, latin) in enumerate(drawn)
    )
    connection.execute(NAMES)
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY bench_name (n, ar, latin, keys) FROM STDIN") as copy,
    ):
        for number, names in enumerate(rows):
            copy.write_row((number, *names, sorted(keys.of(*names))))


def _made_surname(chance: Random) -> tuple[str, str]:
    """Return an invented surname of two or three syllables, in Arabic and in Latin letters."""
    parts = [
        (consonant[0] + vowel[0], consonant[1] + vowel[1])
        for consonant, vowel in (
            (chance.choice(CONSONANTS), chance.choice(VOWELS)) for _ in range(chance.choice((2, 3, 3)))
        )
    ]
    return "".join(ar for ar, _ in parts) + "ي", "".join(latin for _, latin in parts) + "i"


def differences(connection: psycopg.Connection[Any], loaded: UUID, by_action: UUID) -> list[str]:
    """Compare a loaded household with one that the action registered; return what differs in shape.

    Same tables, as many persons, keys for each word, one version in each history, the same columns filled.
    """
    found = []
    for table, link in (("registry_household", "id"), ("registry_person", "household_id")):
        rows = []
        for household in (loaded, by_action):
            cursor = connection.execute(f"SELECT * FROM {table} WHERE {link} = %s", [household])
            columns = [one.name for one in cursor.description or ()]
            rows.append(
                [
                    {
                        "name_arabic" if name == "name_latin" else name
                        for name, value in zip(columns, row, strict=True)
                        if value not in (None, "")
                    }
                    for row in cursor
                ]
            )
        if sorted(map(sorted, rows[0])) != sorted(map(sorted, rows[1])):
            found.append(f"{table}: columns filled differ: {rows[0][0] ^ rows[1][0]}")
    for what, query in (
        ("household versions", "SELECT count(*) FROM registry_householdevent WHERE pgh_obj_id = %s"),
        ("person versions", "SELECT count(*) FROM registry_personevent WHERE household_id = %s"),
    ):
        counts = [(connection.execute(query, [one]).fetchone() or (0,))[0] for one in (loaded, by_action)]
        if counts[0] != counts[1]:
            found.append(f"{what}: {counts[0]} loaded, {counts[1]} by action")
    found += [f"keys of {one}" for one in (loaded, by_action) if not _keys_right(connection, one)]
    return found


def _keys_right(connection: psycopg.Connection[Any], household: UUID) -> bool:
    from twiza.registry.rules.keys import Keys

    query = (
        "SELECT p.name_arabic || p.name_latin, array_agg(k.key) FROM registry_person p JOIN registry_searchkey k ON k.person_id = p.id"
        " WHERE p.household_id = %s GROUP BY p.id"
    )
    rows = connection.execute(query, [household]).fetchall()
    return len(rows) == PERSONS_EACH and all(set(keys) == Keys().of(name) for name, keys in rows)
