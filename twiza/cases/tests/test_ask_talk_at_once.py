"""A talk asked for several times at the same moment: a button pressed twice is one talk, and no error."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from twiza.cases import actions
from twiza.cases.models import CareTalk
from twiza.cases.tests.given import given_key
from twiza.network.tests.given import as_work, given_member, given_organisation

TIMES = 4


@pytest.mark.concurrent
def test_a_talk_asked_for_several_times_at_once_is_one(own_database):
    centre = given_organisation("Centre Tissaout")
    leila = given_member("Leila", "listener", centre)
    given_key(leila, centre)
    together = Barrier(TIMES)

    def ask(_number):
        try:
            with as_work(leila):
                together.wait(timeout=30)
                return actions.ask_talk(
                    organisation=centre.pk, kind="debrief", by=leila, at=timezone.now()
                ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        answers = list(pool.map(ask, range(TIMES)))
    with as_work(leila), connection.cursor() as cursor:
        assert {CareTalk.objects.get().pk} == set(answers)
        cursor.execute("SELECT count(*) FROM audit_line WHERE type = 'cases.talk_asked'")
        assert cursor.fetchone() == (1,)
