"""The same batch sent twice at once, two phones at once, and a process that dies on the way: stored once, answered once."""

import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from tests.sync.field_machine import Ground, given_ground
from twiza.aid.models import HandOver, HandOverRuling
from twiza.lib.operations import to_base64
from twiza.platform.sync.models import OperationAnswer, StoredOperation
from twiza.platform.sync.tests.given import Phone, given_phone

pytestmark = pytest.mark.concurrent


def given_phones(ground: Ground, count: int) -> list[Phone]:
    lane, amina = ground.lanes[0], ground.story.amina
    now = timezone.now()
    phones = []
    for _ in range(count):
        phone = given_phone(lane.organisation_id, amina, host=lane.host_id, post=lane.pk, at=now)
        for right in ground.rights:
            phone.do(
                "hand_over",
                {"right": str(right), "card": "0" * 16, "proxy": False, "how": "camera", "released": ""},
                now,
            )
        phones.append(phone)
    return phones


def post_at_once(bodies: list[tuple[Phone, bytes]]) -> list[Any]:
    """Post each body from a thread of its own; return the answers in their order."""
    answers: list[Any] = [None] * len(bodies)
    start = threading.Barrier(len(bodies))

    def work(n: int, phone: Phone, body: bytes) -> None:
        try:
            start.wait()
            answers[n] = Client().post(
                "/field/api/operations",
                body,
                content_type="application/json",
                headers={"Authorization": f"Bearer {to_base64(phone.token)}"},
            )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(n, *one)) for n, one in enumerate(bodies)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


def test_it_takes_in_once_what_arrives_twice_at_the_same_moment(own_database):
    ground = given_ground()
    (phone,) = given_phones(ground, 1)
    answers = post_at_once([(phone, phone.body())] * 4)
    assert [one.status_code for one in answers] == [200] * 4
    said = [one.json()["answers"] for one in answers]
    assert {tuple((line["answer"], line["rule"]) for line in one) for one in said} == {
        (("accepted", ""),) * 6
    }
    assert sum(not line["repeated"] for one in said for line in one) == 6
    with ground.story.work():
        assert (StoredOperation.objects.count(), OperationAnswer.objects.count()) == (6, 6)
        assert HandOver.objects.count() == 6


def test_it_lets_one_of_two_phones_count_and_keeps_both_when_they_serve_the_same_cards_at_once(own_database):
    ground = given_ground()
    phones = given_phones(ground, 2)
    phones[1].waiting.reverse()
    answers = post_at_once([(one, one.body()) for one in phones])
    assert [one.status_code for one in answers] == [200, 200]
    said = sorted(line["answer"] for one in answers for line in one.json()["answers"])
    assert said == ["accepted"] * 6 + ["conflict"] * 6
    with ground.story.work():
        counts = sorted(HandOverRuling.objects.values_list("ruling", flat=True))
    assert counts == ["double"] * 6 + ["served"] * 6
