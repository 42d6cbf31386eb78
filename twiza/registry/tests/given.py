"""Households and persons, made through the real doors. Invented, all of them."""

from datetime import UTC, date, datetime
from typing import Any

from twiza.lib.ids import new_id
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.files import actions as files
from twiza.registry import actions
from twiza.registry.models import HeadingMemory, Household, ImportedRow, Upload
from twiza.registry.rules.people import HouseholdData, PersonData

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def given_household(
    organisation: Any, by: Any, *names: str, size: int | None = None, **facts: Any
) -> Household:
    """Register a household; the first name is its head. Open `acting_as` first, or let this do it."""
    members = [
        PersonData(name_arabic=name, relationship="other" if number else "head")
        for number, name in enumerate(names or ("زينب الأطلسية",))
    ]
    with acting_as(by.pk, purpose=Purpose.WORK):
        return actions.register_household(
            organisation=organisation.pk,
            household=HouseholdData(size=size, **facts),
            members=members,
            by=by,
            at=NOON,
        )


def one_of_each(organisation: Any, by: Any) -> None:
    """Make a row of each table of this app for an organisation in which `by` is president."""
    household = given_household(organisation, by, "زينب", "ليلى", size=2)
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.mark_vulnerability(
            household=household, category="widows", said_by="self_declared", on=TODAY, by=by, at=NOON
        )
        file = files.store_file(
            content=b"x",
            name="x.csv",
            kind="registry.import",
            permission="registry.import",
            organisation=organisation.pk,
            by=by,
            at=NOON,
        )
        upload = Upload.objects.create(organisation=organisation, file=file, by=by, created_at=NOON)
        ImportedRow.objects.create(
            organisation=organisation, content=new_id(), household=household, upload=upload
        )
        HeadingMemory.objects.create(organisation=organisation, changed_at=NOON, changed_by=by)
