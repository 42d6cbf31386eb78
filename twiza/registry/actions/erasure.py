"""Erasing for good: rows, search keys and every version in the history. Log lines stay: they hold ids."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files
from twiza.registry import queries
from twiza.registry.actions.forgetting import forget_in_files, remember_as_erased, trace_of_persons
from twiza.registry.actions.households import give_head, hold
from twiza.registry.actions.request_words import forget_in_requests
from twiza.registry.models import Household, Person
from twiza.registry.rules.traces import Trace


class StillNeeded(DomainError):
    """Something refers to the household and must be ended first."""

    code = "registry.still_needed"


class NotMerged(DomainError):
    code = "registry.not_merged"


class LastPerson(DomainError):
    code = "registry.last_person"


@transaction.atomic
def erase_household(*, household: Household, reason_code: str, by: Any, at: datetime) -> None:
    """Erase a family, all files that were merged into it, its members and all their versions, and the files that
    brought them. What remains is that it was done, and why.

    Raises:
        StillNeeded: a list or another record stands on it.
    """
    check(by, Permission.REGISTRY_ERASE, household)
    household = hold(household)
    group = list(Household.objects.filter(pk__in=queries.group_of(household.pk)).order_by("pk"))
    listed = {one.pk for one in group}
    members = _with_entries(Person.objects.filter(household__in=listed))
    elsewhere = [one for one in members if one.household_id not in listed]
    _record("registry.household_erased", household, household.organisation_id, reason_code, members, by, at)
    for one in group:
        remember_as_erased(one, at)
    erase(households=[one.pk for one in group], persons=[one.pk for one in elsewhere], at=at)
    _erase_sheets(group, trace_of_persons(members), by, at)
    for one in group:
        _remember("registry.household", one.pk, household.organisation_id, at)
    for person in elsewhere:
        _remember("registry.person", person.pk, household.organisation_id, at)


@transaction.atomic
def erase_original(*, household: Household, reason_code: str, by: Any, at: datetime) -> None:
    """Erase one file that was merged into another, alone; the family stays. The merge can no longer be undone.

    Raises:
        NotMerged: it stands by itself. LastPerson: nobody would be left in the family.
        StillNeeded: a list or another record stands on it.
    """
    check(by, Permission.REGISTRY_ERASE, household)
    if household.merged_into_id is None:
        raise NotMerged(_("This file stands by itself. Erase the household."))
    remains = hold(household)
    household = Household.objects.select_for_update().get(pk=household.pk)
    members = list(Person.objects.filter(household=household))
    if all(one.household_id == household.pk for one in queries.members_of(remains)):
        raise LastPerson(_("This is the last person of the household. Erase the household instead."))
    _record("registry.original_erased", household, household.organisation_id, reason_code, members, by, at)
    remember_as_erased(household, at, but=remains)
    erase(households=[household.pk], persons=[], at=at)
    give_head(remains.pk)
    _erase_sheets([household], trace_of_persons(members), by, at)
    _remember("registry.household", household.pk, household.organisation_id, at)


@transaction.atomic
def erase_person(*, person: Person, reason_code: str, by: Any, at: datetime) -> None:
    """Erase one person, by each of her entries; the oldest listed member becomes head when the head goes.

    Raises:
        LastPerson: nobody would be left; erase the household instead.
        StillNeeded: another record stands on this person.
    """
    check(by, Permission.REGISTRY_ERASE, person)
    person = person.merged_into or person
    household = hold(person.household)
    others = [one for one in queries.members_of(household) if one.pk != person.pk]
    if all(other.relationship == "trusted" for other in others):
        raise LastPerson(_("This is the last person of the household. Erase the household instead."))
    entries = _with_entries(Person.objects.filter(pk=person.pk))
    files_of = list(Household.objects.filter(pk__in=[one.household_id for one in entries]).order_by("pk"))
    audit.record(
        type="registry.person_erased",
        target=person,
        organisation=person.organisation_id,
        by=by,
        at=at,
        reason_code=reason_code,
        household=person.household_id,
        persons=[one.pk for one in entries],
    )
    trace = trace_of_persons(entries)
    erase(households=[], persons=[one.pk for one in entries], at=at)
    give_head(household.pk)
    _erase_sheets(files_of, trace, by, at)
    for one in entries:
        _remember("registry.person", one.pk, person.organisation_id, at)


def _with_entries(people: QuerySet[Person]) -> list[Person]:
    """Return these persons and every entry, wherever it is listed, that was merged into one of them."""
    rows = list(people.order_by("pk"))
    listed = {one.pk for one in rows}
    more = Person.objects.filter(merged_into__in=listed).order_by("pk")
    return [*rows, *(one for one in more if one.pk not in listed)]


def _record(
    what: str, target: Any, organisation: UUID, reason_code: str, members: list[Person], by: Any, at: datetime
) -> None:
    audit.record(
        type=what,
        target=target,
        organisation=organisation,
        by=by,
        at=at,
        reason_code=reason_code,
        persons=[member.pk for member in members],
    )


def erase_household_again(*, id: UUID, at: datetime) -> bool:
    """Erase a household that a restored backup brought back. Returns whether it was there."""
    household = Household.objects.filter(pk=id).first()
    if household is not None:
        remember_as_erased(household, at)
    alone = queries.followers_of([id]).get(id, [])  # stand by themselves again, or are erased in their turn
    erase(households=[id], persons=[], at=at)
    for one in alone:
        give_head(one)
    if household is not None and household.merged_into_id is not None:
        give_head(household.merged_into_id)
    return household is not None


def erase_person_again(*, id: UUID, at: datetime) -> bool:
    """Erase a person whom a restored backup brought back. Returns whether they were there."""
    return erase(households=[], persons=[id], at=at) > 0


def _erase_sheets(households: list[Household], trace: Trace, by: Any, at: datetime) -> None:
    """Erase the files that brought the households and every other that holds them: the names stand in them too."""
    organisation = households[0].organisation_id
    for upload in forget_in_files(organisation, trace, by=by, at=at):
        _remember("registry.upload", upload, organisation, at)
    forget_in_requests(organisation, trace, by=by, at=at)
    for household in households:
        if household.upload is not None:
            household.upload.file.refresh_from_db()
            if household.upload.file.erased_at is None:
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
