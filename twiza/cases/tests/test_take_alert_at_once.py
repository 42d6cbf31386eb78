"""Four listeners take one alert at the same moment: one case."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from twiza.cases import actions
from twiza.cases.models import Case
from twiza.cases.tests.given import given_alert, given_key
from twiza.lib.errors import DomainError
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation


@pytest.mark.concurrent
def test_two_who_take_it_at_once_make_one_case(own_database):
    centre = given_organisation("Centre Tissaout")
    youssef = given_member("Youssef", "counter", centre)
    people = [given_member(name, "listener", centre) for name in ("Leila", "Zineb", "Nawal", "Hind")]
    rooms = [given_key(one, centre) for one in people]
    alert = given_alert(youssef, centre)

    def take(number):
        try:
            with as_work(people[number]):
                actions.take_alert(alert=alert, room=rooms[number], by=people[number], at=NOON)
                return "taken"
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        answers = sorted(pool.map(take, range(len(people))))
    assert answers == ["AlertTaken", "AlertTaken", "AlertTaken", "taken"]
    seen = 0
    for one in people:
        with as_work(one):
            seen += Case.objects.count()
    assert seen == 1
