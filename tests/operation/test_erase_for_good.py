"""A process is killed in the middle of an erasure: whatever moment it was, nothing comes back after a restore."""

import contextlib
import os
import signal
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from twiza.lib import erasures
from twiza.lib.erasures import DONE, INTENDED, ErasureLedger
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.files import actions as files
from twiza.platform.files import queries as kept
from twiza.registry import actions as registry
from twiza.registry import queries
from twiza.registry.models import Household
from twiza.registry.tests.given import given_household

pytestmark = [pytest.mark.concurrent, pytest.mark.slow]
AGO = timedelta(hours=2)


@pytest.fixture
def place(own_database: str, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Hind presides; a family of hers is written."""
    settings.TWIZA_KEYS = tmp_path / "keys"
    monkeypatch.setattr(kept, "folder", lambda: tmp_path / "files")
    organisation = given_organisation()
    hind = given_member("Hind", "association_president", organisation)
    return hind, given_household(organisation, hind, "زينب الأطلسية")


def erase_and_die(place: Any, monkeypatch: pytest.MonkeyPatch, step: str, *, before: bool) -> None:
    """Erase the family in a process that is killed when it writes this step: before the line, or after it."""
    hind, household = place
    add = ErasureLedger.add

    def add_and_die(ledger: ErasureLedger, lines: Any, written: str = DONE) -> None:
        if written != step or not before:
            add(ledger, lines, written)
        if written == step:
            os.kill(os.getpid(), signal.SIGKILL)

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            # A connection of its own: with a browser's loop in the parent, Django finds another one here, of before.
            with contextlib.suppress(AttributeError):
                del connections["default"]
            monkeypatch.setattr(erasures.ErasureLedger, "add", add_and_die)
            with acting_as(hind.pk, purpose=Purpose.WORK):
                registry.erase_household(
                    household=household, reason_code="asked", by=hind, at=timezone.now() - AGO
                )
        except BaseException:
            traceback.print_exc()  # pytest shows it with the failure
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL


def ledger_of(settings: Any) -> ErasureLedger:
    return ErasureLedger(Path(settings.TWIZA_KEYS))


def is_there(place: Any) -> bool:
    hind, household = place
    with acting_as(hind.pk, purpose=Purpose.WORK):
        return queries.household_is_there(household.pk)


def test_killed_after_the_commit_it_is_replayed(
    place: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    erase_and_die(place, monkeypatch, DONE, before=True)
    assert not is_there(place)
    ledger = ledger_of(settings)
    assert [one.id for one in ledger.all()] == [one.id for one in ledger.open()] == [place[1].pk]
    assert files.settle_erasures(at=timezone.now()) == (1, 0)
    assert [one.id for one in ledger.all()] == [place[1].pk] and ledger.open() == []


def test_killed_before_the_commit_nothing_was_erased_and_the_night_says_so(
    place: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    erase_and_die(place, monkeypatch, INTENDED, before=False)
    assert is_there(place)
    ledger = ledger_of(settings)
    assert [one.id for one in ledger.open()] == [place[1].pk]
    assert files.settle_erasures(at=timezone.now() - AGO) == (0, 0)  # its transaction may still be open
    assert files.settle_erasures(at=timezone.now()) == (0, 1)
    assert ledger.all() == []


def test_a_page_that_fails_after_an_erasure_leaves_it_open_until_the_night(place: Any, settings: Any) -> None:
    hind, household = place

    def fail() -> None:
        with acting_as(hind.pk, purpose=Purpose.WORK):
            registry.erase_household(
                household=household, reason_code="asked", by=hind, at=timezone.now() - AGO
            )
            raise RuntimeError("the page could not be shown")

    with pytest.raises(RuntimeError):
        fail()
    assert is_there(place)
    assert files.settle_erasures(at=timezone.now()) == (0, 1)
    assert ledger_of(settings).all() == []


def test_an_erasure_that_was_refused_leaves_no_line(place: Any, settings: Any) -> None:
    hind, household = place
    with acting_as(hind.pk, purpose=Purpose.WORK):
        person = queries.members_of(household)[0]
        with pytest.raises(registry.LastPerson):
            registry.erase_person(person=person, reason_code="asked", by=hind, at=timezone.now())
        assert Household.objects.count() == 1
    assert ledger_of(settings).all() == []


def test_every_kind_is_erased_again_and_looked_for(settings: Any) -> None:
    assert set(settings.ERASURES) == set(settings.ERASURES_STILL_THERE)
