"""Organisations and people who work in them, made through the real doors. Invented, all of them."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

from twiza.linkage.hcp import official_places
from twiza.network import actions
from twiza.network.actions.places import write_official
from twiza.network.models import Organisation, Place
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions as accounts
from twiza.platform.accounts.models import User

NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)


def as_work(user: User) -> AbstractContextManager[None]:
    """Do what follows as this person at work."""
    return acting_as(user.pk, purpose=Purpose.WORK)


def given_organisation(
    name_fr: str = "Association Tissaout", *, kind: str = "association", name_ar: str = ""
) -> Organisation:
    """Write an organisation into the register, as at first set-up."""
    with acting_as(None, purpose=Purpose.SETUP):
        return actions.register_organisation(kind=kind, name_ar=name_ar, name_fr=name_fr, by=None, at=NOON)


def given_member(
    name: str,
    role: str,
    organisation: Organisation,
    *,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
    password: str | None = None,
) -> User:
    """Create an account with one role. `name` is the first name: Amina may, Youssef may in part, Salma works elsewhere."""
    with acting_as(None, purpose=Purpose.SETUP):
        user = accounts.create_account(
            username=name.lower(), display_name=name, password=password, by=None, at=NOON
        )
        actions.give_role(
            organisation=organisation,
            user=user,
            role=role,
            starts_on=starts_on,
            ends_on=ends_on,
            by=None,
            at=NOON,
        )
    return user


def given_territory() -> None:
    """Load HCP's division: 1,852 places, a good second."""
    actions.load_territory(at=NOON)


def given_place(code: str = "03.231.01.11") -> Place:
    """Load one official place and those it lies in: quick. The default is an arrondissement of Fez."""
    official = {place.code: place for place in official_places()}
    wanted, ups = {code}, [official[code].parent, official[code].also_in]
    while ups:
        up = ups.pop()
        if up and up not in wanted:
            wanted.add(up)
            ups += [official[up].parent, official[up].also_in]
    write_official([place for place in official.values() if place.code in wanted], at=NOON)
    with acting_as(None, purpose=Purpose.SETUP):
        return Place.objects.get(code=code)


def one_of_each(organisation: Organisation, by: User) -> None:
    """Make a row of each table of this app for an organisation in which `by` is president."""
    quarter = given_place()
    with acting_as(by.pk, purpose=Purpose.WORK):
        place = actions.add_place(
            organisation=organisation,
            level="neighbourhood",
            parent=quarter,
            name_ar=f"حي {organisation.name_fr}",
            by=by,
            at=NOON,
        )
        actions.add_alias(place=place, name="حينا", organisation=organisation, by=by, at=NOON)
    given_member(f"{by.username}-volunteer", "point_volunteer", organisation)
