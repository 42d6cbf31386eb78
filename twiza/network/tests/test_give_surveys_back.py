"""A sent survey is given back to be corrected: what was sent stays, the draft begins with its answers."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from twiza.network import actions, queries
from twiza.network.models import InstitutionFigure, InstitutionSurvey
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.network.tests.given_life import NOON, desk
from twiza.network.tests.given_surveys import SERVED, given_survey
from twiza.network.tests.test_fill_surveys import Khenifra
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORDS = "عدد المستفيدات أكبر من الطاقة"
CORRECTED = {
    **SERVED,
    "served_total": {"2025-26": 38},
    "served_girls": {"2025-26": 38},
    "served_boys": {"2025-26": 0},
}


@pytest.fixture
def khenifra() -> Khenifra:
    return Khenifra()


def sent(khenifra: Khenifra) -> InstitutionSurvey:
    return khenifra.send(given_survey(khenifra.house, khenifra.nezha), words="44 فعلا")


def given_back(khenifra: Khenifra, row: InstitutionSurvey) -> InstitutionSurvey:
    with as_work(khenifra.hanane):
        return actions.give_survey_back(survey=row, words=WORDS, by=khenifra.hanane, at=NOON)


def test_what_was_sent_stays_and_the_draft_begins_with_its_answers(khenifra: Khenifra) -> None:
    first = sent(khenifra)
    draft = given_back(khenifra, first)
    assert (draft.answers, draft.sent_at, draft.asked_again) == (first.answers, None, WORDS)
    with as_work(khenifra.nezha):
        asked = [str(line.sentence) for line in queries.institutions_waiting_for(khenifra.nezha, at=NOON)]
        assert any("as the delegation asks" in one for one in asked)
        actions.save_section(survey=draft, section="v", answers=CORRECTED, by=khenifra.nezha, at=NOON)
    khenifra.send(draft)
    with as_work(khenifra.hanane):
        (line,) = queries.survey_lines(first.version, [khenifra.delegation.pk])
        assert line.sent is not None and line.sent.pk == draft.pk
        before = InstitutionSurvey.objects.get(pk=first.pk)
        assert before.sent_at is not None and before.answers == first.answers
        present = InstitutionFigure.objects.filter(subject="present").order_by("-written_at", "-pk")
        assert {one.value for one in present} >= {38, 44}


def test_the_sheet_keeps_what_was_sent_while_it_is_corrected(khenifra: Khenifra) -> None:
    first = sent(khenifra)
    draft = given_back(khenifra, first)
    with as_work(khenifra.hanane):
        (line,) = queries.survey_lines(first.version, [khenifra.delegation.pk])
    assert line.survey is not None and line.survey.pk == draft.pk
    assert line.sent is not None and line.sent.pk == first.pk


def test_only_its_delegation_gives_back_what_was_sent_once_with_words(khenifra: Khenifra) -> None:
    draft = given_survey(khenifra.house, khenifra.nezha)
    with as_work(khenifra.hanane), pytest.raises(actions.SurveyOver):
        actions.give_survey_back(survey=draft, words=WORDS, by=khenifra.hanane, at=NOON)
    first = khenifra.send(draft, words="44 فعلا")
    with as_work(khenifra.nezha), pytest.raises(NoPermission):
        actions.give_survey_back(survey=first, words=WORDS, by=khenifra.nezha, at=NOON)
    with as_work(khenifra.hanane), pytest.raises(actions.NoWords):
        actions.give_survey_back(survey=first, words="  ", by=khenifra.hanane, at=NOON)
    given_back(khenifra, first)
    with as_work(khenifra.hanane), pytest.raises(actions.SurveyOver):
        actions.give_survey_back(survey=first, words=WORDS, by=khenifra.hanane, at=NOON)


def test_the_database_keeps_it_too(khenifra: Khenifra) -> None:
    first = sent(khenifra)
    insert = (
        "INSERT INTO network_institutionsurvey (id, institution_id, organisation_id, version_id, answers, words, begun_by_id,"
        " begun_at, saved_at, corrects_id, asked_again) SELECT gen_random_uuid(), institution_id, {whose}, version_id, answers,"
        " '', begun_by_id, now(), now(), id, {words} FROM network_institutionsurvey"
    )

    def refused(statement: str) -> str:
        with pytest.raises(DatabaseError) as said, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        return str(said.value)

    mine, theirs = f"'{khenifra.association.pk}'", f"'{khenifra.delegation.pk}'"
    with as_work(khenifra.nezha):
        assert "given back by the delegation" in refused(insert.format(whose=mine, words="'x'"))
        assert "row-level security" in refused(insert.format(whose=theirs, words="'x'"))
    with as_work(khenifra.hanane):
        assert "given_back_with_words" in refused(insert.format(whose=theirs, words="''"))
        assert "permission denied" in refused("UPDATE network_institutionsurvey SET corrects_id = id")
    draft = given_back(khenifra, first)
    with as_work(khenifra.hanane):
        assert draft.corrects_id == first.pk
        assert "corrects_id" in refused(
            insert.format(whose=theirs, words="'x'") + f" WHERE id = '{first.pk}'"
        )


def test_both_sides_read_it_on_the_page(khenifra: Khenifra) -> None:
    first = sent(khenifra)
    page, back = f"/network/surveys/{first.pk}/", f"/network/surveys/{first.pk}/back/"
    officer, director = desk(khenifra.hanane), desk(khenifra.nezha)
    assert back in officer.get(page).content.decode() and back not in director.get(page).content.decode()
    assert director.get(back).status_code == 403
    answer = officer.post(back, {"words": WORDS})
    assert answer.status_code == 302
    read: Any = director.get(answer["Location"]).content.decode()
    assert WORDS in read and page in read
    assert (
        back not in officer.get(page).content.decode()
        and answer["Location"] in officer.get(page).content.decode()
    )
    stranger = Client()
    stranger.force_login(
        given_member(
            "Ilyas", "licensing_grants_officer", given_organisation("Azilal", kind="provincial_unit")
        )
    )
    assert stranger.get(back).status_code == 404
