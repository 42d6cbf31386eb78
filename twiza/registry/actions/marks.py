"""Noting a situation and ending it. Dated, with who said so."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.registry import queries
from twiza.registry.actions.households import hold, touch
from twiza.registry.models import Household, Person, VulnerabilityMark
from twiza.registry.rules.categories import CATEGORIES
from twiza.registry.rules.people import SAID_BY


class UnknownCategory(DomainError):
    code = "registry.unknown_category"


class MarkAlreadyEnded(DomainError):
    code = "registry.mark_already_ended"


@transaction.atomic
def mark_vulnerability(
    *,
    household: Household,
    person: Person | None = None,
    category: str,
    said_by: str,
    on: date,
    until: date | None = None,
    by: Any,
    at: datetime,
) -> VulnerabilityMark:
    """Note a situation of a person, or of the whole household. Noted twice while it lasts, it stays one.

    Raises:
        UnknownCategory: no such category, or nobody said it.
    """
    check(by, Permission.REGISTRY_WRITE, household)
    if category not in CATEGORIES or said_by not in SAID_BY:
        raise UnknownCategory(_("There is no such category."))
    household = hold(household)
    for live in queries.marks_of(household):
        if live.ended_at is None and live.category == category and _who(live) == (person and person.pk):
            return live
    mark = VulnerabilityMark.objects.create(
        organisation_id=household.organisation_id,
        household=household,
        person=person,
        category=category,
        noted_on=on,
        said_by=said_by,
        until=until,
        noted_at=at,
        noted_by=by,
    )
    touch(household.pk, by, at)
    audit.record(
        type="registry.vulnerability_marked",
        target=mark,
        organisation=household.organisation_id,
        by=by,
        at=at,
        household=household.pk,
        said_by=said_by,
    )
    return mark


def _who(mark: VulnerabilityMark) -> UUID | None:
    """Return whose situation it is, by the entry that remains. None: the whole household's."""
    return (mark.person.merged_into_id or mark.person.pk) if mark.person else None


@transaction.atomic
def end_vulnerability(*, mark: VulnerabilityMark, on: date, by: Any, at: datetime) -> VulnerabilityMark:
    """Say that a situation is over; it stays in the household's history.

    Raises:
        MarkAlreadyEnded.
    """
    check(by, Permission.REGISTRY_WRITE, mark)
    mark = VulnerabilityMark.objects.select_for_update().get(pk=mark.pk)
    if mark.ended_at is not None:
        raise MarkAlreadyEnded(_("This situation was already ended."))
    twins = [
        one
        for one in queries.marks_of(mark.household)
        if one.ended_at is None and (one.category, _who(one)) == (mark.category, _who(mark))
    ]
    for one in (mark, *twins):  # both files of a merged family may have said it
        one.until, one.ended_at, one.ended_by = on, at, by
        one.save(update_fields=["until", "ended_at", "ended_by"])
    touch(mark.household_id, by, at)
    audit.record(
        type="registry.vulnerability_ended",
        target=mark,
        organisation=mark.organisation_id,
        by=by,
        at=at,
        household=mark.household_id,
    )
    return mark
