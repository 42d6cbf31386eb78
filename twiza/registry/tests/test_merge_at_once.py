"""Eight people who merge and undo in one register at the same moment: no chain, nobody lost, nobody hangs."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from twiza.lib.errors import DomainError
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions, queries
from twiza.registry.models import Household, Merge, Person
from twiza.registry.rules.people import PersonData
from twiza.registry.tests.given import NOON, given_household

pytestmark = [pytest.mark.concurrent, pytest.mark.slow]
PEOPLE = 8


def all_at_once(people: list[Any], work: Callable[[int, Any], Any]) -> list[Any]:
    """Run `work` in a thread for each, with a connection of its own; a refusal is an answer, an error is not."""

    def run(number: int) -> Any:
        try:
            with acting_as(people[number].pk, purpose=Purpose.WORK):
                return work(number, people[number])
        except DomainError as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(run, range(len(people))))


def test_a_ring_of_merges_then_of_undos_leaves_no_chain_and_loses_nobody(own_database):
    tissaout = given_organisation("Association Tissaout")
    people = [given_member(f"Amina{n}", "campaign_manager", tissaout) for n in range(PEOPLE)]
    homes = [given_household(tissaout, people[0], f"زينب {n}") for n in range(PEOPLE)]

    def merge(number: int, by: Any) -> str:
        kept, other = homes[number], homes[(number + 1) % PEOPLE]
        actions.merge_households(kept=kept, merged=other, same=[], take={}, by=by, at=NOON)
        return "merged"

    def speak(number: int, by: Any) -> str:  # somebody writes in the files meanwhile
        person = PersonData(name_arabic=f"ليلى {number}", relationship="child")
        actions.add_member(household=homes[number], person=person, by=by, at=NOON)
        return "added"

    def undo(number: int, by: Any) -> str:
        merge = Merge.objects.filter(undone_at__isnull=True).order_by("-pk").first()
        if merge is None:
            return "nothing"
        actions.undo_merge(merge=merge, by=by, at=NOON)
        return "undone"

    said = Counter(all_at_once(people, merge))
    assert set(said) <= {"merged", actions.CannotMerge} and said["merged"]
    look(people[0], PEOPLE)
    assert set(all_at_once(people, speak)) == {"added"}
    look(people[0], 2 * PEOPLE)
    mixed = all_at_once(people, lambda n, by: (undo if n % 2 else merge)(n, by))
    assert set(mixed) <= {
        "merged", "undone", "nothing", actions.CannotMerge, actions.MergeIsOver, actions.LaterMergeStands,
    }  # fmt: skip
    look(people[0], 2 * PEOPLE)


def look(by: Any, persons: int) -> None:
    """Everybody is read in one family, nothing points at what is merged itself."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        roots = list(Household.objects.filter(merged_into__isnull=True))
        assert not Household.objects.filter(merged_into__merged_into__isnull=False).exists()
        listed = [one.pk for root in roots for one in queries.members_of(root)]
        assert len(listed) == len(set(listed)) == persons == Person.objects.count()
        for root in roots:
            assert [one.relationship for one in queries.members_of(root)].count("head") == 1
