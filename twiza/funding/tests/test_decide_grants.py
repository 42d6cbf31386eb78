"""A grant from its budget line to its decision: by the actions, and by the database in raw SQL."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import translation

from twiza.funding import actions, queries
from twiza.funding.models import Grant, GrantDecision, GrantInterest, GrantScore
from twiza.funding.tests.given_grants import (
    HOLDER,
    IN_2021,
    RIB,
    Funding,
    decide,
    given_admissible,
    given_call,
    given_funding,
    given_grant,
    given_granted,
    given_line,
    look,
    score,
)
from twiza.funding.tests.test_keep_restrictions import said_by_the_database
from twiza.lib.ids import new_id
from twiza.network import queries as network
from twiza.network.tests.given import NOON, audit_data, given_member, given_organisation
from twiza.network.tests.given_institutions import given_institution, given_received
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def one() -> Iterator[Funding]:
    with translation.override("en"):
        yield given_funding()


def given_call_of(one: Funding, **more):
    with one.at_funder():
        return given_call(one, **more)


def test_it_is_asked_looked_at_scored_and_granted_with_reasons_for_and_against(one):
    grant = given_granted(one)
    with one.at_grantee():
        file = queries.grant_file(queries.grant_for(one.hassan, grant.pk))
        assert file.grant.state == "granted"
        assert file.decision.amount == Decimal("160000.00")
        assert file.decision.score == Decimal("16.00")
        assert (file.decision.reasons_for, file.decision.reasons_against) == (
            "مركز وحيد في الجماعة",
            "تقرير سنوي ناقص",
        )
        assert file.scores == []  # how it was judged stays with the funder
        assert file.interests == []
    with one.at_funder():
        assert [one.granted for one in queries.budget_lines(one.funder.pk)] == [Decimal("160000.00")]
        assert audit_data("funding.grant_decided")


def test_the_figures_of_khenifra_stand_on_their_lines_to_the_dirham(one):
    with one.at_funder():
        whole = given_line(one, "3000000.00", title="جمعيات مؤسسات الرعاية")
        other = given_line(one, "1468411.00", title="جمعيات الإعاقة", theme="disability")
        call = given_call(one, other)
    with one.at_grantee():
        grant = given_grant(one, call, "1468411.00", project="مركز الإعاقة")
    with one.at_funder():
        look(one, grant)
    score(one, grant, one.meriem)
    score(one, grant, one.said)
    with one.at_funder(one.aziz):
        decide(one, grant, "1468411.00")
        left = {row.line.pk: row.left for row in queries.budget_lines(one.funder.pk)}
    assert left == {whole.pk: Decimal("3000000.00"), other.pk: Decimal("0.00")}


def test_not_granted_has_its_reasons_too(one):
    grant = given_admissible(one)
    score(one, grant, one.meriem, 3)
    score(one, grant, one.said, 4)
    with one.at_funder(one.aziz):
        with pytest.raises(actions.NotADecision, match="speaks against"):
            actions.decide_grant(
                grant=grant, granted=False, reasons_for="x", reasons_against=" ", by=one.aziz, at=IN_2021
            )
        decision = decide(one, grant, "0")
    assert not decision.granted
    with one.at_grantee():
        assert Grant.objects.get().state == "not_granted"


def test_a_wrong_account_is_refused_with_what_would_work(one):
    call = given_call_of(one)
    with one.at_grantee():
        with pytest.raises(actions.WrongAccount, match="would have printed 96 and not 69"):
            given_grant(one, call, rib="0117800000123456789012 69")
        with pytest.raises(actions.WrongAccount, match="24 digits; this one has 23"):
            given_grant(one, call, rib=RIB[:-1])
        with pytest.raises(actions.WrongAccount, match="in whose name"):
            given_grant(one, call, rib_holder=" ")
        assert not Grant.objects.exists()


def test_a_budget_that_does_not_add_up_is_refused(one):
    call = given_call_of(one)
    with one.at_grantee(), pytest.raises(actions.NotAnApplication, match="add up"):
        given_grant(one, call, headings=[actions.Heading("a", Decimal(100), Decimal(90))])


def test_an_account_in_the_name_of_a_person_gets_seven_days_and_the_file_is_kept(one):
    call = given_call_of(one)
    with one.at_grantee():
        grant = given_grant(one, call, rib_holder="Hassan B.")
    with one.at_funder():
        assert not queries.is_in_its_name(queries.grant_for(one.meriem, grant.pk))
        found = look(one, grant, holder_right=False)
        assert found.complete_by == IN_2021.date() + timedelta(days=7)
    with one.at_grantee():
        assert Grant.objects.get().state == "incomplete"
        actions.complete_grant(
            grant=grant, summary="ok", rib=RIB, rib_holder=HOLDER, by=one.hassan, at=IN_2021
        )
    with one.at_funder():
        assert queries.is_in_its_name(queries.grant_for(one.meriem, grant.pk))
        look(one, grant)
        assert Grant.objects.get().state == "admissible"
    with one.at_grantee(), pytest.raises(actions.NotNow):
        actions.complete_grant(
            grant=grant, summary="x", rib=RIB, rib_holder=HOLDER, by=one.hassan, at=IN_2021
        )


def test_without_a_licence_it_is_not_admissible_and_not_known_refuses_nothing(one):
    grant = given_admissible(one)
    with one.at_grantee():
        assert queries.grant_file(grant).looks[0].licence == "unknown"
    with one.at_funder():
        call = given_call(one, given_line(one, title="B"))
    with one.at_grantee():
        other = given_grant(one, call)
    with one.at_funder():
        assert look(one, other, licence="without").faults == ["licence"]
        assert Grant.objects.get(pk=other.pk).state == "inadmissible"


def test_who_has_a_link_scores_not_and_decides_not(one):
    grant = given_admissible(one)
    score(one, grant, one.meriem)
    score(one, grant, one.said, linked=True)
    with one.at_funder(one.said), pytest.raises(actions.InterestDeclared):
        actions.score_grant(grant=grant, points={}, by=one.said, at=IN_2021)
    with one.at_funder(one.aziz), pytest.raises(actions.NotADecision, match="Two people"):
        decide(one, grant)
    karima = given_member("Karima", "licensing_grants_officer", one.funder)
    score(one, grant, karima)
    with one.at_funder(one.aziz):
        actions.declare_interest(grant=grant, linked=True, words="عضو سابق", by=one.aziz, at=IN_2021)
        with pytest.raises(actions.InterestDeclared):
            decide(one, grant)
    other = given_member("Rachid", "provincial_delegate", one.funder)
    with one.at_funder(other):
        decide(one, grant, by=other)


def test_a_link_found_out_later_takes_the_score_out(one):
    grant = given_admissible(one)
    score(one, grant, one.meriem, 20)
    score(one, grant, one.said, 10)
    with one.at_funder(one.said):
        assert queries.score_of_grant(grant) == 15
        actions.declare_interest(grant=grant, linked=True, words="قرابة", by=one.said, at=IN_2021)
        assert queries.score_of_grant(grant) is None
    with one.at_funder(one.aziz), pytest.raises(actions.NotADecision):
        decide(one, grant)


def test_a_decision_stays_and_a_second_one_names_the_first(one):
    grant = given_granted(one)
    other = given_member("Rachid", "provincial_delegate", one.funder)
    with one.at_funder(other), pytest.raises(actions.DecidedAlready, match="Aziz"):
        decide(one, grant, "0", by=other)


def test_nothing_is_granted_beyond_what_is_asked_or_beyond_the_line(one):
    grant = given_admissible(one, line="100000.00")
    score(one, grant, one.meriem)
    score(one, grant, one.said)
    with one.at_funder(one.aziz):
        with pytest.raises(actions.NotADecision, match="more than was asked"):
            decide(one, grant, "160000.01")
        with pytest.raises(actions.NotADecision, match="not so much left"):
            decide(one, grant, "100000.01")
        decide(one, grant, "100000.00")


def test_a_programmed_list_is_written_by_the_funder_and_a_closed_call_takes_nothing(one):
    call = given_call_of(one, kind="programmed")
    with one.at_grantee(), pytest.raises(actions.NotACall, match="counter"):
        given_grant(one, call)
    with one.at_funder():
        given_grant(one, call, by=one.meriem)
        open_one = given_call(one, given_line(one, title="B"))
    with one.at_grantee(), pytest.raises(actions.NotACall, match="not open"):
        given_grant(one, open_one, at=IN_2021 + timedelta(days=30))


def test_each_may_only_what_is_theirs(one):
    call = given_call_of(one)
    salma = given_member("Salma", "association_president", given_organisation("Association Sebou"))
    with one.at_funder(salma):
        assert queries.call_for(call.pk).title == "Appel 2021"  # a call is public
        with pytest.raises(NoPermission):
            given_grant(one, call, by=salma)
    with one.at_grantee():
        grant = given_grant(one, call)
        with pytest.raises(NoPermission):
            actions.look_at_grant(
                grant=grant,
                licence="licensed",
                reports_missing=0,
                holder_right=True,
                by=one.hassan,
                at=IN_2021,
            )
    with one.at_funder(salma), pytest.raises(queries.NoSuchThing):
        queries.grant_for(salma, grant.pk)
    with one.at_funder(), pytest.raises(NoPermission):
        decide(one, grant, by=one.meriem)


def by_hand_score(grant, scorer, criterion) -> str:
    return said_by_the_database(
        "INSERT INTO funding_grantscore (id, organisation_id, grant_id, criterion_id, scorer_id, points, reason, at)"
        " VALUES (%s, %s, %s, %s, %s, 20, '', %s)",
        new_id(), grant.organisation_id, grant.pk, criterion, scorer.pk, IN_2021,
    )  # fmt: skip


def test_the_database_says_so_too(one):
    grant = given_admissible(one)
    with one.at_funder():
        criterion = queries.criteria_of(grant.call_id)[0].pk
        assert by_hand_score(grant, one.meriem, criterion) == "scored_without_interest"
    with one.at_funder(one.said):
        actions.declare_interest(grant=grant, linked=True, words="x", by=one.said, at=IN_2021)
        assert by_hand_score(grant, one.said, criterion) == "scored_without_interest"
        assert said_by_the_database("UPDATE funding_grantinterest SET linked = false") == "interest_stays"
    with one.at_funder():
        moved = "UPDATE funding_grant SET state = %s, state_at = now()"
        assert said_by_the_database(moved, "granted") == "grant_was_decided"
        assert said_by_the_database(moved, "archived") == "grant_moves_so"
        assert said_by_the_database("UPDATE funding_grant SET rib = %s", "0" * 24) == "grant_is_fixed"
        assert said_by_the_database("UPDATE funding_grant SET asked = 1") != ""
        decided = said_by_the_database(
            "INSERT INTO funding_grantdecision (id, organisation_id, grantee_id, grant_id, granted, amount, score,"
            " reasons_for, reasons_against, by_id, at) VALUES (%s, %s, %s, %s, true, 5, 5, 'x', 'x', %s, %s)",
            new_id(), grant.organisation_id, grant.grantee_id, grant.pk, one.meriem.pk, IN_2021,
        )  # fmt: skip
        assert decided == "decided_after_two_scores"
        more = said_by_the_database(
            "INSERT INTO funding_grantcriterion (id, organisation_id, call_id, place, title, weight)"
            " VALUES (%s, %s, %s, 9, 'x', 1)",
            new_id(), grant.organisation_id, grant.call_id,
        )  # fmt: skip
        assert more == "criteria_are_fixed"


def test_the_association_moves_nothing_by_hand(one):
    call = given_call_of(one)
    with one.at_grantee():
        grant = given_grant(one, call)
        moved = said_by_the_database("UPDATE funding_grant SET state = 'admissible', state_at = now()")
        assert moved == "grant_moved_by_the_funder"
        looked = said_by_the_database(
            "INSERT INTO funding_grantlook (id, organisation_id, grantee_id, grant_id, licence, reports_missing,"
            " holder_right, faults, words, by_id, at) VALUES (%s, %s, %s, %s, 'licensed', 0, true, '{}', '', %s, %s)",
            new_id(), grant.organisation_id, grant.grantee_id, grant.pk, one.hassan.pk, IN_2021,
        )  # fmt: skip
        assert looked != ""
        assert not GrantScore.objects.exists()
        assert not GrantInterest.objects.exists()
        assert not GrantDecision.objects.exists()


def test_nothing_written_about_a_file_is_rubbed_out(one):
    given_granted(one)
    with one.at_funder(), connection.cursor() as cursor:
        for table in ("budgetline", "grantcall", "grantlook", "grantscore", "grantdecision"):
            cursor.execute(f"SELECT count(*) FROM funding_{table}")
            assert cursor.fetchone()[0] > 0
            assert said_by_the_database(f"DELETE FROM funding_{table}") != ""


def test_nothing_is_granted_to_a_home_without_a_licence_before_its_file_is_received(one):
    house = given_institution(one.funder, one.meriem, association=one.grantee)
    with one.at_funder():
        call = given_call(one)
    with one.at_grantee():
        grant = given_grant(one, call)
    today = NOON.date()
    with one.at_funder():
        assert queries.licence_of(grant, on=today) == "without"
        for said in ("unknown", "pending", "licensed"):
            with pytest.raises(actions.LicenceFirst, match="regularisation"), transaction.atomic():
                look(one, grant, licence=said)
    given_received(house, one.meriem, kind="regularisation")
    with one.at_funder():
        assert queries.licence_of(grant, on=today) == "pending"
        look(one, grant, licence="pending")
        assert Grant.objects.get().state == "admissible"


def test_another_funder_does_not_know_who_works_without_a_licence(one):
    elsewhere = given_organisation("Autre délégation", kind="provincial_unit")
    given_institution(
        elsewhere, given_member("Karima", "licensing_grants_officer", elsewhere), association=one.grantee
    )
    with one.at_funder():
        known = network.licences_known(one.grantee.pk, to=one.funder.pk, on=NOON.date())
        assert known == set()
