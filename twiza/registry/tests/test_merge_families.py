"""Two files of one family: merged, read as one, taken back as they were. Amina answers for the association."""

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from twiza.network import actions as network
from twiza.network.tests.given import LONG_AGO, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission
from twiza.registry import actions, queries
from twiza.registry.models import Household, Merge, Person, SearchKey
from twiza.registry.rules.people import HouseholdData, PersonData
from twiza.registry.tests.given import NOON, given_household

pytestmark = pytest.mark.django_db

SAID: tuple[str, ...] = (
    "size", "children", "place_id", "place_words", "address", "contact", "contact_words", "merged_into_id",
)  # fmt: skip


def register_of(organisation: Any) -> dict[str, Any]:
    """Return all that is said in the register, and by which keys it is found."""
    households = Household.objects.filter(organisation_id=organisation.pk).order_by("pk")
    persons = Person.objects.filter(organisation_id=organisation.pk).order_by("pk")
    keys = SearchKey.objects.filter(organisation_id=organisation.pk).order_by("person", "key")
    return {
        "households": list(households.values("pk", *SAID)),
        "persons": list(persons.values()),
        "keys": list(keys.values_list("person", "key")),
    }


def people(household: Household) -> list[Person]:
    return list(Person.objects.filter(household=household).order_by("position"))


@pytest.fixture
def two(tissaout, amina, at_work):
    """The same widow twice: once in Arabic without a telephone, once in French with a daughter besides."""
    kept = given_household(tissaout, amina, "زينب الأطلسية", "ليلى الأطلسية", size=3, address="زنقة الرمان 7")
    merged = actions.register_household(
        organisation=tissaout.pk,
        household=HouseholdData(size=4, children=2, contact="telephone"),
        members=[
            PersonData(name_latin="Zineb Atlassia", phone="+212611111111"),
            PersonData(name_latin="Salma Atlassia", relationship="child"),
        ],
        by=amina,
        at=NOON,
    )
    return kept, merged


def merged_two(two: Any, amina: Any, **more: Any) -> Merge:
    kept, merged = two
    pairs = [(people(kept)[0].pk, people(merged)[0].pk)]
    return actions.merge_households(
        kept=kept, merged=merged, same=pairs, **({"take": {}} | more), by=amina, at=NOON
    )


def test_it_fills_blanks_and_keeps_what_was_said(tissaout, amina, two):
    merged_two(two, amina)
    kept, merged = (Household.objects.get(pk=one.pk) for one in two)
    assert (kept.size, kept.children, kept.address) == (3, 2, "زنقة الرمان 7")
    assert kept.contact == "do_not_contact", "the more cautious rule stays"
    assert merged.merged_into_id == kept.pk
    head = people(kept)[0]
    assert (head.name_arabic, head.name_latin, head.phone) == (
        "زينب الأطلسية",
        "Zineb Atlassia",
        "+212611111111",
    )
    assert [one.merged_into_id for one in people(merged)] == [head.pk, None]


def test_it_takes_what_was_chosen(tissaout, amina, two):
    merged_two(two, amina, take={"household": ["size", "contact"]})
    kept = Household.objects.get(pk=two[0].pk)
    assert (kept.size, kept.contact) == (4, "telephone")


def test_it_takes_back_everything(tissaout, amina, two):
    before = register_of(tissaout)
    merge = merged_two(two, amina, take={"household": ["size"]})
    assert register_of(tissaout) != before
    merge = actions.undo_merge(merge=merge, by=amina, at=NOON)
    assert register_of(tissaout) == before
    assert (merge.left, merge.before) == ([], {})
    with pytest.raises(actions.MergeIsOver):
        actions.undo_merge(merge=merge, by=amina, at=NOON)


def test_it_leaves_what_was_changed_since_and_says_so(tissaout, amina, two):
    merge = merged_two(two, amina)
    kept = Household.objects.get(pk=two[0].pk)
    actions.correct_household(household=kept, data=HouseholdData(size=3, children=7), by=amina, at=NOON)
    merge = actions.undo_merge(merge=merge, by=amina, at=NOON)
    assert merge.left == [[str(kept.pk), "children"]]
    assert Household.objects.get(pk=kept.pk).children == 7


def test_a_family_has_one_head_while_merged_and_after(tissaout, amina, at_work):
    kept = given_household(tissaout, amina, "زينب الأطلسية")
    merged = given_household(tissaout, amina, "فاطمة الريفية")
    merge = actions.merge_households(kept=kept, merged=merged, same=[], take={}, by=amina, at=NOON)
    assert [one.relationship for one in (*people(kept), *people(merged))] == ["head", "other"]
    actions.undo_merge(merge=merge, by=amina, at=NOON)
    assert [one.relationship for one in (*people(kept), *people(merged))] == ["head", "head"]


def test_the_later_merge_is_undone_first(tissaout, amina, at_work):
    one, two, three = (given_household(tissaout, amina, name) for name in ("زينب", "ليلى", "سلمى"))
    first = actions.merge_households(kept=two, merged=one, same=[], take={}, by=amina, at=NOON)
    second = actions.merge_households(kept=three, merged=two, same=[], take={}, by=amina, at=NOON)
    assert set(Household.objects.values_list("merged_into", flat=True)) == {None, three.pk}, "no chain"
    with pytest.raises(actions.LaterMergeStands):
        actions.undo_merge(merge=first, by=amina, at=NOON)
    actions.undo_merge(merge=second, by=amina, at=NOON)
    assert Household.objects.get(pk=one.pk).merged_into_id == two.pk
    actions.undo_merge(merge=first, by=amina, at=NOON)
    assert not Household.objects.filter(merged_into__isnull=False).exists()


def test_only_what_remains_is_merged(tissaout, amina, two):
    merged_two(two, amina)
    other = given_household(tissaout, amina, "سلمى")
    with pytest.raises(actions.CannotMerge):
        actions.merge_households(kept=other, merged=two[1], same=[], take={}, by=amina, at=NOON)
    with pytest.raises(actions.CannotMerge):
        actions.merge_households(kept=other, merged=other, same=[], take={}, by=amina, at=NOON)
    strangers = [(people(other)[0].pk, people(two[1])[0].pk)]
    with pytest.raises(actions.CannotMerge):
        actions.merge_households(kept=two[0], merged=other, same=strangers, take={}, by=amina, at=NOON)


def test_a_person_of_two_households_is_listed_once(tissaout, amina, at_work):
    own = given_household(tissaout, amina, "نعيمة التازية")
    parents = given_household(tissaout, amina, "خديجة التازية", "نعيمة التازية")
    before = register_of(tissaout)
    kept, entry = people(own)[0], people(parents)[1]
    with pytest.raises(actions.CannotMerge):
        actions.merge_persons(kept=entry, merged=kept, take=(), by=amina, at=NOON)
    merge = actions.merge_persons(kept=kept, merged=entry, take=(), by=amina, at=NOON)
    assert Person.objects.get(pk=entry.pk).merged_into_id == kept.pk
    actions.undo_merge(merge=merge, by=amina, at=NOON)
    assert register_of(tissaout) == before


def test_it_checks_permission_and_writes_a_line(tissaout, amina, two):
    from django.apps import apps

    youssef = given_member("Youssef", "listener", tissaout)
    with acting_as(youssef.pk, purpose=Purpose.WORK), pytest.raises(NoPermission):
        merged_two(two, youssef)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        merge = merged_two(two, amina)
        line = apps.get_model("audit", "AuditLine").objects.get(type="registry.households_merged")
    assert (line.target, line.data["kept"], line.data["merged"]) == (
        merge.pk,
        str(two[0].pk),
        str(two[1].pk),
    )
    assert "Zineb" not in str(line.data)


def test_the_database_refuses_what_the_action_never_does(tissaout, amina, two):
    """Across organisations, chains, oneself: tried by statements, by somebody who works in both."""
    sebou = given_organisation("Association Sebou")
    with acting_as(None, purpose=Purpose.SETUP):
        network.give_role(
            organisation=sebou,
            user=amina,
            role="association_president",
            starts_on=LONG_AGO,
            ends_on=None,
            by=None,
            at=NOON,
        )
    with acting_as(amina.pk, purpose=Purpose.WORK):
        theirs = given_household(sebou, amina, "حليمة")
        third = given_household(tissaout, amina, "سلمى")
        with pytest.raises(actions.CannotMerge):
            actions.merge_households(kept=two[0], merged=theirs, same=[], take={}, by=amina, at=NOON)
        merged_two(two, amina)
        kept, merged = two
        tries = (
            (Household, theirs.pk, kept.pk),  # another organisation's
            (Household, third.pk, merged.pk),  # one that is merged itself
            (Household, kept.pk, third.pk),  # one into which others were merged
            (Household, third.pk, third.pk),
            (Household, third.pk, UUID(int=7)),
            (Person, people(theirs)[0].pk, people(kept)[0].pk),
            (Person, people(third)[0].pk, people(merged)[0].pk),
        )
        for model, id, into in tries:
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.filter(pk=id).update(merged_into=into)
        with pytest.raises(IntegrityError), transaction.atomic():
            Merge.objects.create(
                organisation_id=tissaout.pk, kept=kept, merged=theirs, merged_at=NOON, merged_by=amina
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            Merge.objects.create(
                organisation_id=tissaout.pk, kept=third, merged=merged, merged_at=NOON, merged_by=amina
            )


STEPS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 4), st.booleans(), st.booleans()), max_size=14
)


def test_any_sequence_of_merges_and_undos_gives_back_the_originals(tissaout, amina, at_work):
    households = [
        given_household(tissaout, amina, f"زينب {n}", f"ليلى {n}", size=n or None, address=f"{n}" * (n % 2))
        for n in range(5)
    ]
    originals = register_of(tissaout)

    @settings(max_examples=25, deadline=None)
    @given(STEPS)
    def play(steps: Any) -> None:
        with transaction.atomic():
            done: list[tuple[Merge, Any]] = []
            for undo, left, right, same, take in steps:
                if undo and done:
                    merge, before = done.pop()
                    assert actions.undo_merge(merge=merge, by=amina, at=NOON).left == []
                    assert register_of(tissaout) == before
                elif step := a_merge(households[left], households[right], same, take, amina):
                    done.append(step)
                see_that_it_is_whole(tissaout, households)
            for merge, before in reversed(done):
                actions.undo_merge(merge=merge, by=amina, at=NOON)
                assert register_of(tissaout) == before
            assert register_of(tissaout) == originals
            transaction.set_rollback(True)

    play()


def a_merge(one: Household, other: Household, same: bool, take: bool, by: Any) -> tuple[Merge, Any] | None:
    """Merge two that remain, or one entry of the second into one of the first; return it and what was before."""
    one, other = (Household.objects.get(pk=row.pk) for row in (one, other))
    mine, theirs = queries.members_of(one), queries.members_of(other)
    before = register_of(one.organisation)
    if one.pk == other.pk or one.merged_into_id or other.merged_into_id:
        return None
    if same and take and theirs[-1].relationship != "head":
        step = actions.merge_persons(kept=mine[0], merged=theirs[-1], take=["name_arabic"], by=by, at=NOON)
        return step, before
    pairs = [(mine[0].pk, theirs[0].pk)] if same else []
    wanted = {"household": ["size", "address"], str(mine[0].pk): ["name_arabic"]} if take else {}
    step = actions.merge_households(kept=one, merged=other, same=pairs, take=wanted, by=by, at=NOON)
    return step, before


def see_that_it_is_whole(organisation: Any, households: list[Household]) -> None:
    """Everybody is in one family, each family has one head, nothing points at what is merged itself."""
    rows = Household.objects.filter(organisation_id=organisation.pk)
    roots = [row for row in rows if row.merged_into_id is None]
    listed = [one.pk for root in roots for one in queries.members_of(root)]
    assert len(listed) == len(set(listed)) == Person.objects.filter(merged_into__isnull=True).count()
    for root in roots:
        assert [one.relationship for one in queries.members_of(root)].count("head") == 1
    for table in ("registry_household", "registry_person"):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM {table} a JOIN {table} b ON b.id = a.merged_into_id"
                " WHERE b.merged_into_id IS NOT NULL"
            )
            assert cursor.fetchone() == (0,)
