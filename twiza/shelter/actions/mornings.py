"""The morning listening: what a guest wishes, offered every morning and never forced."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.shelter import rules
from twiza.shelter.actions.counts import count_night
from twiza.shelter.actions.faults import OutOfOrder
from twiza.shelter.actions.winters import check_night
from twiza.shelter.models import BedUse, MorningWish


@transaction.atomic
def hear_wish(*, use: BedUse, night: date, wishes: Collection[str], by: Any, at: datetime) -> MorningWish:
    """Write what somebody answered in the morning after a night. Asked again, the newest answer counts.

    Nothing leads from here to a case of the closed room: whoever wants to be heard goes there, known by nobody's code.

    Args:
        wishes: codes of `rules.WISHES`; "wants nothing" and "not today" each stand alone and are full answers.

    Raises:
        OutOfOrder: no answer, or one that is none; they did not sleep here that night. WinterOver.
    """
    where = _keeper(use, by)
    check_night(use.winter, night)
    held = BedUse.objects.select_for_update(of=("self",)).select_related("winter").get(pk=use.pk)
    if not rules.is_answer(wishes):
        raise OutOfOrder(_("Mark what they wish, or only “wants nothing”, or only “not today”."))
    if (
        held.guest_id is None
        or held.use != rules.Use.SLEPT
        or not held.nights.lower <= night < held.nights.upper
    ):
        raise OutOfOrder(_("They did not sleep here that night."))
    changes = Counter({f"wish_{code}": 1 for code in set(wishes)})
    before = MorningWish.objects.filter(use=held, night=night).order_by("-at", "-pk").first()
    if before:
        changes.subtract({f"wish_{code}": 1 for code in before.wishes})
    wish = MorningWish.objects.create(
        winter_id=held.winter_id,
        crew_id=held.crew_id,
        host_id=held.host_id,
        use=held,
        guest_id=held.guest_id,
        night=night,
        wishes=[code for code in rules.WISHES if code in wishes],
        at=at,
        by=by,
    )
    count_night(held.winter, night, {what: number for what, number in changes.items() if number})
    audit.record(type="shelter.wish_heard", target=held, organisation=where, by=by, at=at)
    return wish


def _keeper(use: BedUse, by: Any) -> Any:
    """Return whose log gets the line: who keeps the site's beds, or else who goes out. Raises NoPermission."""
    if by.has_perm(Permission.BEDS_KEEP, use.host_id):
        return use.host_id
    check(by, Permission.NIGHT_ROUND, use.crew_id)
    return use.crew_id
