"""A partner's list of gifts: previewed, refused whole when its total is wrong, taken in once."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from twiza.funding import actions, queries
from twiza.funding.models import Donor, Entry
from twiza.funding.rules.sheets import NotAGiftList, WrongTotal, check_total, plain_cell, read_gifts
from twiza.funding.tests.given import NOON, Desk, given_desk, given_restriction
from twiza.lib.sheets import OutSheet, write_workbook

HEADING = ["التاريخ", "المحسن", "المبلغ", "الغرض"]
ROWS = [["01/02/2026", "حسناء الأطلسية", "1 250,50", "زكاة"], ["٢/٢/٢٠٢٦", "", "٢٠٠", ""], ["2026-02-02", "حسناء الأطلسية", "49.50", "زكاة"]]  # fmt: skip
GOOD = [["لائحة الشريك"], HEADING, *ROWS, ["المجموع", "", "1.500,00"]]


def test_a_list_is_read_in_the_digits_and_words_of_people():
    table = read_gifts(GOOD)
    assert [line.amount for line in table.lines] == [Decimal("1250.50"), Decimal(200), Decimal("49.50")]
    assert table.printed == table.summed == Decimal(1500) and not table.problems
    check_total(table, Decimal(1500))


def test_a_wrong_total_is_refused_naming_both_sums():
    table = read_gifts([*GOOD[:-1], ["Total", "", "1 600,00"]])
    with pytest.raises(WrongTotal) as refusal:
        check_total(table)
    assert "1600" in str(refusal.value) and "1500" in str(refusal.value)
    with pytest.raises(WrongTotal):
        check_total(read_gifts(GOOD), Decimal("1500.01"))


def test_a_cell_that_is_not_understood_says_where_and_what_would_work():
    table = read_gifts(
        [HEADING, ["hier", "x", "dix", ""], ["01/02/2026", "x", "-5", ""], ["Total :", "", "??"], []]
    )
    assert [(one.row, one.column) for one in table.problems] == [
        (2, "on"),
        (2, "amount"),
        (3, "amount"),
        (4, "amount"),
    ]
    for wrong in ([["a", "b"]], [HEADING, *([ROWS[0]] * 2001)]):
        with pytest.raises(NotAGiftList):
            read_gifts(wrong)
    assert plain_cell(12.0) == "12" and plain_cell(None) == "" and plain_cell(NOON) == "2026-02-02"


@pytest.fixture
def desk() -> Desk:
    return given_desk()


def sheet(cells: list[list[str]]) -> SimpleUploadedFile:
    content = write_workbook([OutSheet("الهبات", cells[0], cells[1:])])
    return SimpleUploadedFile("gifts.xlsx", content)


@pytest.mark.django_db
def test_it_is_previewed_then_taken_in_once(desk, client: Client, in_english):
    with desk.work():
        zakat = given_restriction(desk)
        actions.unrestricted(desk.organisation.pk, at=NOON)
    client.force_login(desk.nadia)
    page = reverse("funding:preview_gifts")
    answer = client.post(page, {"sheet": sheet([HEADING, *ROWS]), "expected": "1500"})
    assert "حسناء الأطلسية" in answer.content.decode()
    with desk.work():
        assert not Entry.objects.exists()
    kept = answer.context["kept"]
    for n in range(2):
        client.post(reverse("funding:accept_gifts"), {"kept": kept})
        with desk.work():
            assert Entry.objects.count() == 3, n
            assert queries.sums_of(zakat).received == 1300
            assert Donor.objects.filter(name="حسناء الأطلسية").count() == 1


@pytest.mark.django_db
def test_a_list_with_a_wrong_total_writes_nothing(desk, client: Client):
    client.cookies["twiza_language"] = "en"
    client.force_login(desk.nadia)
    answer = client.post(
        reverse("funding:preview_gifts"), {"sheet": sheet([HEADING, *ROWS, ["المجموع", "", "1.600,00", ""]])}
    )
    said = re.sub("[^0-9]", "", " ".join(answer.context["form"].errors["sheet"]))
    assert answer.status_code == 422 and said == "160000150000"
    with desk.work():
        with pytest.raises(WrongTotal):
            actions.accept_gift_sheet(
                organisation=desk.organisation.pk, table=read_gifts(GOOD), restrictions={}, expected=Decimal(1),
                by=desk.nadia, at=NOON,
            )  # fmt: skip
        assert not Entry.objects.exists() and not Donor.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "word"), [("ar", "المجموع"), ("fr", "total")])
def test_both_sums_are_named_in_both_languages_and_what_was_typed_stays(desk, client: Client, language, word):
    client.cookies["twiza_language"] = language
    client.force_login(desk.nadia)
    rows = [HEADING, *ROWS, ["المجموع", "", "1600", ""]]
    text = "\n".join(";".join(row) for row in rows).encode()
    answer = client.post(
        reverse("funding:preview_gifts"), {"sheet": SimpleUploadedFile("dons.csv", text), "expected": "1600"}
    )
    said = " ".join(answer.context["form"].errors["sheet"])
    assert answer.status_code == 422 and word in said.lower()
    assert re.sub("[^0-9]", "", said) == "160000150000"
    assert 'value="1600"' in answer.content.decode()
    with desk.work():
        assert not Entry.objects.exists() and not Donor.objects.exists()


@pytest.mark.django_db
def test_a_word_that_is_no_restriction_here_stops_it(desk):
    with desk.work():
        known, unknown = queries.restrictions_written(desk.organisation.pk, ["زكاة", "محافظ"])
        assert (known, unknown) == ({}, {"زكاة", "محافظ"})
        given_restriction(desk, "purpose", label="محافظ")
        known, unknown = queries.restrictions_written(desk.organisation.pk, ["زكاة", "محافظ"])
        assert set(known) == {"محافظ"} and unknown == {"زكاة"}
        with pytest.raises(actions.CellsToCorrect):
            actions.accept_gift_sheet(
                organisation=desk.organisation.pk,
                table=read_gifts(GOOD),
                restrictions=known,
                by=desk.nadia,
                at=NOON,
            )
