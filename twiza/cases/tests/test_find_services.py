"""The directory of services: found without a case, confirmed again, and no mixed shelter after violence."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from twiza.cases import actions, queries, rules
from twiza.cases.models import Service, ServiceConfirmation
from twiza.cases.tests.given import given_role_too, given_service
from twiza.network import queries as network
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation, given_place
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db


@pytest.fixture
def khadija(centre):
    """At the reception of the centre: no key of the room, no case."""
    return given_member("Khadija", "counter", centre)


@pytest.fixture
def salma():
    """At the reception of another association."""
    return given_member("Salma", "counter", given_organisation("Association Oum Rabia"))


def found(by, **asked):
    with as_work(by):
        return [str(line.service) for line in queries.services(at=NOON, **asked)]


def test_reception_and_listeners_find_by_need_and_by_whom_without_a_case(khadija, leila, salma, centre):
    given_service(centre, khadija)
    given_service(centre, khadija, kind="health", name_ar="المستشفى", for_whom="everybody")
    for somebody in (khadija, leila, salma):
        assert found(somebody, kind="health") == ["المستشفى"]
        assert set(found(somebody, for_whom="women")) == {"خلية المحكمة", "المستشفى"}
        assert found(somebody, for_whom="children") == ["المستشفى"]


def test_the_nearest_comes_first(khadija, centre):
    here, far = given_place(), given_place("01.511.01.01")
    given_service(centre, khadija, name_ar="قريب", place=here)
    given_service(centre, khadija, name_ar="بعيد", place=far, at=NOON + timedelta(hours=1))
    assert found(khadija, near=here) == ["قريب", "بعيد"]
    assert found(khadija, near=far) == ["بعيد", "قريب"]


def test_after_violence_only_what_is_safe_and_never_a_mixed_shelter(khadija, centre):
    given_service(centre, khadija, kind="shelter", name_ar="مأوى مختلط")
    given_service(centre, khadija, kind="shelter", name_ar="مأوى النساء", women_only=True, safe=True)
    assert found(khadija, after_violence=True) == ["مأوى النساء"]
    assert len(found(khadija)) == 2
    with pytest.raises(actions.MixedShelter):
        given_service(centre, khadija, kind="shelter", safe=True)
    with as_work(khadija), transaction.atomic(), pytest.raises(IntegrityError, match="mixed_shelter"):
        Service.objects.filter(women_only=False).update(safe=True)


def test_the_rule_refuses_each_mixed_shelter():
    fits = rules.fits_after_violence
    assert fits(kind="shelter", women_only=True, safe=True) and fits(kind="law", women_only=False, safe=True)
    assert not fits(kind="shelter", women_only=False, safe=True)
    assert not fits(kind="law", women_only=True, safe=False)


def test_after_90_days_the_service_is_to_be_asked_again(khadija, salma, centre):
    service = given_service(centre, khadija)
    later = NOON + timedelta(days=91)
    with as_work(khadija):
        assert not queries.services(at=NOON)[0].is_stale and queries.services_to_confirm(khadija, NOON) == []
        assert queries.services(at=later)[0].is_stale
        assert len(queries.services_to_confirm(khadija, later)) == 1
    with as_work(salma):
        assert queries.services_to_confirm(salma, later) == []
    with as_work(khadija):
        actions.confirm_service(service=service, by=khadija, at=later)
        assert (
            not queries.services(at=later)[0].is_stale and queries.services_to_confirm(khadija, later) == []
        )


def test_only_its_keeper_changes_confirms_or_closes_an_entry(khadija, salma, centre):
    service = given_service(centre, khadija)
    with as_work(salma):
        for act in (
            lambda: actions.confirm_service(service=service, by=salma, at=NOON),
            lambda: actions.close_service(service=service, on=NOON.date(), by=salma, at=NOON),
        ):
            with pytest.raises(NoPermission):
                act()
        assert Service.objects.update(name_ar="آخر") == 0
        theirs = queries.service_for(service.pk)
    other = given_service(salma_works_in := own_organisation(salma), salma)
    assert other.organisation_id == salma_works_in.pk
    with as_work(salma), transaction.atomic(), pytest.raises(DatabaseError):  # in the name of its own body
        ServiceConfirmation.objects.create(
            service=theirs, organisation_id=salma_works_in.pk, at=NOON, by=salma
        )


def own_organisation(user):
    with as_work(user):
        return network.organisation_for(network.organisations_of(user.pk, on=NOON.date())[0])


def test_a_confirmation_stays(khadija, centre):
    given_service(centre, khadija)
    for act in (
        lambda: ServiceConfirmation.objects.update(at=NOON),
        lambda: ServiceConfirmation.objects.all().delete(),
    ):
        with as_work(khadija), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"name_ar": ""}, "service_has_a_name"),
        ({"kind": "gossip"}, "service_kind_known"),
        ({"for_whom": "friends"}, "service_for_whom_known"),
    ],
)
def test_the_table_refuses_what_is_not_whole(khadija, centre, change, constraint):
    given_service(centre, khadija)
    with as_work(khadija), transaction.atomic(), pytest.raises(IntegrityError, match=constraint):
        Service.objects.update(**change)
    with pytest.raises(actions.ServiceNotWhole):
        given_service(centre, khadija, **change)


def test_the_pages_search_write_confirm_and_close(client, khadija, centre):
    client.force_login(khadija)
    empty = client.get(reverse("cases:list_services"))
    assert reverse("cases:add_service") in empty.content.decode()
    typed = {"kind": "law", "name_ar": "خلية المحكمة", "for_whom": "women", "hours": "9–12"}
    assert client.post(reverse("cases:add_service"), {**typed, "name_ar": ""}).status_code == 422
    assert client.post(reverse("cases:add_service"), typed).status_code == 302
    with as_work(khadija):
        service = Service.objects.get()
    assert "9–12" in client.post(reverse("cases:list_services"), {"kind": "law"}).content.decode()
    assert "9–12" not in client.post(reverse("cases:list_services"), {"kind": "health"}).content.decode()
    change = reverse("cases:change_service", args=[service.pk])
    assert "خلية المحكمة" in client.get(change).content.decode()
    assert client.post(change, {**typed, "hours": "14–16"}).status_code == 302
    answer = reverse("cases:answer_service", args=[service.pk])
    client.post(answer, {"answer": "confirm"})
    assert "14–16" in client.get(reverse("cases:list_services")).content.decode()
    client.post(answer, {"answer": "close"})
    assert "14–16" not in client.get(reverse("cases:list_services")).content.decode()


def test_the_search_asks_the_territory_once_whatever_is_found(khadija, centre):
    near = given_place()

    def asked():
        with as_work(khadija), CaptureQueriesContext(connection) as queries_made:
            lines = queries.services(at=NOON, near=near)
        return len(lines), len([one for one in queries_made if "network_place" in one["sql"]])

    for code in ("03.231.01.11", "01.511.01.01", "06.141.01.01"):
        given_service(centre, khadija, place=given_place(code))
    few = asked()
    for code in ("04.421.01.0", "07.351.01.0", "08.201.01.05", "09.001.01.01"):
        for kind in ("law", "health", "work"):
            given_service(centre, khadija, kind=kind, place=given_place(code))
    many = asked()
    assert (few[0], many[0]) == (3, 15)
    assert many[1] == few[1]


def test_the_nearest_is_not_missed_behind_a_long_list(khadija, centre, monkeypatch):
    monkeypatch.setattr("twiza.cases.queries.directory.LISTED", 2)
    here = given_place()
    given_service(centre, khadija, name_ar="قريب", place=here)
    for hours in (1, 2, 3):
        given_service(centre, khadija, name_ar="آخر", at=NOON + timedelta(hours=hours))
    assert found(khadija, near=here) == ["قريب", "آخر"]


def test_what_is_looked_for_stands_in_no_address_and_in_no_cache(client, khadija, centre):
    given_service(centre, khadija, kind="shelter", name_ar="مأوى النساء", women_only=True, safe=True)
    given_service(centre, khadija, name_ar="خلية المحكمة")
    given_place()
    client.force_login(khadija)
    here = reverse("cases:list_services")
    page = client.get(here).content.decode()
    assert 'method="get"' not in page.split("<main")[1].split("</main>")[0]
    answer = client.post(here, {"kind": "shelter", "near": "فاس", "after_violence": "on"})
    page = answer.content.decode()
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert "مأوى النساء" in page and "خلية المحكمة" not in page
    assert "الأقرب أولا" in page and "فاس" in page.split("الأقرب أولا")[1].split("</p>")[0]
    # an address with words in it, typed or kept from before, asks nothing
    assert client.get(here, {"kind": "shelter"}).content.decode().count("خلية المحكمة")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(khadija)
    assert strict.post(here, {"kind": "shelter"}).status_code == 403


def test_who_works_in_two_organisations_says_which_keeps_the_entry(client, khadija, centre):
    other = given_organisation("Association Oum Rabia")
    given_role_too(khadija, other, "counter")
    client.force_login(khadija)
    here = reverse("cases:add_service")
    typed = {"kind": "law", "name_ar": "خلية المحكمة", "for_whom": "women"}
    for wrong in ("", "x", str(given_organisation("Association Sais").pk)):
        assert client.post(here, typed | {"organisation": wrong}).status_code == 422
    assert client.post(here, typed | {"organisation": str(other.pk)}).status_code == 302
    with as_work(khadija):
        service = Service.objects.get()
        assert service.organisation_id == other.pk
    change = reverse("cases:change_service", args=[service.pk])
    assert client.post(change, typed | {"hours": "9–12", "organisation": str(centre.pk)}).status_code == 302
    with as_work(khadija):
        assert (Service.objects.get().hours, Service.objects.get().organisation_id) == ("9–12", other.pk)


@pytest.mark.parametrize("column", ["organisation_id", "created_at", "id"])
def test_who_keeps_an_entry_and_since_when_never_changes(khadija, centre, column):
    given_service(centre, khadija)
    with as_work(khadija), transaction.atomic(), pytest.raises(DatabaseError, match="permission denied"):
        Service.objects.update(**{column: getattr(Service.objects.get(), column)})


def test_where_nothing_is_found_the_numbers_of_today_are_shown(client, khadija):
    client.force_login(khadija)
    page = client.post(reverse("cases:list_services"), {"kind": "law"})
    numbers = dict(page.context["numbers"])
    assert numbers == dict(queries.emergency_numbers(on=timezone.localdate())) and len(numbers) > 1
    assert all(f'href="tel:{number}"' in page.content.decode() for number in numbers.values())
