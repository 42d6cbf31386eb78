"""Several officers decide one file at the same moment: one decision, one licence."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from twiza.lib.errors import DomainError
from twiza.network import actions
from twiza.network.models import Licence, LicenceDecision
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.network.tests.given_institutions import given_institution, given_licence, given_visited


@pytest.mark.concurrent
def test_two_officers_who_decide_at_once_make_one_decision(own_database):
    delegation = given_organisation("Délégation", kind="provincial_unit")
    hanane = given_member("Hanane", "licensing_grants_officer", delegation)
    deciders = [given_member(f"Rachida{n}", "provincial_delegate", delegation) for n in range(6)]
    house = given_institution(delegation, hanane)
    given_licence(house, hanane)
    file = given_visited(house, hanane)

    def one(number):
        try:
            with as_work(deciders[number]):
                actions.decide_file(
                    file=file, granted=True, number=f"{number}/2026", category="dar_talib",
                    cells=[("f", "12-14", 40)], by=deciders[number], at=NOON,
                )  # fmt: skip
            return "decided"
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(one, range(6)))
    assert sorted(answers) == ["FileOver"] * 5 + ["decided"]
    with as_work(hanane):
        assert LicenceDecision.objects.count() == 1 and Licence.objects.filter(state="in_force").count() == 1
