"""Who has a key of the room, and what opens a case."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.cases.models import Case, RoomLock, RoomWorker, TeamSeat
from twiza.lib import closed_room
from twiza.lib.errors import DomainError


class NoKeyYet(DomainError):
    """On the team, but nobody has handed the key of the case yet."""

    code = "cases.no_key_yet"


@dataclass(frozen=True)
class OpenRoom:
    """A worker's unlocked key, for the length of one page. Its private half is in no text that is made of it.

    Attributes:
        worker: the row of the public key.
        user: its owner.
    """

    organisation: UUID
    user: UUID
    worker: UUID
    private: bytes = field(repr=False)


def worker_of(user: Any, organisation: UUID) -> RoomWorker | None:
    """Return a worker's newest public key in an organisation, or None when they have none."""
    return (
        RoomWorker.objects.filter(organisation_id=organisation, user_id=user).order_by("-at", "-id").first()
    )


def lock_of(user: Any, organisation: UUID) -> RoomLock | None:
    """Return a worker's own wrapped key, or None. Nobody else's is ever found."""
    worker = worker_of(user, organisation)
    return RoomLock.objects.filter(pk=worker.pk, user_id=user).first() if worker else None


def held_key(case: Case, room: OpenRoom) -> bytes:
    """Return the key of a case that this worker holds. Raises NoKeyYet."""
    seats = TeamSeat.objects.filter(case=case, user_id=room.user).order_by("-since", "-id")
    for sealed in seats.values_list("sealed", flat=True):
        if sealed:
            return closed_room.take(bytes(sealed), private=room.private, about=case.pk.bytes)
    raise NoKeyYet(
        _(
            "You are in the team of this case, and its key was not handed to you yet. Ask somebody of the team."
        )
    )
