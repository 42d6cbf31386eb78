"""Erasing for good: rows, search keys and every version in the history. Log lines stay: they hold ids."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files
from twiza.registry.actions.forgetting import forget_in_files, remember_as_erased, trace_of_persons
from twiza.registry.models import Household, Person
from twiza.registry.rules.traces import Trace


class StillNeeded(DomainError):
    """Something refers to the household and must be ended first."""

    code = "registry.still_needed"


class LastPerson(DomainError):
    code = "registry.last_person"


@transaction.atomic
def erase_household(*, household: Household, reason_code: str, by: Any, at: datetime) -> None:
    """Erase a household, its members and all their versions, and the file that brought them. What remains is
    that it was done, and why.

    Raises:
        StillNeeded: a list or another record stands on it.
    """
    check(by, Permission.REGISTRY_ERASE, household)
    household = Household.objects.select_for_update().get(pk=household.pk)
    members = list(Person.objects.filter(household=household))
    trace = trace_of_persons(members)
    audit.record(
        type="registry.household_erased",
        target=household,
        organisation=household.organisation_id,
        by=by,
        at=at,
        reason_code=reason_code,
        persons=[member.pk for member in members],
    )
    remember_as_erased(household, at)
    erase(households=[household.pk], persons=[], at=at)
    _erase_sheets(household, trace, by, at)
    _remember("registry.household", household.pk, household.organisation_id, at)


@transaction.atomic
def erase_person(*, person: Person, reason_code: str, by: Any, at: datetime) -> None:
    """Erase one person; the oldest listed member becomes head when the head goes.

    Raises:
        LastPerson: nobody would be left; erase the household instead.
        StillNeeded: another record stands on this person.
    """
    check(by, Permission.REGISTRY_ERASE, person)
    household = Household.objects.select_for_update().get(pk=person.household_id)
    others = list(
        Person.objects.filter(household_id=person.household_id)
        .exclude(pk=person.pk)
        .order_by("position", "pk")
    )
    members = [other for other in others if other.relationship != "trusted"]
    if not members:
        raise LastPerson(_("This is the last person of the household. Erase the household instead."))
    audit.record(
        type="registry.person_erased",
        target=person,
        organisation=person.organisation_id,
        by=by,
        at=at,
        reason_code=reason_code,
        household=person.household_id,
    )
    was_head = person.relationship == "head"
    trace = trace_of_persons([person])
    erase(households=[], persons=[person.pk], at=at)
    if was_head:
        members[0].relationship = "head"
        members[0].save(update_fields=["relationship"])
    _erase_sheets(household, trace, by, at)
    _remember("registry.person", person.pk, person.organisation_id, at)


def erase_household_again(*, id: UUID, at: datetime) -> bool:
    """Erase a household that a restored backup brought back. Returns whether it was there."""
    household = Household.objects.filter(pk=id).first()
    if household is not None:
        remember_as_erased(household, at)
    erase(households=[id], persons=[], at=at)
    return household is not None


def erase_person_again(*, id: UUID, at: datetime) -> bool:
    """Erase a person whom a restored backup brought back. Returns whether they were there."""
    return erase(households=[], persons=[id], at=at) > 0


def _erase_sheets(household: Household, trace: Trace, by: Any, at: datetime) -> None:
    """Erase the file that brought the household and every other that holds it: the names stand in them too."""
    for upload in forget_in_files(household.organisation_id, trace, by=by, at=at):
        _remember("registry.upload", upload, household.organisation_id, at)
    if household.upload is not None and household.upload.file.erased_at is None:
        files.erase_file(file=household.upload.file, by=by, at=at)


def _remember(kind: str, id: UUID, organisation: UUID, at: datetime) -> None:
    """Write the erasure beside the keys, outside the database: a restore does not bring anybody back."""
    files.remember_erasure(kind=kind, id=id, organisation=organisation, at=at)


def erase(*, households: list[UUID], persons: list[UUID], at: datetime) -> int:
    """Call the one function that may delete; it sees the caller's own organisations only.

    Whatever stands on a household by its id alone, such as a code of a campaign, is cut from it first.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for name in settings.ERASURE_FOLLOWERS if households else ():
                import_string(name)(households=households, at=at)
            cursor.execute("SELECT registry_erase(%s::uuid[], %s::uuid[])", [households, persons])
            return int(cursor.fetchone()[0])
    except IntegrityError as error:
        raise StillNeeded(
            _("Another record still stands on this household, such as a list. End that first.")
        ) from error
