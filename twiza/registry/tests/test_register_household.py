"""Households: registered, corrected, found, hidden from others, erased. Amina may, Youssef may in part, Salma works elsewhere."""

from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction

from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission
from twiza.registry import actions, queries
from twiza.registry.models import Household, Person, SearchKey, VulnerabilityMark
from twiza.registry.rules.codes import LETTERS, new_codes
from twiza.registry.rules.people import HouseholdData, PersonData
from twiza.registry.tests.given import NOON, TODAY, given_household

pytestmark = pytest.mark.django_db
AuditLine = apps.get_model("audit", "AuditLine")


@pytest.fixture
def youssef(tissaout):
    return given_member("Youssef", "treasurer", tissaout)


@pytest.fixture
def salma():
    return given_member("Salma", "association_president", given_organisation("Association Sebou"))


def test_it_registers_one_person_with_one_name_and_nothing_else(tissaout, amina, at_work):
    household = actions.register_household(
        organisation=tissaout.pk,
        household=HouseholdData(),
        members=[PersonData(name_said="Lalla Zineb")],
        by=amina,
        at=NOON,
    )
    (person,) = queries.members_of(household)
    assert (person.name, person.relationship, person.birth_on, person.phone) == (
        "Lalla Zineb",
        "head",
        None,
        "",
    )
    assert household.contact == "do_not_contact"


def test_it_is_logged_without_names(tissaout, amina, at_work):
    household = given_household(tissaout, amina, "زينب الأطلسية", "ليلى")
    line = AuditLine.objects.get(type="registry.household_registered")
    assert (line.target, line.by, line.data) == (household.pk, amina.pk, {"members": 2})
    assert "زينب" not in str(vars(line))


def test_the_history_says_who_and_what(tissaout, amina, at_work):
    household = given_household(tissaout, amina, "زينب", size=3)
    actions.correct_household(household=household, data=HouseholdData(size=4), by=amina, at=NOON)
    versions = [event for event in queries.history_of(household) if event.pgh_label == "update"]
    assert [version.size for version in versions] == [4]
    assert versions[0].pgh_context["user"] == str(amina.pk)


def test_it_checks_permission(tissaout, youssef):
    with acting_as(youssef.pk, purpose=Purpose.WORK), pytest.raises(NoPermission):
        actions.register_household(
            organisation=tissaout.pk,
            household=HouseholdData(),
            members=[PersonData(name_latin="Zineb")],
            by=youssef,
            at=NOON,
        )


def test_hidden_and_missing_look_the_same(tissaout, amina, youssef, salma):
    household = given_household(tissaout, amina)
    for user in (youssef, salma):
        with acting_as(user.pk, purpose=Purpose.WORK), pytest.raises(queries.NoSuchHousehold):
            queries.household_for(user, household.pk)


def test_another_organisation_has_no_such_row(tissaout, amina, salma):
    given_household(tissaout, amina)
    with acting_as(salma.pk, purpose=Purpose.WORK):
        assert not Household.objects.exists()
        assert Household.objects.update(size=9) == 0


def test_nobody_has_no_rows(tissaout, amina):
    given_household(tissaout, amina)
    assert not Household.objects.exists()
    assert not Person.objects.exists()


def test_it_refuses_a_household_of_nobody_and_a_person_without_name(tissaout, amina, at_work):
    for members, refusal in (([], actions.NobodyInIt), ([PersonData(phone="+212600000000")], actions.NoName)):
        with pytest.raises(refusal):
            actions.register_household(
                organisation=tissaout.pk, household=HouseholdData(), members=members, by=amina, at=NOON
            )


def test_a_head_need_not_be_a_man_and_there_is_one(tissaout, amina, at_work):
    household = given_household(tissaout, amina, "زينب", "إدريس")
    new = actions.add_member(
        household=household, person=PersonData(name_arabic="حليمة", sex="female"), by=amina, at=NOON
    )
    assert [m.pk for m in queries.members_of(household) if m.relationship == "head"] == [new.pk]
    with pytest.raises(actions.HeadStays):
        actions.correct_member(
            person=new, data=PersonData(name_arabic="حليمة", relationship="other"), by=amina, at=NOON
        )


def test_the_database_refuses_two_heads(tissaout, amina, at_work):
    household = given_household(tissaout, amina, "زينب", "إدريس")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(household=household).update(relationship="head")


@pytest.mark.parametrize(
    "broken",
    [
        {"name_arabic": "", "name_latin": "", "name_said": ""},
        {"birth_on": date(1980, 1, 1), "birth_precision": ""},
        {"sex": "x"},
        {"relationship": "boss"},
    ],
)
def test_the_database_keeps_the_promises_of_a_person(tissaout, amina, at_work, broken):
    household = given_household(tissaout, amina)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(household=household).update(**broken)


def test_it_finds_by_the_beginning_of_any_word_in_any_spelling(tissaout, amina, at_work):
    household = given_household(tissaout, amina, "فاطمة الزهراء المرّاكشية", "أحمد")
    given_household(tissaout, amina, "خديجة الفاسية")
    for text in ("فاطمه", "مراكش", "زهرا فاطم", "احمد", household.code, household.code.lower()):
        assert [line.id for line in queries.search_households(tissaout.pk, text)] == [household.pk], text
    assert queries.search_households(tissaout.pk, "فاطمة الفاسية") == []


def test_it_pages_by_key_and_counts_nothing(tissaout, amina, at_work):
    made = [given_household(tissaout, amina, f"اسم {n}").pk for n in "أبتثج"]
    first = queries.households_page(tissaout.pk, limit=2)
    assert [line.id for line in first.lines] == made[:-3:-1]
    second = queries.households_page(tissaout.pk, older_than=first.older, limit=2)
    assert [line.id for line in second.lines] == made[2:0:-1]
    back = queries.households_page(tissaout.pk, newer_than=second.newer, limit=2)
    assert [line.id for line in back.lines] == [line.id for line in first.lines]
    last = queries.households_page(tissaout.pk, older_than=second.older, limit=2)
    assert (len(last.lines), last.older, first.newer, back.newer) == (1, None, None, None)


def test_a_new_name_is_found_and_the_old_one_no_longer(tissaout, amina, at_work):
    household = given_household(tissaout, amina, "زينب")
    (person,) = queries.members_of(household)
    actions.correct_member(person=person, data=PersonData(name_arabic="حليمة"), by=amina, at=NOON)
    assert queries.search_households(tissaout.pk, "زينب") == []
    assert queries.search_households(tissaout.pk, "حليم")[0].id == household.pk


def test_it_sets_the_safe_contact_rule(tissaout, amina, at_work):
    household = given_household(tissaout, amina)
    actions.set_safe_contact(household=household, contact="telephone", words="صباحا فقط", by=amina, at=NOON)
    assert Household.objects.get().contact == "telephone"
    # correcting other facts leaves the rule alone
    actions.correct_household(household=household, data=HouseholdData(size=2), by=amina, at=NOON)
    assert Household.objects.get().contact == "telephone"


def test_it_notes_a_situation_once_while_it_lasts(tissaout, amina, at_work):
    household = given_household(tissaout, amina)
    words = {
        "household": household,
        "category": "widows",
        "said_by": "self_declared",
        "by": amina,
        "at": NOON,
    }
    first = actions.mark_vulnerability(on=TODAY, **words)
    assert actions.mark_vulnerability(on=TODAY, **words).pk == first.pk
    actions.end_vulnerability(mark=first, on=TODAY, by=amina, at=NOON)
    with pytest.raises(actions.MarkAlreadyEnded):
        actions.end_vulnerability(mark=first, on=TODAY, by=amina, at=NOON)
    assert actions.mark_vulnerability(on=TODAY, **words).pk != first.pk
    assert VulnerabilityMark.objects.count() == 2
    with pytest.raises(actions.UnknownCategory):
        actions.mark_vulnerability(on=TODAY, **(words | {"category": "religion"}))


def test_it_gives_facts_without_names(tissaout, amina, at_work):
    household = actions.register_household(
        organisation=tissaout.pk,
        household=HouseholdData(size=4, place_words="حي السلام"),
        members=[
            PersonData(name_arabic="زينب", sex="female", birth_on=date(1960, 1, 1), birth_precision="year"),
            PersonData(
                name_arabic="ليلى", birth_on=date(2015, 1, 1), birth_precision="day", relationship="child"
            ),
            PersonData(name_arabic="الجارة", relationship="trusted"),
        ],
        by=amina,
        at=NOON,
    )
    for category in ("widows", "disability"):
        actions.mark_vulnerability(
            household=household, category=category, said_by="assessed", on=TODAY, by=amina, at=NOON
        )
    facts = queries.household_facts(tissaout.pk, [household.pk], on=TODAY)[household.pk]
    assert (facts.size, facts.children, facts.elderly, facts.woman_headed) == (4, 1, 1, True)
    assert (facts.widow, facts.disability, facts.contact) == (True, True, "do_not_contact")
    assert "زينب" not in repr(facts)


def test_facts_of_others_are_missing(tissaout, amina, salma):
    household = given_household(tissaout, amina)
    with acting_as(salma.pk, purpose=Purpose.WORK):
        assert queries.household_facts(tissaout.pk, [household.pk]) == {}


def test_unknown_facts_stay_unknown(tissaout, amina, at_work):
    household = given_household(tissaout, amina)
    facts = queries.household_facts(tissaout.pk, [household.pk])[household.pk]
    assert (facts.size, facts.children, facts.woman_headed) == (None, None, None)


def test_it_erases_a_household_and_all_its_versions(tissaout, amina, at_work):
    kept = given_household(tissaout, amina, "حليمة")
    household = given_household(tissaout, amina, "زينب", "ليلى", size=2)
    actions.correct_household(household=household, data=HouseholdData(size=3, address="x"), by=amina, at=NOON)
    actions.mark_vulnerability(
        household=household, category="widows", said_by="self_declared", on=TODAY, by=amina, at=NOON
    )
    actions.erase_household(household=household, reason_code="asked", by=amina, at=NOON)
    assert [row.pk for row in Household.objects.all()] == [kept.pk]
    assert queries.history_of(household) == []
    assert SearchKey.objects.count() == 1
    assert len(queries.history_of(kept)) == 2
    line = AuditLine.objects.get(type="registry.household_erased")
    assert (line.reason_code, len(line.data["persons"])) == ("asked", 2)


def test_it_erases_a_person_and_another_becomes_head(tissaout, amina, at_work):
    household = given_household(tissaout, amina, "زينب", "ليلى")
    head, other = queries.members_of(household)
    actions.erase_person(person=head, reason_code="asked", by=amina, at=NOON)
    assert [(m.pk, m.relationship) for m in queries.members_of(household)] == [(other.pk, "head")]
    assert Person.pgh_event_model.objects.filter(pgh_obj_id=head.pk).count() == 0
    with pytest.raises(actions.LastPerson):
        actions.erase_person(person=Person.objects.get(), reason_code="asked", by=amina, at=NOON)


def test_it_erases_nothing_of_others(tissaout, amina, salma):
    household = given_household(tissaout, amina)
    with acting_as(salma.pk, purpose=Purpose.WORK), connection.cursor() as cursor:
        cursor.execute("SELECT registry_erase(%s::uuid[], '{}')", [[household.pk]])
        assert cursor.fetchone() == (0,)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert Household.objects.filter(pk=household.pk).exists()


def test_only_some_may_erase(tissaout, amina):
    household = given_household(tissaout, amina)
    omar = given_member("Omar", "campaign_manager", tissaout)
    with acting_as(omar.pk, purpose=Purpose.WORK), pytest.raises(NoPermission):
        actions.erase_household(household=household, reason_code="asked", by=omar, at=NOON)


@pytest.mark.parametrize(
    "table", ["household", "person", "vulnerabilitymark", "personevent", "householdevent"]
)
def test_nobody_deletes_by_hand(tissaout, amina, at_work, table):
    given_household(tissaout, amina)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM registry_{table}")


def test_codes_are_different_and_say_nothing():
    codes = new_codes(2_000)
    assert len(set(codes)) == 2_000
    assert all(set(code.replace("-", "")) <= set(LETTERS) and len(code) == 11 for code in codes)


def test_data_are_values():
    assert replace(PersonData(name_latin="A"), sex="female").sex == "female"
