"""Subjects of the tests, in place of those of the house: what they were handed is looked at."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.conf import settings

from twiza.lib.errors import DomainError
from twiza.platform.sync.rules import FieldAnswer, FieldOperation


class Refusal(DomainError):
    code = "test.refused"


class Subject:
    """Takes in what it is handed and remembers it; refuses or fails when told to."""

    def __init__(self) -> None:
        self.taken: list[FieldOperation] = []
        self.runs: list[int] = []
        self.trouble: Exception | None = None
        self.rejects = False

    def take(self, *, operations: Sequence[FieldOperation], **_: Any) -> list[FieldAnswer]:
        if self.trouble:
            raise self.trouble
        self.runs.append(len(operations))
        if self.rejects:
            return [FieldAnswer(one.id, "rejected", "test.unknown") for one in operations]
        self.taken += operations
        return [FieldAnswer(one.id, "accepted") for one in operations]


SUBJECT = Subject()


def take(**given: Any) -> list[FieldAnswer]:
    return SUBJECT.take(**given)


@pytest.fixture
def subject(monkeypatch: pytest.MonkeyPatch) -> Iterator[Subject]:
    SUBJECT.__init__()  # type: ignore[misc]
    here = f"{__name__}.take"
    monkeypatch.setattr(
        settings, "SYNC_KINDS", {"lane": {"serve": here, "undo": here, "other": f"{__name__}.take_other"}}
    )
    yield SUBJECT


def take_other(**given: Any) -> list[FieldAnswer]:
    return SUBJECT.take(**given)
