"""The pages of the register of institutions: for the delegation, its association, and everybody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.network import actions, queries
from twiza.network.models import Institution, InstitutionPaper, Licence
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.network.tests.given_institutions import given_institution, given_licence

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return given_organisation("Délégation de Khénifra", kind="provincial_unit", name_ar="مندوبية خنيفرة")


@pytest.fixture
def association():
    return given_organisation("Association du foyer", name_ar="جمعية دار الطالبة")


@pytest.fixture
def hanane(delegation):
    return given_member("Hanane", "licensing_grants_officer", delegation)


@pytest.fixture
def nezha(association):
    return given_member("Nezha", "centre_director", association)


@pytest.fixture
def house(delegation, association, hanane):
    return given_institution(delegation, hanane, association=association, name_fr="Foyer d'Aguelmous")


def desk(user, language="fr"):
    client = Client()
    client.force_login(user)
    client.cookies["twiza_language"] = language
    return client


def test_the_officer_writes_it_counts_and_sees_what_shines(delegation, association, hanane):
    actions.load_regimes(at=timezone.now())
    client = desk(hanane)
    typed = {"name_fr": "Foyer de filles", "category": "dar_talib", "opened_on": "01/09/2019", "source": "Visite",
             "association": str(association.pk)}  # fmt: skip
    assert client.post(reverse("network:open_institution"), typed | {"source": ""}).status_code == 422
    page = client.post(reverse("network:open_institution"), typed)["Location"]
    with as_work(hanane):
        id = Institution.objects.get().pk
    assert page == reverse("network:show_institution", args=[id])
    today = timezone.localdate()
    counted = {
        "subject": "present",
        "said": "٦٦",
        "on": f"{today:%d/%m/%Y}",
        "status": "counted",
        "source": "Appel",
    }
    assert client.post(page + "count/", counted | {"said": "beaucoup"}).status_code == 422
    assert client.post(page + "count/", counted).status_code == 302
    regime = next(
        one for one in _regimes(hanane, delegation, today) if one.code == "14-05"
    )  # the law of the time
    licence = {"regime": str(regime.pk), "number": "12/2019", "category": "dar_talib", "girls": "40", "age": "12-14",
               "valid_from": "01/09/2019", "source": "Copie"}  # fmt: skip
    assert client.post(page + "licence/", licence | {"girls": ""}).status_code == 422
    assert client.post(page + "licence/", licence).status_code == 302
    shown = client.get(page).content.decode()
    assert "12/2019" in shown and "Au-dessus de la capacité" in shown and "66" in shown
    shown = client.get(reverse("network:list_institutions")).content.decode()
    assert "Foyer de filles" in shown and "Au-dessus de la capacité" in shown


def _regimes(user, organisation, today):
    with as_work(user):
        return queries.regimes_for(organisation, on=today)


def test_everybody_reads_the_licence_and_nobody_else_the_count(house, hanane, nezha, association):
    given_licence(house, hanane)
    page = reverse("network:show_institution", args=[house.pk])
    counted = {"subject": "present", "said": "38", "on": f"{timezone.localdate():%d/%m/%Y}", "status": "counted",
               "source": "Appel du soir de Nezha"}  # fmt: skip
    assert desk(nezha).post(page + "count/", counted).status_code == 302
    assert "Appel du soir de Nezha" in desk(nezha).get(page).content.decode()
    salma = given_member("Salma", "treasurer", given_organisation("Association Ouergha"))
    shown = desk(salma).get(page).content.decode()
    assert "12/2019" in shown and "Appel du soir de Nezha" not in shown
    assert desk(salma).post(page + "count/", counted).status_code == 403
    assert desk(nezha).get(page + "edit/").status_code == 403
    listed = reverse("network:list_institutions")
    assert "Foyer" not in desk(salma).get(listed).content.decode()
    assert "Foyer" in desk(salma).get(listed, {"everywhere": "on"}).content.decode()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_of_the_register_opens(house, delegation, hanane, language):
    licence = given_licence(house, hanane)
    rachida = given_member("Rachida", "provincial_delegate", delegation)
    client = desk(rachida, language)
    for name in ("show_institution", "edit_institution", "count_institution", "open_mandate", "keep_paper",
                 "place_institution", "register_licence"):  # fmt: skip
        assert client.get(reverse(f"network:{name}", args=[house.pk])).status_code == 200, name
    for address in (
        reverse("network:list_institutions"),
        reverse("network:open_institution"),
        reverse("network:list_regimes"),
        reverse("network:write_regime", args=["65-15"]),
        reverse("network:move_licence", args=[licence.pk]),
    ):
        assert client.get(address).status_code == 200, address
    assert client.get(reverse("network:write_regime", args=["99-99"])).status_code == 404


def test_papers_mandates_sites_and_the_law_are_written_on_their_pages(house, delegation, association, hanane):
    rachida = given_member("Rachida", "provincial_delegate", delegation)
    client, page = desk(rachida), reverse("network:show_institution", args=[house.pk])
    today = timezone.localdate()
    past = f"{today - timedelta(days=1):%d/%m/%Y}"
    paper = {"code": "safety", "reference": "PC 4", "expires_on": past, "folder": "7"}
    assert client.post(page + "paper/", paper | {"folder": ""}).status_code == 422
    assert client.post(page + "paper/", paper).status_code == 302
    mandate = {
        "office": "director",
        "holder": "Nezha B.",
        "paper": "PV 3 du 1/9/2025",
        "starts_on": "01/09/2025",
    }
    assert client.post(page + "mandate/", mandate).status_code == 302
    with as_work(rachida):
        site = actions.open_site(
            organisation=delegation,
            kind="dar_taliba",
            name_fr="Bâtiment B",
            name_ar="",
            by=rachida,
            at=timezone.now(),
        )
        assert InstitutionPaper.objects.get().folder == "7"
    assert client.post(page + "site/", {"site": str(site.pk)}).status_code == 302
    shown = client.get(page).content.decode()
    for words in ("Nezha B.", "Bâtiment B", "classeur 7", "Pièce de sécurité expirée"):
        assert words in shown, words
    licence = given_licence(house, hanane)
    moved = {"to": "suspended", "words": "Issue de secours fermée", "on": f"{today:%d/%m/%Y}"}
    assert client.post(reverse("network:move_licence", args=[licence.pk]), moved).status_code == 302
    with as_work(rachida):
        assert Licence.objects.get().state == "suspended"
    form = client.get(reverse("network:write_regime", args=["65-15"])).context["form"]
    typed = {name: form.initial.get(name, "") for name in form.fields} | {
        "source": "Circulaire 3/2026", "valid_from": f"{today:%d/%m/%Y}", "days": "45", "working": "on",
        "papers": "form | مطبوع | Formulaire\nsafety | سلامة | Sécurité | 12",
    }  # fmt: skip
    address = reverse("network:write_regime", args=["65-15"])
    assert client.post(address, typed | {"papers": "form; x"}).status_code == 422
    assert client.post(address, typed | {"quorum": "9"}).status_code == 422
    assert client.post(address, typed).status_code == 302
    assert "Circulaire 3/2026" in client.get(reverse("network:list_regimes")).content.decode()


def test_a_closed_or_unknown_institution_has_one_answer(hanane):
    other = "00000000-0000-7000-8000-000000000000"
    assert desk(hanane).get(reverse("network:show_institution", args=[other])).status_code == 404
