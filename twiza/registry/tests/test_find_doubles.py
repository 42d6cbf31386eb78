"""A search finds who is written twice in one organisation; it is asked for, limited, logged, never in a protected one."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from twiza.lib.errors import DomainError
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.queue.actions import run_waiting_jobs
from twiza.registry import actions, queries
from twiza.registry.models import LinkRun, Pair, PairDecision
from twiza.registry.rules.people import HouseholdData, PersonData
from twiza.registry.tests.given import EVIDENCE, NOON, found_of, given_found, given_household, given_pair

pytestmark = pytest.mark.django_db
Organisation = apps.get_model("network", "Organisation")
Work, Line = apps.get_model("queue", "Work"), apps.get_model("audit", "AuditLine")


@pytest.fixture
def twice(tissaout, amina):
    """One woman, written by two people in two scripts; and a namesake far away."""
    homes = []
    for person, place in (
        (PersonData(name_arabic="حليمة التيموري", sex="female", birth_on=NOON.date().replace(1950, 3, 9),
                    birth_precision="day", phone="0655443322"), "زاكورة"),
        (PersonData(name_latin="Halima Timouri", sex="female", birth_on=NOON.date().replace(1950, 3, 9),
                    birth_precision="day", phone="0655443322"), "Zagora"),
        (PersonData(name_latin="Halima Ouazrou", sex="female", birth_on=NOON.date().replace(1988, 7, 1),
                    birth_precision="day"), "Tata"),
    ):  # fmt: skip
        with acting_as(amina.pk, purpose=Purpose.WORK):
            homes.append(
                actions.register_household(
                    organisation=tissaout.pk,
                    household=HouseholdData(place_words=place),
                    members=[person],
                    by=amina,
                    at=NOON,
                )  # fmt: skip
            )
    return homes


@pytest.mark.slow
def test_it_finds_one_woman_in_two_scripts_and_says_why(tissaout, amina, twice):
    with acting_as(amina.pk, purpose=Purpose.WORK):
        work = actions.seek_doubles(organisation=tissaout.pk, by=amina, at=NOON)
    run_waiting_jobs()
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert Work.objects.get(pk=work).state == "finished"
        (pair,) = Pair.objects.filter(verdict="same")
        assert {pair.left_household_id, pair.right_household_id} == {home.pk for home in twice[:2]}
        said = {field: code for field, code, *_ in pair.evidence}
        assert (said["given"], said["birth"]) == ("same", "same_day")
        assert sum(weight for _, _, weight, _ in pair.evidence) == pytest.approx(pair.weight, abs=0.01)
        run = queries.last_run(tissaout.pk)
        assert (run.persons, run.estimated, run.by) == (3, False, amina)
        assert len(run.model_hash) == 64 and run.model_hash in str(run.model_hash)
        line = Line.objects.filter(type="registry.doubles_sought").get()
        assert "Halima" not in str(line.data) and line.data["persons"] == 3


def test_evidence_holds_codes_and_numbers_only(tissaout, amina, twice, at_work):
    given_pair(tissaout, amina, *twice[:2])
    kept = str(list(Pair.objects.values("evidence", "verdict", "state")))
    assert not any(word in kept for word in ("حليمة", "Halima", "0655443322", "1950", "Zagora"))


def test_who_collects_for_others_is_compared_with_nobody(tissaout, amina, at_work):
    home = given_household(tissaout, amina, "زينب الأطلسية")
    person = PersonData(name_latin="Driss Ouazrou", relationship="trusted", phone="0611223344")
    actions.add_member(household=home, person=person, by=amina, at=NOON)
    assert [record.name for record in queries.records_of(tissaout.pk)] == ["زينب الأطلسية"]


def test_a_protected_service_is_never_searched():
    refuge = given_organisation("Refuge Amal")
    with acting_as(None, purpose=Purpose.SETUP):
        Organisation.objects.filter(pk=refuge.pk).update(protected=True)
    director = given_member("Nora", "centre_director", refuge)
    homes = [given_household(refuge, director, "زينب الأطلسية") for _ in range(2)]
    with acting_as(director.pk, purpose=Purpose.WORK):
        with pytest.raises(actions.NeverMatched):
            actions.seek_doubles(organisation=refuge.pk, by=director, at=NOON)
        with pytest.raises(actions.NeverMatched):
            given_pair(refuge, director, *homes)
        assert queries.cases_page(refuge.pk, "open").lines == []


def test_a_service_that_becomes_protected_shows_no_case_any_more(tissaout, amina, twice):
    pair = given_pair(tissaout, amina, *twice[:2])
    with acting_as(None, purpose=Purpose.SETUP):
        Organisation.objects.filter(pk=tissaout.pk).update(protected=True)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert queries.cases_page(tissaout.pk, "open").lines == []
        with pytest.raises(queries.NoSuchCase):
            queries.pair_for(amina, pair.pk)
        with pytest.raises(actions.NeverMatched):
            actions.decide_pairs(decisions={pair.pk: "not_same"}, reason_code="", by=amina, at=NOON)


def test_it_needs_its_own_permission(tissaout):
    listener = given_member("Yasmine", "listener", tissaout)
    with acting_as(listener.pk, purpose=Purpose.WORK), pytest.raises(NoPermission):
        actions.seek_doubles(organisation=tissaout.pk, by=listener, at=NOON)


def test_it_is_not_searched_again_and_again(tissaout, amina, at_work):
    for _ in range(actions.MOST_RUNS_IN_AN_HOUR):
        given_found(tissaout, amina, found_of())
    with pytest.raises(actions.TooManyRuns):
        actions.seek_doubles(organisation=tissaout.pk, by=amina, at=NOON + timedelta(minutes=50))
    actions.seek_doubles(organisation=tissaout.pk, by=amina, at=NOON + timedelta(minutes=70))


def test_another_organisation_sees_nothing_of_it(tissaout, amina, twice):
    pair = given_pair(tissaout, amina, *twice[:2])
    salma = given_member("Salma", "association_president", given_organisation("Association Oum Rabia"))
    with acting_as(salma.pk, purpose=Purpose.WORK):
        assert (
            not Pair.objects.exists() and not LinkRun.objects.exists() and not PairDecision.objects.exists()
        )
        with pytest.raises(queries.NoSuchCase):
            queries.pair_for(salma, pair.pk)


def test_the_database_pairs_nobody_of_two_organisations(tissaout, amina, twice):
    other = given_organisation("Association Oum Rabia")
    salma = given_member("Salma", "association_president", other)
    stranger = given_household(other, salma, "حليمة التيموري")
    pair = given_pair(tissaout, amina, *twice[:2])
    with acting_as(salma.pk, purpose=Purpose.WORK):
        theirs = stranger.members.get().pk
    for column, value in (("right_id", theirs), ("right_household_id", stranger.pk)):
        with (
            pytest.raises(DatabaseError, match="one organisation|pair_in_order"),
            acting_as(amina.pk, purpose=Purpose.WORK),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE registry_pair SET {column} = %s WHERE id = %s", [value, pair.pk])


def test_a_decided_pair_comes_back_only_when_its_fields_say_something_else(tissaout, amina, twice, at_work):
    pair = given_pair(tissaout, amina, *twice[:2])
    actions.decide_pairs(decisions={pair.pk: "not_same"}, reason_code="namesakes", by=amina, at=NOON)
    assert (
        given_pair(tissaout, amina, *twice[:2], weight=3.0).state == "not_same"
    )  # another model, the same fields
    other = [[field, "slip" if field == "birth" else code, *rest] for field, code, *rest in EVIDENCE]
    assert given_pair(tissaout, amina, *twice[:2], evidence=other).state == "open"


def test_a_pair_that_is_no_longer_alike_leaves_the_list_and_returns(tissaout, amina, twice, at_work):
    pair = given_pair(tissaout, amina, *twice[:2])
    given_found(tissaout, amina, found_of())
    assert Pair.objects.get().state == "gone" and queries.cases_page(tissaout.pk, "open").lines == []
    assert given_pair(tissaout, amina, *twice[:2]).pk == pair.pk and Pair.objects.get().state == "open"


def test_whoever_is_erased_takes_the_pair_and_its_decisions_along(tissaout, amina, twice):
    pair = given_pair(tissaout, amina, *twice[:2])
    with acting_as(amina.pk, purpose=Purpose.WORK):
        actions.decide_pairs(decisions={pair.pk: "keep"}, reason_code="later", by=amina, at=NOON)
        actions.erase_household(household=twice[1], reason_code="asked", by=amina, at=NOON)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert not Pair.objects.exists() and not PairDecision.objects.exists()


def test_somebody_erased_while_it_ran_is_left_out(tissaout, amina, twice, at_work):
    heads = [home.members.get() for home in twice]
    found = found_of((heads[0], heads[1]), (heads[0], heads[2]))
    actions.erase_household(household=twice[1], reason_code="asked", by=amina, at=NOON)
    assert given_found(tissaout, amina, found).found == 1


def test_a_decision_is_only_ever_added(tissaout, amina, twice, at_work):
    pair = given_pair(tissaout, amina, *twice[:2])
    actions.decide_pairs(decisions={pair.pk: "ask"}, reason_code="family", by=amina, at=NOON)
    for sql in ("UPDATE registry_pairdecision SET decision = 'keep'", "DELETE FROM registry_pairdecision",
                "DELETE FROM registry_pair", "UPDATE registry_linkrun SET model = ''"):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_decision_is_remembered_with_weight_and_model_and_can_be_taken_back(
    tissaout, amina, twice, at_work
):
    pair = given_pair(tissaout, amina, *twice[:2])
    asked = actions.decide_pairs(decisions={pair.pk: "ask"}, reason_code="papers", by=amina, at=NOON)
    act = actions.decide_pairs(decisions={pair.pk: "not_same"}, reason_code="relatives", by=amina, at=NOON)
    last = queries.decisions_of([pair])[0]
    assert (last.decision, last.reason_code, last.weight) == ("not_same", "relatives", pair.weight)
    assert last.model_hash == "c" * 64 and last.by == amina
    with pytest.raises(actions.CannotTakeBack):
        actions.take_back(act=asked, by=amina, at=NOON)  # not the latest
    actions.take_back(act=act, by=amina, at=NOON)
    assert Pair.objects.get().state == "ask"
    with pytest.raises(actions.CannotTakeBack):
        actions.take_back(act=act, by=amina, at=NOON)
    actions.take_back(act=asked, by=amina, at=NOON)
    assert Pair.objects.get().state == "open"


def test_two_people_at_one_case_do_not_decide_twice(tissaout, amina, twice, at_work):
    pair = given_pair(tissaout, amina, *twice[:2])
    actions.decide_pairs(decisions={pair.pk: "keep"}, reason_code="", by=amina, at=NOON)
    with pytest.raises(actions.DecidedMeanwhile):
        actions.decide_pairs(decisions={pair.pk: "not_same"}, reason_code="", by=amina, at=NOON)
    with pytest.raises(DomainError):
        actions.decide_pairs(decisions={pair.pk: "keep"}, reason_code="family", by=amina, at=NOON)


def test_pages_of_cases_show_each_case_once_in_order(tissaout, amina, at_work):
    heads = [given_household(tissaout, amina, f"حليمة {'ا' * n}لتازية").members.get() for n in range(1, 8)]
    found = found_of()
    for number, other in enumerate(heads[1:]):
        found.pairs.extend(found_of((heads[0], other), weight=float(number % 3)).pairs)
    given_found(tissaout, amina, found)
    seen, after = [], ""
    while True:
        page = queries.cases_page(tissaout.pk, "open", after=after, limit=2)
        seen += [line.pair for line in page.lines]
        if not (after := page.next):
            break
    assert len(seen) == len(set(seen)) == 6
    weights = dict(Pair.objects.values_list("pk", "weight"))
    assert [weights[pk] for pk in seen] == sorted(weights.values(), reverse=True)
    assert queries.cases_page(tissaout.pk, "open", after="nonsense").lines
