"""Who has a key of the room, and what opens a case."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.cases.models import Case, DrawerSeat, RoomLock, RoomWorker, TeamSeat
from twiza.cases.rules import Drawer
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.platform.accounts import queries as accounts

IDLE_UNSET = timedelta(minutes=10)  # a database that was set up before the number existed


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


def idle_time(*, on: date) -> timedelta:
    """Return after how long without use the room locks by itself: 2 to 30 minutes."""
    try:
        minutes = int(accounts.parameter_number("room_idle_minutes", on=on))
    except accounts.NoSuchParameter:
        return IDLE_UNSET
    return timedelta(minutes=min(max(minutes, 2), 30))


class HeldKey(bytes):
    """The newest key of a drawer, with the room that took it: who writes takes it again once nobody can renew it."""

    case: Case
    room: OpenRoom

    @classmethod
    def taken(cls, key: bytes, case: Case, room: OpenRoom) -> "HeldKey":
        """Return a key that remembers what took it."""
        held = cls(key)
        held.case, held.room = case, room
        return held


def worker_of(user: Any, organisation: UUID) -> RoomWorker | None:
    """Return a worker's newest public key in an organisation, or None when they have none."""
    return (
        RoomWorker.objects.filter(organisation_id=organisation, user_id=user).order_by("-at", "-id").first()
    )


def lock_of(user: Any, organisation: UUID) -> RoomLock | None:
    """Return a worker's own wrapped key, or None. Nobody else's is ever found."""
    worker = worker_of(user, organisation)
    return RoomLock.objects.filter(pk=worker.pk, user_id=user).first() if worker else None


def keys_held(user: Any, organisation: UUID) -> int:
    """Return how many cases are sealed to this worker's key here."""
    seats = TeamSeat.objects.filter(organisation_id=organisation, user_id=user.pk).exclude(sealed=b"")
    return int(seats.values("case_id").distinct().count())


def about_key(case: UUID, drawer: str) -> bytes:
    """Return what a key is bound to when it is handed: handed for another case or drawer, it does not open."""
    return case.bytes if drawer == Drawer.CASE else case.bytes + drawer.encode()


def seats_of(case: Case, drawer: str) -> QuerySet[Any]:
    """Return the seats whose holders have the key of a drawer, ended ones too."""
    return (TeamSeat if drawer == Drawer.CASE else DrawerSeat).objects.filter(case=case)


def held_key(case: Case, room: OpenRoom, drawer: str = Drawer.CASE) -> HeldKey:
    """Return the newest key of a case that this worker holds. Raises NoKeyYet."""
    seats = seats_of(case, drawer).filter(user_id=room.user).order_by("-since", "-id")
    for sealed in seats.values_list("sealed", flat=True):
        if sealed:
            key = closed_room.take(bytes(sealed), private=room.private, about=about_key(case.pk, drawer))
            return HeldKey.taken(key, case, room)
    if drawer != Drawer.CASE:
        raise NoKeyYet(_("This drawer is not open to you."))
    raise NoKeyYet(
        _(
            "You are in the team of this case, and its key was not handed to you yet. Ask somebody of the team."
        )
    )
