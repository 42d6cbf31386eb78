"""The PIN of the day: one device, one day, five tries, and nothing to guess at in a stolen half."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.urls import reverse
from django.utils import timezone

from twiza.cases import actions, queries
from twiza.cases.models import RoomPin
from twiza.cases.tests.given import CHEAP, WORDS
from twiza.cases.views import room as door
from twiza.network.tests.given import as_work

pytestmark = pytest.mark.django_db
PIN, WRONG = "739104", "111222"


@pytest.fixture
def kept(leila, room):
    """The row, and what Leila's device keeps."""
    now = timezone.now()
    with as_work(leila):
        return actions.set_pin(room=room, pin=PIN, since=now, by=leila, at=now, cost=CHEAP)


def tried(leila, kept, *, pin=PIN, device=None, at=None):
    return actions.open_by_pin(
        id=kept[0].pk, device=device or kept[1], pin=pin, by=leila, at=at or timezone.now()
    )


def test_the_pin_opens_the_room_on_its_device_from_either_keyboard_until_midnight(leila, room, kept):
    with as_work(leila):
        assert tried(leila, kept).private == tried(leila, kept, pin="٧٣٩١٠٤").private == room.private
        with pytest.raises(actions.WrongPin):
            tried(leila, kept, device=bytes(32))
        with pytest.raises(actions.PinSpent):
            tried(leila, kept, at=timezone.now() + timedelta(hours=25))
    assert timezone.localtime(kept[0].until).hour == 0


def test_five_wrong_tries_end_it_and_the_table_gives_none_back(leila, kept):
    with as_work(leila):
        for _try in range(4):
            with pytest.raises(actions.WrongPin):
                tried(leila, kept, pin=WRONG)
        for pin in (WRONG, PIN):
            with pytest.raises(actions.PinSpent):
                tried(leila, kept, pin=pin)
        assert RoomPin.objects.update(tries=0) == 0


def test_the_table_keeps_a_pin_to_its_owner_its_day_and_its_bytes(leila, zineb, kept):
    with as_work(zineb):
        assert RoomPin.objects.count() == 0
        assert queries.pin_of(zineb, kept[0].pk, at=timezone.now()) is None
    with as_work(leila):
        for change in ({"sealed": b"x"}, {"until": timezone.now() + timedelta(days=9)}, {"tries": 6}):
            with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
                RoomPin.objects.update(**change)
        row = RoomPin.objects.get()
        row.pk, row.until = uuid4(), row.at + timedelta(days=2)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_a_pin_needs_the_passphrase_of_the_day_and_ends_with_another_key(leila, room, kept):
    now = timezone.now()
    with as_work(leila):
        for pin in ("12345", "abcdef", "111111"):
            with pytest.raises(actions.NotAPin):
                actions.set_pin(room=room, pin=pin, since=now, by=leila, at=now, cost=CHEAP)
        with pytest.raises(actions.PinSpent):
            actions.set_pin(room=room, pin=PIN, since=now - timedelta(days=1), by=leila, at=now, cost=CHEAP)
        actions.keep_draft(room=room, about=room.organisation, said={"words": "x"}, by=leila, at=now)
        new = actions.renew_keys(room=room, old=WORDS, passphrase=WORDS + " أخرى", by=leila, at=now)
        assert queries.draft_of(new, room.organisation) == {"words": "x"}
        with pytest.raises(actions.PinSpent):
            tried(leila, kept)


def test_after_the_lock_the_page_asks_for_the_pin_then_for_the_passphrase(client, leila, room):
    client.force_login(leila)
    opening, pins = reverse("cases:open_room"), reverse("cases:open_with_pin")
    assert client.get(pins).status_code == 302  # no device yet
    assert client.post(opening, {"passphrase": WORDS}).status_code == 302
    assert client.get(reverse("cases:choose_pin")).status_code == 200
    both = {"pin": PIN, "again": PIN}
    assert client.post(reverse("cases:choose_pin"), both).status_code == 302
    cookie = client.cookies[door.DEVICE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/room/")
    client.post(reverse("cases:lock_room"))
    assert client.get(opening)["Location"].startswith(pins)
    assert client.get(pins).status_code == 200
    assert client.post(pins, {"pin": WRONG}).status_code == 200
    assert client.post(pins, {"pin": PIN}).status_code == 302
    assert client.get(reverse("cases:choose_pin")).status_code == 200  # it is open
    client.post(reverse("cases:lock_room"))
    answers = [client.post(pins, {"pin": WRONG}) for _try in range(5)]
    assert [one.status_code for one in answers] == [200] * 4 + [302]
    assert client.get(opening).status_code == 200
