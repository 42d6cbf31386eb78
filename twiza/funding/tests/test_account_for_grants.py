"""A grant from its convention to the archive, with the figures of Khenifra; and each thing that must be refused."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from twiza.funding import actions, queries
from twiza.funding.models import Grant, GrantExpense, GrantReport, GrantReportLine, GrantTranche
from twiza.funding.tests.given_grants import (
    IN_2021,
    Funding,
    charge,
    decide,
    given_call,
    given_funding,
    given_grant,
    given_granted,
    given_line,
    given_paid,
    given_signed,
    look,
    picture,
    prepare,
    report_on,
    rule_all,
    score,
)
from twiza.funding.tests.test_keep_restrictions import said_by_the_database
from twiza.lib.errors import DomainError
from twiza.network import actions as network
from twiza.network import queries as network_queries
from twiza.network.tests.given import audit_data, given_member
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LATER = IN_2021 + timedelta(days=400)


@pytest.fixture
def one() -> Iterator[Funding]:
    with translation.override("en"):
        yield given_funding()


def tranche(grant, number: int) -> GrantTranche:
    return GrantTranche.objects.get(grant=grant, number=number)


def pay(one: Funding, grant, number: int) -> GrantTranche:
    return actions.pay_tranche(
        tranche=tranche(grant, number),
        reference=f"VIR-{number}",
        on=IN_2021.date(),
        by=one.meriem,
        at=IN_2021,
    )


def test_160000_dirhams_from_the_convention_to_the_archive(one):
    grant = given_paid(one)  # 100,000 of 160,000
    with one.at_grantee():
        charge(one, grant, "80000", number="F-1")
        charge(one, grant, "20000", number="F-2")
        report = report_on(one, grant, 1)
    with one.at_funder():
        with pytest.raises(actions.TrancheHeld, match="not accepted yet"):
            pay(one, grant, 2)
        good, bad = GrantReportLine.objects.filter(report=report).order_by("number")
        actions.rule_on_line(line=good, verdict="accepted", note="", by=one.meriem, at=LATER)
        actions.rule_on_line(line=bad, verdict="queried", note="أين التوصيل؟", by=one.meriem, at=LATER)
        with pytest.raises(actions.NotARuling, match="1 lines wait"):
            actions.accept_report(report=report, by=one.meriem, at=LATER)
    with one.at_grantee():
        actions.answer_query(line=bad, answer="لا يوجد", by=one.hassan, at=LATER)
    with one.at_funder():
        actions.rule_on_line(line=bad, verdict="repay", note="بدون توصيل", by=one.meriem, at=LATER)
        actions.accept_report(report=report, by=one.meriem, at=LATER)
        second = pay(one, grant, 2)
        assert (second.amount, second.held_back) == (60000, 20000)  # what is owed is taken off
    with one.at_grantee():
        charge(one, grant, "59000", number="F-3")
        second_report = report_on(one, grant, 2)
    with one.at_funder():
        rule_all(one, second_report)
        with pytest.raises(actions.MoneyOpen, match=r"1000\.00 dirhams are not accounted for"):
            actions.close_grant(grant=grant, by=one.meriem, at=LATER)
        with pytest.raises(actions.MoneyOpen):
            actions.record_return(grant=grant, amount=Decimal("1000.01"), reference="V", on=date(2021, 3, 1), by=one.meriem, at=LATER)  # fmt: skip
        actions.record_return(grant=grant, amount=Decimal(1000), reference="V", on=date(2021, 3, 1), by=one.meriem, at=LATER)  # fmt: skip
        actions.close_grant(grant=grant, by=one.meriem, at=LATER)
        standing = queries.grant_money(grant).standing
        assert (standing.paid, standing.accepted, standing.returned) == (140000, 139000, 1000)
        actions.archive_grant(grant=grant, by=one.meriem, at=LATER)
        assert Grant.objects.get().state == "archived"
        assert audit_data("funding.grant_closed")


def test_the_three_figures_of_2021_are_granted_and_paid_to_the_dirham(one):
    for title, amount, theme in (
        ("مؤسسات الرعاية", "3000000.00", "eps"),
        ("مركز القرب", "160000.00", "proximity"),
        ("الإعاقة", "1468411.00", "disability"),
    ):
        with one.at_funder():
            call = given_call(one, given_line(one, amount, title=title, theme=theme))
        with one.at_grantee():
            grant = given_grant(one, call, amount, project=title)
        with one.at_funder():
            look(one, grant)
        score(one, grant, one.meriem)
        score(one, grant, one.said)
        with one.at_funder(one.aziz):
            decide(one, grant, amount)
        given_signed(one, grant, amounts=[amount])
        with one.at_funder():
            pay(one, grant, 1)
    with one.at_funder():
        lines = queries.budget_lines(one.funder.pk)
        assert sum(row.granted for row in lines) == Decimal("4628411.00")
        assert {row.left for row in lines} == {Decimal("0.00")}
        assert sum(queries.standing_of_grant(row).paid for row in Grant.objects.all()) == Decimal(
            "4628411.00"
        )


def test_tranches_above_the_grant_are_refused(one):
    grant = given_granted(one)
    with one.at_funder():
        with pytest.raises(actions.NotAConvention, match="more than what was granted"):
            prepare(one, grant, ["100000", "60000.01"])
        prepare(one, grant, ["100000", "60000"])
        more = said_by_the_database(
            "INSERT INTO funding_granttranche (id, organisation_id, grantee_id, grant_id, number, amount, condition,"
            " due_on, held_back, reference, excuse) SELECT gen_random_uuid(), organisation_id, grantee_id, grant_id, 9,"
            " 0.01, 'x', due_on, 0, '', '' FROM funding_granttranche WHERE number = 1"
        )
        assert more == "tranches_within_the_grant"


def test_nothing_is_paid_before_both_have_signed(one):
    grant = given_granted(one)
    with one.at_funder():
        prepare(one, grant, ["160000"])
        with pytest.raises(actions.TrancheHeld, match="both sides"):
            pay(one, grant, 1)
    with one.at_funder(one.aziz), pytest.raises(actions.NotNow, match="signs first"):
        actions.sign_for_funder(grant=grant, by=one.aziz, at=IN_2021)


def test_a_president_replaced_in_between_signs_no_more_and_the_new_one_signs_without_starting_anew(one):
    grant = given_granted(one)
    with one.at_funder():
        prepare(one, grant, ["160000"])
    with (
        one.at_grantee(one.nadia),
        pytest.raises(actions.PresidentReplaced, match="presides over the association today"),
    ):
        actions.sign_for_association(grant=grant, by=one.nadia, at=IN_2021)
    latifa = given_member("Latifa", "association_president", one.grantee)
    with one.at_grantee(latifa):
        mine = next(row for row, _s in network_members(one, latifa) if row.user_id == one.hassan.pk)
        network.end_role(membership=mine, from_day=IN_2021.date(), reason="term", by=latifa, at=IN_2021)
    with acting_as(one.hassan.pk, purpose=Purpose.WORK), pytest.raises(NoPermission):
        actions.sign_for_association(grant=grant, by=one.hassan, at=IN_2021)
    with one.at_grantee(latifa):
        actions.sign_for_association(grant=grant, by=latifa, at=IN_2021)
    with one.at_funder(one.aziz):
        convention = actions.sign_for_funder(grant=grant, by=one.aziz, at=IN_2021)
        assert convention.grantee_signed_by_id == latifa.pk
        assert convention.convention.number == grant.code  # it stands in the register of conventions


def network_members(one, user):
    return network_queries.members_of(one.grantee, on=IN_2021.date())


def test_a_bureau_that_waits_for_its_receipt_signs_nothing(one):
    grant = given_granted(one)
    with one.at_funder():
        prepare(one, grant, ("160000",))
    today = IN_2021.date()
    with one.at_grantee():
        bureau = network.elect_bureau(
            organisation=one.grantee, assembly_on=today, minutes="PV 1/2021", president="Hassan", treasurer="Nadia",
            secretary="Omar", last_day=today + timedelta(days=1000), by=one.hassan, at=IN_2021,
        )  # fmt: skip
        with pytest.raises(actions.PresidentReplaced, match="waits for its receipt"):
            actions.sign_for_association(grant=grant, by=one.hassan, at=IN_2021)
        network.show_receipt(bureau=bureau, number="12/2021", on=today, by=one.hassan, at=IN_2021)
        actions.sign_for_association(grant=grant, by=one.hassan, at=IN_2021)


def test_a_tranche_goes_by_exception_with_a_reason_and_two_people(one):
    grant = given_paid(one)
    with one.at_funder(), pytest.raises(NoPermission):
        actions.excuse_tranche(tranche=tranche(grant, 2), reason="x", by=one.meriem, at=IN_2021)
    with one.at_funder(one.aziz):
        with pytest.raises(actions.TrancheHeld, match="Write why"):
            actions.excuse_tranche(tranche=tranche(grant, 2), reason=" ", by=one.aziz, at=IN_2021)
        actions.excuse_tranche(tranche=tranche(grant, 2), reason="شتاء قاس", by=one.aziz, at=IN_2021)
        with pytest.raises(actions.TrancheHeld, match="Two people"):
            actions.excuse_tranche(tranche=tranche(grant, 2), reason="x", by=one.aziz, at=IN_2021)
        said = said_by_the_database(
            "UPDATE funding_granttranche SET excused_with_id = excused_by_id WHERE number = 2"
        )
        assert said == "grant_tranche_excused_by_two"
    with one.at_funder():
        with pytest.raises(actions.TrancheHeld, match="not accepted yet"):
            pay(one, grant, 2)
        actions.excuse_tranche(tranche=tranche(grant, 2), reason="", by=one.meriem, at=IN_2021)
        assert pay(one, grant, 2).paid_on


def test_the_database_pays_no_tranche_before_its_report(one):
    grant = given_paid(one)
    with one.at_funder():
        said = said_by_the_database(
            "UPDATE funding_granttranche SET paid_on = now(), paid_at = now(), paid_by_id = %s, reference = 'x'"
            " WHERE number = 2",
            one.meriem.pk,
        )
        assert said == "tranche_after_its_report"
        assert (
            said_by_the_database("UPDATE funding_granttranche SET reference = 'y' WHERE number = 1")
            == "tranche_is_paid_once"
        )
        assert (
            said_by_the_database("UPDATE funding_grant SET state = 'closed', state_at = now()")
            == "grant_accounted_for"
        )
    assert grant.pk


def test_an_expense_dated_outside_the_convention_is_refused_and_says_its_days(one):
    grant = given_paid(one)
    with one.at_grantee():
        with pytest.raises(actions.OutsideConvention, match="2021-01-01 to 2022-04-30"):
            charge(one, grant, "10", on=date(2020, 12, 31))
        said = said_by_the_database(
            'INSERT INTO funding_grantexpense (id, organisation_id, grant_id, heading_id, kind, "on", supplier, number,'
            " what, amount, share, sha256, mark, by_id, at) SELECT gen_random_uuid(), grantee_id, grant_id, id, 'invoice',"
            " '2020-12-31', 'x', '1', 'x', 1, 1, '', 'm', %s, now() FROM funding_grantheading LIMIT 1",
            one.hassan.pk,
        )
        assert said == "charged_within_the_convention"
        assert not GrantExpense.objects.exists()


def test_a_report_with_a_missing_proof_says_which_and_loses_nothing(one):
    grant = given_paid(one)
    with one.at_grantee():
        charge(one, grant, "100", number="F-1")
        bare = charge(one, grant, "50", number="F-2", photo=b"")
        with pytest.raises(actions.ProofMissing, match="F-2"):
            report_on(one, grant, 1)
        assert GrantExpense.objects.filter(report=None).count() == 2
        assert not GrantReport.objects.exists()
        actions.add_invoice_photo(expense=bare, photo=picture(7), by=one.nadia, at=IN_2021)
        assert report_on(one, grant, 1).lines.count() == 2


def test_an_invoice_is_charged_once_within_one_association(one):
    grant = given_paid(one)
    with one.at_grantee():
        charge(one, grant, "100", "60", number="F-1", photo=picture(1))
        charge(one, grant, "100", "40", number="f 1", photo=picture(2))  # two shares of one invoice, whole
        with pytest.raises(actions.InvoiceCharged):
            charge(one, grant, "100", "0.01", number="F/1", photo=picture(3))
        with pytest.raises(actions.InvoiceCharged):
            charge(one, grant, "70", number="F-9", photo=picture(1))  # another number, the same picture
        assert GrantExpense.objects.count() == 2


def test_an_invoice_charged_by_another_association_is_refused_without_saying_by_whom(one):
    grant = given_paid(one)
    with one.at_grantee():
        charge(one, grant, "100", number="F-1", photo=picture(1))
    other = given_funding("-b")
    theirs = given_paid(other)
    with other.at_grantee():
        assert not GrantExpense.objects.exists()  # they see none of it
        with pytest.raises(actions.InvoiceCharged) as refused:
            charge(other, theirs, "100", number="F-1", photo=picture(5))
        assert str(one.grantee.pk) not in str(refused.value)
        with pytest.raises(actions.InvoiceCharged):
            charge(other, theirs, "33", number="X-3", photo=picture(1))
        assert [row["used"] for row in audit_data("funding.invoice_asked_about")] == [True, True]
        asked = said_by_the_database("SELECT funding_invoice_used(%s, 'x', '', 1, 1)", one.grantee.pk)
        assert asked == "ProgrammingError"  # only of one's own invoices


def test_what_was_taken_out_is_free_again(one):
    grant = given_paid(one)
    with one.at_grantee():
        wrong = charge(one, grant, "100", number="F-1")
        actions.take_out_expense(expense=wrong, by=one.nadia, at=IN_2021)
        charge(one, grant, "100", number="F-1")


def test_a_voucher_takes_a_ceiling_and_two_signatures(one):
    grant = given_paid(one)
    with one.at_grantee():
        with pytest.raises(actions.NotAnExpense, match="up to 500"):
            charge(one, grant, "500.01", number="", kind="voucher")
        voucher = charge(one, grant, "500", number="", kind="voucher")
        with pytest.raises(actions.ProofMissing):
            report_on(one, grant, 1)
        with pytest.raises(actions.NotAnExpense, match="two signatures"):
            actions.sign_voucher(expense=voucher, by=one.hassan, at=IN_2021)
    with one.at_grantee(one.nadia):
        actions.sign_voucher(expense=voucher, by=one.nadia, at=IN_2021)
    with one.at_grantee():
        assert report_on(one, grant, 1).lines.get().kind == "voucher"


def test_the_funder_sees_the_report_that_was_sent_and_never_the_books(one):
    grant = given_paid(one)
    with one.at_grantee():
        charge(one, grant, "100", number="F-1")
    with one.at_funder():
        assert not GrantExpense.objects.exists()
        assert queries.grant_money(grant).expenses == []
    with one.at_grantee():
        report = report_on(one, grant, 1)
        line = report.lines.get()
        said = said_by_the_database("UPDATE funding_grantreportline SET verdict = 'accepted'")
        assert said == "ruled_by_the_funder"
        with pytest.raises(DomainError):
            actions.rule_on_line(line=line, verdict="accepted", note="", by=one.hassan, at=IN_2021)
    with one.at_funder():
        assert queries.grant_money(grant).reports[0][1] == [line]


def test_reports_that_are_late_are_counted_in_the_next_look(one):
    grant = given_paid(one)
    with one.at_funder():
        call = given_call(one, given_line(one, title="2022"))
    with one.at_grantee():
        following = given_grant(one, call)
    with one.at_funder():
        assert queries.reports_missing(following) == 1
        assert look(one, following, reports_missing=1).faults == ["reports"]
    with one.at_grantee():
        charge(one, grant, "100000", number="F-1")
        report = report_on(one, grant, 1)
    with one.at_funder():
        rule_all(one, report)
        assert queries.reports_missing(following) == 0
