"""Two delegates who decide about one file at the same moment: one decides, the other reads that decision first."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from twiza.funding.models import GrantDecision
from twiza.funding.tests.given_grants import decide, given_admissible, given_funding, score
from twiza.lib.errors import DomainError
from twiza.network.tests.given import given_member


def _at_once(one, grants, people):
    def act(number):
        try:
            with one.at_funder(people[number]):
                decide(one, grants[number], by=people[number])
                return "decided"
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return sorted(pool.map(act, range(len(people))))


@pytest.mark.concurrent
def test_of_eight_who_decide_at_once_one_decides(own_database):
    one = given_funding()
    grant = given_admissible(one)
    score(one, grant, one.meriem)
    score(one, grant, one.said)
    people = [given_member(f"Rachid{n}", "provincial_delegate", one.funder) for n in range(8)]
    assert _at_once(one, [grant] * 8, people) == ["DecidedAlready"] * 7 + ["decided"]
    with one.at_funder():
        assert GrantDecision.objects.count() == 1
