"""Guarding a table: row security, its policies and its privileges, in one reversible migration step."""

from typing import Any

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

MINE = "organisation_id = ANY ((SELECT access_organisations())::uuid[])"

OWN_ORGANISATION = f"USING ({MINE})"
# Reference rows: anybody who said who they are may read them.
REFERENCE_READ = "FOR SELECT USING ((SELECT access_user()) IS NOT NULL OR (SELECT access_purpose()) <> '')"
SETUP_ONLY = "USING ((SELECT access_purpose()) = 'setup')"


class RowSecurity(Operation):
    """Switch row security on (and FORCE it) for a table, create its policies, grant its privileges.

    Args:
        table: the table's name in the database.
        policies: name of the policy → what follows `CREATE POLICY name ON table`, such as
            `FOR SELECT USING (…)`. At least one: without a policy nobody sees a row.
        grants: privileges of the application role, such as "SELECT, INSERT". Never TRUNCATE.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, *, policies: dict[str, str], grants: str) -> None:
        if not policies:
            raise ValueError(f"{table}: no policy means that nobody sees a row")
        if "TRUNCATE" in grants.upper() or "ALL" in grants.upper():
            raise ValueError(f"{table}: TRUNCATE ignores row security and is granted to nobody")
        self.table, self.policies, self.grants = table, policies, grants

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models' state does not change."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        role = schema_editor.quote_name(settings.TWIZA_APP_ROLE)
        table = schema_editor.quote_name(self.table)
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", params=None)
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY", params=None)
        for name, words in self.policies.items():
            schema_editor.execute(
                f"CREATE POLICY {schema_editor.quote_name(name)} ON {table} {words}", params=None
            )
        schema_editor.execute(f"REVOKE ALL ON {table} FROM PUBLIC, {role}", params=None)
        schema_editor.execute(f"GRANT {self.grants} ON {table} TO {role}", params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        role = schema_editor.quote_name(settings.TWIZA_APP_ROLE)
        table = schema_editor.quote_name(self.table)
        schema_editor.execute(f"REVOKE ALL ON {table} FROM {role}", params=None)
        for name in reversed(self.policies):
            schema_editor.execute(f"DROP POLICY {schema_editor.quote_name(name)} ON {table}", params=None)
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY", params=None)
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", params=None)

    def describe(self) -> str:
        return f"Guard {self.table} by row security"

    @property
    def migration_name_fragment(self) -> str:
        return f"guard_{self.table}"
