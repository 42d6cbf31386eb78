"""The second factor of a demonstration is printed, and nobody else's."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions, queries
from twiza.platform.accounts.tests.given import NOON, given_person, sign_in


@pytest.fixture
def demonstration(db):
    with acting_as(None, purpose=Purpose.SETUP):
        actions.mark_demo(at=NOON)


@pytest.mark.parametrize("asked", ["campaign_manager", "houda"])
def test_it_prints_a_code_that_opens(demonstration, client, capsys, asked):
    houda = given_person("Houda", "campaign_manager")
    call_command("demo_code", asked)
    name, code = capsys.readouterr().out.split()[:2]
    assert name == "houda:"
    sign_in(client, houda)
    client.post("/accounts/factors/show/", {"code": code})
    assert client.get("/accounts/").status_code == 200


def test_it_refuses_where_people_are_real(manager):
    with pytest.raises(queries.NoDemoCode):
        call_command("demo_code", "campaign_manager")
    with pytest.raises(queries.NoDemoCode):
        queries.demo_code(manager, at=NOON)
    with acting_as(None, purpose=Purpose.SETUP), pytest.raises(actions.NoDemonstration):
        actions.set_up_demo_factor(user=manager, at=NOON)


def test_a_place_of_real_people_never_becomes_a_demonstration(manager):
    with acting_as(None, purpose=Purpose.SETUP), pytest.raises(actions.RealPeopleHere):
        actions.mark_demo(at=NOON)


def test_the_mark_is_never_taken_away(demonstration):
    for sql in ("DELETE FROM accounts_demomark", "UPDATE accounts_demomark SET made_at = now()"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_an_unknown_role_is_said(demonstration):
    with pytest.raises(queries.NoDemoCode, match="pilot"):
        call_command("demo_code", "pilot")
