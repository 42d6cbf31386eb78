"""Closing an account: the person signs in nowhere any more; what they did stays."""

import pytest

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.accounts.tests.given import NOON, given_person, lines_of, sign_in


@pytest.fixture
def karima(db):
    """Karima keeps the platform running."""
    return given_person("Karima", "platform_administrator")


def test_it_ends_every_session_at_once(karima, volunteer, client):
    sign_in(client, volunteer)
    assert client.get("/accounts/").status_code == 200
    office = type(client)()
    office.force_login(karima)
    assert office.post("/accounts/close/", {"username": "YASSINE"}).status_code == 302
    assert client.get("/accounts/").status_code == 302
    sign_in(client, volunteer)
    assert client.get("/accounts/").status_code == 302
    assert [line[:2] for line in lines_of("accounts.account_closed")] == [(karima.pk, volunteer.pk)]


def test_it_refuses_oneself_and_nobody(karima):
    with acting_as(karima.pk, purpose=Purpose.WORK):
        with pytest.raises(actions.NotOneself):
            actions.close_account(username="karima", by=karima, at=NOON)
        with pytest.raises(actions.NoSuchAccount):
            actions.close_account(username="nobody", by=karima, at=NOON)


def test_it_checks_permission(karima, manager, client):
    with acting_as(manager.pk, purpose=Purpose.WORK), pytest.raises(NoPermission):
        actions.close_account(username="karima", by=manager, at=NOON)
    client.force_login(manager)
    assert client.get("/accounts/close/").status_code == 403


def test_the_name_of_a_closed_account_is_not_given_again(karima, volunteer):
    with acting_as(karima.pk, purpose=Purpose.WORK):
        actions.close_account(username="yassine", by=karima, at=NOON)
        with pytest.raises(actions.UserNameTaken):
            actions.create_account(username="yassine", display_name="Y", password=None, by=karima, at=NOON)
