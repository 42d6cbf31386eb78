"""A role is held for a period: after it access is gone and what was signed stays."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from twiza.network import actions, queries
from twiza.network.models import Membership
from twiza.network.rules.periods import Standing
from twiza.network.tests.given import LONG_AGO, NOON, as_work, audit_data, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission, Permission

pytestmark = pytest.mark.django_db


@pytest.fixture
def tissaout():
    return given_organisation("Association Tissaout")


@pytest.fixture
def amina(tissaout):
    return given_member("Amina", "association_president", tissaout)


def test_access_is_gone_from_the_day_a_role_ends(tissaout, amina):
    idir = given_member("Idir", "campaign_manager", tissaout)
    today = timezone.localdate()
    with as_work(amina):
        membership = Membership.objects.get(user=idir)
        actions.end_role(membership=membership, from_day=today, reason="transfer", by=amina, at=NOON)
    with as_work(idir):
        assert queries.organisations_of(idir.pk, on=today) == ()
        assert queries.organisations_of(idir.pk, on=today - timedelta(days=1)) == (tissaout.pk,)
        assert not idir.has_perm(Permission.PLACES_EDIT)
        assert Membership.objects.get(user=idir).ended_reason == "transfer"  # one's own past stays readable
    with as_work(amina):
        standings = {row.user: where for row, where in queries.members_of(tissaout, on=today)}
        assert standings == {amina: Standing.NOW, idir: Standing.OVER}
        assert str(idir.pk) in str(audit_data("network.role_given"))  # what was done under it stays


def test_a_role_given_today_can_end_today(tissaout, amina):
    today = timezone.localdate()
    idir = given_member("Idir", "campaign_manager", tissaout, starts_on=today)
    with as_work(amina):
        membership = Membership.objects.get(user=idir)
        actions.end_role(membership=membership, from_day=today, reason="removed", by=amina, at=NOON)
        assert queries.organisations_of(idir.pk, on=today) == ()
        with pytest.raises(actions.RoleOver):
            actions.end_role(membership=membership, from_day=today, reason="removed", by=amina, at=NOON)


def test_experience_moves_with_a_person_and_access_does_not(tissaout, amina):
    other = given_organisation("Délégation provinciale", kind="provincial_unit")
    idir = given_member("Idir", "provincial_delegate", other, ends_on=date(2025, 1, 1))
    with as_work(amina):
        actions.give_role(
            organisation=tissaout, user=idir, role="treasurer", starts_on=LONG_AGO, by=amina, at=NOON
        )
    with as_work(idir):
        assert [row.role for row in queries.roles_by_period(idir)] == ["treasurer", "provincial_delegate"]
        assert queries.organisations_of(idir.pk, on=timezone.localdate()) == (tissaout.pk,)


def test_nobody_ends_their_own_role_nor_that_of_another_organisation(tissaout, amina):
    salma = given_member("Salma", "association_president", given_organisation("Association Amal"))
    with as_work(amina):
        mine = Membership.objects.get(user=amina)
        with pytest.raises(actions.NotYourself):
            actions.end_role(membership=mine, from_day=date(2026, 1, 1), reason="term", by=amina, at=NOON)
        with pytest.raises(actions.UnknownReason):
            actions.end_role(membership=mine, from_day=date(2026, 1, 1), reason="?", by=amina, at=NOON)
    with as_work(salma), pytest.raises(NoPermission):
        actions.end_role(membership=mine, from_day=date(2026, 1, 1), reason="term", by=salma, at=NOON)


def test_an_ex_official_declares_a_link(tissaout, amina):
    body = given_organisation("Organisme public", kind="public_body")
    idir = given_member("Idir", "treasurer", tissaout)
    with as_work(idir):
        actions.declare_interest(
            organisation=tissaout, other=body, words="27 ans", on=timezone.localdate(), by=idir, at=NOON
        )
        with pytest.raises(actions.NotAMember):
            actions.declare_interest(
                organisation=body, other=tissaout, words="x", on=timezone.localdate(), by=idir, at=NOON
            )
    with as_work(amina):
        assert [row.other for row in queries.interests_in(tissaout)] == [body]
    with as_work(given_member("Salma", "association_president", body)):
        assert not queries.interests_in(tissaout)


def test_the_today_page_says_which_roles_end_soon(tissaout, amina):
    soon = timezone.localdate() + timedelta(days=10)
    given_member("Idir", "treasurer", tissaout, ends_on=soon)
    with as_work(amina):
        lines = [one for one in queries.waiting_for(amina, at=timezone.now()) if one.due]
        assert [line.due for line in lines] == [soon - timedelta(days=1)]
        assert "1" in str(lines[0].sentence)
