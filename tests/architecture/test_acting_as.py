"""One context, one transaction: who is asking, in which organisations, why."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from twiza.network import actions
from twiza.network import queries as network
from twiza.network.models import Membership
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access import queries
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import NOTHING_SAID, Purpose

pytestmark = pytest.mark.django_db


def test_it_says_who_and_where() -> None:
    tissaout = given_organisation()
    amina = given_member("Amina", "association_president", tissaout)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert queries.current().organisations == (tissaout.pk,)
        assert _sql("SELECT access_user()") == amina.pk
        assert _sql("SELECT access_organisations()") == [tissaout.pk]
        assert _sql("SELECT access_purpose()") == "work"


def test_it_says_each_organisation_once_however_many_roles() -> None:
    tissaout, sebou = given_organisation(), given_organisation("Association Sebou")
    amina = given_member("Amina", "association_president", tissaout)
    with acting_as(None, purpose=Purpose.SETUP):
        for where, role in ((tissaout, "campaign_manager"), (sebou, "point_volunteer")):
            actions.give_role(
                organisation=where,
                user=amina,
                role=role,
                starts_on=date(2025, 1, 1),
                by=None,
                at=timezone.now(),
            )
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert queries.current().organisations == (tissaout.pk, sebou.pk)
        assert _sql("SELECT access_organisations()") == [tissaout.pk, sebou.pk]
        assert (
            _sql("SELECT current_setting('search_path')") != "public, pg_temp"
        )  # the function's own, put back
        assert len(network.roles_of(amina.pk, on=timezone.localdate())) == 3
    assert not _sql("SELECT access_user()")  # said for the transaction of the context, not beyond


def test_it_shows_nothing_when_nothing_is_said() -> None:
    given_member("Amina", "association_president", given_organisation())
    assert queries.current() == NOTHING_SAID
    assert _sql("SELECT access_user()") is None
    assert Membership.objects.count() == 0


def test_it_puts_back_what_was_said_before() -> None:
    tissaout, sebou = given_organisation(), given_organisation("Association Sebou")
    amina, salma = (
        given_member("Amina", "association_president", tissaout),
        given_member("Salma", "association_president", sebou),
    )
    with acting_as(amina.pk, purpose=Purpose.WORK):
        with acting_as(salma.pk, purpose=Purpose.WORK):
            assert _sql("SELECT access_organisations()") == [sebou.pk]
        assert _sql("SELECT access_organisations()") == [tissaout.pk]
        assert queries.current().user == amina.pk


def test_it_puts_back_after_a_refusal() -> None:
    tissaout = given_organisation()
    amina = given_member("Amina", "association_president", tissaout)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        with pytest.raises(ZeroDivisionError), acting_as(None, purpose=Purpose.SETUP):
            raise ZeroDivisionError
        assert _sql("SELECT access_organisations()") == [tissaout.pk]
        assert queries.current().user == amina.pk


def test_it_shows_nothing_to_a_member_whose_role_has_ended() -> None:
    tissaout = given_organisation()
    youssef = given_member("Youssef", "point_volunteer", tissaout, ends_on=date(2025, 1, 1))
    assert network.roles_of(youssef.pk, on=date(2024, 12, 31)) == []  # nothing said, nothing seen
    with acting_as(youssef.pk, purpose=Purpose.WORK):
        assert queries.current().organisations == ()
        assert network.roles_of(youssef.pk, on=date(2024, 12, 31)) == [(tissaout.pk, "point_volunteer")]
        assert network.roles_of(youssef.pk, on=date(2025, 1, 1)) == []


def _sql(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]
