"""Somebody asks as her husband: refused, in the same words and with the same work whether she ever came or not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from twiza.cases import actions, queries
from twiza.cases.models import OutsideAsk
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db
ASKED = {"claim": "husband", "way": "came"}


@pytest.fixture
def youssef(centre):
    """Keeps the reception."""
    return given_member("Youssef", "counter", centre)


@pytest.fixture
def nawal(centre):
    """Supervises the listening."""
    return given_member("Nawal", "listening_supervisor", centre)


def refused(by, centre, code="", **more):
    with as_work(by):
        words = ASKED | {"threat": False, "code": code} | more
        return actions.refuse_outside(organisation=centre.pk, by=by, at=NOON, **words)


def test_a_code_that_exists_and_one_that_does_not_get_the_same_page_and_the_same_work(client, youssef, case):
    client.force_login(youssef)
    page, seen = reverse("cases:refuse_outside"), []
    client.get(page)
    for code in (case.code, "00000000", ""):
        with CaptureQueriesContext(
            connection,
        ) as done:
            answer = client.post(page, ASKED | {"code": code}, follow=True)
        shapes = [one["sql"].split(" WHERE ")[0][:60] for one in done.captured_queries]
        assert not any(
            "cases_case" in one["sql"] or "teamseat" in one["sql"] for one in done.captured_queries
        )
        seen.append((answer.status_code, len(shapes), case.code in answer.content.decode()))
    assert len(set(seen)) == 1 and seen[0][0] == 200 and not seen[0][2]
    with as_work(youssef):
        rows = list(OutsideAsk.objects.values_list("mark", flat=True))
        assert len({bytes(one) for one in rows}) == 3 and {len(bytes(one)) for one in rows} == {32}
        assert all(case.code.encode() not in bytes(one) for one in rows)


def test_only_the_team_of_the_case_is_warned_and_by_the_code_of_its_own_case(
    centre, youssef, leila, room, case
):
    from twiza.cases.tests.given import given_case

    other = given_case(leila, room)
    ask = refused(youssef, centre, code=case.code.lower())
    refused(youssef, centre)
    with as_work(leila):
        assert queries.asked_about(case) == [ask] and queries.asked_about(other) == []


def test_who_supervises_is_told_a_number_and_looks_once(centre, youssef, nawal, leila):
    ask = refused(youssef, centre, threat=True)
    for who, lines in ((nawal, 1), (leila, 0), (youssef, 0)):
        with as_work(who):
            assert len(queries.asks_waiting_for(who, NOON)) == lines
            assert len(queries.outside_asks(who, centre.pk)) == lines
    with as_work(nawal):
        assert queries.outside_ask_for(nawal, ask.pk).threat
        actions.look_at_ask(ask=ask, by=nawal, at=NOON)
        assert queries.asks_waiting_for(nawal, NOON) == []
        with pytest.raises(actions.NotAnAsk):
            actions.look_at_ask(ask=ask, by=nawal, at=NOON)
    with as_work(leila), pytest.raises(queries.NoSuchAsk):
        queries.outside_ask_for(leila, ask.pk)


def test_a_form_sent_twice_makes_one_and_codes_are_known(centre, youssef):
    from uuid import uuid4

    id = uuid4()
    assert refused(youssef, centre, id=id) == refused(youssef, centre, id=id)
    with pytest.raises(actions.NotAnAsk):
        refused(youssef, centre, claim="friend")


def test_nobody_of_elsewhere_writes_or_reads(centre, youssef):
    refused(youssef, centre)
    salma = given_member("Salma", "counter", given_organisation("Centre Sebou"))
    with as_work(salma):
        assert OutsideAsk.objects.count() == 0
    with pytest.raises(NoPermission):
        refused(salma, centre)


def test_it_ends_after_its_years(centre, youssef):
    with as_work(youssef):
        for days in (5 * 366, 10):
            at = timezone.now() - timedelta(days=days)
            actions.refuse_outside(organisation=centre.pk, **ASKED, threat=False, code="", by=youssef, at=at)
    with acting_as(None, purpose=Purpose.UPKEEP):
        assert actions.end_leftovers(at=timezone.now())["asks"] == 1
    with as_work(youssef):
        assert OutsideAsk.objects.count() == 1
