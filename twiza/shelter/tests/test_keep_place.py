"""A bed kept for who went home: theirs first by their code, counted on the board, given to nobody else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from twiza.network.tests.given import as_work
from twiza.platform.accounts.permissions import NoPermission
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import BedUse
from twiza.shelter.tests.given import EVENING, LAST, NIGHT, given_driss, given_guests, given_unit, held

pytestmark = pytest.mark.django_db
NEXT = NIGHT + timedelta(days=1)
UNTIL = NIGHT + timedelta(days=5)
TOMORROW = EVENING + timedelta(days=1)


@pytest.fixture
def kept(cold):
    """Somebody slept in the only bed for men, went home, and the bed is kept five nights."""
    given_unit(cold, "men", 1)
    (use,) = held(cold, given_guests(cold, "man"))
    with as_work(cold.zahra):
        actions.take_in(use=use, by=cold.zahra, at=EVENING)
        return actions.keep_place(use=use, after=NIGHT, until=UNTIL, by=cold.zahra, at=EVENING)


def _counts(cold):
    with as_work(cold.latifa):
        return queries.counts_of(cold.winter)


def test_nobody_else_gets_it_and_the_board_says_so(cold, kept):
    with pytest.raises(actions.NoBedLeft):
        held(cold, given_guests(cold, "man"), night=NEXT, at=TOMORROW)
    with as_work(cold.zahra):
        line = queries.site_line(cold.site, NEXT, at=TOMORROW)
        assert (line.groups[0].kept, line.free) == (1, 0)
        after = queries.site_line(cold.site, UNTIL + timedelta(days=1), at=TOMORROW)
        assert (after.groups[0].kept, after.free) == (0, 1)
    counts = _counts(cold)
    assert (counts[rules.LEFT_FOR_FAMILY], counts[rules.KEPT], counts[rules.CAME_BACK]) == (1, 1, 0)


def test_by_their_code_it_is_theirs_first_and_the_later_nights_stay_kept(cold, kept):
    with as_work(cold.zahra):
        given_bed = kept.bed
        offer = actions.offer_beds(
            winter=cold.winter,
            night=NEXT,
            code=kept.guest.code,
            at_door=cold.site,
            by=cold.zahra,
            at=TOMORROW,
        )
        (use,) = offer.uses
        assert (use.bed, use.use) == (given_bed, "slept")
        kept.refresh_from_db()
        assert (kept.use, kept.nights.lower, kept.nights.upper) == (
            "kept", NEXT + timedelta(days=1), UNTIL + timedelta(days=1),
        )  # fmt: skip
        actions.stay_on(use=use, last_night=UNTIL, by=cold.zahra, at=TOMORROW)
        kept.refresh_from_db()
        assert (kept.use, kept.freed) == ("freed", "back")
    assert _counts(cold)[rules.CAME_BACK] == 1


def test_a_round_finds_it_too_and_silence_costs_one_night_only(cold, kept):
    with as_work(cold.omar):
        guest = kept.guest
    (use,) = held(cold, [guest], night=NEXT, at=TOMORROW)
    with as_work(cold.omar):
        actions.free_silent(winter=cold.winter, by=cold.omar, at=use.held_until + timedelta(seconds=1))
        kept.refresh_from_db()
        assert kept.use == "kept"
    assert held(cold, [guest], night=NEXT + timedelta(days=1), at=TOMORROW)[0].bed_id == kept.bed_id


def test_it_is_given_back_when_they_need_it_no_more(cold, kept):
    with as_work(cold.zahra):
        actions.give_back(use=kept, why="refused", by=cold.zahra, at=TOMORROW)
    assert held(cold, given_guests(cold, "man"), night=NEXT, at=TOMORROW)


@pytest.mark.parametrize("until", [NIGHT, NIGHT - timedelta(days=1), LAST + timedelta(days=1)], ids=str)
def test_no_night_that_is_over_and_none_after_the_winter(cold, until):
    given_unit(cold, "men", 1)
    (use,) = held(cold, given_guests(cold, "man"))
    with as_work(cold.zahra):
        actions.take_in(use=use, by=cold.zahra, at=EVENING)
        with pytest.raises((actions.OutOfOrder, actions.WinterOver)):
            actions.keep_place(use=use, after=NIGHT, until=until, by=cold.zahra, at=EVENING)
        use.refresh_from_db()
        assert use.reasons == ""  # and they have not left


@pytest.mark.parametrize(
    "change",
    [{"use": "slept"}, {"use": "held", "held_until": TOMORROW}, {"nights": DateRange(NEXT, LAST)}],
    ids=str,
)
def test_the_database_keeps_it_as_it_was_promised(cold, kept, change):
    with as_work(cold.zahra), pytest.raises(IntegrityError), transaction.atomic():
        BedUse.objects.filter(pk=kept.pk).update(**change)


def test_only_the_site_keeps_a_bed_and_the_committee_sees_none(cold, kept):
    with as_work(cold.omar), pytest.raises(NoPermission):
        (use,) = BedUse.objects.filter(use="slept")
        actions.keep_place(use=use, after=NIGHT, until=UNTIL, by=cold.omar, at=EVENING)
    with as_work(given_driss(cold)):
        assert not BedUse.objects.exists()


def test_the_page_keeps_a_bed_and_shows_it(client, cold, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: EVENING)
    given_unit(cold, "men", 1)
    (use,) = held(cold, given_guests(cold, "man"))
    with as_work(cold.zahra):
        actions.take_in(use=use, by=cold.zahra, at=EVENING)
    client.force_login(cold.zahra)
    move = reverse("shelter:move_use", args=[use.pk, "kept"])
    assert client.post(move, {"night": NIGHT.isoformat(), "last": f"{UNTIL:%d/%m/%Y}"}).status_code == 302
    page = client.get(reverse("shelter:show_site", args=[cold.site.pk]) + f"?night={NEXT}").content.decode()
    with as_work(cold.zahra):
        own = BedUse.objects.get(use="kept")
    assert reverse("shelter:move_use", args=[own.pk, "refused"]) in page
