"""A code is of one case in its organisation: who says it meets one door, not the newer of two."""

from typing import Any

from django.db import migrations, models

from twiza.lib.short_codes import new_code

# The newest keeps a code that several have: it is the one that the code opens until today.
OLDER_OF_A_CODE = """
SELECT id, organisation_id FROM (
    SELECT id, organisation_id,
        row_number() OVER (PARTITION BY organisation_id, code ORDER BY opened_at DESC, id DESC) AS place
    FROM cases_case
) AS placed WHERE place > 1 ORDER BY id
"""


def draw_again(cursor: Any) -> int:
    """Give each case whose code a newer one has another code; return how many. Its team reads it on their list.

    The owner is bound by the policies but inside here; triggers rest: nothing of a case changes but its code.
    """
    cursor.execute("ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY")
    cursor.execute("ALTER TABLE cases_case DISABLE TRIGGER USER")
    cursor.execute(OLDER_OF_A_CODE)
    older = cursor.fetchall()
    for id, organisation in older:
        changed = 0
        while not changed:
            code = new_code(8)
            cursor.execute(
                "UPDATE cases_case SET code = %s WHERE id = %s AND NOT EXISTS"
                " (SELECT FROM cases_case WHERE organisation_id = %s AND code = %s)",
                [code, id, organisation, code],
            )
            changed = cursor.rowcount
    cursor.execute("ALTER TABLE cases_case ENABLE TRIGGER USER")
    cursor.execute("ALTER TABLE cases_case FORCE ROW LEVEL SECURITY")
    return len(older)


def forwards(_apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        draw_again(cursor)


class Migration(migrations.Migration):
    dependencies = [("cases", "0060_recovery")]

    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("organisation", "code"), name="case_code_once"),
        ),
    ]
