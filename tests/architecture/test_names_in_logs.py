"""No name of a person in the logs or in the queue: erasing somebody must leave them whole.

The canaries are computed: every text of every table that its model calls identifying, restricted or personal.
"""

import re

import pytest
from django.db import models

from tests.architecture import house

pytestmark = pytest.mark.slow

WATCHED = ("audit_line", "audit_access", "access_subject", "procrastinate_jobs")
TELLING = {"identifying", "restricted", "personal"}
SHORTEST = 4  # shorter texts are codes of two or three letters
CODE = re.compile(r"[a-z_]+")  # what a column that does not identify holds when it holds a code


def telling_columns() -> list[tuple[str, str, str]]:
    """(table, column, class) of texts that tell who somebody is; a choice among codes does not."""
    found = []
    for model in house.our_models():
        said = getattr(model, "PRIVACY", {})
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if is_text and said.get(field.name) in TELLING and field.name != "password":
                found.append((model._meta.db_table, field.column, said[field.name]))
    return found


def canaries(server) -> set[str]:
    return {
        value
        for table, column, said in telling_columns()
        for (value,) in server.execute(f'SELECT DISTINCT "{column}"::text FROM "{table}"').fetchall()
        if value and len(value) >= SHORTEST and not (said != "identifying" and CODE.fullmatch(value))
    }


def leaks(server, names: set[str]) -> list[tuple[str, str, str]]:
    """Return (table, name, line) wherever a name stands as words of its own ("Amina" is not in "examination")."""
    wanted = [(name, re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", re.IGNORECASE)) for name in names]
    found = []
    for table in WATCHED:
        for (line,) in server.execute(f'SELECT t::text FROM "{table}" t').fetchall():
            found += [(table, name, line) for name, words in wanted if words.search(line)]
    return found


def test_there_are_canaries(two):
    with house.superuser(two.database) as server:
        assert {"amina", "Amina", "salma"} <= canaries(server)


def test_no_name_stands_in_a_log_or_in_the_queue(two):
    with house.superuser(two.database) as server:
        assert leaks(server, canaries(server)) == []


@pytest.mark.parametrize("column", ["data", "reason_code", "role"])
def test_it_would_find_one(two, column):
    with house.superuser(two.database) as server:
        server.execute("SET LOCAL session_replication_role = replica")
        value = '{"who": "Amina B."}' if column == "data" else "for Amina"
        server.execute(f"UPDATE audit_line SET {column} = %s", [value])
        assert leaks(server, canaries(server))
