"""After how long without use the room locks: a dated number of the house, within bounds."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given as any_of
from hypothesis import strategies as st

from twiza.cases import queries
from twiza.cases.tests.given import WORDS
from twiza.cases.views import room as door
from twiza.network.tests.given import as_work, given_member
from twiza.platform.accounts import actions as accounts
from twiza.platform.accounts.models import Parameter
from twiza.platform.accounts.rules.parameters import NotAValue, check_bounds, read_value

pytestmark = pytest.mark.django_db


def locks_after(by, minutes):
    today = timezone.localdate()
    with as_work(by):
        accounts.set_parameter(
            name="room_idle_minutes", value=minutes, valid_from=today, source="A decision of the centre",
            by=by, at=timezone.now(),
        )  # fmt: skip


@pytest.fixture
def hamid(centre):
    """Hamid keeps the platform running."""
    return given_member("Hamid", "platform_administrator", centre)


def test_a_shorter_time_locks_the_room_sooner_and_the_door_says_it(client, case, leila, hamid):
    locks_after(hamid, "3")
    client.force_login(leila)
    opening, page = reverse("cases:open_room"), reverse("cases:show_case", args=[case.pk])
    assert client.get(opening).context["idle_minutes"] == 3
    client.post(opening, {"passphrase": WORDS})
    for minutes, status in ((2, 200), (4, 302)):
        session = client.session
        before = timezone.now() - timedelta(minutes=minutes)
        session[door.KEPT] = session[door.KEPT] | {"at": before.isoformat()}
        session.save()
        assert client.get(page).status_code == status


def test_out_of_its_bounds_it_is_refused_and_what_stands_there_is_cut_to_them(hamid):
    for minutes in ("1", "31", "2000"):
        with pytest.raises(NotAValue):
            locks_after(hamid, minutes)
    locks_after(hamid, "٣٠")
    today = timezone.localdate()
    with as_work(hamid):
        assert queries.idle_time(on=today) == timedelta(minutes=30)
        ever = Parameter.objects.filter(name="room_idle_minutes").order_by("valid_from").first()
        assert ever.value == "10"  # until it is changed
        assert queries.idle_time(on=ever.valid_from - timedelta(days=1)) == queries.IDLE_UNSET


@any_of(st.integers(min_value=0, max_value=500))
def test_every_number_within_and_no_other_is_taken(minutes):
    value = read_value("number", str(minutes))
    if 2 <= minutes <= 30:
        check_bounds("room_idle_minutes", value)
    else:
        with pytest.raises(NotAValue):
            check_bounds("room_idle_minutes", value)
    check_bounds("file_days", value)  # unbound
