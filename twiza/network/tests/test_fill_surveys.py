"""An institution fills in a survey: a draft of two bodies, sent once, its figures claimed, read as one sheet.

Hanane examines files at the delegation of Khénifra, Rachida is its delegate, Nezha directs the home for the
association, Salma keeps its money, Ilyas works at the delegation of Azilal.
"""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError
from django.urls import reverse
from openpyxl import load_workbook

from twiza.network import actions, queries
from twiza.network.models import InstitutionFigure, InstitutionSurvey, SurveyVersion
from twiza.network.rules.surveys import UnfitAnswer
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.network.tests.given_institutions import given_institution, given_licence
from twiza.network.tests.given_life import NOON, TODAY, desk, raw
from twiza.network.tests.given_surveys import SERVED, SHEET, WHO, given_survey, given_version
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db


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

    def send(self, row, *, words="", by=None):
        by = by or self.nezha
        with as_work(by):
            return actions.send_survey(survey=row, words=words, by=by, at=NOON)


@pytest.fixture
def khenifra():
    return Khenifra()


@pytest.mark.usefixtures("in_english")
def test_it_is_kept_section_by_section_sent_once_and_its_figures_are_claimed(khenifra):
    row = given_survey(khenifra.house, khenifra.nezha)
    with as_work(khenifra.hanane):  # the officer helps with the same draft
        row = actions.save_section(
            survey=row, section="iv", answers={"selected_by": "committee", "committee_of": ["entraide"]},
            by=khenifra.hanane, at=NOON,
        )  # fmt: skip
        assert row.answers["iv"]["committee_of"] == ["entraide"]
        row = actions.save_section(
            survey=row, section="iv", answers={"selected_by": "association", "committee_of": ["entraide"]},
            by=khenifra.hanane, at=NOON,
        )  # fmt: skip
        assert row.answers["iv"] == {"selected_by": "association"}  # what is not asked is not kept
        with pytest.raises(actions.SurveyThere, match="begun already"):
            actions.begin_survey(
                institution=khenifra.house, version=given_version(khenifra.house), by=khenifra.hanane, at=NOON
            )
        with pytest.raises(UnfitAnswer):
            actions.save_section(survey=row, section="xx", answers={}, by=khenifra.hanane, at=NOON)
    khenifra.send(row)
    with as_work(khenifra.nezha):
        figures = InstitutionFigure.objects.filter(institution=khenifra.house)
        assert {(one.status, one.organisation_id) for one in figures} == {
            ("claimed", khenifra.association.pk)
        }
        assert sorted((one.subject, one.sex, one.post, one.value) for one in figures if one.on == TODAY) == [
            ("capacity", "", "", 40), ("capacity", "f", "", 40), ("capacity", "m", "", 0),
            ("filled", "", "director", 1), ("filled", "", "guard", 3), ("present", "", "", 44),
            ("present", "f", "", 44), ("present", "m", "", 0),
        ]  # fmt: skip
        present = figures.filter(subject="present", sex="").order_by("on")
        assert [(f"{one.on}", one.value) for one in present] == [("2024-06-30", 30), (f"{TODAY}", 44)]
        assert f"{TODAY:%d/%m/%Y}" in present[0].source
        with pytest.raises(actions.SurveyOver, match="stays as it is"):
            actions.send_survey(survey=row, words="", by=khenifra.nezha, at=NOON)
        with pytest.raises(actions.SurveyOver):
            actions.save_section(survey=row, section="i", answers={}, by=khenifra.nezha, at=NOON)


@pytest.mark.usefixtures("in_english")
def test_what_does_not_add_up_is_said_in_words_before_it_is_sent(khenifra):
    row = given_survey(khenifra.house, khenifra.nezha, i=WHO | {"capacity_girls": 38})
    with as_work(khenifra.nezha), pytest.raises(actions.DoubtsFirst):
        actions.send_survey(survey=row, words=" ", by=khenifra.nezha, at=NOON)
    khenifra.send(row, words="Deux lits de réserve")
    with as_work(khenifra.hanane):
        row = queries.survey_for(row.pk)
        assert row.answers["i"]["capacity_girls"] == 38 and row.words == "Deux lits de réserve"
        assert len(queries.page_of_survey(row, today=TODAY).doubts) == 1
    empty = given_institution(
        khenifra.delegation, khenifra.hanane, association=khenifra.association, name_ar="دار أخرى"
    )
    with as_work(khenifra.nezha):
        row = actions.begin_survey(
            institution=empty, version=given_version(empty), by=khenifra.nezha, at=NOON
        )
        with pytest.raises(UnfitAnswer, match="Nothing"):
            actions.send_survey(survey=row, by=khenifra.nezha, at=NOON)


def test_what_the_register_says_stands_beside_the_answer(khenifra):
    given_licence(khenifra.house, khenifra.hanane, capacity=36, cells=[("f", "12-14", 36)])
    said = {"house_name": "Foyer d'Aguelmous", "licence": "رخصة 12/2019", "legal_status": "unlicensed",
            "capacity_total": 40, "capacity_girls": 36, "opened_on": "2021-03-01"}  # fmt: skip
    row = given_survey(khenifra.house, khenifra.nezha, i=said)
    with as_work(khenifra.nezha):
        known = queries.known_of(khenifra.house, today=TODAY)
        assert known["capacity"].value == 36 and known["capacity_f"].value == 36
        page = queries.page_of_survey(row, today=TODAY)
        beside = {one.question.code: one.register for one in page.sections[0].lines}
        assert {code for code, one in beside.items() if one} == {
            "legal_status", "capacity_total", "opened_on",
        }  # fmt: skip
        assert beside["capacity_total"].words == "36" and row.answers["i"]["capacity_total"] == 40
        assert queries.licences_now([khenifra.house.pk])[khenifra.house.pk].capacity == 36


def test_the_database_keeps_a_sent_survey_and_keeps_it_between_two_bodies(khenifra):
    row = given_survey(khenifra.house, khenifra.nezha)
    ilyas = given_member(
        "Ilyas", "licensing_grants_officer", given_organisation("Azilal", kind="provincial_unit")
    )
    with as_work(ilyas):
        assert not InstitutionSurvey.objects.exists()
        assert raw("UPDATE network_institutionsurvey SET words = 'x'") == 0
        with pytest.raises(queries.NoSuchSurvey):
            queries.survey_for(row.pk)
        with pytest.raises(ProgrammingError, match="row-level security"):
            raw(
                "INSERT INTO network_institutionsurvey (id, answers, words, asked_again, begun_at, saved_at, begun_by_id,"
                " institution_id, organisation_id, version_id) SELECT gen_random_uuid(), '{}', '', '', now(), now(), %s,"
                " %s, %s, id FROM network_surveyversion LIMIT 1",
                ilyas.pk, khenifra.house.pk, khenifra.delegation.pk,
            )  # fmt: skip
    with as_work(ilyas), pytest.raises(NoPermission):
        actions.begin_survey(
            institution=khenifra.house, version=given_version(khenifra.house), by=ilyas, at=NOON
        )
    with as_work(khenifra.nezha):
        with pytest.raises(IntegrityError, match="sent_whole"):
            raw("UPDATE network_institutionsurvey SET sent_at = now()")
        with pytest.raises(IntegrityError, match="institution_survey_once"):
            raw(
                "INSERT INTO network_institutionsurvey (id, answers, words, asked_again, begun_at, saved_at, begun_by_id,"
                " institution_id, organisation_id, version_id) SELECT gen_random_uuid(), answers, '', '', now(), now(),"
                " begun_by_id, institution_id, organisation_id, version_id FROM network_institutionsurvey"
            )
        with pytest.raises(ProgrammingError, match="permission denied"):
            raw("UPDATE network_institutionsurvey SET version_id = version_id")
        with pytest.raises(ProgrammingError, match="permission denied"):
            raw("DELETE FROM network_institutionsurvey")
    khenifra.send(row)
    with as_work(khenifra.nezha):
        for change in ("answers = '{}'", "words = 'x'", "sent_at = NULL, sent_on = NULL, sent_by_id = NULL"):
            with pytest.raises(IntegrityError, match="stays as it is"):
                raw(f"UPDATE network_institutionsurvey SET {change}")
        with pytest.raises(ProgrammingError, match="permission denied"):
            raw("UPDATE network_surveyversion SET source = 'x'")
        with pytest.raises(ProgrammingError, match="row-level security"):
            raw(
                "INSERT INTO network_surveyversion (id, code, number, source, valid_from, content, written_at)"
                " VALUES (gen_random_uuid(), 'x', 1, 'x', now(), '{}', now())"
            )
        with pytest.raises(IntegrityError, match="draft before"):
            raw(
                "INSERT INTO network_institutionsurvey (id, answers, words, asked_again, begun_at, saved_at, begun_by_id, sent_by_id,"
                " sent_on, sent_at, institution_id, organisation_id, version_id) SELECT gen_random_uuid(), answers, '', '',"
                " now(), now(), begun_by_id, begun_by_id, now(), now(), institution_id, organisation_id, version_id"
                " FROM network_institutionsurvey"
            )


@pytest.mark.usefixtures("in_english")
def test_a_delegation_loads_its_own_version_and_what_was_begun_keeps_its_own(khenifra):
    actions.load_given_surveys(at=NOON)
    assert actions.load_given_surveys(at=NOON) is None  # run again, nothing
    row = given_survey(khenifra.house, khenifra.nezha)
    said = {
        "organisation": khenifra.delegation,
        "code": "dar_talib",
        "valid_from": TODAY,
        "rows": SHEET,
        "at": NOON,
    }
    with as_work(khenifra.hanane), pytest.raises(NoPermission):
        actions.load_survey(source="Circulaire 3", by=khenifra.hanane, **said)
    with as_work(khenifra.rachida):
        with pytest.raises(actions.NoSource):
            actions.load_survey(source=" ", by=khenifra.rachida, **said)
        with pytest.raises(actions.UnknownKind):
            actions.load_survey(source="Circulaire 3", by=khenifra.rachida, **(said | {"code": "castle"}))
        mine = actions.load_survey(source="Circulaire 3", by=khenifra.rachida, **said)
        assert mine.number == 1 and given_version(khenifra.house) == mine
        assert actions.load_survey(source="Circulaire 4", by=khenifra.rachida, **said).number == 2
        assert queries.survey_for(row.pk).version.organisation_id is None
    other = given_organisation("Azilal", kind="provincial_unit")
    ilyas = given_member("Ilyas", "licensing_grants_officer", other)
    with as_work(ilyas):
        (asks,) = queries.surveys_for(other, on=TODAY)
        assert asks.organisation_id is None
        house = given_institution(other, ilyas, name_ar="دار")
        with pytest.raises(actions.SurveyThere, match="other institutions"):
            actions.begin_survey(institution=house, version=mine, by=ilyas, at=NOON)


def _typed(answers):
    typed = {}
    for code, said in answers.items():
        if isinstance(said, dict):
            typed |= {f"{code}_{season}": str(one) for season, one in said.items()}
        else:
            typed[code] = str(said)
    return typed


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_director_fills_it_in_and_the_delegation_reads_it(khenifra, language):
    actions.load_given_surveys(at=NOON)
    given_licence(khenifra.house, khenifra.hanane, capacity=36)
    client = desk(khenifra.nezha, language)
    words = {"ar": ("الاستمارة", "معطيات حول المؤسسة", "لجنة مختلطة"), "fr": ("Enquête", "Données sur l", "Un comité mixte")}  # fmt: skip
    shown = client.get(reverse("network:show_institution", args=[khenifra.house.pk])).content.decode()
    assert reverse("network:begin_survey", args=[khenifra.house.pk]) in shown
    page = client.post(reverse("network:begin_survey", args=[khenifra.house.pk]))["Location"]
    assert client.post(reverse("network:begin_survey", args=[khenifra.house.pk]))["Location"] == page
    assert words[language][1] in client.get(page).content.decode()
    # what the register knows is already written, and said below
    first = client.get(page + "sections/i/").content.decode()
    assert "دار الطالبة أجلموس" in first and 'value="36"' in first and "12/2019" in first
    typed = _typed(WHO | {"capacity_girls": 38, "opened_on": "01/09/2020"})
    assert client.post(page + "sections/i/", typed | {"capacity_boys": "beaucoup"}).status_code == 422
    assert client.post(page + "sections/i/", typed | {"next": "1"})["Location"] == page + "sections/ii/"
    # a question that another answer asks for: hidden, shown at once with scripts, on the next page without
    fourth = client.get(page + "sections/iv/").content.decode()
    assert 'name="committee_of"' not in fourth and words[language][2] in fourth
    again = client.post(
        page + "sections/iv/?again=1", {"selected_by": "committee", "fee": "paid"}
    ).content.decode()
    assert 'name="committee_of"' in again and 'name="fee_kind"' in again and 'name="fee_amount"' not in again
    sent = {"selected_by": "committee", "shown": "criteria selected_by fee"}
    assert client.post(page + "sections/iv/", sent)["Location"] == page + "sections/iv/"
    sent |= {"shown": "criteria selected_by committee_of fee", "committee_of": ["entraide", "authorities"]}
    assert client.post(page + "sections/iv/", sent)["Location"] == page
    assert client.post(page + "sections/v/", _typed(SERVED)).status_code == 302
    lines = {
        "lines": "3",
        "r0_post": "director",
        "r0_post_count": "1",
        "r2_post": "cook",
        "r2_post_count": "٢",
    }
    assert client.post(page + "sections/vi/", lines).status_code == 302
    shown = client.get(page).content.decode()
    assert "38" in shown and "36" in shown and words[language][0] in shown
    waits = client.get("/").content.decode()
    assert page in waits  # finish and send it
    assert client.get(page + "send/").status_code == 200
    assert client.post(page + "send/", {"words": ""}).status_code == 422
    assert client.post(page + "send/", {"words": "Deux lits"})["Location"] == page
    assert client.get(page + "sections/i/")["Location"] == page
    assert client.get(page + "send/")["Location"] == page
    assert page not in client.get("/").content.decode()
    officer = desk(khenifra.hanane, language)
    assert "Deux lits" in officer.get(page).content.decode()
    assert page in officer.get(reverse("network:list_surveys")).content.decode()
    assert client.get(reverse("network:list_surveys")).status_code == 403


def test_the_answers_of_all_are_one_sheet_from_right_to_left(khenifra):
    row = given_survey(khenifra.house, khenifra.nezha)
    khenifra.send(row)
    given_institution(khenifra.delegation, khenifra.hanane, name_ar="دار لم تجب")
    client = desk(khenifra.hanane)
    shown = client.get(reverse("network:list_surveys")).content.decode()
    assert "دار لم تجب" in shown
    answer = client.get(reverse("network:list_surveys") + "?sheet=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet.sheet_view.rightToLeft
    heads = [one.value for one in sheet[1]]
    assert len(heads) == 4 + 54 - 8 + 8 * 3 + 1 + 1 and sheet.max_row == 2
    line = dict(zip(heads, [one.value for one in sheet[2]], strict=True))
    assert line["الطاقة الاستيعابية الإجمالية المرخصة / Capacité autorisée, en tout"] == 40
    assert line["الذكور / Garçons · 2025-26"] == 0 and line["الإناث / Filles · 2024-25"] is None
    assert "حارس ليلي" in line["معطيات حول الموارد البشرية / Ressources humaines"]


def test_a_sheet_is_loaded_or_refused_with_its_line(khenifra):
    actions.load_given_surveys(at=NOON)
    client = desk(khenifra.rachida)
    said = {"code": "dar_talib", "source": "Circulaire 3", "valid_from": "01/09/2026"}

    def sent(rows):
        text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
        file = SimpleUploadedFile("form.csv", text.encode(), content_type="text/csv")
        return client.post(reverse("network:load_survey"), said | {"sheet": file})

    refused = sent([*SHEET[:3], ["I", "س", "number", ""]])
    assert refused.status_code == 422 and "number" in refused.content.decode()
    assert sent(SHEET)["Location"] == reverse("network:list_surveys")
    with as_work(khenifra.rachida):
        assert SurveyVersion.objects.filter(organisation=khenifra.delegation).count() == 1
    assert "Circulaire 3" in client.get(reverse("network:list_surveys")).content.decode()
    assert desk(khenifra.hanane).get(reverse("network:load_survey")).status_code == 403


def test_another_delegation_finds_no_page(khenifra):
    row = given_survey(khenifra.house, khenifra.nezha)
    ilyas = given_member(
        "Ilyas", "licensing_grants_officer", given_organisation("Azilal", kind="provincial_unit")
    )
    client = desk(ilyas)
    assert client.get(reverse("network:show_survey", args=[row.pk])).status_code == 404
    assert client.get(reverse("network:write_section", args=[row.pk, "i"])).status_code == 404
    assert client.post(reverse("network:begin_survey", args=[khenifra.house.pk])).status_code in (403, 404)
