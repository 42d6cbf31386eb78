"""Invitations without e-mail: a paper, a code, a role for a period."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from twiza.network import actions, queries
from twiza.network.models import Invitation, Membership
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions as accounts
from twiza.platform.accounts import queries as account_queries
from twiza.platform.accounts.models import OneTimeCode, User
from twiza.platform.accounts.permissions import NoPermission

TODAY = date(2026, 2, 2)
WORDS = "nine green bridges"


@pytest.fixture
def here(db):
    return given_organisation()


@pytest.fixture
def amina(here):
    """Amina presides over the association; Youssef is its volunteer; Salma presides over another one."""
    return given_member("Amina", "association_president", here)


def invited(by, organisation, role="campaign_manager", *, ends_on=None, at=NOON):
    with as_work(by):
        return actions.invite(
            organisation=organisation,
            role=role,
            starts_on=TODAY,
            ends_on=ends_on,
            label="Nadia",
            by=by,
            at=at,
        )


def accepted(code, *, username="nadia", password=WORDS, at=NOON) -> User:
    """As the holder of the paper: nobody is known yet."""
    with acting_as(None, purpose=Purpose.NOBODY):
        return actions.accept_with_new_account(
            typed=code, username=username, display_name="Nadia", password=password, language="fr", at=at
        )


def test_it_gives_the_role_for_the_period(amina, here):
    _invitation, code = invited(amina, here, ends_on=date(2026, 5, 1))
    nadia = accepted(code.lower().replace("-", " "))
    with as_work(nadia):
        assert queries.roles_of(nadia.pk, on=date(2026, 4, 30)) == [(here.pk, "campaign_manager")]
        assert queries.roles_of(nadia.pk, on=date(2026, 5, 1)) == []
    assert nadia.check_password(WORDS)


def test_it_is_logged_without_names(amina, here):
    _invitation, code = invited(amina, here)
    nadia = accepted(code)
    with as_work(amina), connection.cursor() as cursor:
        cursor.execute(
            "SELECT type, by, data::text FROM audit_line WHERE type LIKE 'network.invit%' ORDER BY id"
        )
        lines = cursor.fetchall()
    assert [(type, by) for type, by, _data in lines] == [
        ("network.invited", amina.pk),
        ("network.invitation_accepted", amina.pk),
    ]
    assert str(nadia.pk) in lines[1][2] and "adia" not in lines[1][2]


def test_the_code_is_kept_nowhere(amina, here):
    _invitation, code = invited(amina, here)
    kept = OneTimeCode.objects.get()
    assert code not in kept.fingerprint and len(kept.fingerprint) == 64


def test_a_code_serves_once(amina, here):
    _invitation, code = invited(amina, here)
    accepted(code)
    with pytest.raises(account_queries.CodeNotGood):
        accepted(code, username="other")


def test_a_code_has_its_days(amina, here):
    _invitation, code = invited(amina, here)
    with pytest.raises(account_queries.CodeNotGood):
        accepted(code, at=NOON + timedelta(days=7))
    assert accepted(code, at=NOON + timedelta(days=7, seconds=-1))


def test_a_code_taken_back_opens_nothing(amina, here):
    invitation, code = invited(amina, here)
    with as_work(amina):
        actions.cancel_invitation(invitation=invitation, by=amina, at=NOON)
        with pytest.raises(actions.InvitationOver):
            actions.cancel_invitation(invitation=invitation, by=amina, at=NOON)
    with pytest.raises(account_queries.CodeNotGood):
        accepted(code)


def test_wrong_used_and_old_codes_are_refused_with_the_same_words(amina, here):
    _invitation, code = invited(amina, here)
    accepted(code)
    said = set()
    for typed in (code, "0000-0000-0000-0000", "", "نص"):
        with pytest.raises(account_queries.CodeNotGood) as refusal:
            accepted(typed)
        said.add(refusal.value.message)
    assert len(said) == 1


def test_a_refused_password_leaves_the_code_good(amina, here):
    _invitation, code = invited(amina, here)
    for wrong in ({"password": "short"}, {"username": "amina"}, {"username": "two words"}):
        with pytest.raises((accounts.PasswordTooWeak, accounts.UserNameTaken, accounts.UserNameUnfit)):
            accepted(code, **wrong)
    assert accepted(code)


def test_nobody_invites_beyond_their_own_role(amina, here):
    director = given_member("Rachid", "centre_director", here)
    youssef = given_member("Youssef", "point_volunteer", here)
    for person, role, refusal in (
        (amina, "platform_administrator", actions.RoleNotYoursToGive),
        (amina, "provincial_delegate", actions.RoleNotYoursToGive),
        (director, "treasurer", actions.RoleNotYoursToGive),
        (youssef, "point_volunteer", NoPermission),
    ):
        with pytest.raises(refusal):
            invited(person, here, role)


def test_nobody_invites_into_another_organisation(amina, here):
    elsewhere = given_organisation("Association Zayane")
    with pytest.raises(NoPermission):
        invited(amina, elsewhere)


def test_the_administrator_invites_the_first_president_of_any_organisation(here):
    keeper = given_organisation("Twiza", kind="other")
    karima = given_member("Karima", "platform_administrator", keeper)
    _invitation, code = invited(karima, here, "association_president")
    nadia = accepted(code)
    with as_work(nadia):
        assert queries.roles_of(nadia.pk, on=TODAY) == [(here.pk, "association_president")]
    with as_work(karima):  # and still sees no row of that organisation's people
        assert not Membership.objects.filter(organisation=here).exists()


def test_an_invitation_falls_with_the_role_of_whoever_made_it(amina, here):
    _invitation, code = invited(amina, here)
    with acting_as(None, purpose=Purpose.SETUP):
        Membership.objects.filter(user=amina).update(period="[2020-01-01,2020-02-01)")
    with pytest.raises((actions.InvitationOver, account_queries.CodeNotGood)):
        accepted(code)


def test_a_person_with_an_account_works_in_two_organisations(amina, here):
    elsewhere = given_organisation("Association Zayane")
    salma = given_member("Salma", "listener", elsewhere)
    _invitation, code = invited(amina, here, "listener")
    with as_work(salma):
        actions.accept_with_account(typed=code, by=salma, at=NOON)
    with as_work(salma):
        assert set(queries.organisations_of(salma.pk, on=TODAY)) == {here.pk, elsewhere.pk}


@pytest.mark.parametrize(
    ("held", "wanted"), [("treasurer", "auditor"), ("campaign_manager", "auditor"), ("auditor", "treasurer")]
)
def test_two_roles_that_clash_are_not_held_together(amina, here, held, wanted):
    person = given_member("Hamid", held, here)
    _invitation, code = invited(amina, here, wanted)
    with as_work(person), pytest.raises(actions.RolesClash):
        actions.accept_with_account(typed=code, by=person, at=NOON)


def test_they_are_not_given_together_either(amina, here):
    person = given_member("Hamid", "treasurer", here)
    with as_work(amina), pytest.raises(actions.RolesClash):
        actions.give_role(organisation=here, user=person, role="auditor", starts_on=TODAY, by=amina, at=NOON)


def test_they_are_held_one_after_the_other(amina, here):
    person = given_member("Hamid", "treasurer", here, ends_on=TODAY)
    _invitation, code = invited(amina, here, "auditor")
    with as_work(person):
        assert actions.accept_with_account(typed=code, by=person, at=NOON)


def test_another_organisation_sees_no_invitation(amina, here):
    invited(amina, here)
    salma = given_member("Salma", "association_president", given_organisation("Association Zayane"))
    with as_work(amina):
        assert Invitation.objects.count() == 1
    with as_work(salma):
        assert Invitation.objects.count() == 0
        assert Invitation.objects.update(cancelled_at=NOON) == 0
    assert Invitation.objects.count() == 0  # nothing said, nothing seen


def test_the_database_refuses_to_change_what_was_offered(amina, here):
    invited(amina, here)
    with as_work(amina):
        for sql in ("UPDATE network_invitation SET role = 'auditor'", "DELETE FROM network_invitation"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)


@pytest.mark.concurrent
def test_two_people_with_one_code_become_one_member(own_database):
    here = given_organisation()
    amina = given_member("Amina", "association_president", here)
    _invitation, code = invited(amina, here)
    start, made, refused = Barrier(2), [], []

    def take(name: str) -> None:
        start.wait()
        try:
            made.append(accepted(code, username=name))
        except account_queries.CodeNotGood:
            refused.append(name)
        finally:
            connection.close()

    threads = [Thread(target=take, args=(name,)) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(refused)) == (1, 1)
    with acting_as(None, purpose=Purpose.SETUP):
        assert Membership.objects.filter(role="campaign_manager").count() == 1


def test_a_new_password_is_chosen_by_the_person_alone(amina, here):
    nadia = given_member("Nadia", "campaign_manager", here)
    with as_work(amina):
        membership = queries.membership_for(here, Membership.objects.get(user=nadia).pk)
        code = actions.make_new_password_slip(membership=membership, by=amina, at=NOON)
        with pytest.raises(accounts.NotYourOwn):
            own = Membership.objects.get(user=amina)
            actions.make_new_password_slip(membership=own, by=amina, at=NOON)
    with acting_as(None, purpose=Purpose.NOBODY):
        with pytest.raises(accounts.PasswordTooWeak):
            accounts.choose_new_password(typed=code, password="1234", at=NOON)
        accounts.choose_new_password(typed=code, password=WORDS, at=NOON)
        with pytest.raises(account_queries.CodeNotGood):
            accounts.choose_new_password(typed=code, password="another three words", at=NOON)
    nadia.refresh_from_db()
    assert nadia.check_password(WORDS)


def test_nobody_takes_a_role_to_which_they_invited(here):
    keeper = given_member("Karima", "platform_administrator", given_organisation("Twiza"))
    with as_work(keeper):
        _made, code = actions.invite(
            organisation=here, role="association_president", starts_on=NOON.date(), ends_on=None, by=keeper,
            at=NOON,
        )  # fmt: skip
        with pytest.raises(actions.NotYourself), transaction.atomic():
            actions.accept_with_account(typed=code, by=keeper, at=NOON)
        assert not Membership.objects.filter(user=keeper, organisation=here).exists()


def test_nobody_makes_a_slip_for_somebody_who_left(amina, here):
    nadia = given_member("Nadia", "campaign_manager", here, ends_on=NOON.date())
    with as_work(amina):
        left = queries.membership_for(here, Membership.objects.get(user=nadia).pk)
        with pytest.raises(queries.NoSuchMembership):
            actions.make_new_password_slip(membership=left, by=amina, at=NOON)


def test_a_new_slip_closes_the_one_before(amina, here):
    nadia = given_member("Nadia", "campaign_manager", here)
    with as_work(amina):
        membership = Membership.objects.get(user=nadia)
        first, second = (
            actions.make_new_password_slip(membership=membership, by=amina, at=NOON) for _ in "ab"
        )
    with acting_as(None, purpose=Purpose.NOBODY):
        with pytest.raises(account_queries.CodeNotGood):
            accounts.choose_new_password(typed=first, password=WORDS, at=NOON)
        assert accounts.choose_new_password(typed=second, password=WORDS, at=NOON)


def test_a_new_password_slip_is_no_invitation_and_the_reverse(amina, here):
    nadia = given_member("Nadia", "campaign_manager", here)
    with as_work(amina):
        slip = actions.make_new_password_slip(
            membership=Membership.objects.get(user=nadia), by=amina, at=NOON
        )
    _invitation, code = invited(amina, here)
    with pytest.raises(account_queries.CodeNotGood):
        accepted(slip, username="another")
    with acting_as(None, purpose=Purpose.NOBODY), pytest.raises(account_queries.CodeNotGood):
        accounts.choose_new_password(typed=code, password=WORDS, at=NOON)


def test_a_new_place_invites_its_first_administrator_once(db):
    with acting_as(None, purpose=Purpose.SETUP):
        words = actions.first_invitation(at=NOON)
    karima = accepted(words.split()[-1], username="karima")
    with as_work(karima):
        assert [role for _where, role in queries.roles_of(karima.pk, on=TODAY)] == ["platform_administrator"]
    with acting_as(None, purpose=Purpose.SETUP):
        assert actions.first_invitation(at=NOON) is None
