"""Two who act on one referral at the same moment: one desk worker takes it; a consent taken back wins over an answer."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from twiza.cases import actions, queries
from twiza.cases.models import PacketKey, Referral
from twiza.cases.tests.given import given_case, given_key, given_referral
from twiza.network.tests.given import as_work, given_member, given_organisation

pytestmark = [pytest.mark.concurrent, pytest.mark.slow]
AT_ONCE = 20


def given_sent():
    """A referral at a desk: who sent it and their room, the case, who sits at the desk."""
    centre, cell = given_organisation("Centre Tissaout"), given_organisation("Cellule")
    leila, nadia = given_member("Leila", "listener", centre), given_member("Nadia", "listener", cell)
    room, desk = given_key(leila, centre), given_key(nadia, cell)
    with as_work(nadia):
        actions.sit_at_desk(room=desk, by=nadia, at=timezone.now())
    case = given_case(leila, room)
    return leila, room, case, nadia, given_referral(case, room, leila, cell)


def test_twenty_who_accept_at_once_are_one(own_database):
    *_, nadia, sent = given_sent()

    def accept(_number):
        try:
            with as_work(nadia):
                actions.answer_referral(referral=sent, to="accepted", by=nadia, at=timezone.now())
                return "taken"
        except actions.AnsweredAlready:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        counted = Counter(pool.map(accept, range(AT_ONCE)))
    assert counted == {"taken": 1, "refused": AT_ONCE - 1}


def test_a_consent_taken_back_ends_it_whoever_is_quicker(own_database):
    """Two connections at the same moment: whether the desk had accepted or not, it ends called back and sealed."""
    leila, room, case, nadia, sent = given_sent()
    both = Barrier(2)

    def accept():
        try:
            with as_work(nadia):
                both.wait()
                actions.answer_referral(referral=sent, to="accepted", by=nadia, at=timezone.now())
        except actions.AnsweredAlready:
            pass
        finally:
            connection.close()

    def take_back():
        try:
            with as_work(leila):
                both.wait()
                actions.withdraw_all(case=case, room=room, by=leila, at=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(accept), pool.submit(take_back)]:
            done.result()
    with as_work(leila):
        assert Referral.objects.get().state == "cancelled" and not PacketKey.objects.exists()


def test_the_desk_that_waits_for_the_lock_sees_that_it_was_called_back(own_database):
    """The withdrawal holds the row and is not over yet; the acceptance waits, and is refused."""
    leila, room, case, nadia, sent = given_sent()

    def accept():
        try:
            with as_work(nadia):
                actions.answer_referral(referral=sent, to="accepted", by=nadia, at=timezone.now())
            return "taken"
        except actions.AnsweredAlready:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with as_work(leila):
            actions.withdraw_all(case=case, room=room, by=leila, at=timezone.now())
            answer = pool.submit(accept)
            _wait_for_a_lock()
        assert answer.result() == "refused"
    with as_work(nadia):
        assert queries.referral_at_desk(nadia, sent.pk).state == "cancelled"


def _wait_for_a_lock():
    """Until the other connection is really waiting: asked of the server, not of a clock."""
    with connection.cursor() as cursor:
        for _ in range(10_000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")
