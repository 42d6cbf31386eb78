"""What opens the room again is good for a while only: the clock goes on, and the passphrase is asked."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from twiza.cases.tests.given import WORDS
from twiza.cases.tests.test_open_by_passkey import SoftKey
from twiza.cases.views import room as door

pytestmark = pytest.mark.django_db
PIN = "739104"
CASABLANCA = ZoneInfo("Africa/Casablanca")
OPENING, AGAIN, CHOOSING = (f"cases:{name}" for name in ("open_room", "open_with_pin", "choose_pin"))


class Clock:
    """What the pages read; the database has its own, so this one never goes back behind it."""

    def __init__(self) -> None:
        tomorrow = timezone.localdate() + timedelta(days=1)
        self.now = datetime(tomorrow.year, tomorrow.month, tomorrow.day, 9, tzinfo=CASABLANCA)

    def goes_on(self, **more: int) -> None:
        self.now += timedelta(**more)


@pytest.fixture
def clock(monkeypatch):
    """Nine in the morning of tomorrow."""
    moved = Clock()
    monkeypatch.setattr(timezone, "now", lambda: moved.now)
    return moved


@pytest.fixture
def browser(client, clock, case, leila):
    """Leila's browser: the first passphrase of the day was just given."""
    client.force_login(leila)
    assert client.post(reverse(OPENING), {"passphrase": WORDS}).status_code == 302
    return client


def is_open(browser, case) -> bool:
    """Whether a page of the case shows; looking counts as use."""
    return browser.get(reverse("cases:show_case", args=[case.pk])).status_code == 200


def door_of(browser) -> str:
    """What the door asks for."""
    answer = browser.get(reverse(OPENING))
    if answer.status_code == 302:
        assert answer["Location"].startswith(reverse(AGAIN))
        return "again"
    assert "passphrase" in answer.context["form"].fields
    return "passphrase"


def opens_again(browser, key) -> bool:
    """Give the PIN, or the key's answer to the question of the moment."""
    page = browser.get(reverse(AGAIN))
    if page.status_code != 200:
        return False
    given = {"answer": key.answer(page.context["question"])} if "question" in page.context else {"pin": PIN}
    return browser.post(reverse(AGAIN), given)["Location"] == reverse("cases:list_cases")


def test_without_a_pin_ten_idle_minutes_ask_for_the_passphrase(browser, clock, case):
    for _look in range(4):
        clock.goes_on(minutes=9)
        assert is_open(browser, case)  # used, it stays open
    clock.goes_on(minutes=10, seconds=1)
    assert not is_open(browser, case) and door_of(browser) == "passphrase"


@pytest.mark.parametrize("way", ["pin", "passkey"])
def test_pin_and_key_open_it_after_each_lock_of_the_day_and_at_midnight_the_passphrase_is_asked(
    browser, clock, case, leila, way
):
    key = SoftKey(b"the key of Leila").registered_by(leila)
    chosen = {"pin": {"pin": PIN, "again": PIN}, "passkey": {"way": "passkey"}}[way]
    assert browser.post(reverse(CHOOSING), chosen).status_code == 302
    for _lock in range(3):
        clock.goes_on(minutes=10, seconds=1)
        assert not is_open(browser, case) and door_of(browser) == "again"
        assert opens_again(browser, key) and is_open(browser, case)
    clock.now = clock.now.replace(hour=23, minute=59)
    browser.force_login(leila)  # the session of the morning is over by itself; the device keeps its half
    assert door_of(browser) == "again" and opens_again(browser, key)
    # chosen anew late in the day, by a room that the PIN or the key opened, it still ends with the day of the passphrase
    assert browser.post(reverse(CHOOSING), chosen).status_code == 302
    clock.goes_on(minutes=1)
    assert door_of(browser) == "passphrase" and not opens_again(browser, key)
    assert is_open(browser, case)  # who is in the middle of something finishes it
    assert browser.post(reverse(CHOOSING), chosen).status_code == 200  # but chooses nothing for the new day
    clock.goes_on(minutes=10, seconds=1)
    assert not is_open(browser, case) and door_of(browser) == "passphrase"
    assert browser.post(reverse(OPENING), {"passphrase": WORDS}).status_code == 302 and is_open(browser, case)
    assert door.KEPT in browser.session
