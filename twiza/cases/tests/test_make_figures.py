"""The numbers of a year: from the tally, in the tables that are asked for; what could lead to somebody is not shown."""

import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from twiza.cases import actions, queries, rules
from twiza.cases.models import AwarenessSession, RoomFigures
from twiza.cases.tests.given import given_consent, given_referral, given_session, heard
from twiza.lib.publication import published
from twiza.lib.tests.test_protect_figures import LEAST, check_nothing_is_worked_out, worked_out
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission, Permission
from twiza.platform.accounts.roles import ROLES

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 5, 12, tzinfo=UTC)
TYPES = ("language", "age", "risk", "violence")


@pytest.fixture
def karima(centre):
    """Directs the centre: numbers only."""
    return given_member("Karima", "centre_director", centre)


def listened(leila, room, times=1, at=NOON, **said):
    with as_work(leila):
        for _ in range(times):
            actions.listen(room=room, said=heard(**said), age_band="adult", by=leila, at=at)


def made(karima, centre, at=MARCH, year=2026):
    with as_work(karima):
        return actions.make_figures(organisation=centre.pk, year=year, by=karima, at=at)


def test_the_director_makes_the_numbers_and_small_ones_are_not_shown(leila, room, karima, centre):
    listened(leila, room, 12, violence="physical_assault")
    listened(leila, room, 2, violence="rape")
    cells = made(karima, centre).figures["cells"]
    assert cells["all/heard"] == 14
    assert cells["violence/rape"] is None
    assert cells["violence/physical_assault"] is None or cells["all/violence"] is None
    assert cells["violence/forced_marriage"] == 0


def test_only_whole_months_are_counted_and_the_year_is_refused_before_one_is_over(
    leila, room, karima, centre
):
    listened(leila, room, 6)
    listened(leila, room, 7, at=MARCH)
    assert made(karima, centre).figures["cells"]["all/heard"] == 6
    with pytest.raises(actions.NothingToMake):
        made(karima, centre)  # nothing changed
    with pytest.raises(actions.NothingToMake):
        made(karima, centre, at=datetime(2026, 1, 30, tzinfo=UTC))


def test_who_listens_or_receives_makes_no_numbers_and_another_centre_sees_none(
    leila, room, karima, centre, client
):
    listened(leila, room, 6)
    youssef = given_member("Youssef", "counter", centre)
    for other in (leila, youssef):
        with as_work(other), pytest.raises(NoPermission):
            actions.make_figures(organisation=centre.pk, year=2026, by=other, at=MARCH)
        client.force_login(other)
        assert client.get(reverse("cases:show_figures")).status_code == 403
    made(karima, centre)
    samira = given_member("Samira", "centre_director", given_organisation("Centre Oum Rabia"))
    with as_work(samira):
        assert not RoomFigures.objects.exists()


def test_the_database_keeps_what_was_made_and_takes_it_in_ones_own_name_only(leila, room, karima, centre):
    listened(leila, room, 6)
    row = made(karima, centre)
    with as_work(karima):
        for change in ("UPDATE cases_roomfigures SET number = 9", "DELETE FROM cases_roomfigures"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)
        for wrong in ({"by": leila, "number": 2}, {"until": date(2026, 3, 2), "number": 2}, {"number": 1}):
            said = {"year": 2026, "number": 3, "until": date(2026, 3, 1), "by": karima} | wrong
            with pytest.raises(DatabaseError), transaction.atomic():
                RoomFigures.objects.create(organisation=centre, figures=row.figures, at=MARCH, **said)


counts = st.integers(0, 9)


def a_year(draw) -> Counter:
    """A year in which everybody listened to has one code in each table."""
    spoken = {code: draw(counts) for code in rules.VIOLENCE}
    people = sum(spoken.values())
    found: Counter = Counter({("violence", code): count for code, count in spoken.items()})
    for table in ("listening", "language", "age", "risk", "agreed"):
        left = people
        codes = list(rules.TABLES[table])
        for code in codes[:-1]:
            found[table, code] = draw(st.integers(0, left))
            left -= found[table, code]
        found[table, codes[-1]] = left
    for need in rules.NEEDS:
        found["need", need] = draw(st.integers(0, people))
    return found


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_nobody_works_out_a_small_number_from_one_year_as_it_is_shown(data):
    cells, sums = rules.cells_of_year(a_year(data.draw))
    shown = published(cells, sums, LEAST)
    assert not [name for name, value in shown.items() if value is not None and 0 < value < LEAST]
    check_nothing_is_worked_out(cells, sums, shown)


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_nor_from_two_that_were_made_one_after_another(data):
    first = a_year(data.draw)
    cells, sums = rules.cells_of_year(first)
    shown = published(cells, sums, LEAST)
    more = a_year(data.draw) if data.draw(st.booleans()) else Counter()
    later, sums = rules.cells_of_year(first + more)
    again = published(later, sums, LEAST, [shown])
    check_nothing_is_worked_out(later, sums, again)
    for name, before in shown.items():
        now = again[name]
        assert before is not None or now is None, "what was hidden is shown"
        assert before is None or now is None or not 0 < abs(now - before) < LEAST


def test_the_reader_of_these_tests_finds_a_number_where_only_the_small_one_is_hidden():
    cells, sums = rules.cells_of_year(
        Counter({("violence", "rape"): 2, ("violence", "none"): 20, ("language", "darija"): 22})
        + Counter(
            {("age", "adult"): 22, ("risk", "green"): 22, ("agreed", "no"): 22, ("listening", "written"): 22}
        )
    )
    shown = {name: None if name == "violence/rape" else value for name, value in cells.items()}
    assert worked_out(shown, sums)["violence/rape"] == (2, 2)


def test_every_row_of_every_sheet_is_a_figure_that_is_made():
    cells, _sums = rules.cells_of_year({})
    known = set(cells) | rules.NOT_PEOPLE
    asked = {cell for _title, parts in rules.SHEETS.values() for part in parts for _words, cell in part.rows}
    assert asked <= known
    assert {f"violence/{code}" for code in rules.VIOLENCE_KINDS} <= asked and len(rules.VIOLENCE_KINDS) == 6


@pytest.mark.parametrize(
    ("language", "right_to_left", "word"), [("ar", True, "زواج قسري"), ("fr", None, "mariage forcé")]
)
def test_the_workbook_has_a_sheet_for_each_who_asks_and_reads_in_its_language(
    client, leila, room, karima, centre, language, right_to_left, word
):
    listened(leila, room, 9, violence="forced_marriage")
    made(karima, centre)
    client.force_login(karima)
    answer = client.get(reverse("cases:take_figures"), {"year": 2026, "language": language})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) == len(rules.SHEETS) + 1  # and the partners
    sheet = book.worksheets[0]
    assert bool(sheet.sheet_view.rightToLeft) == bool(right_to_left)
    rows = {row[0].value: row[1].value for row in sheet.iter_rows() if len(row) > 1}
    assert rows[word] == 9


def test_the_page_shows_the_tables_and_makes_them(client, leila, room, karima, centre, monkeypatch):
    listened(leila, room, 9, violence="forced_marriage")
    client.force_login(karima)
    here = reverse("cases:show_figures")
    assert "أرقام هذه السنة لم تُعد بعد" in client.get(here, {"year": 2025}).content.decode()
    monkeypatch.setattr("django.utils.timezone.now", lambda: MARCH)
    assert client.post(here, {"year": 2026}).status_code == 302
    page = client.get(here, {"year": 2026}).content.decode()
    assert "زواج قسري" in page and "غير معروض" not in page.split("</table>")[0]
    assert client.get(here, {"year": "Fatima"}).status_code == 200


def test_awareness_is_written_changed_undone_and_counted_once(leila, centre, karima):
    with as_work(leila):
        key = given_session(centre, leila)
        again = actions.write_session(
            organisation=centre.pk, on=NOON.date(), by=leila, at=NOON, id=key.pk, place_name="x", subject="x",
            for_whom="women", women=1, men=1, children=1, is_estimate=True,
        )  # fmt: skip
        assert again == key

    def told():
        with as_work(karima):
            found = queries.counts_of(centre.pk, since=date(2026, 1, 1), until=date(2026, 3, 1))
            return [found.get(("awareness", code), 0) for code in rules.AWARENESS]

    assert told() == [1, 8, 1, 0]
    with as_work(leila):
        words = {"place_name": "السوق", "subject": "الصحة", "for_whom": "everybody", "women": 5, "men": 5}
        words |= {"children": 5, "is_estimate": False}
        actions.write_session(
            organisation=centre.pk, session=key, on=date(2026, 1, 9), by=leila, at=NOON, **words
        )
    assert told() == [1, 5, 5, 5]
    with as_work(leila):
        for undone in (True, True, False, True):
            actions.undo_session(session=key, by=leila, at=NOON, undone=undone)
    assert told() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"women": -1}, {"men": 10**9}, {"place_name": ""}, {"subject": ""}, {"for_whom": "men only"},
        {"children": None}, {"on": NOON.date() + timedelta(days=1)},
    ],
)  # fmt: skip
def test_a_session_that_cannot_be_is_refused(leila, centre, wrong):
    with pytest.raises(actions.SessionNotWhole):
        given_session(centre, leila, **wrong)
    with as_work(leila):
        assert not AwarenessSession.objects.exists()


def test_awareness_has_its_pages_and_is_ones_own(client, leila, centre):
    client.force_login(leila)
    here = reverse("cases:list_sessions")
    assert "لا توجد أي حصة بعد" in client.get(here).content.decode()
    sent = {
        "on": "01/02/2026", "place_name": "دار الشباب", "subject": "القانون", "for_whom": "women", "women": 8,
        "men": 0, "children": 2, "is_estimate": "on",
    }  # fmt: skip
    assert client.post(reverse("cases:add_session"), sent).status_code == 302
    assert "دار الشباب" in client.get(here).content.decode()
    with as_work(leila):
        session = AwarenessSession.objects.get()
    samira = given_member("Samira", "listener", given_organisation("Centre Oum Rabia"))
    client.force_login(samira)
    for name in ("cases:change_session", "cases:undo_session"):
        assert client.post(reverse(name, args=[session.pk]), sent).status_code == 404
    with as_work(samira):
        assert AwarenessSession.objects.update(women=0) == 0
    client.force_login(leila)
    client.post(reverse("cases:undo_session", args=[session.pk]))
    assert "مسحوبة" in client.get(here).content.decode()


def given_asked(case, room, by, cell, times, *, silent=0):
    """Referrals of January; the first ones, as many as `silent`, wait past their day."""
    day = datetime(2026, 1, 5, 12, tzinfo=UTC)
    given_consent(case, room, by, cell, fields=["needs", "words"], at=day)
    for number in range(times):
        sent = given_referral(case, room, by, cell, agrees=False, at=day)
        if number >= silent:
            with as_work(by):
                actions.write_answer(
                    referral=sent, to="accepted", by=by, at=day + timedelta(hours=72)
                )  # the last moment


def test_partners_are_counted_with_those_past_their_day_and_a_small_one_is_not_named(
    client, leila, room, case, karima, centre, cell
):
    other = given_organisation("Association des femmes")
    given_asked(case, room, leila, cell, 14, silent=6)
    given_asked(case, room, leila, other, 2, silent=2)
    third = given_organisation("Maison de la santé")
    given_asked(case, room, leila, third, 7)
    row = made(karima, centre)
    with as_work(karima):
        assert queries.partner_counts(centre.pk, since=date(2026, 1, 1), until=date(2026, 3, 1)) == {
            str(cell.pk): (14, 6), str(other.pk): (2, 2), str(third.pk): (7, 0),
        }  # fmt: skip
        shown = queries.partners_shown(row.figures["cells"])
        partners = {str(one.pk): (14, 6) for one in (cell,)} | {str(other.pk): (2, 2), str(third.pk): (7, 0)}
        counted = queries.counts_of(centre.pk, since=date(2026, 1, 1), until=date(2026, 3, 1))
    assert other not in [one for one, _sent, _late in shown] and (cell, 14, 6) in shown
    cells, sums = rules.cells_of_year(counted, partners)
    check_nothing_is_worked_out(cells, sums, row.figures["cells"])
    client.force_login(karima)
    page = client.get(reverse("cases:show_figures"), {"year": 2026}).content.decode()
    assert "Cellule du tribunal" in page and "Association des femmes" not in page
    answer = client.get(reverse("cases:take_figures"), {"year": 2026, "language": "ar"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[-1]
    assert sheet.sheet_view.rightToLeft
    assert ("Cellule du tribunal", 14, 6) in [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


@settings(max_examples=8, deadline=None)
@given(asked=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=5), erased=st.integers(0, 6))
def test_nobody_works_out_a_small_number_of_a_partner(asked, erased):
    partners = {str(n): (sent + late, late) for n, (sent, late) in enumerate(asked)}
    total = sum(sent for sent, _late in partners.values()) + erased
    cells, sums = rules.cells_of_year({("referral", "sent"): total}, partners)
    shown = published(cells, sums, LEAST)
    assert not [name for name, value in shown.items() if value is not None and 0 < value < LEAST]
    check_nothing_is_worked_out(cells, sums, shown)


def test_only_who_makes_the_numbers_counts_partners_in_whole_months_of_their_own(
    leila, room, case, karima, centre, cell
):
    given_asked(case, room, leila, cell, 1)
    count = "SELECT * FROM cases_partner_counts(%s, %s, %s)"
    samira = given_member("Samira", "centre_director", given_organisation("Centre Oum Rabia"))
    year = ("2026-01-01", "2026-03-01")
    for who, *asked in (
        (leila, centre.pk, *year),
        (samira, centre.pk, *year),
        (karima, cell.pk, *year),
        (karima, centre.pk, "2026-01-05", "2026-03-01"),
        (karima, centre.pk, "2026-01-01", "2026-01-06"),
        (karima, centre.pk, "2025-01-01", "2026-03-01"),
        (karima, centre.pk, "2099-01-01", "2099-03-01"),
        (karima, centre.pk, None, "2026-03-01"),
    ):
        with as_work(who), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(count, asked)
    with as_work(karima), connection.cursor() as cursor:
        cursor.execute(count, [centre.pk, *year])
        assert cursor.fetchall() == [(cell.pk, 1, 0)]
        cursor.execute("SELECT access_purpose(), (SELECT count(*) FROM cases_referral)")
        assert cursor.fetchone() == ("work", 0)
    makers = {code for code, role in ROLES.items() if Permission.ROOM_FIGURES in role.may}
    assert makers == {
        "listening_supervisor",
        "centre_director",
        "provincial_delegate",
    }  # as the function says
