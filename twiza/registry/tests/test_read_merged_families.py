"""What was merged is read with what remains, and is in no list of its own."""

from typing import Any

import pytest
from django.urls import reverse

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions, queries
from twiza.registry.models import Household, Merge, Person
from twiza.registry.rules.people import HouseholdData, PersonData
from twiza.registry.tests.given import NOON, TODAY, given_household, given_upload

pytestmark = pytest.mark.django_db


def people(household: Household) -> list[Person]:
    return list(Person.objects.filter(household=household).order_by("position"))


def merged(kept: Household, other: Household, by: Any, **more: Any) -> Merge:
    same = [(people(kept)[0].pk, people(other)[0].pk)]
    return actions.merge_households(
        kept=kept, merged=other, **({"same": same, "take": {}} | more), by=by, at=NOON
    )


@pytest.fixture
def two(tissaout, amina):
    """The family of Zineb, typed in Arabic, and again, from a list, in French with a daughter."""
    kept = given_household(tissaout, amina, "زينب الأطلسية", "ليلى الأطلسية", size=3)
    heading = ["Nom complet", "Date de naissance", "Téléphone"]
    given_upload(tissaout, amina, heading, ["Zineb Atlassia", "05/03/1980", "0611111111"])
    with acting_as(amina.pk, purpose=Purpose.WORK):
        return kept, Household.objects.exclude(pk=kept.pk).get()


@pytest.fixture
def one_family(two, amina, at_work):
    merge = merged(*two, amina)
    return Household.objects.get(pk=two[0].pk), Household.objects.get(pk=two[1].pk), merge


def test_it_is_in_no_list_and_no_sheet(tissaout, one_family):
    kept, other, _merge = one_family
    assert [line.id for line in queries.households_page(tissaout.pk).lines] == [kept.pk]
    content, ids = queries.households_workbook(tissaout.pk)
    assert other.pk in ids, "what is read is logged"
    assert [draft.code for draft in queries.drafts.drafts_of([kept])] == [kept.code]
    assert len(queries.drafts.drafts_of([kept])[0].members) == 2


def test_a_register_that_one_statement_does_not_take_is_read_in_parts(
    tissaout, amina, one_family, monkeypatch
):
    for name in ("مريم", "نعيمة"):
        given_household(tissaout, amina, name)
    households = list(Household.objects.filter(merged_into__isnull=True).order_by("pk"))

    def read() -> list[Any]:
        return [(one.code, one.members) for one in queries.drafts.drafts_of(households)]

    whole = read()
    monkeypatch.setattr(queries.groups, "MOST_ASKED", 1)
    assert read() == whole and len(whole) == 3


def test_it_is_found_by_what_either_file_says(tissaout, one_family):
    kept, other, _merge = one_family
    head = people(kept)[0]
    for words in ("Zineb Atlassia", "زينب الأطلسية", "0611111111", other.code, kept.code):
        found = queries.search_households(tissaout.pk, words)
        assert [one.id for one in found] == [kept.pk], words
        assert {one.person for one in found} <= {None, head.pk}


def test_the_counter_is_shown_her_once(tissaout, one_family):
    kept, _other, _merge = one_family
    (one,) = queries.possible_matches(tissaout.pk, PersonData(name_latin="Zineb Atlassia"))
    assert (one.line.id, one.person) == (kept.pk, people(kept)[0].pk)
    assert not queries.possible_matches(
        tissaout.pk, PersonData(name_latin="Zineb Atlassia"), but=[people(kept)[0].pk]
    )


def test_a_list_that_names_her_again_knows_her(tissaout, amina, one_family):
    kept, _other, _merge = one_family
    heading = ["Nom complet", "Date de naissance", "Téléphone"]
    upload = given_upload(
        tissaout, amina, heading, ["Zineb Atlassia", "05/03/1980", "0611111111"], accepted=False
    )
    assert (upload.counts["good"], upload.counts["already"]) == (0, 1)
    assert kept.pk in queries.shown_by_preview(upload)


def test_her_situations_and_history_follow(tissaout, amina, two, at_work):
    kept, other = two
    for household, person, category in (
        (other, people(other)[0], "widows"),
        (other, None, "orphans"),
        (kept, people(kept)[1], "disability"),
    ):
        actions.mark_vulnerability(
            household=household,
            person=person,
            category=category,
            said_by="self_declared",
            on=TODAY,
            by=amina,
            at=NOON,
        )
    merged(kept, other, amina)
    kept = Household.objects.get(pk=kept.pk)
    assert {mark.category for mark in queries.marks_of(kept)} == {"widows", "orphans", "disability"}
    facts = queries.household_facts(tissaout.pk, [kept.pk, other.pk], on=TODAY)
    assert list(facts) == [kept.pk], "a merged household is no household of a campaign"
    assert set(facts[kept.pk].categories) == {"widows", "orphans", "disability"}
    assert {event.pgh_obj_id for event in queries.history_of(kept)} >= {kept.pk, other.pk}
    again = actions.mark_vulnerability(
        household=kept,
        person=people(kept)[0],
        category="widows",
        said_by="assessed",
        on=TODAY,
        by=amina,
        at=NOON,
    )
    assert again.household_id == other.pk, "said once already, in the other file"


def test_her_situation_follows_a_person_of_two_households(tissaout, amina, at_work):
    own = given_household(tissaout, amina, "نعيمة التازية")
    parents = given_household(tissaout, amina, "خديجة التازية", "نعيمة التازية")
    entry = people(parents)[1]
    actions.mark_vulnerability(
        household=parents,
        person=entry,
        category="disability",
        said_by="self_declared",
        on=TODAY,
        by=amina,
        at=NOON,
    )
    actions.merge_persons(kept=people(own)[0], merged=entry, take=(), by=amina, at=NOON)
    facts = queries.household_facts(tissaout.pk, [own.pk, parents.pk], on=TODAY)
    assert facts[own.pk].categories == ("disability",)
    assert facts[parents.pk].categories == ()
    assert [mark.category for mark in queries.marks_of(own)] == ["disability"]
    assert queries.marks_of(parents) == []
    assert [one.pk for one in queries.members_of(parents)] == [people(parents)[0].pk]
    (found,) = queries.search_households(tissaout.pk, "نعيمة التازية")
    assert found.id == own.pk


def test_what_is_said_goes_to_the_one_that_remains(tissaout, amina, one_family):
    kept, other, _merge = one_family
    actions.set_safe_contact(household=other, contact="through_trusted", words="", by=amina, at=NOON)
    actions.correct_household(household=other, data=HouseholdData(size=9), by=amina, at=NOON)
    actions.add_member(
        household=other, person=PersonData(name_arabic="إدريس", relationship="head"), by=amina, at=NOON
    )
    kept = Household.objects.get(pk=kept.pk)
    assert (kept.contact, kept.size) == ("through_trusted", 9)
    assert [one.relationship for one in queries.members_of(kept)].count("head") == 1


def test_lists_that_brought_it_still_bring_the_family(tissaout, amina, one_family):
    kept, other, _merge = one_family
    assert queries.households_brought(tissaout.pk, other.upload_id) == [kept.pk]
    assert queries.households_brought(tissaout.pk, None) == [kept.pk]
    lines = {line.upload: line.households for line in queries.brought_lists(tissaout.pk)}
    assert lines == {other.upload_id: 1, None: 1}
    with pytest.raises(actions.StillNeeded):
        actions.undo_upload(upload=other.upload, by=amina, at=NOON)


def test_its_page_answers_with_the_one_that_remains(client, tissaout, amina, one_family):
    kept, other, merge = one_family
    client.force_login(amina)
    answer = client.get(reverse("registry:show_household", args=[other.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("registry:show_household", args=[kept.pk]), 302)]
    assert other.code in answer.content.decode()
    answer = client.post(reverse("registry:undo_merge", args=[merge.pk]), follow=True)
    assert answer.status_code == 200
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert Household.objects.get(pk=other.pk).merged_into_id is None
    answer = client.post(reverse("registry:undo_merge", args=[merge.pk]), follow=True)
    assert answer.status_code == 200, "a second click is told that it is over"


def test_a_person_merged_is_corrected_where_she_remains(client, amina, one_family):
    kept, other, _merge = one_family
    client.force_login(amina)
    answer = client.get(reverse("registry:correct_member", args=[people(other)[0].pk]))
    assert answer.context["person"].pk == people(kept)[0].pk
    assert answer.context["household"].pk == kept.pk


def test_a_situation_said_in_both_files_is_ended_once(tissaout, amina, two, at_work):
    kept, other = two
    for household in (kept, other):
        actions.mark_vulnerability(
            household=household,
            person=people(household)[0],
            category="widows",
            said_by="self_declared",
            on=TODAY,
            by=amina,
            at=NOON,
        )
    merged(kept, other, amina)
    kept = Household.objects.get(pk=kept.pk)
    actions.end_vulnerability(mark=queries.marks_of(kept)[0], on=TODAY, by=amina, at=NOON)
    assert all(mark.ended_at for mark in queries.marks_of(kept))
