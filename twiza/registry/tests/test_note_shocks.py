"""Something befell a household on one day: dated, with an end, a fact that criteria may ask for, gone with the family."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions, queries
from twiza.registry.models import Shock
from twiza.registry.rules.shocks import is_felt, latest_end
from twiza.registry.tests.given import NOON, TODAY, given_household

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FIRE = date(2026, 11, 5)


@pytest.fixture
def tissaout():
    return given_organisation()


@pytest.fixture
def amina(tissaout):
    return given_member("Amina", "association_president", tissaout)


@pytest.fixture
def home(tissaout, amina):
    return given_household(tissaout, amina, "زينب الأطلسية", size=3)


def note(home, by, **said):
    known = {"kind": "fire", "happened_on": FIRE, "until": date(2027, 2, 5), "said_by": "assessed"}
    return actions.note_shock(household=home, **{**known, **said}, by=by, at=NOON)


def facts(amina, home, on):
    return queries.household_facts(home.organisation_id, [home.pk], on=on)[home.pk].shocks


def test_it_counts_from_its_day_to_its_end(amina, home):
    with acting_as(amina.pk, purpose=Purpose.WORK):
        shock = note(home, amina)
        assert note(home, amina) == shock
        for day, felt in (
            (FIRE - timedelta(1), ()),
            (FIRE, ("fire",)),
            (date(2027, 2, 4), ("fire",)),
            (date(2027, 2, 5), ()),
        ):
            assert facts(amina, home, day) == felt
        actions.end_shock(shock=shock, on=TODAY, by=amina, at=NOON)
        assert facts(amina, home, TODAY) == ()
        with pytest.raises(actions.ShockAlreadyEnded):
            actions.end_shock(shock=shock, on=TODAY, by=amina, at=NOON)


def test_it_refuses_what_cannot_be(amina, home):
    with acting_as(amina.pk, purpose=Purpose.WORK):
        for said in ({"kind": "gold"}, {"said_by": "rumour"}, {"until": FIRE}, {"until": date(2029, 1, 1)}):
            with pytest.raises(actions.BadShock):
                note(home, amina, **said)
        note(home, amina)
        for statement in (
            "UPDATE registry_shock SET kind = 'flood'",
            "DELETE FROM registry_shock",
            "UPDATE registry_shock SET ended_on = now()",
        ):
            with pytest.raises(DatabaseError, match="denied|ended_by_somebody"), transaction.atomic():
                connection.cursor().execute(statement)


def test_a_merged_family_keeps_it_and_an_erased_one_loses_it(tissaout, amina, home):
    other = given_household(tissaout, amina, "زينب", size=3)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        note(other, amina)
        actions.merge_households(kept=home, merged=other, same=[], take={}, by=amina, at=NOON)
        assert facts(amina, home, TODAY) == ("fire",)
        actions.erase_household(household=home, reason_code="asked", by=amina, at=NOON)
        assert not Shock.objects.exists()


def test_it_is_noted_on_a_page(amina, home):
    browser = Client()
    browser.force_login(amina)
    browser.cookies["twiza_language"] = "en"
    typed = {"kind": "flood", "happened_on": "02/11/2026", "until": "02/05/2027", "said_by": "self_declared"}
    address = reverse("registry:note_shock", args=[home.pk])
    assert "Something needs correcting" in browser.post(address, typed | {"until": ""}).content.decode()
    shown = browser.post(address, typed, follow=True).content.decode()
    assert "<strong>flood</strong>" in shown
    with acting_as(amina.pk, purpose=Purpose.WORK):
        shock = Shock.objects.get()
    shown = browser.post(reverse("registry:end_shock", args=[shock.pk]), follow=True).content.decode()
    assert "<s>flood</s>" in shown


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(days, days, st.none() | days, days)
def test_it_is_felt_between_its_days_only(happened, until, ended, day):
    felt = is_felt(happened, until, ended, day)
    assert felt == (happened <= day and day < until and (ended is None or day < ended))
    assert 700 <= (latest_end(happened) - happened).days <= 731
