from typing import Any, ClassVar
from uuid import UUID

from django.db import migrations, models

BATCH = 20_000
FIRST = UUID(int=0)


def fill(apps: Any, schema_editor: Any) -> None:
    """Make the search keys of everybody anew, by sound. The owner is bound by the policies but inside here."""
    from twiza.registry.rules.keys import Keys

    keys, after = Keys(), FIRST
    with schema_editor.connection.cursor() as cursor:
        for table in ("registry_person", "registry_searchkey"):
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        cursor.execute("TRUNCATE registry_searchkey")
        cursor.execute(
            "CREATE TEMPORARY TABLE made_key (organisation uuid, key text, person uuid) ON COMMIT DROP"
        )
        while people := _after(cursor, after):
            with cursor.copy("COPY made_key (organisation, key, person) FROM STDIN") as target:
                for row in made(people, keys):
                    target.write_row(row)
            after = people[-1][0]
        cursor.execute(
            "INSERT INTO registry_searchkey (organisation_id, key, person_id)"
            " SELECT organisation, key, person FROM made_key ORDER BY organisation, key, person"
        )
        cursor.execute("DROP TABLE made_key")
        for table in ("registry_person", "registry_searchkey"):
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def made(people: list[tuple[Any, ...]], keys: Any) -> list[tuple[Any, ...]]:
    """Return (organisation, key, person) for rows of (person, organisation, three forms of a name)."""
    return [(organisation, key, id) for id, organisation, *names in people for key in sorted(keys.of(*names))]


def _after(cursor: Any, id: UUID) -> list[tuple[Any, ...]]:
    cursor.execute(
        "SELECT id, organisation_id, name_arabic, name_latin, name_said FROM registry_person"
        " WHERE id > %s ORDER BY id LIMIT %s",
        [id, BATCH],
    )
    return list(cursor.fetchall())


class Migration(migrations.Migration):
    """Persons are found by how a name sounds, and by a telephone."""

    dependencies: ClassVar = [("registry", "0005_erased_families")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("phone", ""), _negated=True),
                fields=["organisation", "phone"],
                name="person_by_phone",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("second_phone", ""), _negated=True),
                fields=["organisation", "second_phone"],
                name="person_by_second_phone",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
