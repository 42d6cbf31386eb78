"""Somebody must be seen: who was called, by when an answer is due, what became of it. Never a name, never a finding."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.shelter import rules
from twiza.shelter.actions.counts import count_night
from twiza.shelter.actions.faults import OutOfOrder
from twiza.shelter.actions.guests import check_near
from twiza.shelter.actions.winters import check_night
from twiza.shelter.models import Guest, HealthReferral, Winter, WinterSite

_KEPT = ("winter_id", "crew_id", "host_id", "night", "guest_id", "who", "encounter", "flags", "urgency", "contact", "asked_at", "due_at")  # fmt: skip


@transaction.atomic
def call_health(
    *,
    winter: Winter,
    night: date,
    flags: Collection[str],
    urgency: str,
    contact: str,
    by: Any,
    at: datetime,
    guest: Guest | None = None,
    encounter: UUID | None = None,
    site: WinterSite | None = None,
) -> HealthReferral:
    """Write that somebody was sent to be seen: the ambulance or the duty of health was called.

    Args:
        flags: signs, codes of `rules.HEALTH_FLAGS`. urgency, contact: codes too.
        guest, encounter: whom it is about, when there is a code or a note of the round; both may be missing.
        site: where they are; None: on the street, with a round.

    Raises:
        OutOfOrder: no sign, an unknown code, or a sign that never waits written as if it did. WinterOver. NoPermission.
    """
    where = check_near(by, winter, site.host_id if site else None)
    check_night(winter, night)
    signs = frozenset(flags)
    known = urgency in rules.HEALTH_URGENCIES and contact in rules.CALLED
    if not signs or not signs <= set(rules.HEALTH_FLAGS) or not known:
        raise OutOfOrder(_("Mark what you see, how fast it must be, and who was called."))
    if not rules.is_fast_enough(signs, urgency):
        raise OutOfOrder(_("These signs never wait: call 15 now, and write “at once”."))
    if guest is not None and guest.winter_id != winter.pk:
        raise OutOfOrder(_("Nobody of this winter has this code. Look at it once more, or leave it empty."))
    hours = int(accounts.parameter_number(rules.WITHIN, on=timezone.localdate(at)))
    referral = HealthReferral.objects.create(
        winter=winter,
        crew_id=winter.crew_id,
        host_id=site.host_id if site else None,
        night=night,
        guest=guest,
        who=guest.who if guest else None,
        encounter=encounter,
        flags=[code for code in rules.HEALTH_FLAGS if code in signs],
        urgency=urgency,
        contact=contact,
        asked_at=at,
        due_at=rules.due_at(at, urgency, hours),
        at=at,
        by=by,
    )
    count_night(winter, night, {rules.ASKED: 1})
    audit.record(type="shelter.health_called", target=referral, organisation=where, by=by, at=at)
    return referral


@transaction.atomic
def settle_health(*, referral: HealthReferral, result: str, by: Any, at: datetime) -> HealthReferral:
    """Write what became of it, once. What was found is the physician's and is not asked for.

    Raises:
        OutOfOrder: an unknown result, or there is one already: correct it with a line of its own.
    """
    where = _near(referral, by)
    held = HealthReferral.objects.select_for_update(of=("self",)).select_related("winter").get(pk=referral.pk)
    if held.result or result not in rules.HEALTH_RESULTS:
        raise OutOfOrder(
            _("Choose what became of it. A result that stands already is corrected by a new line.")
        )
    held.result, held.result_at, held.result_by = result, at, by
    held.save(update_fields=["result", "result_at", "result_by"])
    count_night(held.winter, held.night, {f"health_{result}": 1})
    audit.record(type="shelter.health_settled", target=held, organisation=where, by=by, at=at)
    return held


@transaction.atomic
def correct_health(*, referral: HealthReferral, result: str, by: Any, at: datetime) -> HealthReferral:
    """Write a line that corrects a result: the first stays as it was, the new one counts.

    Raises:
        OutOfOrder: there is no result yet, it was corrected already, or nothing changes.
    """
    where = _near(referral, by)
    held = HealthReferral.objects.select_for_update(of=("self",)).select_related("winter").get(pk=referral.pk)
    is_corrected = HealthReferral.objects.filter(corrects=held).exists()
    if not held.result or is_corrected or result not in rules.HEALTH_RESULTS or result == held.result:
        raise OutOfOrder(
            _("Only a result that stands is corrected, once, by another one. Look at the list again.")
        )
    line = HealthReferral.objects.create(
        **{name: getattr(held, name) for name in _KEPT},
        result=result,
        result_at=at,
        result_by=by,
        corrects=held,
        at=at,
        by=by,
    )
    count_night(held.winter, held.night, {f"health_{held.result}": -1, f"health_{result}": 1})
    audit.record(type="shelter.health_corrected", target=line, organisation=where, by=by, at=at)
    return line


def _near(referral: HealthReferral, by: Any) -> Any:
    """Return whose log gets the line: the site's where they are, or the crew's. Raises NoPermission."""
    if referral.host_id and by.has_perm(Permission.BEDS_KEEP, referral.host_id):
        return referral.host_id
    check(by, Permission.NIGHT_ROUND, referral.crew_id)
    return referral.crew_id
