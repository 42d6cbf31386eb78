"""Saying that a household is still there, moved away or died."""

from datetime import datetime
from typing import Any

from django.db import transaction

from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.registry.actions.households import hold
from twiza.registry.models import Household, Whereabouts
from twiza.registry.rules.whereabouts import Said


@transaction.atomic
def note_whereabouts(*, household: Household, said: str, by: Any, at: datetime) -> Whereabouts:
    """Note that a household is still there, moved away or died. The last word counts; none is taken back.

    Nobody leaves the register by it. ValueError for a word that is none of `Said`.
    """
    check(by, Permission.REGISTRY_WRITE, household)
    word = Said(said)
    household = hold(household)
    row = Whereabouts.objects.create(
        organisation_id=household.organisation_id,
        household=household,
        said=word.value,
        noted_at=at,
        noted_by=by,
    )
    audit.record(
        type="registry.whereabouts_noted",
        target=household,
        organisation=household.organisation_id,
        by=by,
        at=at,
    )
    return row
