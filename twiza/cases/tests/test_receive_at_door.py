"""Reception: numbers only, called once; one computer for two, and reception never sees that a case exists."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from twiza.cases import actions, queries
from twiza.cases.models import Ticket
from twiza.cases.tests.given import WORDS
from twiza.cases.views import room as door
from twiza.lib.short_codes import grouped
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanane(centre):
    """At the reception."""
    return given_member("Hanane", "counter", centre)


def given_ticket(by, centre, at=NOON):
    with as_work(by):
        return actions.give_ticket(organisation=centre.pk, first_time=True, company="alone", by=by, at=at)


def test_numbers_follow_one_another_and_begin_again_each_day(hanane, centre):
    assert [given_ticket(hanane, centre).number for _ in range(3)] == [1, 2, 3]
    assert given_ticket(hanane, centre, NOON + timezone.timedelta(days=1)).number == 1


def test_the_same_form_gives_one_number(hanane, centre):
    first = given_ticket(hanane, centre)
    with as_work(hanane):
        again = actions.give_ticket(
            organisation=centre.pk, first_time=True, company="alone", by=hanane, at=NOON, id=first.pk
        )
        assert (again.pk, Ticket.objects.count()) == (first.pk, 1)


def test_a_ticket_has_no_place_for_a_name_a_reason_or_a_case():
    kept = {field.name for field in Ticket._meta.get_fields()}
    assert kept == {"id", "organisation", "day", "number", "first_time", "company", "at", "taken_at"}


def test_the_listener_calls_a_number_once_and_reception_does_not(hanane, leila, centre):
    ticket = given_ticket(hanane, centre)
    with as_work(hanane), pytest.raises(NoPermission):
        actions.call_ticket(ticket=ticket, by=hanane, at=NOON)
    with as_work(leila):
        actions.call_ticket(ticket=ticket, by=leila, at=NOON)
        with pytest.raises(actions.CalledAlready):
            actions.call_ticket(ticket=ticket, by=leila, at=NOON)
        assert queries.waiting_tickets(centre.pk, day=ticket.day) == []


def test_the_database_keeps_a_number_as_it_was_given(hanane, centre):
    ticket = given_ticket(hanane, centre)
    with as_work(hanane):
        for change in ({"number": 9}, {"company": "children"}, {"at": NOON}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Ticket.objects.filter(pk=ticket.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            ticket.delete()
        Ticket.objects.filter(pk=ticket.pk).update(taken_at=NOON)
        assert Ticket.objects.filter(pk=ticket.pk).update(taken_at=None) == 0


def test_another_centre_sees_no_number(hanane, centre):
    given_ticket(hanane, centre)
    other = given_member("Samira", "counter", given_organisation("Centre Oum Rabia"))
    with as_work(other):
        assert not Ticket.objects.exists()


def test_reception_gives_a_number_on_its_page_and_sees_no_case(client, hanane, case):
    client.force_login(hanane)
    sent = {"first_time": "no", "company": "children"}
    assert client.post(reverse("cases:list_tickets"), sent).status_code == 302
    page = client.get(reverse("cases:list_tickets")).content.decode()
    assert "مع أطفال" in page and grouped(case.code) not in page and reverse("cases:list_cases") not in page
    assert client.get(reverse("cases:list_cases")).status_code == 403


def test_one_key_locks_the_room_and_only_the_passphrase_brings_it_back(client, leila, room, case):
    client.force_login(leila)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    assert client.get(reverse("cases:show_case", args=[case.pk])).status_code == 200
    assert client.post(reverse("cases:go_to_reception"))["Location"] == reverse("cases:list_tickets")
    assert door.KEPT not in client.session and not client.cookies[door.COOKIE].value
    here = reverse("cases:list_tickets")
    assert client.get(here).status_code == 200
    for name in ("cases:list_cases", "cases:listen", "reporting:today", "registry:list_households"):
        assert client.get(reverse(name))["Location"] == here, name
    assert client.get(reverse("cases:show_case", args=[case.pk]))["Location"] == here
    assert client.post(reverse("cases:open_room"), {"passphrase": "une autre phrase"}).status_code == 200
    assert client.get(reverse("cases:list_cases"))["Location"] == here
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    assert client.get(reverse("cases:show_case", args=[case.pk])).status_code == 200


def test_at_reception_no_number_is_called_and_the_way_out_works(client, leila, room, centre):
    ticket = given_ticket(leila, centre)
    client.force_login(leila)
    client.post(reverse("cases:go_to_reception"))
    client.post(reverse("cases:call_ticket", args=[ticket.pk]))
    with as_work(leila):
        assert Ticket.objects.get().taken_at is None
    client.post(reverse("web:leave"))
    assert "_auth_user_id" not in client.session
