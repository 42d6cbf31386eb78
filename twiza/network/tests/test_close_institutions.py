"""Closing an institution on its pages: a place for each resident, then the door."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.network.models import Institution, RelocationPlace
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.network.tests.given_institutions import given_institution

pytestmark = pytest.mark.django_db


def desk(user):
    client = Client()
    client.force_login(user)
    client.cookies["twiza_language"] = "fr"
    return client


def test_the_delegate_plans_moves_and_closes_on_the_page():
    delegation = given_organisation("Délégation de Khénifra", kind="provincial_unit")
    rachida = given_member("Rachida", "provincial_delegate", delegation)
    hanane = given_member("Hanane", "licensing_grants_officer", delegation)
    house = given_institution(delegation, rachida)
    page, client = reverse("network:show_institution", args=[house.pk]), desk(rachida)
    typed = {"closes_on": f"{timezone.localdate():%d/%m/%Y}", "reasons": "Toit dangereux", "residents": "2",
             "count_1": "١", "age_1": "12-14", "sex_1": "f", "where_1": "Foyer de M'rirt",
             "count_5": "1", "age_5": "15-17", "sex_5": "f", "where_5": "Chez sa tante"}  # fmt: skip
    assert desk(hanane).post(page + "closure/", typed).status_code == 403
    assert client.post(page + "closure/", typed | {"residents": "3"}).status_code == 422
    assert client.post(page + "closure/", typed | {"count_1": ""}).status_code == 422
    assert client.post(page + "closure/", typed | {"age_1": "99"}).status_code == 422
    assert client.post(page + "closure/", typed).status_code == 302
    assert "Foyer de M&#x27;rirt" in client.get(page).content.decode()
    client.post(page + "close/")
    with as_work(rachida):
        assert Institution.objects.get().closed_on is None
        places = list(RelocationPlace.objects.values_list("pk", "age"))
    assert sorted(age for _pk, age in places) == ["12-14", "15-17"]
    for pk, _age in places:
        assert desk(hanane).post(reverse("network:write_move", args=[pk])).status_code == 302
    more = {"age": "6-11", "sex": "f", "destination": "Chez sa mère"}
    assert desk(hanane).post(page + "closure/add/", more | {"age": "?"}).status_code == 422
    assert desk(hanane).post(page + "closure/add/", more).status_code == 302
    client.post(page + "close/")
    with as_work(rachida):
        assert Institution.objects.get().closed_on is None
        newcomer = RelocationPlace.objects.get(moved_on=None)
    desk(hanane).post(reverse("network:write_move", args=[newcomer.pk]))
    client.post(page + "close/")
    with as_work(rachida):
        assert Institution.objects.get().closed_on == timezone.localdate()
    assert desk(hanane).get(page + "closure/add/").status_code == 404


def test_what_receives_nobody_yet_is_not_closed():
    delegation = given_organisation("Délégation de Khénifra", kind="provincial_unit")
    rachida = given_member("Rachida", "provincial_delegate", delegation)
    house = given_institution(delegation, rachida, opened_on=None)
    page = reverse("network:show_institution", args=[house.pk])
    typed = {"closes_on": f"{timezone.localdate():%d/%m/%Y}", "reasons": "x", "residents": "0"}
    refused = desk(rachida).post(page + "closure/", typed)
    assert refused.status_code == 422 and "n’accueille encore personne" in refused.content.decode()
