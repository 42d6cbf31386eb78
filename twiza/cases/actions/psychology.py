"""The psychologist's drawer of a case: a key of its own, handed to whom she allows, one by one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.keys import handed, hold_case, keep_pairs, make_new_key
from twiza.cases.models import Case, DrawerSeat
from twiza.cases.queries import OpenRoom
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

DRAWER = rules.Drawer.PSYCHOLOGY


class DrawerNotYours(DomainError):
    """Opened by another psychologist already, or nobody there to allow or to take back from."""

    code = "cases.drawer_not_yours"


class SheDidNotAgree(DomainError):
    code = "cases.she_did_not_agree"


@transaction.atomic
def open_drawer(*, case: Case, room: OpenRoom, by: Any, at: datetime) -> DrawerSeat:
    """Open the psychologist's drawer of a case, with a key of its own. Whoever else is in the team sees nothing of it.

    Raises:
        DrawerNotYours: another psychologist of the team opened it.
    """
    check(by, Permission.CASE_WORK, case)
    check(by, Permission.PSYCHOLOGY_KEEP, case)
    hold_case(case.pk)
    mine = queries.my_drawer_seat(case, by)
    if mine is not None:
        return mine
    keep_pairs([by.pk], case.organisation_id)
    sealed = closed_room.hand(
        closed_room.new_key(),
        to=closed_room.public_of(room.private),
        about=queries.room.about_key(case.pk, DRAWER),
    )
    try:
        with transaction.atomic():
            seat = DrawerSeat.objects.create(
                case=case, organisation_id=case.organisation_id, user=by, kind="opened", sealed=sealed,
                since=at, allowed_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise DrawerNotYours(
            _(
                "Another psychologist of the team opened this drawer: she allows you to read it if the person agrees."
            )
        ) from error
    _record("cases.key_handed", case, by, at, who=by.pk)
    return seat


@transaction.atomic
def allow_reader(
    *, case: Case, user: UUID, room: OpenRoom, agreed: bool, by: Any, at: datetime
) -> DrawerSeat:
    """Hand the key of the drawer to one colleague of the team, because the person agreed to this colleague.

    Raises:
        SheDidNotAgree. NoKeyYet: the drawer is not open to `by`. DrawerNotYours: nobody in the team to allow.
    """
    check(by, Permission.CASE_WORK, case)
    check(by, Permission.PSYCHOLOGY_KEEP, case)
    hold_case(case.pk)
    key = queries.held_key(case, room, DRAWER)
    if not agreed:
        raise SheDidNotAgree(_("Ask the person first: she says which colleague may read these notes."))
    if user not in [one.pk for one in queries.may_be_allowed(case, at=at)]:
        raise DrawerNotYours(_("Choose a colleague who is in the team and has its key."))
    keep_pairs([user], case.organisation_id)
    seat = DrawerSeat.objects.create(
        case=case, organisation_id=case.organisation_id, user_id=user, kind="allowed", since=at, allowed_by=by,
        sealed=handed(key, user, case, DRAWER),
    )  # fmt: skip
    _record("cases.key_handed", case, by, at, who=user)
    return seat


@transaction.atomic
def end_reader(*, seat: DrawerSeat, room: OpenRoom, by: Any, at: datetime) -> None:
    """Take the drawer's key back: what is written from now on goes under a new one.

    Raises:
        DrawerNotYours: one's own place, or one that ended.
    """
    check(by, Permission.PSYCHOLOGY_KEEP, seat)
    case = hold_case(seat.case_id)
    key = queries.held_key(case, room, DRAWER)
    held = DrawerSeat.objects.select_for_update().filter(pk=seat.pk, until__isnull=True).first()
    if held is None or held.user_id == by.pk:
        raise DrawerNotYours(_("There is nobody here to take the key back from."))
    held.until = at
    held.save(update_fields=["until"])
    make_new_key(case, key, DRAWER, by=by, at=at)


def _record(type: str, case: Case, by: Any, at: datetime, **data: Any) -> None:
    """The lines are those of the case's own key: the log does not say that there is a drawer."""
    audit.record(type=type, target=case, organisation=case.organisation_id, by=by, at=at, **data)
