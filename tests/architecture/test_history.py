"""Row history: written by triggers whatever changed the row, with who and why, and only ever added to."""

import pytest
from django.db import connection, models, transaction
from django.db.utils import DatabaseError

from tests.architecture import house
from twiza.config.database import owner_connection_parameters
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

pytestmark = pytest.mark.slow

EVENTS = [model for model in house.our_models() if hasattr(model, "pgh_tracked_model")]
SIMPLE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.DateTimeField)


@pytest.mark.django_db
def test_no_row_of_history_is_asked_for_in_vain() -> None:
    """Unsaid, `pgtrigger.ignore` fails inside each trigger; many rows in one transaction then take the square of one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('pgtrigger.ignore'), current_setting('pgtrigger.ignore')::text[] = '{}'"
        )
        assert cursor.fetchone() == ("{}", True)
    assert "pgtrigger.ignore" in owner_connection_parameters()["options"]


class Undone(Exception):
    """A transaction that ends in nothing."""


def one_more_value(field: models.Field) -> str:
    """SQL for a value of this column that is another one than it has."""
    name = f'"{field.column}"'
    if isinstance(field, models.BooleanField):
        return f"NOT {name}"
    if isinstance(field, models.IntegerField):
        return f"{name} + 1"
    if isinstance(field, models.DateTimeField):
        return f"{name} + interval '1 second'"
    return f"{name} || 'x'"


def change_all(event: type[models.Model], how) -> bool:
    """Change one column in every visible row of the tracked table; which one does not matter."""
    tracked = event.pgh_tracked_model
    for field in tracked._meta.concrete_fields:
        if field.primary_key or field.is_relation or field.choices or not isinstance(field, SIMPLE):
            continue
        try:
            with transaction.atomic():
                how(tracked, field)
                return True
        except DatabaseError:
            continue  # a rule of the table refuses that one: try the next
    return False


def by_raw_sql(tracked, field) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{tracked._meta.db_table}" SET "{field.column}" = {one_more_value(field)}')
        assert cursor.rowcount > 0


def in_bulk(tracked, field) -> None:
    value = models.expressions.RawSQL(one_more_value(field), [], output_field=field)
    assert tracked._base_manager.update(**{field.attname: value}) > 0


def may_update(event) -> bool:
    with connection.cursor() as cursor:
        table = event.pgh_tracked_model._meta.db_table
        cursor.execute("SELECT has_any_column_privilege(%s, 'UPDATE')", [f'"{table}"'])
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event._meta.db_table)
@pytest.mark.parametrize("how", [by_raw_sql, in_bulk])
def test_a_change_leaves_history_with_who_and_why(two, event, how):
    amina = two.askers["here"].user
    try:
        with acting_as(amina, purpose=Purpose.WORK):
            if not may_update(event):
                return  # rows of this table are only added
            before = set(event._base_manager.values_list("pk", flat=True))
            assert change_all(event, how), f"no column of {event.pgh_tracked_model} could be changed"
            added = event._base_manager.exclude(pk__in=before)
            assert added.count() >= 1
            for row in added[:20]:
                assert row.pgh_context["user"] == str(amina)
                assert row.pgh_context["purpose"] == "work"
            raise Undone
    except Undone:
        pass


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event._meta.db_table)
def test_history_says_who_made_each_row(two, event):
    with house.superuser(two.database) as server:
        silent = server.execute(
            f"SELECT count(*) FROM \"{event._meta.db_table}\" WHERE pgh_context IS NULL OR pgh_context->>'purpose' = ''"
        ).fetchone()[0]
    assert silent == 0


def test_no_table_of_contexts_is_used(two):
    """The context rides in each event row: a table of contexts would be neither isolated nor append-only."""
    with house.superuser(two.database) as server:
        present = server.execute("SELECT to_regclass('pghistory_context')").fetchone()[0]
        if present:
            assert server.execute("SELECT count(*) FROM pghistory_context").fetchone()[0] == 0
            assert not server.execute(
                "SELECT has_table_privilege(%s, 'pghistory_context', 'SELECT, INSERT')", [house.APP_ROLE]
            ).fetchone()[0]
    for event in EVENTS:
        assert not event._meta.get_field("pgh_context").is_relation
