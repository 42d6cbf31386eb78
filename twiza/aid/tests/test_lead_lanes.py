"""The page of whoever leads a point: lanes shared, phones opened and ended, what they hold, what came late."""

from datetime import timedelta
from html import unescape
from io import BytesIO

import pypdfium2
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from twiza.aid import actions, queries
from twiza.aid.actions import OutOfOrder
from twiza.aid.models import Entitlement, HandOver, Lane, LaneLease, PackGiven
from twiza.aid.tests.given import given_association, given_distribution
from twiza.aid.tests.test_print_cards import seen as seen_on_page
from twiza.aid.tests.test_walk_campaign import signed_in
from twiza.platform.sync import actions as sync
from twiza.platform.sync import queries as devices

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def story():
    story = given_association()
    story.today = timezone.localdate()
    story.cards = given_distribution(
        story, households=24, baskets=18, reserve=2, days=(story.today, story.today)
    )
    story.point = story.points[0]
    with story.work():
        story.lanes = actions.share_lanes(
            point=story.point, day=story.today, lanes=2, spares=3, by=story.amina, at=timezone.now()
        )
    return story


def page_of(story, name="show_lanes"):
    return reverse(f"aid:{name}", args=[story.point.pk, story.today.isoformat()])


def enrolled(story, lane, name="هاتف الصف"):
    """A phone of a lane, as the app enrols it; call it inside a context."""
    now = timezone.now()
    opened = actions.open_phone(lane=lane, by=story.amina, at=now)
    enrolment, _person = devices.enrolment_of(opened.code)
    device, _token = sync.enrol_device(
        enrolment=enrolment, key=bytes(32), name=name, installed=True, by=story.amina, at=now
    )
    return device.pk


def test_it_shares_and_shows_every_lane_in_both_languages(story):
    client = signed_in(story.amina)
    answer = client.post(page_of(story), {"lanes": "3", "desk": "on", "spares": "4"})
    assert answer.status_code == 302
    for language, words in (
        ("ar", ("الصف 3", "طاولة الاستقبال", "من خُدم في كل صف")),
        ("fr", ("File 3", "Table d'accueil", "Servies par file")),
    ):
        client.cookies["twiza_language"] = language
        page = unescape(client.get(page_of(story), headers={"Accept-Language": language}).content.decode())
        assert page.count("<h2") >= 4
        assert all(word in page for word in words), [word for word in words if word not in page]
    with story.work():
        assert Lane.objects.filter(closed_at__isnull=True).count() == 4
    assert page_of(story) in client.get(reverse("aid:hand_over", args=[story.point.pk])).content.decode()


def test_a_volunteer_does_not_find_it(story):
    client = signed_in(story.youssef)
    assert client.get(page_of(story)).status_code == 404
    lane = story.lanes[0].pk
    for name in ("open_phone", "release_lane", "revoke_phone"):
        assert client.post(reverse(f"aid:{name}", args=[lane])).status_code == 404
    for name in ("print_releases", "share_newcomers", "accept_late"):
        assert client.post(page_of(story, name)).status_code == 404


def test_the_sheet_opens_one_phone_once(story):
    lane = story.lanes[0]
    answer = signed_in(story.amina).post(reverse("aid:open_phone", args=[lane.pk]))
    assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "no-store"
    (square,) = seen_on_page(pypdfium2.PdfDocument(BytesIO(answer.content))[0])
    address, _, code = square.partition("#e=")
    assert address == "http://testserver/field/"
    enrolment, person = devices.enrolment_of(code)
    assert enrolment and person == story.amina.pk


def test_the_emergency_codes_are_printed_one_for_each_lane(story):
    answer = signed_in(story.amina).post(page_of(story, "print_releases"))
    assert answer["Content-Type"] == "application/pdf"
    assert len(pypdfium2.PdfDocument(BytesIO(answer.content))) == 1


def test_one_lane_has_one_phone(story):
    lane = story.lanes[0]
    with story.work():
        device = enrolled(story, lane)
        with pytest.raises(OutOfOrder):
            actions.open_phone(lane=lane, by=story.amina, at=timezone.now())
        actions.give_pack(device=device, post=lane.pk, post_kind="lane", by=story.amina, at=timezone.now())
        with pytest.raises(actions.LaneHeld):
            actions.give_pack(
                device=story.amina.pk, post=lane.pk, post_kind="lane", by=story.amina, at=timezone.now()
            )


def test_a_lost_phone_is_ended_and_another_lane_serves_its_cards(story):
    one, two, _desk = story.lanes
    with story.work():
        device = enrolled(story, one)
        actions.give_pack(device=device, post=one.pk, post_kind="lane", by=story.amina, at=timezone.now())
        before = LaneLease.objects.filter(lane=one, ended_at__isnull=True).count()
    client = signed_in(story.amina)
    assert str(device) in client.get(page_of(story)).content.decode()
    client.post(
        reverse("aid:revoke_phone", args=[one.pk]),
        {"device": str(device), "reason_code": "phone_lost", "to": str(two.pk)},
    )
    with story.work():
        (phone,) = devices.devices_of([one.pk])
        assert phone.id == device and phone.revoked_at is not None
        assert PackGiven.objects.get(device=device).taken_back_at is not None
        assert LaneLease.objects.filter(lane=one, ended_at__isnull=True).count() == 0
        assert LaneLease.objects.filter(ended_because="moved").count() == before > 0
        assert actions.open_phone(lane=one, by=story.amina, at=timezone.now()).code


def test_the_count_of_the_day_says_which_phones_still_hold_something(story):
    with story.work():
        device = enrolled(story, story.lanes[1])
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE sync_devicestate SET waiting = 12, last_seq = 4 WHERE device_id = %s", [device]
            )
    page = signed_in(story.amina).get(page_of(story, "reconcile_day")).content.decode()
    assert "12" in page and "1-4" in page


def test_a_page_with_network_says_which_lane_serves_a_card_with_a_phone(story):
    card = next(one for one in story.cards if one.point.pk == story.point.pk)
    with story.work():
        right = Entitlement.objects.get(code=card.list_code)
        lane = LaneLease.objects.get(entitlement=right).lane
        enrolled(story, lane)
    with story.work(story.youssef):
        with pytest.raises(actions.AnotherLane) as refusal:
            handed(story, right)
        assert refusal.value.code == "aid.lane_serves_this_card"
        assert not HandOver.objects.exists()
    with story.work():
        actions.release_lane(lane=lane, by=story.amina, at=timezone.now())
    with story.work(story.youssef):
        assert handed(story, right).ruling == "served"


def test_a_lane_without_a_phone_stops_nobody_at_a_page_with_network(story):
    card = next(one for one in story.cards if one.point.pk == story.point.pk)
    with story.work(story.youssef):
        assert handed(story, Entitlement.objects.get(code=card.list_code)).ruling == "served"


def test_a_page_with_network_asks_again_after_the_lanes_day(story):
    card = next(one for one in story.cards if one.point.pk == story.point.pk)
    with story.work():
        right = Entitlement.objects.get(code=card.list_code)
        lane = LaneLease.objects.get(entitlement=right).lane
        enrolled(story, lane)
        assert queries.lane_serving(right.pk, story.today, at=timezone.now()) == lane.number
        assert queries.lane_serving(right.pk, story.today + timedelta(days=1), at=timezone.now()) is None


def handed(story, right):
    return actions.record_hand_over(
        entitlement=right.pk,
        point=story.point,
        operation=HandOver().pk,
        by=story.youssef,
        at=timezone.now(),
    )
