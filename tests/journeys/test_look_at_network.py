"""The network's pages in a browser: they fit, and a place is chosen as people write it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.journeys.browsing import NARROW, Visitor
from tests.journeys.looking import LANGUAGES, fit
from twiza.network import actions, queries
from twiza.network.rules.figures import read_figure
from twiza.network.tests.given import as_work, given_member, given_organisation, one_of_each

AGUELMOUS = "05.301.07.03"
KHENIFRA = "05.301"


@pytest.fixture(scope="module")
def amina(site: str) -> Any:
    """President of an association with sites, a convention, a table and figures."""
    tissaout = given_organisation("Association Tissaout", name_ar="جمعية تيساوت")
    user = given_member("Amina", "association_president", tissaout)
    one_of_each(tissaout, user)
    with as_work(user):
        actions.edit_organisation(
            organisation=tissaout, parent=None, mission_ar="مساعدة الأسر في أربعة أحياء", mission_fr="Aider les familles",
            receipt="final", place=queries.place_by_code(AGUELMOUS), by=user, at=timezone.now(),
        )  # fmt: skip
        actions.state_figure(
            organisation=tissaout, subject="cef", figure=read_figure("أزيد من 23", source="Discours"),
            place=queries.place_by_code(KHENIFRA), by=user, at=timezone.now(),
        )  # fmt: skip
    return user


def pages(user: Any) -> list[tuple[str, str]]:
    with as_work(user):
        (mine,) = queries.my_organisations(user, on=timezone.localdate())
        sites = {site.refuge: site for site in queries.sites_of(mine) if site.place or site.refuge}
        ((convention, _),) = queries.conventions_of(mine, on=timezone.localdate())
        khenifra = queries.place_by_code(KHENIFRA)
        table = queries.tables_of(mine)[0]
    return [
        (reverse("network:list_places") + "?q=أجلموس", "places-found"),
        (reverse("network:show_place", args=[khenifra.pk]), "place"),
        (reverse("network:list_organisations"), "organisations"),
        (reverse("network:show_organisation", args=[mine.pk]), "organisation"),
        (reverse("network:list_members", args=[mine.pk]), "members"),
        (reverse("network:open_site", args=[mine.pk]), "site-new"),
        (reverse("network:show_site", args=[sites[False].pk]), "site"),
        (reverse("network:show_site", args=[sites[True].pk]), "site-refuge"),
        (reverse("network:sign_convention"), "convention-new"),
        (reverse("network:show_convention", args=[convention.pk]), "convention"),
        (reverse("network:list_figures"), "figures"),
        (reverse("network:show_table", args=[table.pk]), "table"),
        (reverse("network:show_credits"), "credits"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_network_fit(visit: Callable[..., Visitor], amina: Any, language: str) -> None:
    visitor = visit(amina, language=language)
    for path, name in pages(amina):
        visitor.go(path)
        assert not fit(visitor, f"network-{name}"), path
    assert not visitor.complaints


def new_site(user: Any) -> str:
    with as_work(user):
        (mine,) = queries.my_organisations(user, on=timezone.localdate())
        return reverse("network:open_site", args=[mine.pk])


def test_a_place_is_chosen_while_it_is_typed(visit: Callable[..., Visitor], amina: Any) -> None:
    visitor = visit(amina, language="ar", width=NARROW)
    visitor.go(new_site(amina))
    page = visitor.page
    page.select_option("[name=kind]", "cef")
    page.fill("[name=name_ar]", "مركز الأمل")
    page.locator("[name=place]").press_sequentially("اجلموس")
    page.locator("[name=place_chosen]").first.check()
    visitor.picture("network-place-typed")
    visitor.press("main button[type=submit]")
    page.wait_for_url("**/network/sites/**")
    assert "أكلموس" in page.inner_text("main")
    assert not visitor.complaints


def test_a_place_is_chosen_without_script(visit: Callable[..., Visitor], amina: Any) -> None:
    visitor = visit(amina, language="fr", script=False)
    visitor.go(new_site(amina))
    page = visitor.page
    page.select_option("[name=kind]", "cef")
    page.fill("[name=name_fr]", "Centre de l'espoir")
    page.fill("[name=place]", "aglmousse")
    visitor.press("main button[type=submit]")  # not sure: the next page offers what it may be
    page.locator("[name=place_chosen]").first.check()
    visitor.press("main button[type=submit]")
    page.wait_for_url("**/network/sites/**")
    assert "Aguelmous" in page.inner_text("main")
