"""Who the two officers of a centre are, what waits for them, and what a worker asked them. No case is named to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from twiza.cases.models import Case, KeyHalf, RecoveryAsk, RecoveryLock, RecoveryOfficer, RoomWorker, TeamSeat
from twiza.cases.queries.cases import where_allowed
from twiza.cases.queries.keys import newest_number
from twiza.cases.rules import TOLD_FOR, Drawer, Seat
from twiza.lib.errors import NotFound
from twiza.lib.today import Due, Level
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission


class NoSuchRecovery(NotFound):
    code = "cases.no_such_recovery"


@dataclass(frozen=True)
class Waiting:
    """What an officer sees of a request.

    Attributes:
        number: that the worker says aloud. by: who asks.
        is_mine: this officer confirmed already.
    """

    id: UUID
    number: str
    by: Any
    reason_code: str
    at: datetime
    until: datetime
    is_mine: bool


@dataclass(frozen=True)
class Asked:
    """A worker's own request, and how many officers confirmed."""

    ask: RecoveryAsk
    confirmed: int
    is_over: bool

    @property
    def is_ready(self) -> bool:
        """Whether both halves are there."""
        return self.confirmed == 2 and not self.is_over and self.ask.finished_at is None


def about_half(half: UUID) -> bytes:
    """Return what a half is bound to. It does not name the case: its officer must not learn it."""
    return half.bytes + b"half"


def officers_of(organisation: UUID) -> list[RecoveryOfficer]:
    """Return the two officers to whom halves are sealed now, by how long they have a key; none when there are not two."""
    rows = RecoveryOfficer.objects.filter(organisation_id=organisation).select_related("user")
    newest = {row.user_id: row for row in rows.order_by("at", "id")}
    able = [
        row
        for row in sorted(newest.values(), key=lambda one: (one.at, one.pk))
        if row.user.is_active and row.user.has_perm(Permission.ROOM_RECOVER, organisation)
    ]
    return able[:2] if len(able) >= 2 else []


def officer_of(user: Any, organisation: UUID) -> RecoveryOfficer | None:
    """Return an officer's newest public key, or None."""
    rows = RecoveryOfficer.objects.filter(organisation_id=organisation, user_id=user.pk)
    return rows.order_by("-at", "-id").first()


def recovery_lock(user: Any, officer: UUID) -> RecoveryLock | None:
    """Return an officer's own wrapped key. Nobody else's is ever found."""
    return RecoveryLock.objects.filter(pk=officer, user_id=user.pk).first()


def halves_missing(case: Case) -> bool:
    """Whether the halves that stand are not those of the newest key and of the officers of now."""
    wanted = {one.pk for one in officers_of(case.organisation_id)}
    there = list(KeyHalf.objects.filter(case=case).values_list("officer_id", "number"))
    if {officer for officer, _number in there} != wanted:
        return True
    return bool(there) and {number for _officer, number in there} != {newest_number(case, Drawer.CASE)}


def where_officer(user: Any, *, on: date) -> list[Any]:
    """Return the organisations where this user is one of the two."""
    return list(network.organisations_where(user, Permission.ROOM_RECOVER, on=on))


def recoveries_waiting(organisation: UUID) -> list[Waiting]:
    """Return the open requests for which this officer holds a half, the oldest first. The database refuses others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, number, by_id, reason_code, at, until, is_mine FROM cases_recovery_waiting(%s)",
            [organisation],
        )
        rows = cursor.fetchall()
    workers = RoomWorker.objects.filter(organisation_id=organisation, user_id__in=[row[2] for row in rows])
    people = {one.user_id: one.user for one in workers.select_related("user")}
    return [Waiting(row[0], row[1], people.get(row[2]), *row[3:]) for row in rows]


def my_recoveries(user: Any, organisation: UUID, *, at: datetime) -> list[Asked]:
    """Return what this worker asked the officers, the newest first; what was finished is in their list of cases."""
    rows = RecoveryAsk.objects.filter(organisation_id=organisation, by=user, finished_at__isnull=True)
    return [Asked(row, row.confirms.count(), row.until <= at) for row in rows.order_by("-at")[:10]]


def my_recovery(user: Any, id: UUID) -> RecoveryAsk:
    """Return a request of one's own. Raises NoSuchRecovery."""
    row = RecoveryAsk.objects.filter(pk=id, by=user).first()
    if row is None:
        raise NoSuchRecovery(_("There is no such request."))
    return row


def left_alone(organisation: UUID) -> tuple[int, int]:
    """Return how many cases have nobody left, and how many keys were asked for in a week. For who supervises."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT alone, asked FROM cases_left_alone(%s)", [organisation])
        alone, asked = cursor.fetchone()
    return int(alone), int(asked)


def recovery_waiting_for(user: Any, at: datetime) -> list[Due]:
    """Return what the today page says of keys: to hand, asked back, brought back, cases with nobody. No case is named."""
    found: list[Due] = []
    for organisation in where_allowed(user, Permission.CASE_WORK, on=at.date()):
        found += _of_worker(user, organisation, at)
        if user.has_perm(Permission.CASE_SUPERVISE, organisation):
            found += _of_supervisor(organisation)
    for there in where_officer(user, on=at.date()):
        asks = [one for one in recoveries_waiting(there.pk) if not one.is_mine]
        if asks:
            words = _("A colleague of the closed room asks you and the second officer for a key")
            found.append(
                Due(words, f"{reverse('cases:show_recovery')}?organisation={there.pk}", level=Level.LATE)
            )
    return found


def _of_worker(user: Any, organisation: UUID, at: datetime) -> Sequence[Due]:
    cases, found = reverse("cases:list_cases"), []
    lasting = Q(until__isnull=True) & ~Q(kind=Seat.BROKE_GLASS)
    seats = TeamSeat.objects.filter(lasting, organisation_id=organisation, sealed=b"")
    if seats.exclude(user=user).exists():
        words = _("A colleague waits for the key of a case of yours: speak to them, then hand it")
        found.append(Due(words, cases, level=Level.WAITING))
    asks = RecoveryAsk.objects.filter(organisation_id=organisation)
    others = asks.exclude(by=user)
    if others.filter(finished_at__isnull=True, until__gt=at).exists():
        words = _("The key of a case of yours was asked of the two officers: look at its team")
        found.append(Due(words, cases, level=Level.LATE))
    if others.filter(finished_at__gt=at - TOLD_FOR).exists():
        words = _("The key of a case of yours was brought back by two officers: look at its team")
        found.append(Due(words, cases, level=Level.WAITING))
    if any(one.is_ready for one in my_recoveries(user, organisation, at=at)):
        words = _("Both officers confirmed: take the key of the case now")
        found.append(Due(words, f"{reverse('cases:ask_recovery')}", level=Level.LATE))
    return found


def _of_supervisor(organisation: UUID) -> Sequence[Due]:
    alone, asked = left_alone(organisation)
    found = []
    if alone:
        words = ngettext(
            "%(count)d case has nobody left: ask the two officers",
            "%(count)d cases have nobody left: ask the two officers",
            alone,
        ) % {"count": alone}
        found.append(Due(words, reverse("cases:ask_recovery"), level=Level.LATE))
    if asked:
        words = ngettext(
            "%(count)d key of a case was asked of the two officers in the last seven days",
            "%(count)d keys of cases were asked of the two officers in the last seven days",
            asked,
        ) % {"count": asked}
        found.append(Due(words, reverse("cases:list_cases"), level=Level.WAITING))
    return found
