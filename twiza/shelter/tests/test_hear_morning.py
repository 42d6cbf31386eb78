"""The morning listening: offered, never forced; wishes known to the site and the crew, counts to the committee."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import MorningWish, NightCount
from twiza.shelter.tests.given import (
    EVENING,
    NIGHT,
    given_driss,
    given_guests,
    given_role_too,
    given_unit,
    held,
)

pytestmark = pytest.mark.django_db
MORNING = EVENING + timedelta(hours=12)


@pytest.fixture
def slept(cold):
    """Somebody who slept in a bed of Zahra's site."""
    given_unit(cold, "men", 2)
    (use,) = held(cold, given_guests(cold, "man"))
    with as_work(cold.zahra):
        return actions.take_in(use=use, by=cold.zahra, at=EVENING)


def _hear(cold, use, *wishes, **words):
    with as_work(cold.zahra):
        return actions.hear_wish(
            use=use, night=NIGHT, wishes=wishes, by=cold.zahra, at=words.pop("at", MORNING), **words
        )


def test_several_wishes_or_none_at_all_are_answers(cold, slept):
    assert _hear(cold, slept, "work", "papers").wishes == ["papers", "work"]
    assert _hear(cold, slept, "nothing", at=MORNING + timedelta(minutes=5)).wishes == ["nothing"]
    with as_work(cold.zahra):
        assert queries.wish_of(slept, NIGHT).wishes == ["nothing"]
        assert MorningWish.objects.count() == 2  # what was said before stays


@pytest.mark.parametrize("wishes", [[], ["nothing", "work"], ["later", "nothing"], ["money"]], ids=str)
def test_what_is_no_answer_is_refused_by_the_action_and_by_the_database(cold, slept, wishes):
    with pytest.raises(actions.OutOfOrder):
        _hear(cold, slept, *wishes)
    with as_work(cold.zahra), pytest.raises(IntegrityError), transaction.atomic():
        MorningWish.objects.create(
            winter=cold.winter, crew=cold.crew, host=cold.host, use=slept, guest=slept.guest, night=NIGHT,
            wishes=wishes, at=MORNING, by=cold.zahra,
        )  # fmt: skip


def test_nobody_has_a_wish_who_did_not_sleep_there(cold, slept):
    (kept,) = held(cold, given_guests(cold, "man"))
    with pytest.raises(actions.OutOfOrder):
        _hear(cold, kept, "work")
    for use, night in ((kept, NIGHT), (slept, NIGHT + timedelta(days=1))):
        with as_work(cold.zahra), pytest.raises(IntegrityError, match="slept there"), transaction.atomic():
            MorningWish.objects.create(
                winter=cold.winter, crew=cold.crew, host=cold.host, use=use, guest=use.guest, night=night,
                wishes=["work"], at=MORNING, by=cold.zahra,
            )  # fmt: skip


def test_an_answer_is_never_changed_nor_taken_away(cold, slept):
    wish = _hear(cold, slept, "family")
    for person in (cold.zahra, cold.omar):
        with as_work(person):
            with pytest.raises(DatabaseError), transaction.atomic():
                MorningWish.objects.filter(pk=wish.pk).update(wishes=["work"])
            with pytest.raises(DatabaseError), transaction.atomic():
                MorningWish.objects.filter(pk=wish.pk).delete()


def test_the_newest_answer_is_the_one_that_is_counted(cold, slept):
    _hear(cold, slept, "work", "papers")
    _hear(cold, slept, "work", "stay", at=MORNING + timedelta(minutes=1))
    with as_work(cold.latifa):
        counts = queries.counts_of(cold.winter, night=NIGHT)
        assert (counts["wish_work"], counts["wish_stay"], counts["wish_papers"]) == (1, 1, 0)


def test_the_committee_counts_and_never_reads_a_wish(cold, slept):
    _hear(cold, slept, "family")
    for person in (cold.latifa, given_driss(cold)):
        with as_work(person):
            assert not MorningWish.objects.exists()
            assert NightCount.objects.get(what="wish_family").number == 1
            with pytest.raises(NoPermission):
                actions.hear_wish(use=slept, night=NIGHT, wishes=["work"], by=person, at=MORNING)
            with pytest.raises(DatabaseError), transaction.atomic():
                NightCount.objects.create(
                    winter=cold.winter, organisation=cold.committee, crew=cold.crew, night=NIGHT, what="came_back",
                    number=9,
                )  # fmt: skip


def test_another_site_reads_no_wish(cold, slept):
    _hear(cold, slept, "family")
    salma = given_member("Salma", "site_keeper", given_organisation("Association Sebou"))
    with as_work(salma):
        assert not MorningWish.objects.exists() and not NightCount.objects.exists()


def test_who_goes_home_is_counted_once(cold, slept):
    with as_work(cold.zahra):
        for _twice in range(2):
            actions.leave(use=slept, after=NIGHT, to_family=True, by=cold.zahra, at=MORNING)
        assert queries.counts_of(cold.winter)[rules.LEFT_FOR_FAMILY] == 1
        actions.leave(use=slept, after=NIGHT, by=cold.zahra, at=MORNING)  # it was written by mistake
        assert queries.counts_of(cold.winter)[rules.LEFT_FOR_FAMILY] == 0


def test_the_page_opens_each_path_and_ties_nobody_to_the_closed_room(client, cold, slept, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MORNING)
    client.force_login(cold.zahra)
    board = client.get(reverse("shelter:show_morning", args=[cold.site.pk])).content.decode()
    assert reverse("shelter:hear_wish", args=[slept.pk]) in board
    page = reverse("shelter:hear_wish", args=[slept.pk])
    assert client.post(page, {"wishes": ["nothing", "work"]}).status_code == 422
    assert client.post(page, {"wishes": ["stay", "health", "family", "papers"]}).status_code == 302
    opened = client.get(page).content.decode()
    assert reverse("shelter:move_use", args=[slept.pk, "stays"]) in opened
    assert reverse("shelter:call_from_bed", args=[slept.pk]) in opened
    given_member("Hayat", "listener", cold.host)
    for address in re.findall(r'href="([^"]*)"', opened):
        if address.startswith("/room"):
            assert address == "/room/listen/" and slept.guest.code not in address
    client.post(page, {"wishes": ["nothing"]})
    assert reverse("shelter:call_from_bed", args=[slept.pk]) not in client.get(page).content.decode()


def test_who_listens_too_finds_the_listening_without_a_code_in_its_address(client, cold, slept, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MORNING)
    hayat = given_member("Hayat", "listener", cold.host)
    given_role_too(hayat, "site_keeper", cold.host)
    _hear(cold, slept, "family")
    client.force_login(hayat)
    page = client.get(reverse("shelter:hear_wish", args=[slept.pk])).content.decode()
    addresses = [one for one in re.findall(r'href="([^"]*)"', page) if one.startswith("/room/listen")]
    assert addresses == ["/room/listen/"]


def test_the_committee_opens_no_page_of_the_morning(client, cold, slept):
    client.force_login(given_driss(cold))
    assert client.get(reverse("shelter:show_morning", args=[cold.site.pk])).status_code == 403
    assert client.get(reverse("shelter:hear_wish", args=[slept.pk])).status_code == 404
