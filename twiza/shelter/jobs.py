"""The morning bulletin by itself at its hour and again when something is heard later; nights that forget people."""

from uuid import UUID

from django.utils import timezone

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.queue import actions as queue
from twiza.shelter import actions, queries

NEWEST = 3  # nights that are looked at every five minutes; all the others once a day


@queue.job("shelter.make_bulletins", every="*/5 * * * *")
def make_bulletins(by_id: UUID | None = None) -> None:
    """Every five minutes: nights whose hour has come, and what phones sent of the last ones since."""
    count_nights(newest=NEWEST)


@queue.job("shelter.count_again", every="53 4 * * *")
def count_again(by_id: UUID | None = None) -> None:
    """Every morning: all nights of the winters that go on or closed not long ago."""
    count_nights(newest=None)


@queue.job("shelter.forget_nights", every="23 3 * * *")
def forget_nights(by_id: UUID | None = None) -> None:
    """Every night: winters that were closed long enough ago forget who was met."""
    with acting_as(None, purpose=Purpose.UPKEEP):
        actions.forget_nights(at=timezone.now())


def count_nights(*, newest: int | None) -> None:
    """Make the bulletins that are due, each winter for the body that goes out there, in a transaction of its own."""
    at = timezone.now()
    with acting_as(None, purpose=Purpose.NIGHTS):
        winters = queries.winters_to_count(at=at, closed_too=newest is None)
    for id, crew in winters:
        with acting_as(None, purpose=Purpose.NIGHTS, counting_for=crew):
            winter = queries.winter_to_count(id)
            nights = queries.nights_due(winter, at=at, newest=newest)
            actions.make_bulletins(winter=winter, nights=nights, at=at)
