"""The one function that reads rows of two organisations: what it gives, what it writes, and every way around it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from django.utils import timezone

from twiza.aid import actions
from twiza.aid.models import MatchRun, Nomination, NominationHousehold
from twiza.aid.tests.given import given_association, given_campaign
from twiza.aid.tests.matching_given import (
    bring,
    given_convention,
    given_family,
    given_run,
    given_two_doors,
    let_compare,
)
from twiza.network import actions as network
from twiza.network.tests.given import given_member
from twiza.platform.access import queries as access
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.roles import ROLES, permissions_of
from twiza.registry import actions as registry
from twiza.registry.rules.people import PersonData

pytestmark = pytest.mark.django_db

Household, Person = apps.get_model("registry", "Household"), apps.get_model("registry", "Person")
Membership, Organisation = apps.get_model("network", "Membership"), apps.get_model("network", "Organisation")


@pytest.fixture
def doors():
    return given_two_doors()


def ticket(doors, **values):
    with doors.lead.work():
        return given_run(doors, **values).pk


def rows(user, run, purpose=Purpose.MATCHING):
    """Ask the database itself, whatever Python would have said before."""
    with acting_as(user.pk, purpose=purpose), connection.cursor() as cursor:
        cursor.execute("SELECT organisation, name_arabic, name_latin FROM aid_rows_to_match(%s)", [run])
        return cursor.fetchall()


def refused(user, run, purpose=Purpose.MATCHING):
    words = "matching only|no such comparison|too often|only the desk|no agreement"
    with pytest.raises(Error, match=words), transaction.atomic():
        rows(user, run, purpose)
    return True


def test_it_gives_the_persons_that_both_brought_into_this_campaign(doors):
    given_family(doors.partner, PersonData(name_latin="Nobody Brought", relationship="head"))  # not nominated
    found = rows(doors.lead.amina, ticket(doors))
    assert sorted(name or other for _, name, other in found) == [
        "Mansouri Khadija",
        "Saida Lahlou",
        "خديجة المنصوري",
        "رشيد التازي",
    ]
    assert {one for one, _, _ in found} == {doors.lead.organisation.pk, doors.partner.organisation.pk}


def test_it_writes_a_line_in_the_log_of_each_with_everybody_it_read(doors):
    run = ticket(doors)
    rows(doors.lead.amina, run)
    line = apps.get_model("audit", "AccessLine")
    for side in (doors.lead, doors.partner):
        with side.work():
            mine = line.objects.get(page="aid.match_campaign", organisation_id=side.organisation.pk)
            assert (mine.by, mine.purpose, mine.role) == (doors.lead.amina.pk, "matching", "campaign_manager")
            brought = set(NominationHousehold.objects.values_list("household", flat=True))
            people = set(Person.objects.filter(household__in=brought).values_list("pk", flat=True))
            assert set(mine.subjects) == brought | people and people
    with doors.lead.work():
        assert MatchRun.objects.get(pk=run).read_at is not None


def test_nothing_else_reads_a_partners_row_under_that_purpose(doors):
    theirs = doors.partner.organisation.pk
    with acting_as(doors.lead.amina.pk, purpose=Purpose.MATCHING):
        for model in (Household, Person):
            assert not model.objects.filter(organisation_id=theirs).exists()
            assert model.objects.exists()
        assert not NominationHousehold.objects.filter(organisation=theirs).exists()
    with acting_as(None, purpose=Purpose.MATCHING):
        assert not Person.objects.exists()


def test_the_organisations_said_before_are_said_again_after_it(doors):
    run = ticket(doors)
    with acting_as(doors.lead.amina.pk, purpose=Purpose.MATCHING):
        mine = access.current().organisations
        assert len(actions.rows_to_match(run)) == 4
        assert access.current().organisations == mine
        assert not Person.objects.filter(organisation_id=doors.partner.organisation.pk).exists()
    # after a refusal in the middle too
    with doors.partner.work(doors.partner.hassan):
        network.end_sharing(
            convention=doors.convention,
            organisation=doors.partner.organisation,
            by=doors.partner.hassan,
            at=timezone.now(),
        )
    run = ticket(doors)
    with acting_as(doors.lead.amina.pk, purpose=Purpose.MATCHING):
        with pytest.raises(actions.NoAgreement):
            actions.rows_to_match(run)
        assert not Person.objects.filter(organisation_id=doors.partner.organisation.pk).exists()


@pytest.mark.parametrize("purpose", [one for one in Purpose if one != Purpose.MATCHING])
def test_it_refuses_every_other_purpose(doors, purpose):
    assert refused(doors.lead.amina, ticket(doors), purpose)
    assert purpose != Purpose.WORK or _python_refuses_too(doors)


def _python_refuses_too(doors):
    with doors.lead.work(), pytest.raises(actions.NoAgreement):
        actions.rows_to_match(ticket(doors))
    return True


def test_a_ticket_is_good_once_for_whom_it_was_made_and_for_a_day(doors):
    run = ticket(doors)
    assert refused(doors.lead.hassan, run)  # another person of the same desk
    assert rows(doors.lead.amina, run)
    assert refused(doors.lead.amina, run)
    assert refused(doors.lead.amina, ticket(doors, started_at=timezone.now() - timedelta(days=2)))
    assert refused(doors.lead.amina, ticket(doors, finished_at=timezone.now()))


def test_only_the_desk_of_the_campaign_gets_rows(doors):
    treasurer = given_member("Nadia", "treasurer", doors.lead.organisation)
    for person in (treasurer, doors.lead.youssef):
        assert refused(person, ticket(doors, started_by=person))
    assert refused(doors.partner.amina, ticket(doors, started_by=doors.partner.amina))
    with pytest.raises(Error), transaction.atomic(), doors.partner.work():
        given_run(doors, started_by=doors.partner.amina)  # a partner makes no ticket
    assert rows(doors.lead.hassan, ticket(doors, started_by=doors.lead.hassan))


def test_a_role_that_ended_gets_nothing(doors):
    run = ticket(doors)
    with acting_as(None, purpose=Purpose.SETUP):
        row = Membership.objects.get(user=doors.lead.amina)
    with doors.lead.work(doors.lead.hassan):
        network.end_role(
            membership=row,
            from_day=timezone.localdate(),
            reason="removed",
            by=doors.lead.hassan,
            at=timezone.now(),
        )
    assert refused(doors.lead.amina, run)


def test_the_roles_that_it_knows_are_those_of_the_page_of_roles():
    allowed = {one for one in ROLES if Permission.MATCHING_DECIDE in permissions_of(one)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'aid_rows_to_match'")
        source = cursor.fetchone()[0]
    assert {one for one in ROLES if f"'{one}'" in source} == allowed


def test_a_convention_that_ended_or_a_signature_taken_back_gives_nothing(doors):
    run = ticket(doors)
    with doors.partner.work(doors.partner.hassan):
        network.end_convention(
            convention=doors.convention,
            on=timezone.localdate(),
            reason="one_party",
            organisation=doors.partner.organisation,
            by=doors.partner.hassan,
            at=timezone.now(),
        )
    assert refused(doors.lead.amina, run)


def test_the_coordinator_must_have_signed_too(doors):
    run = ticket(doors)
    with doors.lead.work(doors.lead.hassan):
        network.end_sharing(
            convention=doors.convention,
            organisation=doors.lead.organisation,
            by=doors.lead.hassan,
            at=timezone.now(),
        )
    assert refused(doors.lead.amina, run)


@pytest.mark.parametrize("which", ["lead", "partner"])
def test_a_protected_service_is_never_read_neither_as_partner_nor_its_own(doors, which):
    run = ticket(doors)
    side = getattr(doors, which)
    with side.work(side.hassan):
        Organisation.objects.filter(pk=side.organisation.pk).update(protected=True)
    assert refused(doors.lead.amina, run)


def test_an_agreement_taken_off_the_campaign_gives_nothing(doors):
    run = ticket(doors)
    with doors.lead.work():
        actions.remove_agreement(agreement=doors.agreement, by=doors.lead.amina, at=timezone.now())
    assert refused(doors.lead.amina, run)


def test_rows_of_another_campaign_are_not_read(doors):
    other = given_family(doors.partner, PersonData(name_latin="Other Campaign", relationship="head"))
    mine = doors.lead.campaign
    elsewhere = given_campaign(doors.lead)
    with doors.lead.work():
        actions.invite_partner(
            campaign=elsewhere, partner=doors.partner.organisation, by=doors.lead.amina, at=timezone.now()
        )
        elsewhere = actions.freeze_criteria(
            campaign=elsewhere, criteria=mine.criteria, by=doors.lead.amina, at=timezone.now()
        )
    bring(doors.partner, elsewhere, other)
    doors.lead.campaign = mine
    assert "Other Campaign" not in {name for _, _, name in rows(doors.lead.amina, ticket(doors))}
    # a ticket of that campaign with this one's agreement
    assert refused(doors.lead.amina, ticket(doors, campaign=elsewhere))


def test_a_family_taken_back_or_merged_is_read_as_it_stands_now(doors):
    with doors.partner.work():
        gone = Nomination.objects.get(
            pk__in=NominationHousehold.objects.filter(
                household__in=Person.objects.filter(name_latin="Saida Lahlou").values("household")
            ).values("nomination")
        )
        actions.withdraw_nomination(
            nomination=gone, reason_code="mistake", by=doors.partner.amina, at=timezone.now()
        )
    again = given_family(doors.lead, PersonData(name_arabic="رشيد التازي", relationship="head"))
    with doors.lead.work(doors.lead.hassan):
        brought = Person.objects.get(name_arabic="رشيد التازي", household__in=_brought())
        twin = Person.objects.get(household=again)
        registry.merge_households(
            kept=again,
            merged=brought.household,
            same=[(twin.pk, brought.pk)],
            take={},
            by=doors.lead.hassan,
            at=timezone.now(),
        )
    names = sorted(name or other for _, name, other in rows(doors.lead.amina, ticket(doors)))
    assert names == ["Mansouri Khadija", "خديجة المنصوري", "رشيد التازي"]


def _brought():
    return NominationHousehold.objects.values_list("household", flat=True)


def test_a_third_that_shares_without_signing_is_not_read(doors):
    third = given_association("Association Ziz", "-third")
    with doors.lead.work():
        actions.invite_partner(
            campaign=doors.campaign, partner=third.organisation, by=doors.lead.amina, at=timezone.now()
        )
    theirs = given_family(third, PersonData(name_latin="Third Door", relationship="head"))
    bring(third, doors.campaign, theirs)
    assert third.organisation.pk not in {one for one, _, _ in rows(doors.lead.amina, ticket(doors))}
    # a convention of the third with the lead, signed by the lead alone, gives nothing either
    alone = given_convention(doors.lead, third)
    let_compare(alone, doors.lead)
    with doors.lead.work():
        agreement = actions.attach_agreement(
            campaign=doors.campaign, convention=alone, by=doors.lead.amina, at=timezone.now()
        )
        with pytest.raises(actions.NoAgreement):
            actions.start_matching(agreement=agreement, by=doors.lead.amina, at=timezone.now())
    assert refused(doors.lead.amina, ticket(doors, agreement=agreement))


def test_it_is_limited_in_the_database_too(doors):
    for _ in range(12):
        assert rows(doors.lead.amina, ticket(doors))
    assert refused(doors.lead.amina, ticket(doors))
