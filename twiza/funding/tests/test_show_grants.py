"""The pages of grants: what each sees, what a form refuses, what is read in words before it is kept."""

import pytest
from django.test import Client
from django.urls import reverse

from twiza.funding.models import BudgetLine, Grant, GrantCall
from twiza.funding.tests.given_grants import (
    HOLDER,
    RIB,
    Funding,
    given_admissible,
    given_funding,
    given_granted,
    given_line,
)
from twiza.network.tests.given import given_member, given_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def one() -> Funding:
    return given_funding()


def at(client: Client, user, name: str, *args, post=None):
    client.force_login(user)
    client.cookies["twiza_language"] = "en"
    path = reverse(f"funding:{name}", args=args)
    return client.get(path) if post is None else client.post(path, {"csrfmiddlewaretoken": "x", **post})


def test_a_budget_line_is_read_in_words_before_it_is_kept(client, one):
    typed = {
        "year": "٢٠٢١", "title": "مراكز القرب", "theme": "proximity", "legal_basis": "Décision 2021",
        "amount": "00 000 160",
    }  # fmt: skip
    page = at(client, one.meriem, "write_budget_line", post=typed)
    assert page.status_code == 422
    assert "مائة وستون ألف درهم" in page.content.decode()
    with one.at_funder():
        assert not BudgetLine.objects.exists()
    page = at(client, one.meriem, "write_budget_line", post={**typed, "amount_meant": "160000.00"})
    assert page.status_code == 302
    with one.at_funder():
        assert str(BudgetLine.objects.get().amount) == "160000.00"


def test_a_call_is_opened_and_a_file_handed_in_on_the_pages(client, one):
    with one.at_funder():
        line = given_line(one)
    typed = {
        "title": "Appel", "kind": "call", "opens_on": "01/01/2020", "closes_on": "31/12/2099",
        "criterion_1": "Qualité", "weight_1": "60", "criterion_2": "Coût",
    }  # fmt: skip
    assert at(client, one.meriem, "open_call", line.pk, post=typed).status_code == 302
    with one.at_funder():
        call = GrantCall.objects.get()
    assert "Appel" in at(client, one.hassan, "list_claims").content.decode()
    page = at(client, one.hassan, "show_call", call.pk).content.decode()
    assert "Qualité" in page
    assert "Ask for a grant" in page
    file = {
        "grantee": str(one.grantee.pk), "project": "Centre", "summary": "", "starts_on": "01/05/2021",
        "ends_on": "30/04/2022", "asked": "160.000,00", "asked_meant": "160000.00", "rib": RIB[:-1] + "7",
        "rib_holder": HOLDER, "heading_1": "Tout", "cost_1": "200000", "part_1": "160000",
    }  # fmt: skip
    refused = at(client, one.hassan, "ask_for_grant", call.pk, post=file)
    assert refused.status_code == 422
    assert "would have printed 96" in refused.content.decode()
    assert "Centre" in refused.content.decode()  # what was typed is still there
    assert at(client, one.hassan, "ask_for_grant", call.pk, post={**file, "rib": RIB}).status_code == 302
    with one.at_grantee():
        assert Grant.objects.get().project == "Centre"


def test_each_step_of_a_file_stands_on_its_page(client, one):
    grant = given_admissible(one)
    page = at(client, one.meriem, "show_grant", grant.pk).content.decode()
    assert "Not known" in page
    assert "cent soixante mille dirhams" in page
    assert at(client, one.meriem, "declare_interest", grant.pk, post={"linked": "no"}).status_code == 302
    points = {"points_1": "15", "points_2": "12", "why_1": "", "why_2": ""}
    assert at(client, one.meriem, "score_grant", grant.pk, post=points).status_code == 302
    decided = {
        "granted": "yes",
        "amount": "160000",
        "amount_meant": "160000.00",
        "reasons_for": "x",
        "reasons_against": "y",
    }
    refused = at(client, one.aziz, "decide_grant", grant.pk, post=decided)
    assert refused.status_code == 422
    assert "Two people score" in refused.content.decode()
    at(client, one.said, "declare_interest", grant.pk, post={"linked": "no"})
    at(client, one.said, "score_grant", grant.pk, post=points)
    assert at(client, one.aziz, "decide_grant", grant.pk, post=decided).status_code == 302
    assert "What speaks against it" in at(client, one.hassan, "show_grant", grant.pk).content.decode()


def test_the_association_reads_the_decision_and_never_the_scores(client, one):
    grant = given_granted(one)
    page = at(client, one.hassan, "show_grant", grant.pk).content.decode()
    assert "تقرير سنوي ناقص" in page
    assert "Meriem" not in page.split("Is it admissible?")[0]
    assert "Scores" not in page
    for name in ("look_at_grant", "declare_interest", "score_grant", "decide_grant"):
        assert at(client, one.hassan, name, grant.pk).status_code == 403
    salma = given_member("Salma", "association_president", given_organisation("Association Sebou"))
    assert at(client, salma, "show_grant", grant.pk).status_code == 404


def test_empty_pages_say_what_to_do(client, one):
    assert "No budget line yet" in at(client, one.meriem, "list_grants").content.decode()
    assert "We have asked for nothing yet" in at(client, one.nadia, "list_claims").content.decode()
    assert at(client, one.nadia, "list_grants").status_code == 403


def test_an_empty_form_writes_nothing(client, one):
    grant = given_admissible(one)
    for user, name, args in (
        (one.meriem, "write_budget_line", ()),
        (one.meriem, "open_call", (grant.line_id,)),
        (one.meriem, "ask_for_grant", (grant.call_id,)),
        (one.meriem, "declare_interest", (grant.pk,)),
        (one.aziz, "decide_grant", (grant.pk,)),
    ):
        assert at(client, user, name, *args, post={}).status_code == 422, name
