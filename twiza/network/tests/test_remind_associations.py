"""What the today page tells an association of its own file and its bureau; letters of missing papers.

Hanane examines files at the delegation, Nezha directs the home for the association, Salma presides over it.
"""

from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone

from twiza.network import actions, queries
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.network.tests.given_institutions import (
    given_file,
    given_institution,
    given_licence,
    given_received,
)
from twiza.network.tests.given_life import NOON, TODAY, desk

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
    row = given_institution(delegation, hanane, association=association, name_fr="Foyer d'Aguelmous")
    given_licence(row, hanane)
    return row


@pytest.mark.usefixtures("in_english")
def test_a_late_decision_is_told_to_the_association_too(house, hanane, nezha):
    file = given_received(house, hanane)
    with as_work(nezha):
        for days, told in ((10, False), (40, True)):
            lines = queries.institutions_waiting_for(nezha, at=NOON + timedelta(days=days))
            assert any("decision on the file" in str(one.sentence) for one in lines) is told
    assert (
        f"/network/licence-files/{file.pk}/" in desk(nezha).get("/").content.decode()
    )  # late today for sure


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("left", "level"), [(120, None), (80, "changed"), (20, "waiting"), (0, "waiting"), (-3, "waiting")]
)
def test_a_bureau_that_ends_is_told_90_and_30_days_before(association, house, nezha, left, level):
    salma = given_member("Salma", "association_president", association)
    today = timezone.localdate()
    with as_work(salma):
        type(association).objects.filter(pk=association.pk).update(bureau_until=today + timedelta(days=left))
    for who in (salma, nezha):  # the association itself
        with as_work(who):
            said = queries.waiting_for(who, at=timezone.now())
            lines = [one for one in said if "Renew the bureau" in str(one.sentence)]
            assert [one.level.value for one in lines] == ([level] if level else [])


def test_a_second_letter_of_missing_papers_is_another_letter(house, hanane):
    file = given_file(house, hanane)
    with as_work(hanane):
        actions.check_file(file=file, by=hanane, at=NOON)
        first = actions.print_letter(file=file, kind="missing", by=hanane, at=NOON)
        assert actions.print_letter(file=file, kind="missing", by=hanane, at=NOON) == first  # printed again
        actions.keep_paper(institution=house, code="statutes", folder="12", by=hanane, at=NOON)
        actions.check_file(file=file, by=hanane, at=NOON)
        second = actions.print_letter(file=file, kind="missing", by=hanane, at=NOON)
        assert second.number == first.number + 1
        assert "statutes" in first.lists and "statutes" not in second.lists
        named = []
        for mail in (first, second):
            paper = pypdfium2.PdfDocument(queries.letter_of(queries.file_for(file.pk), mail, today=TODAY))
            named.append("Statuts de l" in "".join(one.get_textpage().get_text_bounded() for one in paper))
        assert named == [True, False]  # each says what it said
