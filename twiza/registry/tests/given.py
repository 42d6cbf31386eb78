"""Households and persons, made through the real doors. Invented, all of them."""

from datetime import UTC, date, datetime
from typing import Any

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions, queries
from twiza.registry.models import Household, Upload
from twiza.registry.rules.people import HouseholdData, PersonData

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
HEADING = ["الاسم الكامل", "تاريخ الازدياد", "عدد الأفراد"]


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


def csv_of(*rows: list[str]) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode("utf-8-sig")


def given_upload(
    organisation: Any, by: Any, *rows: list[str], accepted: bool = True, remember: bool = True
) -> Upload:
    """Send a small list, as .csv, and accept it."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        upload = actions.send_upload(
            organisation=organisation.pk, content=csv_of(*rows), name="list.csv", by=by, at=NOON
        )
        if remember:
            upload = actions.map_columns(upload=upload, mapping={}, remember=True, by=by, at=NOON)
        if accepted:
            upload = actions.accept_upload(upload=upload, leave_out_problems=False, by=by, at=NOON)
        return upload


def one_of_each(organisation: Any, by: Any) -> None:
    """Make a row of each table of this app for an organisation in which `by` is president."""
    # one list that waits for an answer, with something of each kind on its page
    given_upload(
        organisation,
        by,
        [*HEADING, "الحالة", "البطاقة الوطنية"],
        ["حليمة الأطلسية", "31/02/1980", "3", "", ""],
        ["زينب الريفية", "1970", "4", "كلمة غريبة", "x"],
        ["زينب الريفية", "1970", "4", "كلمة غريبة", "x"],
        ["المجموع", "", "9", "", ""],
        accepted=False,
        remember=False,
    )
    # one put aside: what each night makes of a list that nobody decides about
    aside = given_upload(
        organisation, by, HEADING, ["سعيدة الجبلية", "1980", "3"], accepted=False, remember=False
    )
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.put_aside_upload(upload=aside, by=by, at=NOON)
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.count_look(organisation=organisation.pk, by=by, at=NOON)
    household = given_household(
        organisation,
        by,
        "خديجة التازية",
        "نعيمة التازية",
        size=2,
        address="زنقة الرمان 7",
        contact="through_trusted",
        contact_words="بعد صلاة العصر",
    )
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.mark_vulnerability(
            household=household, category="widows", said_by="self_declared", on=TODAY, by=by, at=NOON
        )
    given_upload(organisation, by, HEADING, ["ليلى الأطلسية", "05/03/1980", "3"])
    twice = (
        given_household(organisation, by, "مليكة الزيانية", size=3),
        given_household(organisation, by, "مليكة الزيانية", "أمين الزياني"),
    )
    with acting_as(by.pk, purpose=Purpose.WORK):
        heads = tuple(queries.members_of(one)[0].pk for one in twice)
        actions.merge_households(kept=twice[0], merged=twice[1], same=[heads], take={}, by=by, at=NOON)
    gone = given_household(organisation, by, "سلمى الحوزية")
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.erase_household(household=gone, reason_code="asked", by=by, at=NOON)
