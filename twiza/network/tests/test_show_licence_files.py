"""A licence file walked through its pages, and its letters on paper."""

from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.network import actions, queries
from twiza.network.models import LicenceFile
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.network.tests.given_institutions import (
    BODIES,
    PAPERS,
    given_institution,
    given_licence,
    given_visited,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rachida():
    """Delegate, under her ministry: letters bear the line of the hierarchy."""
    ministry = given_organisation("Ministère de la Solidarité", kind="ministry", name_ar="وزارة التضامن")
    delegation = given_organisation(
        "Délégation de Khénifra", kind="provincial_unit", name_ar="مندوبية خنيفرة"
    )
    rachida = given_member("Rachida", "provincial_delegate", delegation)
    with as_work(rachida):
        actions.edit_organisation(organisation=delegation, parent=ministry, by=rachida, at=timezone.now())
    return rachida


@pytest.fixture
def delegation(rachida):
    with as_work(rachida):
        return queries.my_organisations(rachida, on=timezone.localdate())[0]


def desk(user, language="fr"):
    client = Client()
    client.force_login(user)
    client.cookies["twiza_language"] = language
    return client


def words_of(pdf):
    with pypdfium2.PdfDocument(pdf) as paper:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in paper]


def test_a_file_is_walked_through_its_pages_to_the_letter(rachida, delegation):
    association = given_organisation("Association du foyer", name_ar="جمعية دار الطالبة")
    hanane = given_member("Hanane", "licensing_grants_officer", delegation)
    nezha = given_member("Nezha", "centre_director", association)
    house = given_institution(delegation, hanane, association=association, name_fr="Foyer d'Aguelmous")
    given_licence(house, hanane)
    client, today = desk(hanane), timezone.localdate()
    day, later = f"{today:%d/%m/%Y}", f"{today + timedelta(days=300):%d/%m/%Y}"
    with as_work(hanane):
        regime = next(one for one in queries.regimes_for(delegation, on=today) if one.code == "65-15")
    typed = {"kind": "renewal", "regime": str(regime.pk), "capacity": "40"}
    page = client.post(reverse("network:intend_licence", args=[house.pk]), typed)["Location"]
    assert "fonctionne déjà dans ce secteur" in client.get(page).content.decode()
    client.post(page + "step/begin/")
    client.post(page + "step/check/")
    shown = client.get(page).content.decode()
    for words in ("Rapport de sécurité", "Statuts de l&#x27;association", "Règlement intérieur"):
        assert words in shown, words
    french = words_of(client.post(page + "letter/missing/").content)[1]
    assert "10." in french and "Rapport de sécurité" in french
    paper = reverse("network:keep_paper", args=[house.pk])
    for code in (*PAPERS, "safety", "hygiene"):
        expires = {"expires_on": later} if code in ("safety", "hygiene") else {}
        assert client.post(paper, {"code": code, "folder": "12"} | expires).status_code == 302, code
    client.post(page + "step/receive/")
    receipt = words_of(client.post(page + "letter/receipt/").content)
    assert (
        len(receipt) == 2 and "Sous couvert de" in receipt[1] and "Ministère de la Solidarité" in receipt[1]
    )
    assert f"2/{today.year}" in receipt[1]  # the second letter that goes out
    assert (
        client.post(page + "stop/", {"reason": "bureau", "words": "Présidente élue", "on": day}).status_code
        == 302
    )
    assert "Présidente élue" in client.get(reverse("network:list_files")).content.decode()
    assert client.post(page + "run/", {"words": "Récépissé 88", "on": day}).status_code == 302
    assert client.post(page + "call/", {"on": day}).status_code == 302
    grid = {"on": day, "present": list(BODIES[:2])}
    assert client.post(page + "visit/", grid).status_code == 422  # no quorum, no date
    full = {"on": day, "present": list(BODIES), "grid_sleeping": "180", "grid_dining": "60"} | {
        f"grid_{code}": "yes" for code in ("water", "toilets", "exits", "access", "kitchen")
    }
    assert client.post(page + "visit/", full).status_code == 302
    for body in BODIES:
        opinion = {"body": body, "verdict": "yes", "reasons": "Vu", "on": day}
        assert client.post(page + "opinion/", opinion).status_code == 302
    decision = {"granted": "yes", "number": "4/2026", "category": "dar_talib", "girls": "40", "age": "12-14",
                "valid_from": day}  # fmt: skip
    assert client.post(page + "decide/", decision).status_code == 422  # the officer has no delegation
    act = {"user": str(hanane.pk), "reference": "Décision 7/2026", "starts_on": day, "last_day": day}
    signed = reverse("network:delegate_signature", args=[delegation.pk])
    assert desk(rachida).post(signed, act).status_code == 302
    assert client.post(page + "decide/", decision).status_code == 302
    arabic, french = words_of(client.post(page + "letter/decision/").content)
    assert "4/2026" in arabic and "par délégation" in french and "7/2026" in french
    assert "4/2026" in desk(nezha, "ar").get(page).content.decode()
    assert desk(nezha).post(page + "letter/decision/").status_code == 403
    assert "Foyer d&#x27;Aguelmous" in client.get(reverse("network:list_files") + "?decided").content.decode()


def test_a_refusal_is_typed_without_a_licence_and_its_letter_says_the_appeal(rachida, delegation):
    hanane = given_member("Hanane", "licensing_grants_officer", delegation)
    house = given_institution(delegation, hanane, name_fr="Foyer", opened_on=None)
    file = given_visited(house, hanane, kind="opening", verdicts="nnny")
    page = reverse("network:show_file", args=[file.pk])
    assert desk(rachida).post(page + "decide/", {"granted": "no", "reasons": " "}).status_code == 422
    assert (
        desk(rachida).post(page + "decide/", {"granted": "no", "reasons": "Pas d'issue"}).status_code == 302
    )
    french = words_of(desk(rachida).post(page + "letter/refusal/").content)[1]
    assert "faire appel" in french and "tribunal administratif" in french
    with as_work(hanane):
        assert LicenceFile.objects.get().state == "refused"
