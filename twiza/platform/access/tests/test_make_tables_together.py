"""Steps of a migration done together leave what they leave one by one, in the state and in the database."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from twiza.platform.access.actions import Together


def steps() -> list[Operation]:
    """Give two tables that point at one another, with what usually follows them."""
    return [
        migrations.CreateModel(
            name="Well", fields=[("id", models.AutoField(primary_key=True)), ("depth", models.IntegerField())]
        ),
        migrations.CreateModel(
            name="Village",
            fields=[
                ("id", models.AutoField(primary_key=True)),
                ("well", models.ForeignKey("access.Well", models.PROTECT, related_name="+")),
            ],
        ),
        migrations.AddField(
            "well", "village", models.ForeignKey("access.Village", models.PROTECT, null=True)
        ),
        migrations.AddIndex("well", models.Index(fields=["depth"], name="well_by_depth")),
        migrations.AddConstraint(
            "well", models.CheckConstraint(condition=models.Q(depth__gte=0), name="well_goes_down")
        ),
        migrations.RemoveConstraint("well", "well_goes_down"),
        migrations.AddConstraint(
            "well", models.CheckConstraint(condition=models.Q(depth__gt=0), name="well_goes_down")
        ),
    ]


def state_of(operations: list[Operation]) -> ProjectState:
    state = ProjectState()
    for one in operations:
        one.state_forwards("access", state)
    return state


def statements(operations: list[Operation], *, back: bool = False) -> list[str]:
    """Say what a migration of these steps would ask the database."""
    migration = migrations.Migration("made", "access")
    migration.operations = operations
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        (migration.unapply if back else migration.apply)(ProjectState(), editor)
    return [line for line in editor.collected_sql if not line.startswith("--")]


def test_it_leaves_the_state_that_the_steps_leave() -> None:
    assert state_of([Together(steps())]) == state_of(steps())


@pytest.mark.django_db
def test_a_table_is_made_whole() -> None:
    said = statements([Together(steps())])
    tables = [line for line in said if line.startswith("CREATE TABLE")]
    assert [line.split()[2] for line in tables] == ['"access_well"', '"access_village"']
    assert '"village_id" integer NULL' in tables[0] and 'CHECK ("depth" > 0)' in tables[0]
    assert not any("DROP" in line or "ADD COLUMN" in line for line in said)
    assert sum("FOREIGN KEY" in line for line in said) == 2
    assert sum('CREATE INDEX "well_by_depth"' in line for line in said) == 1


@pytest.mark.django_db
def test_a_table_that_was_there_is_changed_step_by_step() -> None:
    said = statements(
        [
            steps()[0],
            Together(
                [
                    migrations.AddField("well", "name", models.CharField(max_length=9, null=True)),
                    migrations.AlterField("well", "depth", models.BigIntegerField()),
                ]
            ),
        ]
    )
    assert any('ADD COLUMN "name"' in line for line in said)
    assert any('"depth" TYPE bigint' in line for line in said)


@pytest.mark.django_db
def test_it_goes_back() -> None:
    said = [line for line in statements([Together(steps())], back=True) if line.startswith("DROP")]
    assert [line.split()[2] for line in said] == ['"access_village"', '"access_well"']


def test_sql_stands_beside_it() -> None:
    with pytest.raises(ValueError, match="not together"):
        Together([migrations.RunSQL("SELECT 1")])
