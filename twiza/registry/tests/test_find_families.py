"""The search box. Zineb and Youssef are sought in every spelling; Salma's families are another organisation's."""

from datetime import date

import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from twiza.linkage.names import NameMatcher
from twiza.network import actions as network
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions, queries
from twiza.registry.actions import attempts
from twiza.registry.models import Attempts, SearchKey
from twiza.registry.rules.keys import Keys
from twiza.registry.rules.people import HouseholdData, PersonData
from twiza.registry.rules.sought import Sought
from twiza.registry.tests.given import HEADING, NOON, given_household, given_upload

pytestmark = pytest.mark.django_db
AccessLine = apps.get_model("audit", "AccessLine")


@pytest.fixture
def sebou():
    return given_organisation("Association Sebou")


@pytest.fixture
def salma(sebou):
    return given_member("Salma", "association_president", sebou)


def written(tissaout, amina, **person):
    """Register a household of one person."""
    with acting_as(amina.pk, purpose=Purpose.WORK):
        return actions.register_household(
            organisation=tissaout.pk,
            household=HouseholdData(),
            members=[PersonData(**person)],
            by=amina,
            at=NOON,
        )


def found(tissaout, text):
    return [one.id for one in queries.search_households(tissaout.pk, text)]


@pytest.mark.parametrize(
    "text",
    [
        "فاطمة الزهراء بناني",
        "فاطمه الزهرا بناني",
        "Fatima Zahra Bennani",
        "bennani fatima zahra",
        "Fatimazahra Benani",
        "FATMA BENNANI",
        "Fatima Bennanni",
        "fati",
        "benn",
        "بنا",
        "fatima ben",
        "ⴼⴰⵟⵉⵎⴰ",
    ],
)
@pytest.mark.parametrize("name", ["فاطمة الزهراء بناني", "Fatima Zahra Bennani", "Fatimazahra BENNANI"])
def test_it_finds_in_any_script_spelling_order_and_by_a_beginning(tissaout, amina, at_work, name, text):
    form = "name_arabic" if name.startswith("ف") else "name_latin"
    household = written(tissaout, amina, **{form: name})
    written(tissaout, amina, name_arabic="محمد الشرقاوي")
    assert found(tissaout, text) == [household.pk]


def test_the_best_comes_first_and_says_why(tissaout, amina, at_work):
    sounds = written(tissaout, amina, name_latin="Youssef Alaoui")
    same = written(tissaout, amina, name_arabic="يوسف العلوي")
    written(tissaout, amina, name_arabic="يونس العلوي")
    first, second = queries.search_households(tissaout.pk, "يوسف العلوي")
    assert (first.id, second.id) == (same.pk, sounds.pk)
    assert [one.code for one in first.reasons] == ["same", "same"]
    assert {one.code for one in second.reasons} <= {"same_name", "sounds_alike"}
    assert (second.reasons[0].left, second.reasons[0].right) == ("يوسف", "Youssef")


def test_it_finds_by_code_and_by_telephone(tissaout, amina, at_work):
    household = written(tissaout, amina, name_said="Zineb", phone="+212612345678")
    for text in (household.code, household.code.lower().replace("-", " "), "06 12 34 56 78", "٠٦١٢٣٤٥٦٧٨"):
        assert found(tissaout, text) == [household.pk], text
    assert found(tissaout, "06 12 34 56 79") == []


def test_nothing_of_another_organisation_is_found(tissaout, sebou, amina, salma):
    theirs = given_household(sebou, salma, "زينب الأطلسية")
    with acting_as(amina.pk, purpose=Purpose.WORK):
        for organisation in (tissaout, sebou):
            for text in ("زينب الأطلسية", "Zineb", theirs.code):
                assert queries.search_households(organisation.pk, text) == []
    with acting_as(salma.pk, purpose=Purpose.WORK):
        assert found(sebou, "Zineb Latlassia") == [theirs.pk]


def test_whoever_is_erased_is_not_found_and_leaves_no_key(tissaout, amina, at_work):
    household = given_household(tissaout, amina, "زينب الأطلسية")
    actions.erase_household(household=household, reason_code="asked", by=amina, at=NOON)
    assert found(tissaout, "زينب") == [] and not SearchKey.objects.exists()


def test_the_keys_of_an_import_are_those_of_a_form(tissaout, amina, at_work):
    given_household(tissaout, amina, "ليلى بن علي الأطلسية")
    by_form = set(SearchKey.objects.values_list("key", flat=True))
    SearchKey.objects.all().delete()
    given_upload(tissaout, amina, HEADING, ["ليلى بن علي الأطلسية", "05/03/1980", "3"])
    assert set(SearchKey.objects.values_list("key", flat=True)) == by_form


def test_an_undone_import_takes_its_keys_away(tissaout, amina, at_work):
    upload = given_upload(tissaout, amina, HEADING, ["ليلى الأطلسية", "05/03/1980", "3"])
    actions.undo_upload(upload=upload, by=amina, at=NOON)
    assert not SearchKey.objects.exists()


def test_nobody_fills_in_somebody_elses_keys(tissaout, sebou, amina, at_work):
    household = given_household(tissaout, amina, "زينب")
    (person,) = queries.members_of(household)
    with pytest.raises(ProgrammingError), transaction.atomic():
        SearchKey.objects.create(organisation=sebou, key="x y ", person=person)


@pytest.mark.parametrize(
    "text",
    ["", " ", "م" * 10_000, "a " * 5_000, "\x00\x01\u202e", "😀😀", "%_' OR 1=1 --", "(((", "\ud83d", "١"],
)
def test_it_bears_anything_that_is_typed(tissaout, amina, at_work, text):
    given_household(tissaout, amina, "زينب الأطلسية")
    assert queries.search_households(tissaout.pk, text) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
@example("L:0")  # a sign for one letter, with an article before it and without
def test_a_name_has_keys_by_which_it_is_found(text):
    made = Keys().of(text)
    matcher = NameMatcher()
    sought = Sought(text, matcher)
    assert bool(made) == bool(sought.readings)
    texts = [part.text[:60] for part in matcher.read(text).parts]
    assert all(len(key) <= 200 and key.count(" ") == 2 and key.split(" ")[1] in texts for key in made)
    sought.weigh([(place, key.split(" ")[1]) for place in range(len(sought.tokens)) for key in made], 2)
    if made and all(len(one) <= 60 for one in texts):
        assert sought.fit(matcher.read(text).parts) is not None


def test_a_search_leaves_a_line_found_or_not_and_never_the_name(client, tissaout, amina):
    household = given_household(tissaout, amina, "زينب الأطلسية")
    client.force_login(amina)
    for text in ("Zineb", "Abdelkader"):
        client.post(reverse("registry:list_households"), {"q": text})
    with acting_as(amina.pk, purpose=Purpose.WORK):
        lines = list(AccessLine.objects.order_by("at", "pk"))
        (person,) = queries.members_of(household)
        assert [(one.page, set(one.subjects)) for one in lines] == [
            ("registry.search", {household.pk, person.pk}),
            ("registry.search", set()),
        ]
        assert Attempts.objects.get().in_hour == 2
    assert "Zineb" not in str([vars(one) for one in lines])


def test_a_search_is_over_all_that_the_person_may_see(client, tissaout, sebou, amina, salma):
    with acting_as(None, purpose=Purpose.SETUP):
        network.give_role(
            organisation=sebou,
            user=amina,
            role="listener",
            starts_on=date(2025, 1, 1),
            ends_on=None,
            by=None,
            at=NOON,
        )
    for organisation, by in ((tissaout, amina), (sebou, salma)):
        given_household(organisation, by, "زينب الأطلسية")
    client.force_login(amina)
    answer = client.post(reverse("registry:list_households"), {"q": "Zineb"})
    assert len(answer.context["found"]) == 2
    client.force_login(salma)
    assert len(client.post(reverse("registry:list_households"), {"q": "Zineb"}).context["found"]) == 1


def test_somebody_who_tries_names_is_stopped(client, tissaout, amina, monkeypatch):
    monkeypatch.setattr(attempts, "MOST_IN_AN_HOUR", 2)
    given_household(tissaout, amina, "زينب الأطلسية")
    client.force_login(amina)
    pages = [client.post(reverse("registry:list_households"), {"q": "Zineb"}).content.decode() for _ in "abc"]
    assert ["زينب" in page for page in pages] == [True, True, False]
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert AccessLine.objects.filter(page="registry.search_refused").count() == 1


def test_counting_begins_again_each_minute_and_hour(tissaout, amina, at_work):
    for minute in (0, 0, 1):
        actions.count_look(organisation=tissaout.pk, by=amina, at=NOON.replace(minute=minute))
    row = Attempts.objects.get()
    assert (row.in_minute, row.in_hour) == (1, 3)
    actions.count_look(organisation=tissaout.pk, by=amina, at=NOON.replace(hour=NOON.hour + 1))
    row.refresh_from_db()
    assert (row.in_minute, row.in_hour) == (1, 1)


def test_the_keys_of_those_who_were_there_before_are_filled(tissaout, amina):
    """The migration's own step, as the owner runs it."""
    from importlib import import_module

    with acting_as(amina.pk, purpose=Purpose.WORK):
        given_household(tissaout, amina, "زينب الأطلسية")
        before = set(SearchKey.objects.values_list("key", flat=True))
    migration = import_module("twiza.registry.migrations.0006_keys_by_sound")
    assert migration.made([(1, 2, "زينب الأطلسية", "", "")], Keys()) == [
        (2, key, 1) for key in sorted(before)
    ]
