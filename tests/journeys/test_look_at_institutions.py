"""The register of institutions and licence files in a browser: they fit, narrow and wide, in Arabic and in French."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.journeys.browsing import Visitor
from tests.journeys.looking import LANGUAGES, fit, look
from twiza.network import actions
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.network.tests.given_institutions import count, given_institution, given_licence, given_visited


@pytest.fixture(scope="module")
def desk(site: str) -> Any:
    """Rachida, the delegate, with an institution that shines and one in order."""
    delegation = given_organisation(
        "Délégation de Khénifra", kind="provincial_unit", name_ar="مندوبية خنيفرة"
    )
    association = given_organisation("Association du foyer d'Aguelmous", name_ar="جمعية دار الطالبة أجلموس")
    rachida = given_member("Rachida", "provincial_delegate", delegation)
    full = given_institution(
        delegation, rachida, association=association, name_fr="Foyer de jeunes filles d'Aguelmous"
    )
    given_licence(full, rachida, cells=[("f", "12-14", 25), ("f", "15-17", 15)])
    count(full, delegation, rachida, "present", "66", sex="f")
    with as_work(rachida):
        actions.keep_paper(
            institution=full, code="safety", expires_on=timezone.localdate() - timedelta(days=9), folder="7",
            by=rachida, at=timezone.now(),
        )  # fmt: skip
    given_institution(delegation, rachida, name_ar="دار الطالب مريرت", name_fr="Foyer de garçons de M'rirt")
    file = given_visited(full, rachida, verdicts="yycn")
    with as_work(rachida):
        actions.stop_clock(
            file=file, reason="bureau", words="Nouvelle présidente élue", on=timezone.localdate(), by=rachida,
            at=timezone.now(),
        )  # fmt: skip
    return rachida, full, file


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_register_fit(visit: Callable[..., Visitor], desk: Any, language: str) -> None:
    rachida, full, file = desk
    visitor = visit(rachida, language=language)
    for path, name in (
        (reverse("network:list_institutions"), "list"),
        (reverse("network:show_institution", args=[full.pk]), "file"),
        (reverse("network:open_institution"), "new"),
        (reverse("network:count_institution", args=[full.pk]), "count"),
        (reverse("network:list_regimes"), "law"),
        (reverse("network:list_files"), "files"),
        (reverse("network:show_file", args=[file.pk]), "licence-file"),
        (reverse("network:decide_file", args=[file.pk]), "decide"),
        (reverse("network:give_opinion", args=[file.pk]), "opinion"),
    ):
        visitor.go(path)
        assert not fit(visitor, f"institutions-{name}"), path
        assert not look(visitor), path
    assert not visitor.complaints
