"""Registering and correcting households and their members."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.registry import queries
from twiza.registry.models import Household, Person, SearchKey
from twiza.registry.rules.codes import new_codes
from twiza.registry.rules.keys import Keys
from twiza.registry.rules.people import CONTACTS, HouseholdData, PersonData


class NobodyInIt(DomainError):
    code = "registry.nobody_in_it"


class NoName(DomainError):
    code = "registry.no_name"


class HeadStays(DomainError):
    code = "registry.head_stays"


class FormSentAlready(DomainError):
    code = "registry.form_sent_already"


@transaction.atomic
def register_household(
    *,
    organisation: UUID,
    household: HouseholdData,
    members: Sequence[PersonData],
    by: Any,
    at: datetime,
    id: UUID | None = None,
) -> Household:
    """Write a household and its members into the register. The first member is its head unless one says so.

    Args:
        id: of the form that was filled in: sent twice, it makes one household.

    Raises:
        NobodyInIt: no member. NoName: a member without any name.
        FormSentAlready: the form of this id was sent with other people in it.
    """
    check(by, Permission.REGISTRY_WRITE, organisation)
    if not members:
        raise NobodyInIt(_("A household has at least one person. Write one name."))
    row = Household(
        id=id or new_id(),
        organisation_id=organisation,
        code=new_codes(1)[0],
        registered_at=at,
        registered_by=by,
        changed_at=at,
        changed_by=by,
        **household_fields(household),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if id is None:
            raise
        return already_sent(id, organisation, members, by)
    has_head = any(member.relationship == "head" for member in members)
    for position, member in enumerate(members):
        link = member.relationship if has_head or position else "head"
        write_member(row, member, position=position, relationship=link)
    audit.record(
        type="registry.household_registered",
        target=row,
        organisation=organisation,
        by=by,
        at=at,
        members=len(members),
    )
    return row


def already_sent(id: UUID, organisation: UUID, members: Sequence[PersonData], by: Any) -> Household:
    """Return the household that the same form made, when it is the same people by the same person."""
    row = Household.objects.filter(pk=id, organisation_id=organisation, registered_by=by).first()
    names = ("name_arabic", "name_latin", "name_said")
    written = [
        tuple(getattr(one, name) for name in names)
        for one in Person.objects.filter(household=row).order_by("position")
    ]
    typed = [tuple(getattr(one, name) for name in names) for one in members]
    if row is None or written != typed:
        raise FormSentAlready(_("This form was sent already. For another household, open an empty form."))
    return row


@transaction.atomic
def correct_household(*, household: Household, data: HouseholdData, by: Any, at: datetime) -> Household:
    """Correct what is written of a household; its safe-contact rule has an action of its own."""
    check(by, Permission.REGISTRY_WRITE, household)
    household = hold(household)
    wanted = household_fields(data)
    del wanted["contact"], wanted["contact_words"]
    changed = [name for name, value in wanted.items() if getattr(household, name) != value]
    if not changed:
        return household
    for name in changed:
        setattr(household, name, wanted[name])
    return save_changed(household, changed, "registry.household_corrected", by, at, fields=changed)


@transaction.atomic
def set_safe_contact(*, household: Household, contact: str, words: str, by: Any, at: datetime) -> Household:
    """Say whether and how this household may be contacted, as she said it."""
    check(by, Permission.REGISTRY_WRITE, household)
    if contact not in CONTACTS:
        raise DomainError(_("There is no such contact rule."))
    household = hold(household)
    household.contact, household.contact_words = contact, words
    return save_changed(
        household, ["contact", "contact_words"], "registry.safe_contact_set", by, at, rule=contact
    )


@transaction.atomic
def add_member(*, household: Household, person: PersonData, by: Any, at: datetime) -> Person:
    """Add a person to a household. A new head makes the old one another member."""
    check(by, Permission.REGISTRY_WRITE, household)
    household = hold(household)
    if person.relationship == "head":
        no_other_head(household.pk)
    position = Person.objects.filter(household=household).count()
    row = write_member(household, person, position=position, relationship=person.relationship)
    touch(household.pk, by, at)
    audit.record(
        type="registry.member_added",
        target=row,
        organisation=household.organisation_id,
        by=by,
        at=at,
        household=household.pk,
    )
    return row


@transaction.atomic
def correct_member(*, person: Person, data: PersonData, by: Any, at: datetime) -> Person:
    """Correct a person. The head stays one: to change it, make another member the head.

    Raises:
        NoName, HeadStays.
    """
    check(by, Permission.REGISTRY_WRITE, person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.relationship == "head" and data.relationship != "head":
        raise HeadStays(_("A household has a head. Make another member the head instead."))
    if data.relationship == "head":
        no_other_head(person.household_id, but=person.pk)
    wanted = asdict(named(data))
    changed = [name for name, value in wanted.items() if getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, wanted[name])
    person.save(update_fields=changed)
    touch(person.household_id, by, at)
    if any(name.startswith("name_") for name in changed):
        SearchKey.objects.filter(person=person).delete()
        write_keys(person)
    audit.record(
        type="registry.member_corrected",
        target=person,
        organisation=person.organisation_id,
        by=by,
        at=at,
        household=person.household_id,
        fields=changed,
    )
    return person


def hold(household: Household) -> Household:
    """Hold a household, or the one into which it was merged meanwhile: what is said goes to the one that remains.

    Looked up before it is held: whoever merges holds the one that remains first.
    """
    remains = Household.objects.filter(pk=household.pk).values_list("merged_into", flat=True).first()
    held = Household.objects.select_for_update().get(pk=remains or household.pk)
    if held.merged_into_id is None:
        return held
    return Household.objects.select_for_update().get(pk=held.merged_into_id)


def no_other_head(household: UUID, *, but: UUID | None = None) -> None:
    """Make the head of a family another member of it, whichever of its files lists her."""
    heads = Person.objects.filter(household__in=queries.group_of(household), relationship="head")
    heads = heads.filter(merged_into__isnull=True)
    (heads.exclude(pk=but) if but else heads).update(relationship="other")


def give_head(household: UUID) -> bool:
    """Make the oldest listed member of a family its head where it has none. Returns whether somebody is in it.

    A household merged into another has none of its own.
    """
    row = Household.objects.filter(pk=household).first()
    if row is None or row.merged_into_id is not None:
        return True
    members = [one for one in queries.members_of(row) if one.relationship != "trusted"]
    if members and members[0].relationship != "head":
        members[0].relationship = "head"
        members[0].save(update_fields=["relationship"])
    return bool(members)


def save_changed(
    household: Household, changed: list[str], what: str, by: Any, at: datetime, **data: Any
) -> Household:
    household.changed_at, household.changed_by = at, by
    household.save(update_fields=[*changed, "changed_at", "changed_by"])
    audit.record(type=what, target=household, organisation=household.organisation_id, by=by, at=at, **data)
    return household


def touch(household: UUID, by: Any, at: datetime) -> None:
    """Say that something of a household changed: an import that brought it can no longer be undone."""
    Household.objects.filter(pk=household).update(changed_at=at, changed_by=by)


def household_fields(data: HouseholdData) -> dict[str, Any]:
    fields = asdict(data)
    fields["place_id"] = fields.pop("place")
    return fields


def named(data: PersonData) -> PersonData:
    if not (data.name_arabic or data.name_latin or data.name_said):
        raise NoName(_("Write at least one form of the name."))
    return data


def write_member(household: Household, data: PersonData, *, position: int, relationship: str) -> Person:
    fields = asdict(named(data)) | {"relationship": relationship}
    person = Person.objects.create(
        organisation_id=household.organisation_id, household=household, position=position, **fields
    )
    write_keys(person)
    return person


def write_keys(person: Person) -> None:
    keys = Keys().of(person.name_arabic, person.name_latin, person.name_said)
    SearchKey.objects.bulk_create(
        SearchKey(organisation_id=person.organisation_id, key=key, person=person) for key in sorted(keys)
    )
