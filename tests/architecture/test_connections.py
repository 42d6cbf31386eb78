"""A connection that served one person serves the next one clean."""

import random
import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from twiza.network.models import Membership
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

pytestmark = [pytest.mark.concurrent, pytest.mark.slow]


class Undone(Exception):
    """A transaction that ends in nothing."""


def in_threads(count: int, work: Callable[[int], None]) -> list[BaseException]:
    wrong: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def places_seen() -> set:
    return set(Membership.objects.values_list("organisation_id", flat=True))


def people_of_five_places() -> list[tuple]:
    found = []
    for number in range(5):
        organisation = given_organisation(f"Association {number}")
        found.append(
            (given_member(f"amina{number}", "association_president", organisation).pk, organisation.pk)
        )
    return found


def ask_many_times(people: list[tuple], times: int, threads: int) -> list[BaseException]:
    """Each thread keeps one connection and turns into one person after another, with refusals in between."""

    def work(number: int) -> None:
        chance = random.Random(number)
        for _ in range(times):
            user, organisation = chance.choice(people)
            try:
                with acting_as(user, purpose=Purpose.WORK):
                    assert places_seen() == {organisation}
                    if chance.random() < 0.3:
                        raise Undone
                    if chance.random() < 0.2:
                        with acting_as(None, purpose=Purpose.FIGURES):
                            pass
                        assert places_seen() == {organisation}
            except Undone:
                pass
            assert places_seen() == set()

    return in_threads(threads, work)


def test_a_connection_forgets_who_asked(own_database):
    people = people_of_five_places()
    assert ask_many_times(people, times=15, threads=4) == []


@pytest.mark.proof
def test_a_connection_forgets_who_asked_in_ten_thousand_turns(own_database):
    people = people_of_five_places()
    assert ask_many_times(people, times=625, threads=16) == []


def test_words_said_for_the_session_would_leak_and_the_test_would_see_it(own_database):
    """What the set-up avoids: set_config(…, false) stays on the connection."""
    ((user, organisation), *_) = people_of_five_places()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('twiza.user', %s, false), set_config('twiza.organisations', %s, false)",
            [str(user), f"{{{organisation}}}"],
        )
    assert places_seen() == {organisation}


def test_a_rolled_back_step_gives_back_what_was_said(own_database):
    people = people_of_five_places()
    user, organisation = people[0]
    with acting_as(user, purpose=Purpose.WORK):
        try:
            with transaction.atomic(), acting_as(people[1][0], purpose=Purpose.WORK):
                raise Undone
        except Undone:
            pass
        assert places_seen() == {organisation}
