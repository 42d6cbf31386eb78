"""Noting a situation and ending it. Dated, with who said so."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.registry.actions.households import touch
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
    household = Household.objects.select_for_update().get(pk=household.pk)
    live = VulnerabilityMark.objects.filter(
        household=household, person=person, category=category, ended_at__isnull=True
    ).first()
    if live is not None:
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
    mark.until, mark.ended_at, mark.ended_by = on, at, by
    mark.save(update_fields=["until", "ended_at", "ended_by"])
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
