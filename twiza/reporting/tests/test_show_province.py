"""The picture of a province: its figures against rows made by actions, with the numbers of the seed."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from twiza.funding.tests.given_grants import given_funding, given_line, given_paid
from twiza.network import actions as network
from twiza.network.queries import convention_for
from twiza.network.rules.figures import Status, read_figure
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation, given_place
from twiza.network.tests.given_institutions import (
    count,
    given_file,
    given_institution,
    given_licence,
    given_received,
)
from twiza.reporting import queries
from twiza.reporting.rules.province import end_of_last_month

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
LAST_MONTH = end_of_last_month(TODAY)


@pytest.fixture
def delegation():
    given_place("05.301.07.03")  # Aguelmous, in Khenifra
    return given_organisation("Délégation de Khénifra", kind="provincial_unit", name_ar="مندوبية خنيفرة")


@pytest.fixture
def aziz(delegation):
    return given_member("Aziz", "provincial_delegate", delegation)


def picture(delegation: Any, user: Any, **more: Any) -> queries.Picture:
    with as_work(user):
        return queries.picture_of(delegation, today=TODAY, since=LAST_MONTH, **more)


def say(delegation, user, subject: str, words: str) -> None:
    read = read_figure(words, status=Status.CLAIMED, source="Discours, mai 2022")
    with as_work(user):
        network.state_figure(
            organisation=delegation, subject=subject, figure=read, place=given_place("05.301.07.03"), by=user, at=NOON
        )  # fmt: skip


def many(delegation, user, number: int, *, licensed: bool) -> list[Any]:
    rows = [given_institution(delegation, user, name_ar=f"مؤسسة {licensed} {one}") for one in range(number)]
    if licensed:
        for place, row in enumerate(rows):
            given_licence(row, user, number=f"{place + 1}/2019", capacity=40)
    return rows


@pytest.mark.slow
def test_the_numbers_of_the_seed(delegation, aziz):
    many(delegation, aziz, 34, licensed=True)
    for row in many(delegation, aziz, 5, licensed=False):
        given_file(row, aziz, kind="regularisation")
    for subject, words in (
        ("cef", "أزيد من 23"), ("kindergartens", "13"), ("social_complexes", "أزيد من 3"), ("disability_centres", "2"),
    ):  # fmt: skip
        say(delegation, aziz, subject, words)
    found = picture(delegation, aziz)
    assert (found.whole.licensed, found.whole.asked, found.whole.all) == (34, 5, 39)
    assert (found.whole.capacity.value, found.whole.capacity.at_least) == (
        Decimal(34 * 40),
        True,
    )  # 5 unknown
    with translation.override("en"):
        said = {one.subject: queries.figure_words(read(one)) for one in found.said if one.said}
    assert said == {
        "cef": "at least 23", "kindergartens": "13", "social_complexes": "at least 3", "disability_centres": "2",
    }  # fmt: skip
    arabic = queries.press_words(found, "ar", least=5)
    assert "34 " in arabic and "23 على الأقل" in arabic and "Discours, mai 2022" in arabic
    french = queries.press_words(found, "fr", least=5)
    assert "34 " in french and "au moins 23" in french and "au moins 3" in french


def read(one: Any) -> Any:
    return read_figure(("≥ " if one.said.at_least else "") + str(int(one.said.value)))


def test_a_sum_with_a_lower_bound_stays_one(delegation, aziz):
    first, second = many(delegation, aziz, 2, licensed=True)
    count(first, delegation, aziz, "present", "أزيد من 23")
    count(second, delegation, aziz, "present", "17", sex="f", status=Status.VERIFIED)
    count(second, delegation, aziz, "present", "3", sex="m", status=Status.VERIFIED)
    whole = picture(delegation, aziz).whole
    assert (whole.present.value, whole.present.at_least, whole.present.known) == (Decimal(43), True, 2)
    assert whole.present.by_status == {Status.COUNTED: 1, Status.VERIFIED: 1}
    count(first, delegation, aziz, "present", "24")  # written again, whole: the newest word of the day holds
    whole = picture(delegation, aziz).whole
    assert (whole.present.value, whole.present.at_least) == (Decimal(44), False)


def test_few_people_are_not_told_outside(delegation, aziz):
    (one,) = many(delegation, aziz, 1, licensed=True)
    count(one, delegation, aziz, "present", "3")
    found = picture(delegation, aziz)
    assert found.whole.present.value == 3
    assert "People received" not in queries.press_words(found, "en", least=5)
    count(one, delegation, aziz, "present", "6", on=TODAY + timedelta(days=0))
    with translation.override("en"):
        assert "People received: 6 (Counted)." in queries.press_words(
            picture(delegation, aziz), "en", least=5
        )


def test_each_commune_is_a_tile_and_each_figure_has_its_rows(delegation, aziz):
    place = given_place("05.301.07.03")
    with as_work(aziz):
        network.add_place(
            organisation=delegation, level="douar", parent=place, name_ar="دوار", by=aziz, at=NOON
        )
    here = given_institution(delegation, aziz, place=place)
    given_institution(delegation, aziz, name_ar="أخرى")
    found = picture(delegation, aziz)
    (tile,) = [one for one in found.tiles if one.place.pk == place.pk]
    assert (tile.group.all, tile.group.unlicensed, found.nowhere) == (1, 1, 1)
    with as_work(aziz):
        assert queries.rows_of(delegation, what="all", today=TODAY, commune=place.pk) == [here.pk]
        assert len(queries.rows_of(delegation, what="unlicensed", today=TODAY)) == 2
        assert queries.rows_of(delegation, what="licensed", today=TODAY) == []


def test_a_licence_holds_on_its_days_only(delegation, aziz):
    (one,) = many(delegation, aziz, 1, licensed=False)
    given_licence(one, aziz, valid_from=TODAY - timedelta(days=1), valid_until=TODAY + timedelta(days=30))
    moved = picture(delegation, aziz).moved
    assert (moved.before.licensed, moved.now.licensed) == (0, 1)
    with as_work(aziz):
        later = queries.picture_of(delegation, today=TODAY + timedelta(days=31), since=TODAY)
    assert (later.moved.before.licensed, later.whole.licensed) == (1, 0)


@pytest.mark.slow
def test_a_late_file_is_late_and_a_stopped_clock_is_not(delegation, aziz):
    (one,) = many(delegation, aziz, 1, licensed=False)
    file = given_received(one, aziz, kind="regularisation")
    with as_work(aziz):
        soon = queries.picture_of(delegation, today=TODAY, since=LAST_MONTH)
        late = queries.picture_of(delegation, today=TODAY + timedelta(days=400), since=TODAY)
        network.stop_clock(file=file, reason="papers", words="Bail", on=TODAY, by=aziz, at=NOON)
        stopped = queries.picture_of(delegation, today=TODAY + timedelta(days=400), since=TODAY)
    assert [len(one.late.files) for one in (soon, late, stopped)] == [0, 1, 0]
    assert soon.files_count == 1 and soon.files[0].clock.left > 0


@pytest.mark.slow
def test_the_money_of_2021_goes_through_conventions_and_is_never_divided(delegation):
    one = given_funding(funder=delegation)
    with one.at_funder():
        given_line(one, "1468411.00", title="Handicap 2021", theme="disability")
    grant = given_paid(one)  # 160,000 granted out of 3,000,000; the first tranche of 100,000 is paid
    found = picture(delegation, one.aziz)
    year = found.line_of_year
    assert (year.year, year.amount, year.granted, year.promised, year.paid) == (
        2021, Decimal("4468411.00"), Decimal("160000.00"), Decimal("160000.00"), Decimal("100000.00"),
    )  # fmt: skip
    assert sorted(line.amount for line in year.lines) == [Decimal("1468411.00"), Decimal("3000000.00")]
    assert [line.share for line in found.given] == [None]  # its association runs nothing in the register
    houses = [
        given_institution(delegation, one.aziz, association=one.grantee, name_ar=name) for name in ("ا", "ب")
    ]
    (line,) = picture(delegation, one.aziz).given
    assert line.given.grant.pk == grant.pk and line.given.amount == Decimal("160000.00")
    assert [own.pk for own in line.share.institutions] == [own.pk for own in houses]
    assert not line.share.by_convention
    with one.at_funder(one.aziz):
        network.edit_institution(
            institution=houses[1], convention=_convention(line), by=one.aziz, at=NOON,
            **_as_it_is(houses[1]),
        )  # fmt: skip
    (line,) = picture(delegation, one.aziz).given
    assert ([own.pk for own in line.share.institutions], line.share.by_convention) == ([houses[1].pk], True)
    late = picture(delegation, one.aziz).late
    assert (late.tranches.count, late.tranches.sum, late.reports.count) == (1, Decimal("60000"), 1)


def _convention(line: Any) -> Any:
    return convention_for(line.given.convention, on=TODAY).convention


def _as_it_is(row: Any) -> dict[str, Any]:
    return {
        "name_ar": row.name_ar, "name_fr": row.name_fr, "category": row.category, "place": row.place,
        "opened_on": row.opened_on, "association": row.association,
    }  # fmt: skip


def test_another_delegate_sees_nothing_of_it(delegation, aziz):
    (one,) = many(delegation, aziz, 1, licensed=True)
    count(one, delegation, aziz, "present", "31")
    other = given_organisation("Délégation de Beni Mellal", kind="provincial_unit")
    salma = given_member("Salma", "provincial_delegate", other)
    found = picture(delegation, salma)  # asked by whoever walked past the door
    assert found.whole.present.value is None and found.years == [] and found.late.count == 0
    client = Client()
    client.force_login(salma)
    assert client.get(reverse("reporting:show_province"), {"body": str(delegation.pk)}).status_code == 404
    assert client.get(reverse("reporting:list_province"), {"body": str(delegation.pk)}).status_code == 404
    nadia = given_member("Nadia", "treasurer", given_organisation("Association"))
    client.force_login(nadia)
    assert client.get(reverse("reporting:show_province")).status_code == 403


def test_the_page_shows_it(delegation, aziz):
    many(delegation, aziz, 1, licensed=True)
    given_institution(delegation, aziz, name_ar="دار", place=given_place("05.301.07.03"))
    client = Client()
    client.force_login(aziz)
    client.cookies["twiza_language"] = "en"
    page = client.get(reverse("reporting:show_province"), {"since": "01/01/2026"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "Licensed institutions" in text and 'class="tiles"' in text and "From 2 January 2026" in text
    wrong = client.get(reverse("reporting:show_province"), {"since": "01/01/2126"}).content.decode()
    assert "Choose a day that has passed." in wrong
    rows = client.get(reverse("reporting:list_province"), {"what": "licensed"}).content.decode()
    assert "مؤسسة" in rows
    assert client.get(reverse("reporting:list_province"), {"commune": "x"}).status_code == 404
