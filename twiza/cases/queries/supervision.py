"""What a supervisor sees of each listener: numbers, by one function that gives nothing else; and talks of care."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import CareTalk, RoomWorker
from twiza.cases.queries.cases import where_allowed
from twiza.lib.errors import NotFound
from twiza.lib.today import Due, Level
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.queries import parameter_number


class NoSuchTalk(NotFound):
    code = "cases.no_such_talk"


@dataclass(frozen=True)
class Load:
    """How much one listener carries: numbers only. A case with two in its team counts for both."""

    person: Any
    cases: int
    late: int
    emergencies: int
    silences: int
    is_heavy: bool


@dataclass(frozen=True)
class Talk:
    """A talk of care, and whether its day has passed."""

    talk: CareTalk
    is_late: bool


def where_care(user: Any, *, on: date) -> list[Any]:
    """Return the organisations in whose room this user listens or supervises."""
    return list(network.organisations_where(user, Permission.CASE_WORK, on=on))


def heavy_above(*, on: date) -> int:
    """Return the number of open cases above which a load is heavy."""
    return int(parameter_number("listener_cases_most", on=on))


def listeners_of(organisation: UUID) -> list[Any]:
    """Return who has a key of this room, by name."""
    rows = RoomWorker.objects.filter(organisation_id=organisation).select_related("user")
    people = {row.user_id: row.user for row in rows}
    return sorted(people.values(), key=lambda one: str(one.display_name))


def loads_of(organisation: UUID, *, on: date) -> list[Load]:
    """Return how much each listener carries. The database refuses who does not supervise there."""
    people = {one.pk: one for one in listeners_of(organisation)}
    most = heavy_above(on=on)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT worker, cases, late, emergencies, silences FROM cases_load(%s, %s)", [organisation, on]
        )
        rows = cursor.fetchall()
    loads = [
        Load(people[who], cases, late, emergencies, silences, cases > most)
        for who, cases, late, emergencies, silences in rows
        if who in people
    ]
    return sorted(loads, key=lambda one: (-one.cases, str(one.person.display_name)))


def talks_of(organisation: UUID, *, today: date) -> list[Talk]:
    """Return the talks that are not held yet: one's own, or those of the team for who supervises it."""
    rows = CareTalk.objects.filter(organisation_id=organisation, held_on__isnull=True).select_related(
        "person"
    )
    talks = [
        Talk(row, rules.care_is_late(asked_on=row.asked_on, planned_on=row.planned_on, today=today))
        for row in rows
    ]
    return sorted(talks, key=lambda one: (one.talk.planned_on or date.min, str(one.talk.pk)))


def talk_for(user: Any, id: UUID) -> CareTalk:
    """Return a talk of a team that this user supervises. Hidden and missing give the same answer: NoSuchTalk."""
    row = CareTalk.objects.filter(pk=id).first()
    if row is None or not user.has_perm(Permission.CASE_SUPERVISE, row):
        raise NoSuchTalk(_("There is no such talk."))
    return row


def held_talks(organisation: UUID, *, since: date) -> list[CareTalk]:
    """Return the talks held since a day, the newest first: one's own, or the team's for who supervises it."""
    rows = CareTalk.objects.filter(organisation_id=organisation, held_on__gte=since).select_related("person")
    return list(rows.order_by("-held_on", "-pk"))


def late_talks(talks: Sequence[Talk]) -> int:
    """Return how many are past their day."""
    return sum(one.is_late for one in talks)


def talks_waiting_for(user: Any, at: datetime) -> list[Due]:
    """Return what the today page says of talks: to who supervises, in numbers; to anybody, the day of their own."""
    today, here, found = timezone.localdate(at), reverse("cases:show_supervision"), []
    for organisation in where_allowed(user, Permission.CASE_WORK, on=today):
        talks = talks_of(organisation, today=today)
        if user.has_perm(Permission.CASE_SUPERVISE, organisation):
            asked = [one for one in talks if one.talk.planned_on is None]
            over = late_talks([one for one in talks if one.talk.planned_on is not None])
            if asked:
                words = _("Give a day: talks that a listener asked for, %(number)d") % {"number": len(asked)}
                found.append(Due(words, here, level=Level.LATE if late_talks(asked) else Level.WAITING))
            if over:
                words = _("Hold or move: talks past their day, %(number)d") % {"number": over}
                found.append(Due(words, here, level=Level.LATE))
        mine = [one.talk.planned_on for one in talks if one.talk.person_id == user.pk]
        found += [
            Due(_("Keep an hour free: a talk for you"), here, due=day) for day in mine if day and day >= today
        ]
    return found
