"""At the counter: who of the own register the person being written may be. Amina writes, Salma works elsewhere."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from twiza.linkage.name_reasons import PartCode, WholeCode
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions, queries
from twiza.registry.models import Household
from twiza.registry.rules.people import HouseholdData, PersonData
from twiza.registry.rules.possible import birth_reason
from twiza.registry.rules.reasons import OF_PARTS, OF_THE_WHOLE, SENTENCES, Reason, as_written
from twiza.registry.templatetags.families import reason
from twiza.registry.tests.given import NOON, given_household

pytestmark = pytest.mark.django_db
AccessLine = apps.get_model("audit", "AccessLine")
Organisation = apps.get_model("network", "Organisation")


def written(organisation, by, place="", **person):
    with acting_as(by.pk, purpose=Purpose.WORK):
        return actions.register_household(
            organisation=organisation.pk,
            household=HouseholdData(place_words=place),
            members=[PersonData(**person)],
            by=by,
            at=NOON,
        )


def asked(organisation, place="", **person):
    return [one.line.id for one in queries.possible_matches(organisation.pk, PersonData(**person), place)]


def born(year, month=5, day=3, precision="day"):
    return {"birth_on": date(year, month, day), "birth_precision": precision}


def test_every_code_of_the_engine_has_a_sentence():
    assert set(PartCode.__args__) == set(OF_PARTS)
    assert set(WholeCode.__args__) == set(OF_THE_WHOLE)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_sentence_is_said_in_both_languages(language, settings):
    from django.utils import translation

    with translation.override(language):
        for code, sentence in SENTENCES.items():
            said = reason(Reason(code, "Zineb", "زينب"))
            assert "%" not in said and said and translation.gettext(sentence) != sentence, code


def test_words_are_said_as_they_were_written():
    written_so = as_written("Abd el-Kader Ben Salah")
    assert (written_so["abdkader"], written_so["bensalah"]) == ("Abd el-Kader", "Ben Salah")
    assert as_written("حسنة العلوي")["حسنه"] == "حسنة"


def test_the_same_person_in_the_other_script_is_proposed_with_reasons(tissaout, amina, at_work):
    household = written(
        tissaout, amina, "حي السلام", name_arabic="زينب الأطلسي", phone="+212612345678", **born(1980)
    )
    typed = PersonData(name_latin="Zineb El Atlassi", phone="+212612345678", **born(1980))
    (one,) = queries.possible_matches(tissaout.pk, typed, "Hay Essalam")
    assert one.line.id == household.pk
    assert {"birth", "phone", "place"} < {reason.code for reason in one.reasons}


@pytest.mark.parametrize(
    ("there", "typed"),
    [
        ({"name_arabic": "سعيد بناني"}, {"name_arabic": "سعيدة بناني"}),
        ({"name_latin": "Said Bennani"}, {"name_latin": "Saida Bennani"}),
        ({"name_arabic": "سعيد بناني"}, {"name_latin": "Saida Bennani"}),
        # a father and his son: another first name, or the same one and another year
        ({"name_arabic": "حسن بناني"}, {"name_arabic": "سعيد حسن بناني"}),
        ({"name_arabic": "حسن بناني", "phone": "+212612345678"}, {"name_arabic": "سعيد بناني", "phone": "+212612345678"}),
        ({"name_arabic": "حسن بناني", **born(1950)}, {"name_arabic": "حسن بناني", **born(1985)}),
        ({"name_arabic": "نور بناني", "sex": "female"}, {"name_arabic": "نور بناني", "sex": "male"}),
        # twins
        ({"name_arabic": "حسن بناني", **born(2000)}, {"name_arabic": "حسين بناني", **born(2000)}),
    ],
)  # fmt: skip
def test_others_are_not_proposed(tissaout, amina, at_work, there, typed):
    written(tissaout, amina, **there)
    assert asked(tissaout, **typed) == []


def test_of_many_of_one_name_the_one_born_then_is_found(tissaout, amina, at_work):
    for year in range(1940, 2000, 5):
        written(tissaout, amina, name_arabic="محمد العلوي", **born(year))
    household = written(tissaout, amina, name_latin="Mohamed Alaoui", **born(1987))
    assert asked(tissaout, name_arabic="محمد العلوي", **born(1987))[0] == household.pk
    assert len(asked(tissaout, name_arabic="محمد العلوي")) == 5


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        (born(1980), born(1980), "birth"),
        (born(1980, 5, 3), born(1980, 3, 5), "birth_near"),
        (born(1980, 5, 3), born(1980, 5, 4), "birth_near"),
        (born(1980, 5, 3), born(1980, 1, 1), "birth_year"),
        (born(1980, 1, 1, "year"), born(1980), "birth_year"),
        (born(1980, 1, 1, "about"), born(1983, 1, 1, "about"), "birth_near"),
        (born(1980, 1, 1, "year"), born(1984, 1, 1, "year"), None),
        (born(1980, 5, 3), born(1995, 5, 12), None),
        (born(1980), {"birth_on": None, "birth_precision": ""}, "birth_unknown"),
    ],
)
def test_dates_of_birth_follow_the_habits_here(left, right, code):
    for one, other in ((left, right), (right, left)):
        found = birth_reason(*one.values(), *other.values())
        assert (found.code if found else None) == code


def test_a_family_of_another_organisation_is_never_hinted_at(client, tissaout, amina):
    sebou = given_organisation("Association Sebou")
    salma = given_member("Salma", "association_president", sebou)
    given_household(sebou, salma, "زينب الأطلسية")
    client.force_login(amina)
    answers = [
        client.post(
            reverse("registry:check_possible"),
            {"name_arabic": name, "organisation": str(organisation.pk)},
            HTTP_HX_REQUEST="true",
        ).content
        for name in ("زينب الأطلسية", "مبارك الريفي")
        for organisation in (tissaout, sebou)
    ]
    assert len(set(answers)) == 1 and b"found-one" not in answers[0]
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert asked(sebou, name_arabic="زينب الأطلسية") == []


def test_a_protected_service_is_not_matched_even_with_itself(tissaout, amina, client):
    household = given_household(tissaout, amina, "زينب الأطلسية")
    with acting_as(None, purpose=Purpose.SETUP):
        Organisation.objects.filter(pk=tissaout.pk).update(protected=True)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert asked(tissaout, name_arabic="زينب الأطلسية") == []
        assert [one.id for one in queries.search_households(tissaout.pk, "Zineb")] == [household.pk]


@pytest.fixture
def post(client, amina):
    client.force_login(amina)

    def post(name, *args, **data):
        return client.post(reverse(f"registry:{name}", args=args), data)

    return post


def form(**row):
    return {"m-TOTAL_FORMS": "1", "m-INITIAL_FORMS": "0", "contact": "do_not_contact"} | {
        f"m-0-{name}": value for name, value in row.items()
    }


def test_the_part_of_the_page_shows_who_it_may_be(post, tissaout, amina):
    household = given_household(tissaout, amina, "زينب الأطلسية")
    answer = post(
        "check_possible", row="m-0", **form(name_latin="Zineb El Atlassia", birth="19")
    ).content.decode()
    assert "<html" not in answer and "زينب الأطلسية" in answer and household.code in answer
    assert reverse("registry:show_household", args=[household.pk]) in answer
    with acting_as(amina.pk, purpose=Purpose.WORK):
        line = AccessLine.objects.get()
        (person,) = queries.members_of(household)
    assert (line.page, set(line.subjects)) == ("registry.possible", {household.pk, person.pk})


def test_without_javascript_the_form_asks_once(post, tissaout, amina):
    given_household(tissaout, amina, "زينب الأطلسية")
    data = form(name_latin="Zineb El Atlassia")
    question = post("register_household", **data)
    page = question.content.decode()
    assert question.status_code == 200 and "error-summary" in page and "زينب الأطلسية" in page
    assert households(amina) == 1
    (row,) = question.context["rows"]
    assert post("register_household", not_these=row.possible_ids, **data).status_code == 302
    assert households(amina) == 2


def test_an_answer_about_one_name_is_no_answer_about_another(post, tissaout, amina):
    given_household(tissaout, amina, "زينب الأطلسية")
    given_household(tissaout, amina, "خديجة التازية")
    (row,) = post("register_household", **form(name_arabic="زينب الأطلسية")).context["rows"]
    again = post("register_household", not_these=row.possible_ids, **form(name_arabic="خديجة التازية"))
    assert again.status_code == 200 and households(amina) == 2


def test_adding_a_member_asks_too(post, tissaout, amina):
    household = given_household(tissaout, amina, "زينب الأطلسية", "ليلى الأطلسية")
    data = {"name_latin": "Leila El Atlassia", "relationship": "child"}
    question = post("add_member", household.pk, **data)
    assert question.status_code == 200 and "ليلى الأطلسية" in question.content.decode()
    ids = question.context["form"].possible_ids
    assert post("add_member", household.pk, not_these=ids, **data).status_code == 302


def test_correcting_a_name_asks_too_and_never_names_herself(post, tissaout, amina):
    given_household(tissaout, amina, "زينب الأطلسية")
    other = given_household(tissaout, amina, "فاطمة الريفية")
    with acting_as(amina.pk, purpose=Purpose.WORK):
        (person,) = queries.members_of(other)
    same = {"name_arabic": "فاطمة الريفية", "relationship": "head"}
    assert post("correct_member", person.pk, **same | {"sex": "female"}).status_code == 302
    assert post("correct_member", person.pk, **same | {"name_latin": "Fatima Rifia"}).status_code == 302
    data = {"name_arabic": "زينب الأطلسية", "relationship": "head"}
    question = post("correct_member", person.pk, **data)
    assert question.status_code == 200
    form = question.context["form"]
    assert len(form.possible) == 1 and form.possible[0].person != person.pk
    assert post("correct_member", person.pk, not_these=form.possible_ids, **data).status_code == 302


@pytest.mark.parametrize("name", ["م" * 10_000, "\x00\u202e", "😀", "a " * 5000, "x"])
def test_it_bears_anything_that_is_typed(post, tissaout, amina, name):
    given_household(tissaout, amina, "زينب الأطلسية")
    for row in ("m-0", "m-999999", "../x", ""):
        answer = post("check_possible", row=row, place_words=name, **form(name_arabic=name, name_said=name))
        assert answer.status_code == 200 and b"found-one" not in answer.content


def test_only_who_may_write_is_answered(client, tissaout):
    client.force_login(given_member("Youssef", "treasurer", tissaout))
    answer = client.post(reverse("registry:check_possible"), {"name_arabic": "زينب"})
    assert answer.status_code == 403


def test_somebody_who_tries_names_is_stopped(post, tissaout, amina, monkeypatch):
    from twiza.registry.actions import attempts

    monkeypatch.setattr(attempts, "MOST_IN_A_MINUTE", 1)
    given_household(tissaout, amina, "زينب الأطلسية")
    answers = [post("check_possible", row="m-0", **form(name_arabic="زينب الأطلسية")).content for _ in "ab"]
    assert [b"found-one" in one for one in answers] == [True, False] and b"notice" in answers[1]


def test_sending_forms_is_no_way_around_the_limit(post, tissaout, amina, monkeypatch):
    from twiza.registry.actions import attempts

    monkeypatch.setattr(attempts, "MOST_IN_A_MINUTE", 0)
    given_household(tissaout, amina, "زينب الأطلسية")
    assert (
        post("register_household", **form(name_arabic="زينب الأطلسية")).status_code == 302
    )  # help does not wait
    assert households(amina) == 2


def households(amina):
    with acting_as(amina.pk, purpose=Purpose.WORK):
        return Household.objects.count()
