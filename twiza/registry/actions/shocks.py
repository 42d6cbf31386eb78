"""Noting what fell upon a household, and that it is over."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.registry import queries
from twiza.registry.actions.households import hold, touch
from twiza.registry.models import Household, Shock
from twiza.registry.rules.people import SAID_BY
from twiza.registry.rules.shocks import SHOCKS, latest_end


class BadShock(DomainError):
    """An event that cannot be: unknown, or its days do not follow one another."""

    code = "registry.bad_shock"


class ShockAlreadyEnded(DomainError):
    code = "registry.shock_already_ended"


@transaction.atomic
def note_shock(
    *,
    household: Household,
    kind: str,
    happened_on: date,
    until: date,
    said_by: str,
    by: Any,
    at: datetime,
) -> Shock:
    """Note what happened to a household on a day, and until when it counts. Noted twice, it stays one.

    Raises:
        BadShock: an unknown kind, an end before it happened or more than two years after.
    """
    check(by, Permission.REGISTRY_WRITE, household)
    if kind not in SHOCKS or said_by not in SAID_BY:
        raise BadShock(_("There is no such event."))
    if not happened_on < until <= latest_end(happened_on):
        raise BadShock(
            _("An event ends after it happened, within two years. What lasts longer is a situation.")
        )
    household = hold(household)
    for known in queries.shocks_of(household):
        if (known.kind, known.happened_on) == (kind, happened_on):
            return known
    shock = Shock.objects.create(
        organisation_id=household.organisation_id,
        household=household,
        kind=kind,
        happened_on=happened_on,
        until=until,
        said_by=said_by,
        noted_at=at,
        noted_by=by,
    )
    touch(household.pk, by, at)
    audit.record(
        type="registry.shock_noted",
        target=shock,
        organisation=household.organisation_id,
        by=by,
        at=at,
        household=household.pk,
        said_by=said_by,
    )
    return shock


@transaction.atomic
def end_shock(*, shock: Shock, on: date, by: Any, at: datetime) -> Shock:
    """Say that a household has got over it before its end.

    Raises:
        ShockAlreadyEnded.
    """
    check(by, Permission.REGISTRY_WRITE, shock)
    shock = Shock.objects.select_for_update(of=("self",)).get(pk=shock.pk)
    if shock.ended_on is not None:
        raise ShockAlreadyEnded(_("This was ended already."))
    shock.ended_on, shock.ended_by = on, by
    shock.save(update_fields=["ended_on", "ended_by"])
    touch(shock.household_id, by, at)
    audit.record(
        type="registry.shock_ended",
        target=shock,
        organisation=shock.organisation_id,
        by=by,
        at=at,
        household=shock.household_id,
    )
    return shock
