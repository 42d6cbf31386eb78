"""The psychologist's drawer: who may open it. Whoever may not finds nothing that tells it exists."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.cases.models import Case, CaseNote, DrawerSeat, NoteVersion, TeamSeat
from twiza.cases.queries.cases import NoSuchCase, case_for
from twiza.cases.queries.keys import keeps_key, keys_of
from twiza.cases.queries.notes import NoteSaid, opened
from twiza.cases.queries.room import OpenRoom
from twiza.cases.rules import Drawer
from twiza.platform.accounts.permissions import Permission


def my_drawer_seat(case: Case, user: Any) -> DrawerSeat | None:
    """Return this user's lasting place at the drawer of a case, or None."""
    return DrawerSeat.objects.filter(case=case, user=user, until__isnull=True).first()


def drawer_shows(user: Any, case: Case) -> bool:
    """Whether the page of the drawer is this user's: a psychologist of the team, or whom she allowed."""
    return may_keep_drawer(user, case) or my_drawer_seat(case, user) is not None


def may_keep_drawer(user: Any, case: Case) -> bool:
    """Whether this user may open the drawer and allow colleagues."""
    return bool(user.has_perm(Permission.PSYCHOLOGY_KEEP, case))


def drawer_case_for(user: Any, id: UUID) -> Case:
    """Return the case for the page of its drawer. Hidden and missing give the same answer: NoSuchCase."""
    case = case_for(user, id)
    if not drawer_shows(user, case):
        raise NoSuchCase(_("There is no such case."))
    return case


def drawer_seat_for(user: Any, id: UUID) -> DrawerSeat:
    """Return a place at a drawer that is open to this user. Hidden and missing give the same answer: NoSuchCase."""
    seat = DrawerSeat.objects.filter(pk=id).first()
    if seat is None:
        raise NoSuchCase(_("There is no such case."))
    case_for(user, seat.case_id)
    return seat


def drawer_seats(case: Case) -> QuerySet[DrawerSeat]:
    """Return the places at the drawer, those that ended too, the oldest first."""
    return DrawerSeat.objects.filter(case=case).select_related("user").order_by("since", "id")


def may_be_allowed(case: Case, *, at: datetime) -> list[Any]:
    """Return the colleagues of the team who hold its key and have no place at the drawer, by name."""
    there = DrawerSeat.objects.filter(case=case, until__isnull=True).values_list("user_id", flat=True)
    seats = TeamSeat.objects.filter(case=case).exclude(sealed=b"").exclude(user_id__in=list(there))
    able = {seat.user_id: seat.user for seat in seats.select_related("user") if keeps_key(seat, at=at)}
    return sorted(able.values(), key=lambda one: str(one.display_name))


def drawer_notes(case: Case, room: OpenRoom) -> list[NoteSaid]:
    """Return the newest version of each note of the drawer, the latest first. Raises NoKeyYet."""
    keys = keys_of(case, room, Drawer.PSYCHOLOGY)
    newest = (
        NoteVersion.objects.filter(case=case, note__in=CaseNote.objects.filter(case=case, kind="psychology"))
        .order_by("note_id", "-number")
        .distinct("note_id")
        .select_related("note", "by")
    )
    return sorted((opened(row, keys) for row in newest), key=lambda one: one.note, reverse=True)
