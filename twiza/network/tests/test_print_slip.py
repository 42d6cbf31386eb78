"""The pages of invitations: the paper, the page where its code is typed, and what each of them never says."""

import re
import time
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from twiza.network import actions, queries
from twiza.network.models import Invitation, Membership
from twiza.network.tests.given import as_work, audit_data, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import OneTimeCode, User
from twiza.platform.accounts.tests.given import given_authenticator

WORDS = "nine green bridges"


@pytest.fixture
def here(db):
    return given_organisation("Association Tissaout")


@pytest.fixture
def amina(here):
    return given_member("Amina", "association_president", here)


@pytest.fixture
def office(amina, client):
    """Amina's browser."""
    client.force_login(amina)
    return client


def slip_for(office, here, role="campaign_manager", **more):
    page = office.post(
        f"/network/organisations/{here.pk}/invitations/",
        {"label": "Nadia", "role": role, "starts_on": timezone.localdate().strftime("%d/%m/%Y"), **more},
    )
    assert page.status_code == 200, page
    return page


def test_the_paper_says_neither_whose_nor_where_nor_what(office, here):
    page = slip_for(office, here)
    paper = re.search(r'<section class="slip">.*?</section>', page.content.decode(), re.S)[0]
    assert page.context["code"] in paper and "/welcome/" in paper
    for word in ("Tissaout", "Nadia", "campaign", "حملة", "Amina", "تويزة"):
        assert word not in paper
    assert 'lang="ar"' in paper and 'lang="fr"' in paper
    assert "no-store" in page.headers["Cache-Control"]


def test_its_code_is_nowhere_on_the_next_pages(office, here):
    code = slip_for(office, here).context["code"]
    assert code not in office.get(f"/network/organisations/{here.pk}/invitations/").content.decode()


def test_the_holder_makes_an_account_and_signs_in(office, here):
    code = slip_for(office, here).context["code"]
    visitor = Client()
    offer = visitor.post("/welcome/", {"code": code.lower()})
    assert "Tissaout" in offer.content.decode()
    wrong = {
        "code": code,
        "username": "nadia",
        "display_name": "Nadia",
        "password": WORDS,
        "again": "other words",
    }
    assert visitor.post("/welcome/", wrong).status_code == 200
    done = visitor.post("/welcome/", {**wrong, "again": WORDS})
    assert done.headers["Location"] == "/accounts/login/"
    visitor.post("/accounts/login/", {"login": "nadia", "password": WORDS})
    assert visitor.get("/").headers["Location"].startswith("/accounts/factor/")  # this role needs one
    again = visitor.post("/welcome/", {"code": code})
    assert again.status_code == 200 and again.context["form"].errors


def test_a_volunteer_starts_at_once_and_reaches_no_staff_page(office, here):
    code = slip_for(office, here, "point_volunteer").context["code"]
    visitor = Client()
    typed = {
        "code": code,
        "username": "yassine",
        "display_name": "Yassine",
        "password": WORDS,
        "again": WORDS,
    }
    visitor.post("/welcome/", typed)
    visitor.post("/accounts/login/", {"login": "yassine", "password": WORDS})
    assert visitor.get("/").status_code == 200
    for page in (f"/network/organisations/{here.pk}/invitations/", "/log/"):
        assert visitor.get(page).status_code in (403, 404)


def test_a_person_with_an_account_takes_the_role(office, here):
    code = slip_for(office, here, "listener").context["code"]
    salma = given_member("Salma", "listener", given_organisation("Association Zayane"))
    hers = Client()
    hers.force_login(salma)
    assert "Tissaout" in hers.post("/welcome/", {"code": code}).content.decode()
    hers.post("/welcome/", {"code": code, "yes": "1"})
    with as_work(salma):
        assert len(queries.organisations_of(salma.pk, on=timezone.localdate())) == 2


def test_wrong_codes_are_counted(client, db, monkeypatch):
    now = timezone.now()  # tries are counted by the minute, and a busy machine is slow
    monkeypatch.setattr(timezone, "now", lambda: now)
    monkeypatch.setattr(time, "time", now.timestamp)
    answers = [client.post("/welcome/", {"code": f"0000-{number}"}).status_code for number in range(21)]
    assert answers[:20] == [200] * 20 and answers[20] == 429


def test_the_last_day_counts(office, here):
    slip_for(office, here, last_day="31/12/2027")
    with acting_as(None, purpose=Purpose.SETUP):
        assert Invitation.objects.get().period.upper == date(2028, 1, 1)


def test_a_last_day_before_the_first_is_said(office, here):
    page = slip_for(office, here, last_day="01/01/2020")
    assert "last_day" in page.context["form"].errors


def test_an_invitation_is_taken_back(office, here):
    code = slip_for(office, here).context["code"]
    with acting_as(None, purpose=Purpose.SETUP):
        invitation = Invitation.objects.get()
    office.post(f"/network/organisations/{here.pk}/invitations/{invitation.pk}/cancel/")
    assert Client().post("/welcome/", {"code": code}).context["form"].errors


def test_a_paper_for_a_new_password_opens_no_way_around_the_factor(office, here):
    from twiza.platform.accounts.queries import has_second_factor

    nadia = given_member("Nadia", "campaign_manager", here, password="an old password")
    with acting_as(None, purpose=Purpose.SETUP):
        membership = Membership.objects.get(user=nadia)
        given_factor(nadia)
    page = office.post(f"/network/organisations/{here.pk}/members/{membership.pk}/new-password/")
    code, visitor = page.context["code"], Client()
    assert visitor.post("/welcome/", {"code": code, "password": WORDS, "again": WORDS}).status_code == 302
    visitor.post("/accounts/login/", {"login": "nadia", "password": WORDS})
    assert visitor.get("/").headers["Location"].startswith("/accounts/login/")  # still at the second step
    assert has_second_factor(User.objects.get(pk=nadia.pk))


def test_another_organisation_finds_nothing(here, amina, client):
    salma = given_member("Salma", "association_president", given_organisation("Association Zayane"))
    client.force_login(salma)
    assert client.get(f"/network/organisations/{here.pk}/invitations/").status_code == 403
    with acting_as(None, purpose=Purpose.SETUP):
        membership = Membership.objects.get(user=amina)
    assert (
        client.post(f"/network/organisations/{here.pk}/members/{membership.pk}/new-password/").status_code
        == 404
    )


def given_factor(user):
    from allauth.mfa.totp.internal import auth

    auth.TOTP.activate(user, auth.generate_totp_secret())


def test_after_the_last_day_the_same_person_finds_nothing(here, client, monkeypatch):
    tomorrow = timezone.localdate() + timedelta(days=1)
    amina = given_member("Amina", "association_president", here, ends_on=tomorrow)
    page, real = f"/network/organisations/{here.pk}/invitations/", timezone.now
    client.force_login(amina)
    assert client.get(page).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=1))
    client.force_login(amina)
    assert client.get(page).status_code == 403
    assert client.get("/").status_code == 200  # the account stays: experience moves with the person


@pytest.mark.parametrize("role", ["association_president", "campaign_manager", "centre_director"])
def test_no_paper_for_a_role_to_which_the_printer_does_not_invite(here, amina, client, role):
    """A director prints one for a listener, never for the president: who holds it opens all that she may do."""
    client.force_login(given_member("Hind", "centre_director", here))
    other = given_member("Zineb", role, here)
    with acting_as(None, purpose=Purpose.SETUP):
        membership = Membership.objects.get(user=other)
    answer = client.post(f"/network/organisations/{here.pk}/members/{membership.pk}/new-password/")
    assert answer.status_code == 302 and not new_password_codes(other)


def test_no_paper_for_whoever_holds_a_higher_role_elsewhere(here, client):
    client.force_login(given_member("Hind", "centre_director", here))
    listener = given_member("Zineb", "listener", here)
    page = f"/network/organisations/{here.pk}/members/{{}}/new-password/"
    with acting_as(None, purpose=Purpose.SETUP):
        membership = Membership.objects.get(user=listener)
    assert client.post(page.format(membership.pk)).status_code == 200
    with acting_as(None, purpose=Purpose.SETUP):
        actions.give_role(
            organisation=given_organisation("Association Zayane"),
            user=listener,
            role="association_president",
            starts_on=timezone.localdate(),
            by=None,
            at=timezone.now(),
        )
    assert client.post(page.format(membership.pk)).status_code == 302
    assert len(new_password_codes(listener)) == 1


def new_password_codes(user):
    with acting_as(None, purpose=Purpose.SETUP):
        return list(OneTimeCode.objects.filter(user=user))


def account_from(browser, code, name="leila"):
    """Make an account with a paper, in a browser where nobody is signed in."""
    form = {"code": code, "username": name, "display_name": "Leila", "password": WORDS, "again": WORDS}
    assert browser.post("/welcome/", form).status_code == 302
    return User.objects.get(username=name)


def test_an_account_made_in_the_browser_that_made_its_paper_is_written_for_the_auditor(office, amina, here):
    own, given = slip_for(office, here).context["code"], slip_for(office, here).context["code"]
    del office.cookies[settings.SESSION_COOKIE_NAME]  # signed out; the browser stays the same
    second = account_from(office, own)
    account_from(Client(), given, "nadia")
    with as_work(amina):
        lines = audit_data("network.invitation_used_where_made")
    assert [line["user"] for line in lines] == [str(second.pk)]


def test_a_paper_for_an_account_without_a_second_factor_warns_and_is_written(office, amina, here):
    nadia = given_member("Nadia", "campaign_manager", here)
    with as_work(amina):
        row = Membership.objects.get(user=nadia)
    page = f"/network/organisations/{here.pk}/members/{row.pk}/new-password/"
    assert office.post(page).context["lacks_factor"]
    given_authenticator(nadia)
    assert not office.post(page).context["lacks_factor"]
    with as_work(amina):
        assert len(audit_data("network.password_paper_without_factor")) == 1
        assert len(audit_data("network.password_paper_made")) == 1


def test_who_is_invited_from_outside_stands_in_the_organisations_own_log_too(client, here, amina):
    admin = given_member("Karima", "platform_administrator", given_organisation("Twiza"))
    client.force_login(admin)
    account_from(Client(), slip_for(client, here, "association_president").context["code"])
    with as_work(amina):
        assert len(audit_data("network.invited")) == len(audit_data("network.invitation_accepted")) == 1
