"""Handing an office over: a pack that stays, ten lines, a meeting item by item, two signatures that close it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.network import actions as network
from twiza.network.queries import convention_for, conventions_of, protected_until
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.network.tests.given_institutions import given_institution, given_received
from twiza.platform.accounts.permissions import NoPermission
from twiza.reporting import actions, queries
from twiza.reporting.models import Handover, HandoverAnswer, HandoverSignature, HandoverWord
from twiza.reporting.tests.given import ENDS_ON, NOW, given_handover, take_over

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


@pytest.fixture
def delegation():
    return given_organisation("Délégation de Khénifra", kind="provincial_unit", name_ar="مندوبية خنيفرة")


@pytest.fixture
def aziz(delegation):
    return given_member("Aziz", "provincial_delegate", delegation, ends_on=ENDS_ON + timedelta(days=1))


@pytest.fixture
def rachida(delegation):
    return given_member("Rachida", "provincial_delegate", delegation)


@pytest.fixture
def hanane(delegation):
    return given_member("Hanane", "licensing_grants_officer", delegation)


def refused_by_database(statement: str, values: list[Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def convention(delegation, by, title: str = "Convention du foyer") -> Any:
    partner = given_organisation("Association du foyer")
    with as_work(by):
        row = network.sign_convention(
            organisation=delegation, title=title, starts_on=TODAY - timedelta(days=100),
            ends_on=TODAY + timedelta(days=60),
            parties=[network.Party(delegation, "funder"), network.Party(partner, "project_holder")], by=by, at=NOW,
        )  # fmt: skip
        network.promise(
            convention=row, party=delegation, kind="service", words="Réparer le toit", due_on=TODAY - timedelta(days=3),
            organisation=delegation, by=by, at=NOW,
        )  # fmt: skip
        network.promise(
            convention=row, party=partner, kind="service", words="Deux veilleuses", due_on=TODAY + timedelta(days=30),
            agreement="PV 3", organisation=delegation, by=by, at=NOW,
        )  # fmt: skip
    return row


def texts(handover: Handover, code: str, language: str = "fr") -> list[str]:
    (section,) = [one for one in queries.sections_of(handover) if one.code == code]
    return [item.in_language(language) for item in section.items]


def test_the_pack_holds_what_goes_on_and_never_changes(delegation, aziz):
    convention(delegation, aziz)
    house = given_institution(delegation, aziz, name_fr="Foyer d'Aguelmous")
    given_received(house, aziz)
    with as_work(aziz):
        actions.write_promise(
            organisation=delegation, what="Un bus", to="Commune", made_on=TODAY - timedelta(days=40),
            due_on=TODAY - timedelta(days=1), by=aziz, at=NOW,
        )  # fmt: skip
    handover = given_handover(delegation, aziz, open_cases=12)
    assert texts(handover, "conventions") == ["« \u2068Convention du foyer\u2069 »"]
    assert any("Deux veilleuses" in one for one in texts(handover, "deadlines"))
    assert len(texts(handover, "licences")) == 1
    assert any(
        "2" in one for one in texts(handover, "risks")
    )  # the roof and the bus, both of the delegation itself
    assert any("12" in one for one in texts(handover, "running", "ar"))
    assert ["bus" in one for one in texts(handover, "promises")] == [True]
    before = handover.content
    with as_work(aziz):
        network.end_convention(
            convention=network_convention(delegation), on=TODAY, reason="agreement", organisation=delegation, by=aziz,
            at=NOW,
        )  # fmt: skip
        kept = Handover.objects.get()
        assert (kept.content, queries.is_whole(kept)) == (before, True)
        kept.content = [*kept.content[:-1]]
        assert not queries.is_whole(kept)
        refused_by_database("UPDATE reporting_handover SET content = '[]' WHERE id = %s", [kept.pk])
        refused_by_database("DELETE FROM reporting_handover WHERE id = %s", [kept.pk])
        pdf = queries.handover_pdf(Handover.objects.get(), "ar")
    assert pdf.startswith(b"%PDF")


def network_convention(delegation: Any) -> Any:
    return conventions_of(delegation, on=TODAY)[0][0]


def test_what_was_delivered_is_late_no_more(delegation, aziz):
    row = convention(delegation, aziz)

    def late() -> int:
        return len(queries.picture_of(delegation, today=TODAY, since=TODAY - timedelta(days=30)).late.own)

    with as_work(aziz):
        assert late() == 1
        (own,) = [
            one
            for one in convention_for(row.pk, on=TODAY).commitments
            if one.organisation_id == delegation.pk
        ]
        network.tell_delivery(
            commitment=own, on=TODAY, words="Le toit est réparé", whole=True, folder="3", by=aziz, at=NOW
        )
        assert late() == 0


def test_who_leaves_writes_ten_lines_and_no_more(delegation, aziz, hanane):
    handover = given_handover(delegation, aziz)
    with as_work(aziz):
        with pytest.raises(actions.WordsMissing):
            actions.write_word(handover=handover, kind="keep", words="La tournée", by=aziz, at=NOW)
        for number in range(10):
            actions.write_word(
                handover=handover,
                kind="keep",
                words=f"Ligne {number}",
                why="Des familles en vivent",
                by=aziz,
                at=NOW,
            )
        with pytest.raises(actions.WordsMissing):
            actions.write_word(handover=handover, kind="do", words="Onze", by=aziz, at=NOW)
    with as_work(hanane), pytest.raises(actions.NotYourSide):
        actions.write_word(handover=handover, kind="do", words="Moi aussi", by=hanane, at=NOW)


def test_a_sudden_end_is_told_by_a_colleague_without_the_lines(delegation, aziz, hanane):
    with pytest.raises(actions.NotInOffice):
        given_handover(delegation, aziz, why="sudden")
    with pytest.raises(actions.NotInOffice):
        given_handover(delegation, hanane, why="term")
    handover = given_handover(delegation, hanane, why="sudden")
    with as_work(hanane):
        with pytest.raises(actions.NotYourSide):
            actions.write_word(handover=handover, kind="do", words="x", by=hanane, at=NOW)
        with pytest.raises(DatabaseError), transaction.atomic():
            HandoverWord.objects.create(
                organisation=delegation, handover=handover, number=1, kind="do", words="x", by=hanane, at=NOW
            )


def test_both_sides_sign_once_what_both_have_said(delegation, aziz, rachida, hanane):
    handover = given_handover(delegation, aziz)
    with as_work(rachida):
        with pytest.raises(actions.MinutesSigned):
            actions.sign_handover(handover=handover, by=rachida, at=NOW)  # items wait for their answer
        with pytest.raises(actions.WordsMissing):
            actions.answer_item(handover=handover, item="keys", accepted=False, by=rachida, at=NOW)
        actions.answer_item(
            handover=handover, item="keys", accepted=False, words="Enveloppe pas vue", by=rachida, at=NOW
        )
        with pytest.raises(actions.AnsweredAlready):
            actions.answer_item(handover=handover, item="keys", accepted=True, by=rachida, at=NOW)
    take_over(handover, rachida)
    with as_work(hanane), pytest.raises(actions.NotYourSide):
        actions.sign_handover(handover=handover, by=hanane, at=NOW)
    with as_work(aziz):
        first = actions.sign_handover(handover=handover, by=aziz, at=NOW)
        with pytest.raises(actions.NotYourSide):
            actions.sign_handover(handover=handover, by=aziz, at=NOW)
        with pytest.raises(actions.MinutesSigned):
            actions.write_word(handover=handover, kind="do", words="Encore", by=aziz, at=NOW)
    with as_work(rachida):
        second = actions.sign_handover(handover=handover, by=rachida, at=NOW)
        assert (first.side, second.side, first.digest) == ("out", "in", second.digest)
        assert queries.handed_over_on(delegation.pk) == TODAY


def test_what_runs_is_undone_with_a_reason_once_both_have_signed(delegation, aziz, rachida, in_english):
    row = convention(delegation, aziz)
    handover = given_handover(delegation, aziz)
    take_over(handover, rachida)
    with as_work(aziz):
        actions.sign_handover(handover=handover, by=aziz, at=NOW)
        assert protected_until(row, on=TODAY) is None
    with as_work(rachida):
        actions.sign_handover(handover=handover, by=rachida, at=NOW)
        assert protected_until(row, on=TODAY) == TODAY + timedelta(days=365)
        ended = {
            "convention": row,
            "on": TODAY,
            "reason": "one_party",
            "organisation": delegation,
            "by": rachida,
        }
        with pytest.raises(network.ReasonWanted):
            network.end_convention(at=NOW, **ended)
        network.end_convention(
            at=NOW, undoing=network.Reason("Deux rapports", "Vers le foyer voisin"), **ended
        )
    client = Client()
    client.force_login(rachida)
    client.cookies["twiza_language"] = "en"
    page = client.get(reverse("reporting:list_handovers")).content.decode()
    assert "Deux rapports" in page and "Vers le foyer voisin" in page


def test_the_database_keeps_signed_minutes(delegation, aziz, rachida):
    handover = given_handover(delegation, aziz)
    take_over(handover, rachida)
    with as_work(rachida):
        with pytest.raises(DatabaseError), transaction.atomic():  # the new one does not sign for who leaves
            HandoverSignature.objects.create(
                organisation=delegation, handover=handover, side="out", digest="0" * 64, by=rachida, at=NOW
            )
        actions.sign_handover(handover=handover, by=rachida, at=NOW)
        for table in ("handoversignature", "handoveranswer"):
            refused_by_database(f"UPDATE reporting_{table} SET at = now()", [])
            refused_by_database(f"DELETE FROM reporting_{table}", [])
        with pytest.raises(DatabaseError), transaction.atomic():
            HandoverAnswer.objects.create(
                organisation=delegation, handover=handover, item="new", accepted=True, by=rachida, at=NOW
            )
    with (
        as_work(aziz),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):  # other minutes than the other side's
        HandoverSignature.objects.create(
            organisation=delegation, handover=handover, side="out", digest="0" * 64, by=aziz, at=NOW
        )


def test_a_promise_is_settled_once(delegation, aziz):
    with as_work(aziz):
        promise = actions.write_promise(
            organisation=delegation,
            what="Un bus",
            to="Commune",
            made_on=TODAY,
            due_on=TODAY,
            by=aziz,
            at=NOW,
        )
        actions.settle_promise(promise=promise, kept=False, words="Budget refusé", on=TODAY, by=aziz, at=NOW)
        with pytest.raises(actions.PromiseSettled):
            actions.settle_promise(promise=promise, kept=True, words="Si", on=TODAY, by=aziz, at=NOW)
        refused_by_database("UPDATE reporting_promiseoutcome SET kept = true", [])


def test_the_today_page_asks_before_the_end_and_guides_after_it(delegation, aziz, rachida):
    def said(user: Any, at: Any = NOW) -> list[str]:
        with as_work(user):
            return [str(one.url) for one in queries.handovers_waiting_for(user, at=at)]

    assert said(aziz) == [reverse("reporting:make_handover")]
    assert said(rachida) == []  # her mandate has no end
    convention(delegation, aziz)  # with a promise of the delegation that is late
    handover = given_handover(delegation, aziz)
    page = reverse("reporting:show_handover", args=[handover.pk])
    assert said(aziz) == [page] and said(rachida) == [page]
    take_over(handover, rachida)
    with as_work(rachida):
        actions.sign_handover(handover=handover, by=rachida, at=NOW)
    assert said(rachida) == [page + "#risks", reverse("reporting:show_province") + "#late"]
    assert said(rachida, NOW + timedelta(days=29))[0] == page + "#keys"
    assert said(rachida, NOW + timedelta(days=30)) == []


def test_another_province_sees_no_pack(delegation, aziz):
    handover = given_handover(delegation, aziz)
    salma = given_member("Salma", "provincial_delegate", given_organisation("Autre délégation"))
    with as_work(salma):
        assert queries.handovers_of(delegation.pk) == []
        with pytest.raises(queries.NoSuchHandover):
            queries.handover_for(salma, handover.pk)
    nadia = given_member("Nadia", "auditor", delegation)
    with as_work(nadia), pytest.raises(NoPermission):
        actions.sign_handover(handover=handover, by=nadia, at=NOW)


def test_the_pages_walk_from_the_pack_to_the_signature(delegation, aziz, rachida):
    def desk(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        client.cookies["twiza_language"] = "en"
        return client

    leaves, comes = desk(aziz), desk(rachida)
    typed = {"why": "term", "ends_on": f"{ENDS_ON:%d/%m/%Y}", "keys": "Coffre", "open_cases": "7"}
    assert leaves.post(reverse("reporting:make_handover"), typed | {"keys": ""}).status_code == 422
    page = leaves.post(reverse("reporting:make_handover"), typed)["Location"]
    assert (
        "Add a line" in leaves.get(page).content.decode()
        and "Add a line" not in comes.get(page).content.decode()
    )
    assert leaves.post(page + "line/", {"kind": "do", "words": "Finir"}).status_code == 302
    with as_work(aziz):
        items = [one.key for part in queries.sections_of(Handover.objects.get()) for one in part.items]
    comes.post(page + "answer/", {"item": items[0], "accepted": "0"})
    assert "Say in a few words what the reserve is." in comes.get(page).content.decode()
    for item in items:
        comes.post(page + "answer/", {"item": item, "accepted": "1"})
    assert "Sign the minutes" in comes.get(page).content.decode()
    comes.post(page + "sign/")
    leaves.post(page + "sign/")
    shown = leaves.get(page).content.decode()
    assert "Signed by the side that leaves" in shown and "Signed by the side that takes over" in shown
    assert comes.get(page + "paper/", {"language": "fr"}).content.startswith(b"%PDF")
    assert "by both" in comes.get(reverse("reporting:list_handovers")).content.decode()
    promised = {"what": "Un bus", "to": "Commune", "made_on": "01/02/2026", "due_on": "01/03/2026"}
    comes.post(reverse("reporting:write_promise"), promised)
    assert "Un bus" in comes.get(reverse("reporting:list_handovers")).content.decode()
