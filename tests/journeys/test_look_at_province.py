"""The picture of a province and the handover in a browser: they fit, narrow and wide, in Arabic and in French."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.journeys.browsing import Visitor
from tests.journeys.looking import LANGUAGES, fit, look
from twiza.funding.tests.given_grants import given_funding, given_line, given_paid
from twiza.network import actions as network
from twiza.network.rules.figures import Status, read_figure
from twiza.network.tests.given import as_work, given_organisation, given_place
from twiza.network.tests.given_institutions import (
    count,
    given_file,
    given_institution,
    given_licence,
    given_received,
)
from twiza.reporting.tests.given import given_handover

COMMUNES = ("05.301.07.03", "05.301.07.15", "05.301.01.01")


@pytest.fixture(scope="module")
def desk(site: str) -> Any:
    """Aziz, the delegate of Khenifra, with institutions in three communes, the grants of 2021 and a pack."""
    places = [given_place(code) for code in COMMUNES]
    delegation = given_organisation(
        "Délégation de Khénifra", kind="provincial_unit", name_ar="مندوبية خنيفرة"
    )
    one = given_funding(funder=delegation)
    aziz = one.aziz
    for number in range(8):
        house = given_institution(
            delegation, aziz, association=one.grantee if number < 2 else None, place=places[number % 3],
            name_fr=f"Foyer {number}", name_ar=f"دار الطالبة {number}",
        )  # fmt: skip
        if number < 6:
            given_licence(house, aziz, number=f"{number}/2019")
        if number != 3:
            count(house, delegation, aziz, "present", "أزيد من 23" if number == 1 else f"{20 + number * 5}")
        if number == 6:
            given_file(house, aziz, kind="regularisation")
    given_received(house, aziz, kind="regularisation")
    with one.at_funder():
        given_line(one, "1468411.00", title="Handicap 2021", theme="disability")
    given_paid(one)
    with as_work(aziz):
        for subject, words in (
            ("cef", "أزيد من 23"),
            ("kindergartens", "13"),
            ("social_complexes", "أزيد من 3"),
        ):
            network.state_figure(
                organisation=delegation, subject=subject, place=places[0], by=aziz, at=timezone.now(),
                figure=read_figure(words, status=Status.CLAIMED, source="Discours de la délégation, mai 2022"),
            )  # fmt: skip
    handover = given_handover(
        delegation, aziz, ends_on=timezone.localdate() + timedelta(days=20), open_cases=12
    )
    return aziz, handover


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_province_fit(visit: Callable[..., Visitor], desk: Any, language: str) -> None:
    aziz, handover = desk
    visitor = visit(aziz, language=language)
    for path, name in (
        (reverse("reporting:show_province"), "province"),
        (reverse("reporting:list_province") + "?what=unlicensed", "rows"),
        (reverse("reporting:place_tiles"), "tiles"),
        (reverse("reporting:list_handovers"), "handovers"),
        (reverse("reporting:show_handover", args=[handover.pk]), "pack"),
        (reverse("reporting:make_handover"), "new-pack"),
    ):
        visitor.go(path)
        assert not fit(visitor, f"province-{name}"), path
        assert not look(visitor), path
    assert not visitor.complaints
