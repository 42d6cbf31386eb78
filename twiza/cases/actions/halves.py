"""The key of a case in two halves, each sealed to an officer: given by the team, replaced whenever the key is."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries
from twiza.cases.models import Case, KeyHalf
from twiza.cases.queries import OpenRoom
from twiza.cases.queries.keys import newest_number
from twiza.cases.queries.recovery import about_half, halves_missing, officers_of
from twiza.cases.rules import Drawer
from twiza.lib import closed_room
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


@transaction.atomic
def give_halves(*, case: Case, room: OpenRoom, by: Any, at: datetime) -> bool:
    """Give the two officers of now a half each, when they do not have it; return whether something was given.

    Raises:
        NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    held = Case.objects.select_for_update(no_key=True).filter(pk=case.pk).first()
    if held is None:
        raise queries.NoSuchCase(_("There is no such case."))
    key = queries.held_key(held, room)
    if not halves_missing(held):
        return False
    share_key(held, key)
    audit.record(type="cases.halves_given", target=held, organisation=held.organisation_id, by=by, at=at)
    return True


def share_key(case: Case, key: bytes) -> None:
    """Replace the halves by those of this key; the case is held. Without two officers there are none."""
    KeyHalf.objects.filter(case=case).delete()
    officers, split, number = officers_of(case.organisation_id), new_id(), newest_number(case, Drawer.CASE)
    for part, (officer, half) in enumerate(zip(officers, closed_room.split(key), strict=False), 1):
        id = new_id()
        KeyHalf(
            id=id, case=case, organisation_id=case.organisation_id, officer=officer, part=part, split=split,
            number=number,
            sealed=closed_room.hand(half, to=bytes(officer.public_key), about=about_half(id)),
        ).save(force_insert=True)  # fmt: skip
