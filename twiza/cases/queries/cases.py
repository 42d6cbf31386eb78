"""Cases, by the one door; teams; what waits for whom. Content is in `notes`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import Case, RoomWorker, TeamSeat
from twiza.lib.errors import NotFound
from twiza.lib.today import Due, Level
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission

LISTED = 200


class NoSuchCase(NotFound):
    code = "cases.no_such_case"


@dataclass(frozen=True)
class CaseLine:
    """What a list shows of a case: nothing that tells who or why."""

    case: Case
    is_late: bool


@dataclass(frozen=True)
class Emergencies:
    """Emergency entries that wait for a look, whether one is past its days, and how many days there are."""

    waiting: int
    overdue: bool
    days: int


def where_allowed(user: Any, permission: Permission, *, on: date) -> list[UUID]:
    """Return the organisations where this user holds a permission, in a fixed order."""
    return [one for one in network.organisations_of(user.pk, on=on) if user.has_perm(permission, one)]


def case_for(user: Any, id: UUID) -> Case:
    """Return the case if this user is in its team now. Hidden and missing give the same answer: NoSuchCase."""
    case = Case.objects.filter(pk=id).first()
    if case is None or not user.has_perm(Permission.CASE_WORK, case):
        raise NoSuchCase(_("There is no such case."))
    return case


def my_cases(user: Any, organisation: UUID, *, today: date) -> list[CaseLine]:
    """Return the cases whose team this user is in, the nearest day first; closed ones last."""
    rows = Case.objects.filter(organisation_id=organisation).order_by("next_on", "-id")[:LISTED]
    lines = [CaseLine(case, bool(case.next_on and case.next_on < today)) for case in rows]
    return sorted(lines, key=lambda line: line.case.state == rules.State.CLOSED)


def team_of(case: Case) -> QuerySet[TeamSeat]:
    """Return the seats of a case's team, those that ended too, the oldest first."""
    return TeamSeat.objects.filter(case=case).select_related("user", "reviewed_by").order_by("since", "id")


def seat_for(user: Any, id: UUID) -> TeamSeat:
    """Return a seat of a case in whose team this user is now. Hidden and missing give the same answer: NoSuchCase."""
    seat = TeamSeat.objects.filter(pk=id).first()
    if seat is None or not user.has_perm(Permission.CASE_WORK, seat):
        raise NoSuchCase(_("There is no such case."))
    case_for(user, seat.case_id)
    return seat


def my_seat(case: Case, user: Any, *, at: datetime) -> TeamSeat | None:
    """Return the seat of this user that is live now, or None."""
    live = Q(until__isnull=True) | Q(until__gt=at)
    return TeamSeat.objects.filter(live, case=case, user=user).order_by("-since").first()


def colleagues_to_ask(case: Case, *, at: datetime) -> list[RoomWorker]:
    """Return the colleagues with a key of the room who are not in the team, by name."""
    seated = TeamSeat.objects.filter(Q(until__isnull=True) | Q(until__gt=at), case=case).values("user_id")
    rows = RoomWorker.objects.filter(organisation_id=case.organisation_id).exclude(user_id__in=seated)
    newest = {row.user_id: row for row in rows.select_related("user").order_by("at", "id")}
    able = [row for row in newest.values() if row.user.has_perm(Permission.CASE_WORK, case.organisation_id)]
    return sorted(able, key=lambda row: str(row.user.display_name))


def review_days(at: datetime) -> int:
    """Return within how many days the team looks into an emergency entry: the database asks the parameter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_review_days(%s)", [timezone.localdate(at)])
        return int(cursor.fetchone()[0])


def emergencies_of(user: Any, organisation: UUID, *, at: datetime) -> Emergencies:
    """Return the emergency entries into this user's cases, by others, that nobody looked into yet."""
    rows = TeamSeat.objects.filter(
        organisation_id=organisation, kind=rules.Seat.BROKE_GLASS, reviewed_at__isnull=True
    ).exclude(user=user)
    days = review_days(at)
    overdue = [rules.Emergency(row.since, row.reviewed_at, timedelta(days)).is_overdue(at) for row in rows]
    return Emergencies(len(overdue), any(overdue), days)


def own_emergencies(user: Any, *, at: datetime) -> list[rules.Emergency]:
    """Return the emergency entries of this user that nobody looked into yet."""
    rows = TeamSeat.objects.filter(user=user, kind=rules.Seat.BROKE_GLASS, reviewed_at__isnull=True)
    within = timedelta(review_days(at))
    return [rules.Emergency(row.since, row.reviewed_at, within) for row in rows]


def waiting_for(user: Any, at: datetime) -> list[Due]:
    """Return what the today page says: emergency entries to look into, days that passed. Numbers only."""
    found = []
    for organisation in where_allowed(user, Permission.CASE_WORK, on=at.date()):
        entries = emergencies_of(user, organisation, at=at)
        if entries.waiting:
            words = _("Somebody came into a case of yours by emergency: look into it")
            found.append(
                Due(
                    words, reverse("cases:list_cases"), level=Level.LATE if entries.overdue else Level.WAITING
                )
            )
    return found
