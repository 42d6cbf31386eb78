"""The money of a grant on its pages: convention, tranche, invoice with its picture, report, ruling."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from twiza.funding.models import Grant, GrantExpense, GrantHeading, GrantReport, GrantReportLine, GrantTranche
from twiza.funding.tests.given_grants import Funding, given_funding, given_granted, given_paid, picture
from twiza.funding.tests.test_show_grants import at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def one() -> Funding:
    return given_funding()


def words_read(**typed: str) -> dict[str, str]:
    """What a person sends once each amount was read in words."""
    return typed | {f"{name}_meant": f"{value}.00" for name, value in typed.items()}


def test_from_the_convention_to_an_accepted_report(client, one):
    grant = given_granted(one)
    typed = {
        "starts_on": "01/01/2021", "ends_on": "31/12/2022", "condition_1": "توقيع", "due_1": "01/05/2021",
        "condition_2": "تقرير", "due_2": "01/10/2021", "amount_1": "100000", "amount_2": "60000",
    }  # fmt: skip
    asked = at(client, one.meriem, "prepare_convention", grant.pk, post=typed)
    assert asked.status_code == 422
    assert "ستون ألف درهم" in asked.content.decode()
    read = typed | words_read(amount_1="100000", amount_2="60000")
    assert at(client, one.meriem, "prepare_convention", grant.pk, post=read).status_code == 302
    early = at(client, one.aziz, "sign_grant", grant.pk, post={})
    assert "signs first" in early.content.decode()
    assert at(client, one.nadia, "sign_grant", grant.pk, post={}).status_code == 422
    assert at(client, one.hassan, "sign_grant", grant.pk, post={}).status_code == 302
    assert at(client, one.aziz, "sign_grant", grant.pk, post={}).status_code == 302
    with one.at_funder():
        first, second = GrantTranche.objects.order_by("number")
        heading = GrantHeading.objects.order_by("place")[0]
    paid = {"reference": "VIR-1", "on": "01/06/2021"}
    assert at(client, one.meriem, "pay_tranche", first.pk, post=paid).status_code == 302
    assert "not accepted yet" in at(client, one.meriem, "pay_tranche", second.pk, post=paid).content.decode()
    invoice = {
        "kind": "invoice", "supplier": "مكتبة", "number": "F-1", "on": "02/06/2021", "what": "دفاتر",
        "heading": str(heading.pk), **words_read(amount="1000", share="900"),
    }  # fmt: skip
    asked_next = at(client, one.nadia, "write_expense", grant.pk, post=invoice)
    with one.at_grantee():
        expense = GrantExpense.objects.get()
    assert asked_next["Location"] == reverse("funding:add_invoice_photo", args=[expense.pk])
    photo = {"photo": SimpleUploadedFile("f.png", picture(3))}
    assert at(client, one.nadia, "add_invoice_photo", expense.pk, post=photo).status_code == 302
    with one.at_grantee():
        assert GrantExpense.objects.get().sha256
    page = at(client, one.nadia, "show_grant", grant.pk).content.decode()
    assert "Our expenses on this grant" in page
    assert "Our expenses on this grant" not in at(client, one.meriem, "show_grant", grant.pk).content.decode()
    report = at(client, one.nadia, "send_report", grant.pk, 1, post={"words": "أنجز"})
    assert report.status_code == 302
    with one.at_funder():
        line, sent = GrantReportLine.objects.get(), GrantReport.objects.get()
    assert at(client, one.meriem, "accept_report", sent.pk, post={}).status_code == 422
    assert at(client, one.meriem, "rule_on_line", line.pk, post={"verdict": "accepted"}).status_code == 302
    assert at(client, one.meriem, "accept_report", sent.pk, post={}).status_code == 302
    assert at(client, one.meriem, "pay_tranche", second.pk, post=paid).status_code == 302
    with one.at_funder():
        assert GrantTranche.objects.get(number=2).paid_on
        assert Grant.objects.get().state == "signed"


def test_an_invoice_charged_before_is_refused_and_what_was_typed_stays(client, one):
    grant = given_paid(one)
    with one.at_grantee():
        heading = GrantHeading.objects.order_by("place")[0]
    invoice = {
        "kind": "invoice", "supplier": "مكتبة", "number": "F-1", "on": "02/06/2021", "what": "دفاتر",
        "heading": str(heading.pk), **words_read(amount="1000", share="1000"),
    }  # fmt: skip
    assert at(client, one.nadia, "write_expense", grant.pk, post=invoice).status_code == 302
    refused = at(client, one.nadia, "write_expense", grant.pk, post=invoice)
    assert refused.status_code == 422
    assert "was charged before" in refused.content.decode()
    assert "دفاتر" in refused.content.decode()
    with one.at_grantee():
        expense = GrantExpense.objects.get()
    bare = at(client, one.nadia, "send_report", grant.pk, 1, post={"words": "x"})
    assert "have no proof: F-1" in bare.content.decode()
    photo = {"photo": SimpleUploadedFile("f.png", picture(3))}
    assert at(client, one.nadia, "add_invoice_photo", expense.pk, post=photo).status_code == 302
    for name, args in (("pay_tranche", expense.pk), ("close_grant", grant.pk), ("record_return", grant.pk)):
        assert at(client, one.nadia, name, args).status_code in (403, 404)
