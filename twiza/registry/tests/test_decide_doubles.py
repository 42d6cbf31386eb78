"""The desk: a case side by side, four answers, and every answer can be taken back."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from twiza.network.tests.given import given_member
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions, queries
from twiza.registry.models import Household, Pair, PairDecision, Person
from twiza.registry.rules.people import HouseholdData, PersonData
from twiza.registry.tests.given import HEADING, NOON, found_of, given_found, given_pair, given_upload

pytestmark = pytest.mark.django_db
AccessLine = apps.get_model("audit", "AccessLine")
SON = PersonData(name_arabic="يوسف التيموري", relationship="child")


@pytest.fixture
def twice(tissaout, amina):
    """A woman and her son, in two files that say different things."""
    homes = []
    for head, place in (
        (PersonData(name_arabic="حليمة التيموري", sex="female", phone="0655443322"), "زاكورة"),
        (PersonData(name_latin="Halima Timouri", sex="female", phone="0655443321"), "Zagora"),
    ):
        with acting_as(amina.pk, purpose=Purpose.WORK):
            homes.append(
                actions.register_household(
                    organisation=tissaout.pk,
                    household=HouseholdData(place_words=place, address=f"زنقة {place}", size=len(homes) + 2),
                    members=[head, SON],
                    by=amina,
                    at=NOON,
                )
            )
    return homes


@pytest.fixture
def case(tissaout, amina, twice):
    """Both persons of both files were found: the mother surely, the son perhaps."""
    with acting_as(amina.pk, purpose=Purpose.WORK):
        (mother, son), (again, son_again) = (queries.members_of(home) for home in twice)
    found = found_of((mother, again))
    found.pairs.extend(found_of((son, son_again), weight=0.5, verdict="look").pairs)
    given_found(tissaout, amina, found)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        return list(Pair.objects.order_by("-weight"))


@pytest.fixture
def desk(client, amina):
    client.force_login(amina)
    return client


def page(desk, pair):
    return desk.get(reverse("registry:show_double", args=[pair.pk]))


def answer(desk, pair, decision, *same, **more):
    data = {"decision": decision, "same": [str(one.pk) for one in same], **more}
    return desk.post(reverse("registry:show_double", args=[pair.pk]), data)


def states(amina):
    with acting_as(amina.pk, purpose=Purpose.WORK):
        return [pair.state for pair in Pair.objects.order_by("-weight")]


def test_a_case_shows_both_sides_what_differs_and_why_in_words(desk, case):
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = page(desk, case[0]).content.decode()
    assert "حليمة التيموري" in text and "Halima Timouri" in text
    assert "The first name is the same" in text and "speaks strongly for one person" in text
    assert (
        "06554433<mark>22</mark>" in text or "<mark>2</mark>" in text
    )  # the digit that differs, not only by colour
    assert 'class="mark-word mark-near">Near' in text or 'mark-differs">Differs' in text


def test_it_leaves_one_line_with_everybody_shown(desk, amina, case, twice):
    page(desk, case[0])
    with acting_as(amina.pk, purpose=Purpose.WORK):
        line = AccessLine.objects.get(page="registry.double")
        assert set(line.subjects) == {home.pk for home in twice} | set(
            Person.objects.values_list("pk", flat=True)
        )


def test_the_list_shows_a_case_once_and_leaves_a_line(desk, amina, case, tissaout):
    text = desk.get(reverse("registry:list_doubles")).content.decode()
    assert text.count("case-line") == 1
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert len(AccessLine.objects.get(page="registry.doubles").subjects) == 4


@pytest.mark.parametrize(
    ("decision", "same", "expected"),
    [
        ("not_same", (), ["not_same", "not_same"]),
        ("ask", (), ["ask", "ask"]),
        ("keep", (0,), ["keep", "not_same"]),
        ("keep", (0, 1), ["keep", "keep"]),
    ],
)
def test_an_answer_is_written_and_taken_back(desk, amina, case, decision, same, expected):
    response = answer(desk, case[0], decision, *(case[one] for one in same))
    assert response.status_code == 302 and "decided=" in response["Location"]
    assert states(amina) == expected
    assert desk.get(response["Location"]).content.decode().count("/undo/") == 1
    with acting_as(amina.pk, purpose=Purpose.WORK):
        act = PairDecision.objects.first().act
    desk.post(reverse("registry:take_back", args=[act]))
    assert states(amina) == ["open", "open"]


def test_keeping_both_asks_who_is_one_person(desk, amina, case):
    response = answer(desk, case[0], "keep")
    assert response.status_code == 200 and "notice-refusal" in response.content.decode()
    assert states(amina) == ["open", "open"]


def test_a_reason_is_a_code_of_the_list(desk, amina, case):
    assert answer(desk, case[0], "not_same", reason_not_same="because I say so").status_code == 200
    answer(desk, case[0], "not_same", reason_not_same="relatives")
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert {row.reason_code for row in PairDecision.objects.all()} == {"relatives"}


def merge(desk, case, **chosen):
    address = answer(desk, case[0], "merge", *case)["Location"]
    form = desk.get(address).context["form"]
    data = {
        name: field.initial if field.initial else form.initial.get(name)
        for name, field in form.fields.items()
    }
    data |= {"same": [str(pair.pk) for pair in case], **chosen}
    return desk.post(address, data)


def test_a_merge_keeps_what_was_chosen_and_is_undone(desk, amina, case, twice):
    first, second = sorted(twice, key=lambda home: home.pk)
    response = merge(
        desk, case, kept=str(first.pk), **{"household-address": "other", "household-size": "one"}
    )
    assert response.status_code == 302, response.context["form"].errors
    assert states(amina) == ["merge", "merge"]
    with acting_as(amina.pk, purpose=Purpose.WORK):
        kept, gone = Household.objects.get(pk=first.pk), Household.objects.get(pk=second.pk)
        assert (gone.merged_into_id, kept.address, kept.size) == (first.pk, second.address, first.size)
        mother = queries.members_of(kept)[0]
        assert mother.name_arabic and mother.name_latin  # what only one side says is kept
        assert len(queries.records_of(kept.organisation_id)) == 2
        act = PairDecision.objects.first().act
    assert page(desk, case[0]).status_code == 200
    desk.post(reverse("registry:take_back", args=[act]))
    assert states(amina) == ["open", "open"]
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert Household.objects.get(pk=second.pk).merged_into_id is None
        assert Household.objects.get(pk=first.pk).address == first.address
        pair = Pair.objects.first()
        assert pair.left_household_id != pair.right_household_id


def test_undone_on_the_page_of_the_family_the_pairs_wait_again(desk, amina, case, twice):
    merge(desk, case, kept=str(twice[0].pk))
    with acting_as(amina.pk, purpose=Purpose.WORK):
        (line,) = queries.merge_lines(Household.objects.get(pk=twice[0].pk))
    for _again in "ab":  # a second press is told that it is over
        assert desk.post(reverse("registry:undo_merge", args=[line.merge.pk])).status_code == 302
    assert states(amina) == ["open", "open"]
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert not Household.objects.filter(merged_into__isnull=False).exists()


def test_a_person_alone_is_merged_while_the_households_stay_two(desk, amina, case, twice):
    son = case[1]
    address = answer(desk, case[0], "merge", son)["Location"]
    data = {"kept": str(son.left_household_id), "what": "persons", "same": [str(son.pk)]}
    data |= {choice.key: "one" for choice in desk.get(address).context["form"].choices}
    response = desk.post(address, data)
    assert response.status_code == 302, response.context["form"].errors
    assert states(amina) == ["not_same", "merge"]
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert not Household.objects.filter(merged_into__isnull=False).exists()
        assert Person.objects.get(pk=son.right_id).merged_into_id == son.left_id


def test_other_pairs_of_a_merged_entry_leave_the_list_and_the_household_is_followed(
    desk, tissaout, amina, case, twice
):
    with acting_as(amina.pk, purpose=Purpose.WORK):
        third = actions.register_household(
            organisation=tissaout.pk, household=HouseholdData(), by=amina, at=NOON,
            members=[PersonData(name_latin="Alima Timouri")],
        )  # fmt: skip
        rows = {row.pk: row for row in Person.objects.all()}
        alima = Person.objects.get(household=third)
    mother = case[0]
    found = found_of((rows[mother.left_id], rows[mother.right_id]), (rows[mother.right_id], alima))
    found.pairs.extend(found_of((rows[mother.left_id], alima), weight=2.0).pairs)
    given_found(tissaout, amina, found)
    kept = mother.left_household_id
    with acting_as(amina.pk, purpose=Purpose.WORK):
        pairs = queries.case_of(Pair.objects.get(pk=mother.pk))
        actions.merge_case(
            pairs=pairs, same={mother.pk}, kept=kept, take={}, only_persons=False, by=amina, at=NOON
        )
        said = {(row.left_id, row.right_id): row.state for row in Pair.objects.all()}
        assert said[tuple(sorted((mother.right_id, alima.pk)))] == "gone"
        assert said[tuple(sorted((mother.left_id, alima.pk)))] == "open"


def test_a_listener_has_no_desk(client, tissaout, case):
    yasmine = given_member("Yasmine", "listener", tissaout)
    client.force_login(yasmine)
    for name in ("show_double", "merge_double"):
        assert client.get(reverse(f"registry:{name}", args=[case[0].pk])).status_code == 404
    assert client.get(reverse("registry:list_doubles")).status_code == 403


def test_a_refused_search_says_why(desk, tissaout, amina):
    for _ in range(actions.MOST_RUNS_IN_AN_HOUR):
        given_found(tissaout, amina, found_of(), at=timezone.now())
    response = desk.post(reverse("registry:seek_doubles"))
    assert response.status_code == 302
    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["error"]


def test_pages_answer_when_there_is_nothing(desk):
    for name in ("list_doubles", "list_strange", "list_decisions"):
        response = desk.get(reverse(f"registry:{name}"))
        assert response.status_code == 200 and "empty-state" in response.content.decode(), name


def test_strange_groups_say_why_and_lead_to_their_pairs(desk, tissaout, amina, twice, case):
    with acting_as(amina.pk, purpose=Purpose.WORK):
        ids = [str(row.pk) for row in Person.objects.all()]
    pair = given_pair(tissaout, amina, *twice, strange=[("too_large", ids)])
    text = desk.get(reverse("registry:list_strange")).content.decode()
    assert reverse("registry:show_double", args=[pair.pk]) in text
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert {str(id) for id in AccessLine.objects.get(page="registry.strange").subjects} >= set(ids)


def test_the_file_of_decisions_names_nobody(desk, amina, case):
    answer(desk, case[0], "keep", case[0], reason_keep="later")
    text = desk.get(reverse("registry:download_decisions")).content.decode()
    lines = text.splitlines()
    assert len(lines) == 3 and "keep,later" in text
    with acting_as(amina.pk, purpose=Purpose.WORK):
        people = [str(id) for id in Person.objects.values_list("pk", flat=True)]
    assert not any(one in text for one in ["حليمة", "Halima", "0655443322", *people])


def test_after_a_list_the_search_is_one_click_away(desk, tissaout, amina):
    upload = given_upload(tissaout, amina, HEADING, ["زينب الأطلسية", "05/03/1980", "4"], remember=False)
    address = reverse("registry:show_upload", args=[upload.pk])
    assert reverse("registry:seek_doubles") in desk.get(address).content.decode()
    with acting_as(None, purpose=Purpose.SETUP):
        type(tissaout).objects.filter(pk=tissaout.pk).update(protected=True)
    assert reverse("registry:seek_doubles") not in desk.get(address).content.decode()
