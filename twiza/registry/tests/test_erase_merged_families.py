"""Erasing a family whose files were merged reaches all of it, or one file alone; nothing comes back by an undo."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from twiza.registry import actions, queries
from twiza.registry.models import ErasedFamily, Household, Merge, Person
from twiza.registry.tests.given import NOON, given_household

pytestmark = pytest.mark.django_db


def people(household: Household) -> list[Person]:
    return list(Person.objects.filter(household=household).order_by("position"))


@pytest.fixture
def family(tissaout, amina, at_work) -> tuple[Household, Household, Merge]:
    kept = given_household(tissaout, amina, "زينب الأطلسية")
    other = given_household(tissaout, amina, "زينب الطلسية", "ليلى الأطلسية", address="زنقة الرمان 7")
    same = [(people(kept)[0].pk, people(other)[0].pk)]
    take = {str(people(kept)[0].pk): ["name_arabic"]}
    merge = actions.merge_households(kept=kept, merged=other, same=same, take=take, by=amina, at=NOON)
    return Household.objects.get(pk=kept.pk), Household.objects.get(pk=other.pk), merge


def everything() -> str:
    """Return all text of the tables of the registry, history included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE 'registry_%' AND schemaname = 'public'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            found.append(cursor.fetchone()[0])
    return " ".join(found)


def test_the_whole_family_goes(tissaout, amina, family):
    kept, other, _merge = family
    stranger = given_household(tissaout, amina, "سلمى الحوزية")
    assert "زينب الطلسية" in everything(), "the earlier value stands in the merge too"
    actions.erase_household(household=other, reason_code="asked", by=amina, at=NOON)
    text = everything()
    for word in ("زينب", "ليلى", "الرمان"):
        assert word not in text
    assert list(Household.objects.values_list("pk", flat=True)) == [stranger.pk]
    assert not Merge.objects.exists()
    assert ErasedFamily.objects.exists()
    del kept


def test_one_file_goes_alone_and_is_not_undone(tissaout, amina, family):
    kept, other, merge = family
    actions.erase_original(household=other, reason_code="mistake", by=amina, at=NOON)
    assert list(Household.objects.values_list("pk", flat=True)) == [kept.pk]
    assert [one.name for one in queries.members_of(kept)] == ["زينب الطلسية"], "what was taken stays said"
    assert "ليلى" not in everything()
    with pytest.raises(queries.NoSuchMerge):
        queries.merge_for(amina, merge.pk)
    with pytest.raises(actions.NotMerged):
        actions.erase_original(household=kept, reason_code="mistake", by=amina, at=NOON)


def test_a_person_goes_by_each_of_her_entries(tissaout, amina, family):
    kept, other, merge = family
    actions.add_member(household=kept, person=member("سعيدة الأطلسية"), by=amina, at=NOON)
    actions.erase_person(person=people(other)[0], reason_code="asked", by=amina, at=NOON)
    assert "زينب" not in everything()
    names = [one.name for one in queries.members_of(kept)]
    assert names == ["سعيدة الأطلسية", "ليلى الأطلسية"]
    assert queries.members_of(kept)[0].relationship == "head"
    merge = actions.undo_merge(merge=merge, by=amina, at=NOON)
    assert [one.name for one in queries.members_of(Household.objects.get(pk=other.pk))] == ["ليلى الأطلسية"]
    assert "زينب" not in everything()


def test_an_undo_that_leaves_nobody_is_refused(tissaout, amina, family):
    kept, other, merge = family
    actions.erase_person(person=people(kept)[0], reason_code="asked", by=amina, at=NOON)
    with pytest.raises(actions.CannotMerge):
        actions.undo_merge(merge=merge, by=amina, at=NOON)
    assert Household.objects.get(pk=other.pk).merged_into_id == kept.pk


def test_the_last_person_of_a_family_is_not_erased_alone(tissaout, amina, at_work):
    kept, other = (given_household(tissaout, amina, "زينب") for _ in range(2))
    same = [(people(kept)[0].pk, people(other)[0].pk)]
    actions.merge_households(kept=kept, merged=other, same=same, take={}, by=amina, at=NOON)
    with pytest.raises(actions.LastPerson):
        actions.erase_person(person=people(kept)[0], reason_code="asked", by=amina, at=NOON)


def test_a_backup_of_the_merged_family_is_erased_again_file_by_file(tissaout, amina, family):
    """Only what the ledger names goes; what was merged into it stands by itself again, with a head."""
    kept, other, _merge = family
    assert actions.erase_household_again(id=kept.pk, at=NOON)
    other = Household.objects.get(pk=other.pk)
    assert other.merged_into_id is None
    assert [one.relationship for one in queries.members_of(other)].count("head") == 1
    assert actions.erase_household_again(id=other.pk, at=NOON)
    assert not Household.objects.exists()
    assert not actions.erase_household_again(id=other.pk, at=NOON)


def test_the_pages_say_what_goes(client, amina, family):
    kept, other, _merge = family
    client.force_login(amina)
    assert "files" in client.get(reverse("registry:erase_household", args=[kept.pk])).context
    page = client.get(reverse("registry:erase_household", args=[other.pk]))
    assert [one.pk for one in page.context["members"]] == [one.pk for one in people(other)]
    answer = client.post(reverse("registry:erase_household", args=[other.pk]), {"reason": "mistake"})
    assert answer.url == reverse("registry:show_household", args=[kept.pk])


def member(name: str) -> Any:
    from twiza.registry.rules.people import PersonData

    return PersonData(name_arabic=name, relationship="child")
