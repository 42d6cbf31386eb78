"""Making the tables of an app in one step of a migration, so that setting up takes seconds."""

from collections.abc import Iterator, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

# What may stand in it. Of a table made here everything but its CreateModel is part of the table from the start.
PARTS = (AddConstraint, AddField, AddIndex, AddTrigger, RemoveConstraint)


class Together(Operation):
    """Steps that Django wrote one by one, done as one: the same state, the same tables.

    After each step Django renders anew every model that is tied to the one changed: with users and
    organisations, that is nearly all of them, hundreds of times. Here they are rendered once, at the end.
    A table that is made here is made as the last step leaves it, triggers included; its foreign keys are added
    when the migration ends, so that two tables may point at one another.

    Args:
        steps: CreateModel, its parts, and changes of fields; each field changed once at most. SQL and row
            security come after it, in the same migration.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, steps: Sequence[Operation]) -> None:
        for step in steps:
            if not isinstance(step, (CreateModel, AlterField, *PARTS)):
                raise ValueError(f"not together with others: {step.describe()}")
        self.steps = list(steps)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # rendered again when next asked for
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for step in self._done():
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for step in reversed(list(self._done())):
            step.database_backwards(app_label, schema_editor, from_state, to_state)

    def _done(self) -> Iterator[Operation]:
        made = {step.name_lower for step in self.steps if isinstance(step, CreateModel)}
        return (step for step in self.steps if getattr(step, "model_name_lower", None) not in made)

    def describe(self) -> str:
        return f"Do {len(self.steps)} steps together"

    @property
    def migration_name_fragment(self) -> str:
        return "together"
