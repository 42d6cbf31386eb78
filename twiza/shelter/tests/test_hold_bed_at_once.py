"""Twenty writers at once: one bed, one person, one night; one person, one bed, one night."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from twiza.lib.errors import DomainError
from twiza.network.tests.given import as_work
from twiza.shelter import actions
from twiza.shelter.models import BedUse
from twiza.shelter.tests.given import EVENING, NIGHT, given_cold, given_guests, given_unit

WRITERS = 20


def _at_once(cold, party_of):
    def hold(number):
        try:
            with as_work(cold.omar):
                actions.hold_beds(guests=party_of(number), night=NIGHT, by=cold.omar, at=EVENING)
                return "held"
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(hold, range(WRITERS)))


@pytest.mark.concurrent
def test_twenty_who_want_seven_beds_get_seven(own_database):
    cold = given_cold()
    given_unit(cold, "men", 7)
    parties = [given_guests(cold, "man") for _one in range(WRITERS)]
    answers = _at_once(cold, parties.__getitem__)
    assert answers.count("held") == 7 and answers.count("NoBedLeft") == WRITERS - 7
    with as_work(cold.omar):
        assert len({use.bed_id for use in BedUse.objects.all()}) == 7 == BedUse.objects.count()


@pytest.mark.concurrent
def test_twenty_teams_who_hold_a_bed_for_one_person_hold_one(own_database):
    cold = given_cold()
    given_unit(cold, "men", WRITERS)
    party = given_guests(cold, "man")
    answers = _at_once(cold, lambda number: party)
    assert sorted(set(answers)) == ["HasABed", "held"] and answers.count("held") == 1
    with as_work(cold.omar):
        assert BedUse.objects.count() == 1


@pytest.mark.concurrent
def test_twenty_couples_who_want_five_family_rooms_are_never_divided(own_database):
    cold = given_cold()
    given_unit(cold, "family", 10)
    parties = [given_guests(cold, "woman", "man") for _one in range(WRITERS)]
    answers = _at_once(cold, parties.__getitem__)
    with as_work(cold.omar):
        uses = list(BedUse.objects.select_related("guest"))
    assert answers.count("held") == 5 and len(uses) == 10
    for party in parties:
        assert sum(use.guest in party for use in uses) in (0, 2)
