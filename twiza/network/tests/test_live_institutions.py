"""The life of an institution: reports and their days, incidents, letters about what shines, the bureau of the association.

Hanane examines files at the delegation of Khénifra, Rachida is its delegate, Nezha directs the home for the
association, Salma presides over it, Ilyas works at the delegation of Azilal.
"""

from datetime import date, datetime, timedelta

import pypdfium2
import pytest
from django.db import IntegrityError, ProgrammingError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from twiza.network import actions, queries
from twiza.network.models import (
    AssociationBureau,
    IncidentNote,
    InstitutionFigure,
    InstitutionIncident,
    InstitutionLetter,
    InstitutionReport,
    Organisation,
    ReportVerdict,
)
from twiza.network.rules.regimes import Item
from twiza.network.rules.reports import LOOK_BACK, periods, stage
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.network.tests.given_institutions import count, given_institution, given_licence, given_received
from twiza.network.tests.given_life import NOON, TODAY, desk, given_bureau, given_remedy, given_signed, raw
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
JULY = datetime(2026, 7, 10, 12, 0, tzinfo=NOON.tzinfo)


class Khenifra:
    """The delegation, the association, the home, and whoever works there."""

    def __init__(self):
        self.delegation = given_organisation(
            "Délégation de Khénifra", kind="provincial_unit", name_ar="مندوبية خنيفرة"
        )
        self.association = given_organisation("Association du foyer", name_ar="جمعية دار الطالبة")
        self.hanane = given_member("Hanane", "licensing_grants_officer", self.delegation)
        self.rachida = given_member("Rachida", "provincial_delegate", self.delegation)
        self.nezha = given_member("Nezha", "centre_director", self.association)
        self.house = given_institution(
            self.delegation, self.hanane, association=self.association, name_fr="Foyer d'Aguelmous"
        )

    def send(self, *, by=None, at=JULY, present=(("f", "12-14", 31),), **more):
        by = by or self.nezha
        said = {"entries": 3, "departures": 2, "filled": {"educator": 2}, "meetings": 3} | more
        with as_work(by):
            period = queries.periods_asked(self.house, today=at.date())[0]
            return actions.send_report(
                institution=self.house,
                organisation=self.association,
                period=period,
                present=present,
                by=by,
                at=at,
                **said,
            )


@pytest.fixture
def khenifra():
    return Khenifra()


def test_a_report_is_returned_sent_again_and_enters_the_register_as_claimed(khenifra):
    report = khenifra.send()
    with pytest.raises(actions.UnfitReport, match="there already"):
        khenifra.send()
    with as_work(khenifra.hanane):
        with pytest.raises(actions.UnfitReport, match="what is asked"):
            actions.judge_report(report=report, accepted=False, words=" ", by=khenifra.hanane, at=JULY)
        actions.judge_report(
            report=report, accepted=False, words="Et les garçons ?", by=khenifra.hanane, at=JULY
        )
        with pytest.raises(actions.UnfitReport, match="answered already"):
            actions.judge_report(report=report, accepted=True, by=khenifra.hanane, at=JULY)
    again = khenifra.send(present=(("f", "12-14", 31), ("m", "12-14", 4)))
    assert again.number == 2
    with as_work(khenifra.nezha), pytest.raises(NoPermission):
        actions.judge_report(report=again, accepted=True, by=khenifra.nezha, at=JULY)
    with as_work(khenifra.hanane):
        actions.judge_report(report=again, accepted=True, by=khenifra.hanane, at=JULY)
        rows = InstitutionFigure.objects.filter(subject="present").order_by("sex")
        assert list(rows.values_list("sex", "value", "status", "on")) == [
            ("f", 31, "claimed", date(2026, 6, 30)), ("m", 4, "claimed", date(2026, 6, 30)),
        ]  # fmt: skip
        assert "2026-06-30" in rows[0].source
        with pytest.raises(IntegrityError, match="waits or was accepted"):
            raw(
                "INSERT INTO network_institutionreport (id, kind, period_end, due_on, number, present, entries,"
                " departures, filled, meetings, needs, sent_on, sent_at, institution_id, organisation_id, sent_by_id)"
                " SELECT gen_random_uuid(), kind, period_end, due_on, 9, present, entries, departures, filled,"
                " meetings, needs, sent_on, sent_at, institution_id, %s, sent_by_id FROM network_institutionreport LIMIT 1",
                khenifra.delegation.pk,
            )  # fmt: skip
        with pytest.raises(ProgrammingError, match="permission denied"):
            raw("UPDATE network_institutionreport SET entries = 0")
    with as_work(khenifra.nezha):
        (line,) = queries.reports_of(khenifra.house, today=JULY.date())
        assert line.state == "accepted"


def test_a_group_is_counted_once_and_only_what_is_asked_for_is_sent(khenifra):
    with pytest.raises(actions.UnfitReport, match="once"):
        khenifra.send(present=(("f", "12-14", 1), ("f", "12-14", 2)))
    with pytest.raises(actions.UnfitReport, match="whole numbers"):
        khenifra.send(filled={"king": 1})
    with as_work(khenifra.nezha):
        assert (
            queries.periods_asked(khenifra.house, today=TODAY) == []
        )  # it stands in the register since today


@given(
    st.dates(date(2019, 1, 1), date(2027, 12, 31)),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.integers(1, 90),
    st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2028, 1, 1))),
)
def test_reports_are_asked_for_periods_that_ended_while_it_was_open(since, today, days, until):
    lines = [Item("half_year", "ا", "a", days), Item("year", "ب", "b", days)]
    asked = periods(lines, since=since, until=until, today=today)
    assert len(set(asked)) == len(asked) <= 6
    for one in asked:
        assert one.last < today and since <= one.last and one.last >= today - LOOK_BACK
        assert until is None or one.last < until
        assert one.due == one.last + timedelta(days=days) and one.first < one.last
        assert one.kind == "year" or (one.last - one.first).days in (180, 181, 183)
    if since < today - LOOK_BACK and until is None:
        assert sum(one.kind == "half_year" for one in asked) >= 2


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.integers(-200, 200))
def test_reminders_come_at_ninety_thirty_and_the_day_after(last, left):
    said = stage(last, today=last - timedelta(days=left))
    assert said == ("over" if left < 0 else "30" if left <= 30 else "90" if left <= 90 else "")


def test_an_incident_counts_names_nobody_and_is_closed_with_what_changed(khenifra):
    nezha, association = khenifra.nezha, khenifra.association
    said = {
        "kind": "food",
        "happened_on": TODAY,
        "residents": 4,
        "staff": 1,
        "others": 0,
        "by": nezha,
        "at": NOON,
    }
    with as_work(nezha):
        with pytest.raises(actions.UnfitIncident):
            actions.declare_incident(
                institution=khenifra.house, organisation=association, first_measure=" ", **said
            )
        row = actions.declare_incident(
            institution=khenifra.house, organisation=association, first_measure="Médecin appelé", **said
        )
        assert row.follow_up_on == TODAY + timedelta(days=2)
    with as_work(khenifra.hanane):
        (line,) = queries.incidents_of(khenifra.house, today=TODAY + timedelta(days=3))
        assert line.late and not line.closed
        actions.follow_incident(
            incident=row,
            organisation=khenifra.delegation,
            words="Cuisine refaite",
            closes=True,
            by=khenifra.hanane,
            at=NOON,
        )
    with as_work(nezha):
        with pytest.raises(actions.UnfitIncident, match="closed"):
            actions.follow_incident(
                incident=row, organisation=association, words="x", closes=False, by=nezha, at=NOON
            )
        with pytest.raises(IntegrityError, match="stays closed"):
            raw(
                "INSERT INTO network_incidentnote (id, closes, words, written_at, incident_id, institution_id,"
                " organisation_id, written_by_id) SELECT gen_random_uuid(), false, 'x', now(), id, institution_id,"
                " %s, declared_by_id FROM network_institutionincident",
                association.pk,
            )


def test_the_association_reads_its_own_life_and_another_delegation_nothing(khenifra):
    azilal = given_organisation("Délégation d'Azilal", kind="provincial_unit")
    ilyas = given_member("Ilyas", "provincial_delegate", azilal)
    report = khenifra.send()
    with as_work(khenifra.hanane):
        actions.judge_report(report=report, accepted=True, by=khenifra.hanane, at=JULY)
        actions.write_light_letter(
            institution=khenifra.house, light="unlicensed", by=khenifra.hanane, at=NOON
        )
    with as_work(khenifra.nezha):
        actions.declare_incident(
            institution=khenifra.house, organisation=khenifra.association, kind="fire", happened_on=TODAY,
            residents=0, staff=0, others=0, first_measure="Éteint", by=khenifra.nezha, at=NOON,
        )  # fmt: skip
        given_bureau(khenifra.association, khenifra.nezha)
    tables = (InstitutionReport, ReportVerdict, InstitutionLetter, InstitutionIncident, AssociationBureau)
    for who, seen in ((khenifra.nezha, 1), (khenifra.rachida, 1), (ilyas, 0)):
        with as_work(who):
            assert {table.__name__: table.objects.count() for table in tables} == {
                one.__name__: seen for one in tables
            }
    with as_work(ilyas), pytest.raises(ProgrammingError, match="row-level security"):
        raw(
            "INSERT INTO network_incidentnote (id, closes, words, written_at, incident_id, institution_id,"
            " organisation_id, written_by_id) VALUES (gen_random_uuid(), true, 'x', now(), gen_random_uuid(), %s, %s, %s)",
            khenifra.house.pk, azilal.pk, ilyas.pk,
        )  # fmt: skip
    with as_work(khenifra.nezha):
        assert not IncidentNote.objects.exists()


def test_a_letter_about_a_light_takes_the_next_number_of_the_one_register(khenifra):
    hanane = khenifra.hanane
    given_licence(khenifra.house, hanane)
    file = given_received(khenifra.house, hanane)
    with as_work(hanane):
        receipt = actions.print_letter(file=file, kind="receipt", by=hanane, at=NOON)
        with pytest.raises(actions.NothingShines):
            actions.write_light_letter(institution=khenifra.house, light="over_capacity", by=hanane, at=NOON)
    count(khenifra.house, khenifra.delegation, hanane, "present", "66")
    with as_work(hanane):
        letter = actions.write_light_letter(
            institution=khenifra.house, light="over_capacity", by=hanane, at=NOON
        )
        assert letter.number == receipt.number + 1 and letter.answer_until == TODAY + timedelta(days=7)
        assert (letter.facts["present"], letter.facts["capacity"]) == ("66", "40")
        with pytest.raises(actions.LetterWaits):
            actions.write_light_letter(institution=khenifra.house, light="over_capacity", by=hanane, at=NOON)
        with pytest.raises(IntegrityError, match="is taken"):
            raw(
                'INSERT INTO network_licencemail (id, direction, kind, year, number, "on", at, by_id, file_id,'
                " organisation_id) SELECT gen_random_uuid(), 'out', 'receipt', year, %s, \"on\", at, by_id, file_id,"
                " organisation_id FROM network_licencemail LIMIT 1",
                letter.number,
            )
        with pypdfium2.PdfDocument(queries.light_letter_pdf(queries.light_letter_for(letter.pk))) as paper:
            arabic, french = (" ".join(page.get_textpage().get_text_range().split()) for page in paper)
        assert "66" in french and f"{letter.number}/2026" in french and "66" in arabic
        actions.answer_light_letter(letter=letter, words="Dix partent en mars", by=hanane, at=NOON)
        with pytest.raises(actions.LetterWaits):
            actions.answer_light_letter(letter=letter, words="x", by=hanane, at=NOON)
        assert queries.letters_of(khenifra.house)["over_capacity"].reply.words == "Dix partent en mars"


def test_a_new_bureau_waits_for_its_receipt_and_nothing_is_signed_until_then(khenifra):
    salma = given_member("Salma", "association_president", khenifra.association)
    with as_work(salma):
        bureau = given_bureau(khenifra.association, salma)
        assert queries.bureau_waits(khenifra.association.pk) == bureau
        with pytest.raises(actions.BureauWaits, match="that receipt first"):
            given_bureau(khenifra.association, salma)
        with pytest.raises(actions.WrongDates):
            actions.show_receipt(
                bureau=bureau, number="88/2026", on=TODAY - timedelta(days=1), by=salma, at=NOON
            )
    with as_work(khenifra.hanane):
        assert queries.bureau_waits(khenifra.association.pk) == bureau  # the delegation asks who presides
        with pytest.raises(NoPermission):
            actions.show_receipt(bureau=bureau, number="1", on=TODAY, by=khenifra.hanane, at=NOON)
    with as_work(salma):
        actions.show_receipt(bureau=bureau, number="88/2026", on=TODAY, by=salma, at=NOON)
        assert queries.bureau_waits(khenifra.association.pk) is None
        association = Organisation.objects.get(pk=khenifra.association.pk)
        assert (association.receipt_number, association.bureau_until) == ("88/2026", bureau.last_day)
        with pytest.raises(IntegrityError, match="stays as it was elected"):
            raw("UPDATE network_associationbureau SET receipt_number = 'x'")
        with pytest.raises(ProgrammingError, match="permission denied"):
            raw("UPDATE network_associationbureau SET president = 'x'")


def test_the_today_page_asks_both_sides(khenifra):
    given_remedy(given_signed(khenifra.house, khenifra.hanane), khenifra.hanane)
    with as_work(khenifra.hanane):
        actions.write_light_letter(
            institution=khenifra.house, light="unlicensed", by=khenifra.hanane, at=NOON
        )
    with as_work(khenifra.nezha):
        director = {str(one.sentence) for one in queries.institutions_waiting_for(khenifra.nezha, at=JULY)}
    with as_work(khenifra.hanane):
        officer = {str(one.sentence) for one in queries.institutions_waiting_for(khenifra.hanane, at=JULY)}
    assert any("Send the report" in one for one in director) and any("Mend what" in one for one in director)
    assert any("answer of" in one for one in officer) and not any("Send the report" in one for one in officer)
    khenifra.send()
    with as_work(khenifra.hanane):
        officer = {str(one.sentence) for one in queries.institutions_waiting_for(khenifra.hanane, at=JULY)}
    assert any("Read the report" in one for one in officer)


def test_pages_of_life_open_and_the_letter_is_one_button(khenifra):
    officer, director = desk(khenifra.hanane), desk(khenifra.nezha)
    page = reverse("network:show_institution", args=[khenifra.house.pk])
    address = reverse("network:write_light_letter", args=[khenifra.house.pk, "unlicensed"])
    assert (
        address in officer.get(page).content.decode() and address not in director.get(page).content.decode()
    )
    assert officer.post(page + "letter/unlicensed/").status_code == 302
    with as_work(khenifra.hanane):
        letter = InstitutionLetter.objects.get()
    address = reverse("network:print_light_letter", args=[letter.pk])
    assert officer.get(address).content.startswith(b"%PDF") and address in officer.get(page).content.decode()
    typed = {
        "kind": "fire",
        "happened_on": f"{TODAY:%d/%m/%Y}",
        "residents": "0",
        "staff": "0",
        "others": "0",
    }
    assert director.post(page + "incident/", typed).status_code == 422
    assert director.post(page + "incident/", typed | {"first_measure": "Éteint"}).status_code == 302
    assert "Éteint" in officer.get(page).content.decode()
    files = Client.get(desk(khenifra.rachida), reverse("network:list_files")).content.decode()
    assert reverse("network:delegate_signature", args=[khenifra.delegation.pk]) in files
    bureau = reverse("network:show_bureaus", args=[khenifra.association.pk])
    assert director.get(bureau).status_code == 200 and officer.get(bureau).status_code == 404
