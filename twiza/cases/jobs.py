"""At night: cases that rest for too long, drafts that nobody finished, old numbers of reception."""

from uuid import UUID

from django.utils import timezone

from twiza.cases import actions
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.queue import actions as queue


@queue.job("cases.end_old_cases", every="47 2 * * *")
def end_old_cases(by_id: UUID | None = None) -> None:
    """Every night: what is past its time of keeping goes. Its words are read by nobody: no key is here."""
    with acting_as(None, purpose=Purpose.UPKEEP):
        actions.end_old_cases(at=timezone.now())
        actions.end_leftovers(at=timezone.now())
