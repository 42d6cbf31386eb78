"""One grant for the Court of Accounts: its file is read back, its hashes are checked, and nobody sees what is not theirs."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from twiza.funding import actions, queries
from twiza.funding.models import GrantExpense, GrantProof, GrantReportLine
from twiza.funding.queries import court as court_queries
from twiza.funding.rules import court
from twiza.funding.rules.tranches import Standing
from twiza.funding.tests.given_grants import (
    IN_2021,
    Funding,
    charge,
    given_funding,
    given_paid,
    picture,
    rule_all,
)
from twiza.network.tests.given import access_pages, audit_data, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def one() -> Iterator[Funding]:
    with translation.override("en"):
        yield given_funding()


def reported(one: Funding, *, hand_over: bool) -> Any:
    """A grant whose first tranche is reported: two invoices with a picture, a voucher of two signatures."""
    grant = given_paid(one)
    with one.at_grantee():
        charge(one, grant, "60000", number="F-1")
        charge(one, grant, "39600", number="F-2")
        voucher = charge(one, grant, "400", number="", kind="voucher", photo=b"")
    with one.at_grantee(one.nadia):
        actions.sign_voucher(expense=voucher, by=one.nadia, at=IN_2021)
    with one.at_grantee():
        actions.report_with_pictures(
            grant=grant, number=1, words="أنجز", hand_over=hand_over, by=one.hassan, at=IN_2021
        )
    return grant


def exported(grant: Any, by: Any) -> zipfile.ZipFile:
    with acting_as(by.pk, purpose=Purpose.WORK):
        row = queries.grant_for(by, grant.pk)
        made = actions.export_for_court(grant=row, by=by, at=IN_2021)
    return zipfile.ZipFile(io.BytesIO(made.content.read()))


def sheet(pack: zipfile.ZipFile, title: str) -> list[list[Any]]:
    """Rows of the sheet whose title ends in this French or English word, without the heading."""
    book = load_workbook(io.BytesIO(pack.read("grant.xlsx")))
    (found,) = [one for one in book.worksheets if one.title.startswith(title)]
    return [list(row) for row in found.iter_rows(min_row=2, values_only=True)]


def paper_of(pack: zipfile.ZipFile) -> str:
    with pypdfium2.PdfDocument(pack.read("grant.pdf")) as paper:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in paper)


def test_its_hashes_are_checked_without_twiza(one: Funding) -> None:
    grant = reported(one, hand_over=True)
    pack = exported(grant, one.meriem)
    assert pack.testzip() is None
    sums = pack.read("SHA256SUMS").decode()
    listed = dict(reversed(line.split("  ")) for line in sums.splitlines())
    assert set(listed) == set(pack.namelist()) - {"SHA256SUMS", "MANIFEST.txt"}
    for name, digest in listed.items():
        assert hashlib.sha256(pack.read(name)).hexdigest() == digest, name
    told = pack.read("MANIFEST.txt").decode()
    head, last = told.rstrip("\n").rsplit("\n", 1)
    assert last == f"{court.HEAD}: {hashlib.sha256((head + chr(10)).encode()).hexdigest()}"
    assert f"sha256 of SHA256SUMS: {hashlib.sha256(sums.encode()).hexdigest()}" in head
    assert f"grant: {grant.code}" in head and "totals agree: yes" in head
    with one.at_funder():  # the head stands in the log: its chain proves the day
        digests = {data["digest"] for data in audit_data("funding.court_export_made")}
    assert digests == {last.split(": ")[1]}


def test_a_byte_that_was_changed_is_found(one: Funding) -> None:
    pack = exported(reported(one, hand_over=False), one.meriem)
    listed = dict(reversed(line.split("  ")) for line in pack.read("SHA256SUMS").decode().splitlines())
    changed = bytearray(pack.read("grant.xlsx"))
    changed[-1] ^= 1
    assert hashlib.sha256(changed).hexdigest() != listed["grant.xlsx"]


def test_the_workbook_is_read_back_and_says_what_the_rows_say(one: Funding) -> None:
    grant = reported(one, hand_over=True)
    pack = exported(grant, one.meriem)
    book = load_workbook(io.BytesIO(pack.read("grant.xlsx")))
    assert all(page.sheet_view.rightToLeft for page in book.worksheets)
    assert len(book.worksheets) == 14
    with one.at_funder():
        money, file = queries.grant_money(grant), queries.grant_file(grant)
    rows = sheet(pack, str(_title("Expenses and rulings")))
    with one.at_funder():
        lines = [line for _report, found in money.reports for line in found]
    assert [Decimal(str(row[6])) for row in rows] == [line.share for line in lines]
    assert [row[9] or "" for row in rows] == [line.sha256 for line in lines]
    assert [row[2].date() for row in rows] == [line.on for line in lines]
    assert {row[7] for row in rows} == {100}
    for row, line in zip(rows, lines, strict=True):  # the picture that is named is that of the line
        if line.sha256:
            assert hashlib.sha256(pack.read(row[10])).hexdigest() == line.sha256
    paid = sheet(pack, str(_title("Tranches")))
    assert [(row[0], row[1], row[5], row[7]) for row in paid] == [
        (1, 100000, 100000, "VIR-1"),
        (2, 60000, None, None),
    ]
    assert isinstance(paid[0][6], datetime)
    scores = sheet(pack, str(_title("Scores")))
    assert len(scores) == sum(len(points) for _scorer, points in file.scores) == 4


def _title(word: str) -> str:
    with translation.override("ar"):
        return str(translation.gettext(word)).split(" / ")[0][:31]


def test_the_funder_has_no_picture_before_it_is_handed_over(one: Funding) -> None:
    grant = reported(one, hand_over=False)
    assert not [name for name in exported(grant, one.meriem).namelist() if name.startswith("proofs/")]
    assert len([name for name in exported(grant, one.hassan).namelist() if name.startswith("proofs/")]) == 2
    with one.at_grantee():
        (report, _lines) = queries.grant_money(grant).reports[0]
        assert actions.hand_over_pictures(report=report, by=one.hassan, at=IN_2021) == 2
        with pytest.raises(actions.NotNow, match="no picture left"):
            actions.hand_over_pictures(report=report, by=one.hassan, at=IN_2021)
    assert len([name for name in exported(grant, one.meriem).namelist() if name.startswith("proofs/")]) == 2


def test_the_association_exports_its_own_without_what_is_the_funders(one: Funding) -> None:
    pack = exported(reported(one, hand_over=False), one.hassan)
    titles = [page.title for page in load_workbook(io.BytesIO(pack.read("grant.xlsx"))).worksheets]
    for hidden in ("Scores", "Declared links", "Budget line"):
        assert not [one for one in titles if one.startswith(_title(hidden))], hidden
    whole = b"".join(pack.read(name) for name in pack.namelist())
    assert one.said.display_name.encode() not in whole  # who scored


def test_who_works_elsewhere_has_no_such_file(one: Funding) -> None:
    grant = reported(one, hand_over=True)
    salma = given_member("Salma", "licensing_grants_officer", given_organisation("Ailleurs"))
    with acting_as(salma.pk, purpose=Purpose.WORK):
        with pytest.raises(NoPermission):
            actions.export_for_court(grant=grant, by=salma, at=IN_2021)
        assert not GrantProof.objects.exists()
    client = Client()
    client.force_login(salma)
    assert client.get(f"/grants/{grant.pk}/court.zip").status_code == 404
    with one.at_funder():
        line = GrantReportLine.objects.exclude(sha256="").first()
    assert client.get(f"/grants/reportlines/{line.pk}/picture/").status_code == 404


def test_each_export_and_each_picture_leaves_one_line(one: Funding) -> None:
    grant = reported(one, hand_over=True)
    client = Client()
    client.force_login(one.meriem)
    response = client.get(f"/grants/{grant.pk}/court.zip")
    assert response.status_code == 200
    assert zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))).testzip() is None
    with one.at_funder():
        line = GrantReportLine.objects.exclude(sha256="").order_by("number").first()
    shown = client.get(f"/grants/reportlines/{line.pk}/picture/")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert hashlib.sha256(shown.content).hexdigest() == line.sha256
    with one.at_funder():
        seen = [(page, ids) for page, ids, _purpose in access_pages(one.meriem)]
    assert seen.count(("funding.court_export", [grant.pk])) == 1
    assert seen.count(("funding.proof", [line.pk])) == 1


def test_totals_that_do_not_agree_are_said_on_the_first_page(
    one: Funding, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant = reported(one, hand_over=False)
    pack = exported(grant, one.meriem)
    assert said_in_french("The totals of this export were compared with its rows: they agree.") in paper_of(
        pack
    )
    real = court_queries.grant_money

    def wrong(row: Any) -> Any:
        money = real(row)
        return queries.GrantMoney(**{
            **{name: getattr(money, name) for name in money.__slots__},
            "standing": Standing(paid=Decimal(99000)),
        })  # fmt: skip

    monkeypatch.setattr(court_queries, "grant_money", wrong)
    pack = exported(grant, one.meriem)
    assert "totals agree: no" in pack.read("MANIFEST.txt").decode()
    assert said_in_french(court.PAID_DIFFERS) in paper_of(pack)
    assert "99000,00" in paper_of(pack).replace(".", "").replace("\u202f", "")


def said_in_french(sentence: str) -> str:
    with translation.override("fr"):
        return "".join(translation.gettext(sentence).split())


def test_a_wrong_picture_is_not_handed_over(one: Funding, monkeypatch: pytest.MonkeyPatch) -> None:
    grant = reported(one, hand_over=False)
    from_disk = "twiza.funding.actions.grant_proofs.files.content_of"
    monkeypatch.setattr(from_disk, lambda _file: picture(77))
    with one.at_grantee():
        (report, _lines) = queries.grant_money(grant).reports[0]
        with pytest.raises(queries.ProofDamaged):
            actions.hand_over_pictures(report=report, by=one.hassan, at=IN_2021)


def test_the_database_takes_only_the_proof_of_its_line_from_its_association(one: Funding) -> None:
    grant = reported(one, hand_over=False)
    sql = (
        "INSERT INTO funding_grantproof (id, organisation_id, grantee_id, line_id, sha256, picture, by_id, at)"
        " SELECT gen_random_uuid(), organisation_id, grantee_id, id, {sha}, 'x', %s, now()"
        " FROM funding_grantreportline WHERE sha256 <> '' LIMIT 1"
    )

    def said(statement: str, values: list[Any]) -> str:
        with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
        return str(refused.value)

    with one.at_funder():  # the funder takes nothing by itself
        assert "row-level security" in said(sql.format(sha="sha256"), [one.meriem.pk])
    with one.at_grantee():
        assert "proof_of_its_line" in said(sql.format(sha="repeat('a', 64)"), [one.hassan.pk])
    with one.at_grantee():
        (report, _lines) = queries.grant_money(grant).reports[0]
        actions.hand_over_pictures(report=report, by=one.hassan, at=IN_2021)
    with one.at_grantee():
        assert "permission denied" in said("UPDATE funding_grantproof SET sha256 = sha256", [])
    with one.at_grantee():
        assert "permission denied" in said("DELETE FROM funding_grantproof", [])


def test_a_grant_that_is_closed_agrees(one: Funding) -> None:
    grant = reported(one, hand_over=True)
    with one.at_funder():
        (report, _lines) = queries.grant_money(grant).reports[0]
        rule_all(one, report)
        grant.refresh_from_db()
        actions.close_grant(grant=grant, by=one.meriem, at=IN_2021)
        pack = exported(grant, one.meriem)
    assert "totals agree: yes" in pack.read("MANIFEST.txt").decode()
    closing = {row[0]: row[1] for row in sheet(pack, _title("Closing"))}
    assert [value for name, value in closing.items() if name.startswith(_title("Not accounted for yet"))] == [
        0
    ]
    assert GrantExpense.objects.count() == 0  # outside a context nobody sees an expense


amounts = st.decimals(1, 10**6, places=2, allow_nan=False)


@given(
    st.lists(st.tuples(amounts, st.booleans()), min_size=1, max_size=5),
    st.lists(st.tuples(amounts, st.sampled_from(["accepted", "repay", "pending"])), max_size=5),
    st.lists(amounts, max_size=3),
)
def test_rows_agree_with_their_own_sums_and_with_no_others(
    parts: list[tuple[Decimal, bool]], lines: list[tuple[Decimal, str]], returns: list[Decimal]
) -> None:
    zero = Decimal(0)
    standing = Standing(
        paid=sum((amount for amount, paid in parts if paid), zero),
        accepted=sum((share for share, verdict in lines if verdict == "accepted"), zero),
        returned=sum(returns, zero),
    )
    granted = sum((amount for amount, _paid in parts), zero)
    rows: dict[str, Any] = {
        "parts": [court.PaidPart(amount, zero, paid) for amount, paid in parts],
        "lines": [court.ReportedLine(share, verdict, True) for share, verdict in lines],
        "returns": returns,
        "granted": granted,
        "asked": granted,
        "headings": [granted],
    }
    assert court.differences(standing, **rows, closed=False) == []
    open_sum = standing.unaccounted > 0
    closed = [one.what for one in court.differences(standing, **rows, closed=True)]
    assert closed == ([court.CLOSED_DIFFERS] if open_sum else [])
    assert [
        one.what for one in court.differences(standing, **{**rows, "granted": granted + 1}, closed=False)
    ] == [court.TRANCHES_DIFFER]
