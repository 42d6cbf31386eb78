"""Twenty who bring lists of families into one organisation at the same moment: nothing is doubled, nobody hangs."""

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
from twiza.registry import actions
from twiza.registry.actions.uploads import NothingNew, NotWaiting, PreviewIsOld
from twiza.registry.models import Household, ImportedRow, Person, SearchKey, Upload
from twiza.registry.tests.given import HEADING, NOON, csv_of

pytestmark = [pytest.mark.concurrent, pytest.mark.slow]
WRITERS, ROWS = 20, 12
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


@pytest.fixture
def tissaout(own_database):
    return given_organisation("Association Tissaout")


@pytest.fixture
def people(tissaout):
    """Twenty campaign managers of one association."""
    return [given_member(f"Amina{number}", "campaign_manager", tissaout) for number in range(WRITERS)]


def families(first: int, count: int = ROWS) -> list[list[str]]:
    """Invented families number `first` and following: the same number is the same family in any file."""
    return [
        [
            f"فاطمة {LETTERS[n // 28 % 28] * 3} {LETTERS[n % 28] * 3}",
            f"{1 + n % 28:02}/03/{1950 + n % 50}",
            "4",
        ]
        for n in range(first, first + count)
    ]


def sent(tissaout: Any, person: Any, rows: list[list[str]]) -> Upload:
    with acting_as(person.pk, purpose=Purpose.WORK):
        upload = actions.send_upload(
            organisation=tissaout.pk, content=csv_of(HEADING, *rows), name="list.csv", by=person, at=NOON
        )
    assert (upload.state, upload.counts["good"]) == ("read", len(rows))
    return upload


def all_at_once(work: Callable[[int], Any]) -> list[Any]:
    """Run `work` in twenty threads, each with a connection of its own; a refusal is an answer, an error is not."""

    def run(number: int) -> Any:
        try:
            return work(number)
        except DomainError as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


def accepting(uploads: list[Upload], people: list[Any]) -> Callable[[int], str]:
    def accept(number: int) -> str:
        by = people[number]
        with acting_as(by.pk, purpose=Purpose.WORK):
            done = actions.accept_upload(upload=uploads[number], leave_out_problems=False, by=by, at=NOON)
        return done.state

    return accept


def counted(person: Any) -> tuple[int, int, int]:
    """Households, members, fingerprints of the register as this person sees it."""
    with acting_as(person.pk, purpose=Purpose.WORK):
        assert SearchKey.objects.count() >= Person.objects.count()
        return Household.objects.count(), Person.objects.count(), ImportedRow.objects.count()


def test_one_file_accepted_by_twenty_at_once_is_written_once(tissaout, people):
    upload = sent(tissaout, people[0], families(0))
    assert Counter(all_at_once(accepting([upload] * WRITERS, people))) == {
        "accepted": 1,
        NotWaiting: WRITERS - 1,
    }
    assert counted(people[0]) == (ROWS, ROWS, ROWS)


def test_the_same_list_sent_by_twenty_is_written_once_and_the_others_are_told(tissaout, people):
    uploads = [sent(tissaout, person, families(0)) for person in people]
    said = all_at_once(accepting(uploads, people))
    assert Counter(said) == {"accepted": 1, PreviewIsOld: WRITERS - 1}
    assert counted(people[0]) == (ROWS, ROWS, ROWS)
    late = said.index(PreviewIsOld)
    with acting_as(people[late].pk, purpose=Purpose.WORK):
        again = actions.reopen_upload(upload=uploads[late], by=people[late], at=NOON)
        assert (again.state, again.counts["good"], again.counts["already"]) == ("read", 0, ROWS)
        with pytest.raises(NothingNew):
            actions.accept_upload(upload=again, leave_out_problems=False, by=people[late], at=NOON)


def test_twenty_lists_of_other_families_all_enter(tissaout, people):
    uploads = [sent(tissaout, person, families(n * ROWS)) for n, person in enumerate(people)]
    assert Counter(all_at_once(accepting(uploads, people))) == {"accepted": WRITERS}
    assert counted(people[0]) == (WRITERS * ROWS,) * 3


def test_lists_that_overlap_in_opposite_orders_neither_hang_nor_double(tissaout, people):
    """Half of each list is in the next one, and every other list is written from its end: a ring of waits."""
    lists = [families(n * ROWS // 2)[:: -1 if n % 2 else 1] for n in range(WRITERS)]
    uploads = [sent(tissaout, person, rows) for person, rows in zip(people, lists, strict=True)]
    said = all_at_once(accepting(uploads, people))
    assert set(said) <= {"accepted", PreviewIsOld} and "accepted" in said
    written = {
        tuple(row) for answer, rows in zip(said, lists, strict=True) if answer == "accepted" for row in rows
    }
    assert counted(people[0]) == (len(written),) * 3
    for number, answer in enumerate(said):  # who was late reads again and brings the rest
        if answer is PreviewIsOld:
            with acting_as(people[number].pk, purpose=Purpose.WORK):
                actions.reopen_upload(upload=uploads[number], by=people[number], at=NOON)
                uploads[number].refresh_from_db()
                if uploads[number].counts["good"]:
                    accepting(uploads, people)(number)
    everyone = {tuple(row) for rows in lists for row in rows}
    assert counted(people[0]) == (len(everyone),) * 3
