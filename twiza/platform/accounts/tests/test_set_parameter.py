"""Dated numbers: a change is a new row, and the database keeps it so."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given as any_of
from hypothesis import strategies as st

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions, queries
from twiza.platform.accounts.models import Parameter
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.accounts.rules import parameters as rules
from twiza.platform.accounts.tests.given import given_person

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 1)
LEGAL_FRAME = Path(__file__).resolve().parents[4] / ".." / "shared" / "domain" / "law.md"


@pytest.fixture
def karima(db):
    """Karima keeps the platform running."""
    return given_person("Karima", "platform_administrator")


def test_it_gives_another_value_from_a_day_on(karima):
    with acting_as(karima.pk, purpose=Purpose.WORK):
        change(karima, "٤٥", from_day=TODAY + timedelta(days=10))
        assert queries.parameter("eps_examination_days", on=TODAY) == Decimal(30)
        assert queries.parameter("eps_examination_days", on=TODAY + timedelta(days=9)) == 30
        assert queries.parameter_number("eps_examination_days", on=TODAY + timedelta(days=10)) == 45


def test_it_corrects_a_value_set_the_same_day_and_keeps_both_rows(karima):
    with acting_as(karima.pk, purpose=Purpose.WORK):
        change(karima, "45")
        change(karima, "54")
        assert queries.parameter("eps_examination_days", on=TODAY) == 54
        line = queries.parameter_line("eps_examination_days", on=TODAY)
    assert [row.value for row in line.past] == ["45", "30"]


def test_it_fits_a_value_between_two(karima):
    with acting_as(karima.pk, purpose=Purpose.WORK):
        change(karima, "60", from_day=TODAY + timedelta(days=100))
        change(karima, "40", from_day=TODAY + timedelta(days=50))
        days = [
            queries.parameter_number("eps_examination_days", on=TODAY + timedelta(days=n))
            for n in (49, 50, 99, 100)
        ]
    assert days == [30, 40, 40, 60]


def test_it_is_logged(karima):
    with acting_as(karima.pk, purpose=Purpose.WORK):
        made = change(karima, "45")
    with acting_as(None, purpose=Purpose.AUDIT), connection.cursor() as cursor:
        cursor.execute(
            "SELECT by, target, data ->> 'name' FROM audit_line WHERE type = 'accounts.parameter_set'"
        )
        assert cursor.fetchall() == [(karima.pk, made.pk, "eps_examination_days")]


def test_it_checks_permission(db):
    amina = given_person("Amina", "association_president")
    with acting_as(amina.pk, purpose=Purpose.WORK), pytest.raises(NoPermission):
        change(amina, "45")


@pytest.mark.parametrize("typed", ["", "thirty", "-3", "1 2", "NaN", "inf"])
def test_it_refuses_what_is_no_number(karima, typed):
    with acting_as(karima.pk, purpose=Purpose.WORK), pytest.raises(rules.NotAValue):
        change(karima, typed)


def test_it_refuses_the_past_and_a_missing_source(karima):
    with acting_as(karima.pk, purpose=Purpose.WORK):
        with pytest.raises(actions.RewritesThePast):
            change(karima, "45", from_day=TODAY - timedelta(days=1))
        with pytest.raises(actions.NoSource):
            change(karima, "45", source=" ")


def test_the_database_refuses_to_rewrite_a_value(karima):
    with acting_as(karima.pk, purpose=Purpose.WORK):
        for sql in (
            "UPDATE accounts_parameter SET value = '1'",
            "UPDATE accounts_parameter SET valid_from = '2020-01-01'",
            "DELETE FROM accounts_parameter",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)


def test_the_database_refuses_two_values_on_one_day(karima):
    with acting_as(karima.pk, purpose=Purpose.WORK):
        row = Parameter.objects.get(name="small_cell")
        row.pk, row.value, row.valid_from = None, "7", TODAY
        with pytest.raises(DatabaseError, match="parameter_has_one_value_a_day"), transaction.atomic():
            row.save(force_insert=True)


def test_nobody_sees_no_parameter(db):
    assert not Parameter.objects.exists()


def test_loading_again_changes_nothing(karima):
    with acting_as(karima.pk, purpose=Purpose.WORK):
        change(karima, "45")
    with acting_as(None, purpose=Purpose.SETUP):
        assert actions.load_parameters(at=AT) == 0


def test_a_value_set_case_by_case_has_no_general_value(karima):
    with acting_as(karima.pk, purpose=Purpose.WORK), pytest.raises(queries.NoSuchParameter):
        queries.parameter("cash_ceiling", on=TODAY)


def test_every_loaded_row_reads_as_its_kind_and_has_a_source():
    for given in rules.LOADED:
        assert given.source and given.label and given.unit
        if given.kind != rules.Kind.UNSET:
            rules.read_value(given.kind, given.value)


def test_it_comes_with_every_parameter_of_the_legal_frame():
    if not LEGAL_FRAME.exists():
        pytest.skip(f"{LEGAL_FRAME} is absent: the legal frame is read in place")
    table = LEGAL_FRAME.read_text().split("## Parameters to keep out of the code")[1]
    rows = re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \|", table, re.MULTILINE)
    for name, value in rows:
        if name == "reserve_share":  # a range there, two numbers here
            assert (
                rules.BY_NAME["reserve_share_least"].value,
                rules.BY_NAME["reserve_share_most"].value,
            ) == ("5", "10")
        else:
            assert rules.BY_NAME[name].value == value.strip(" –*")


@any_of(st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False))
def test_a_number_written_down_reads_back(number):
    assert rules.read_value("number", rules.write_value(number)) == number


def change(by, value, *, from_day=TODAY, source="A decision of 1 March 2026"):
    return actions.set_parameter(
        name="eps_examination_days", value=value, valid_from=from_day, source=source, by=by, at=AT
    )
