"""Organisations and people who work in them, made through the real doors. Invented, all of them."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connection
from django.utils import timezone

from twiza.linkage.hcp import OfficialPlace, official_places
from twiza.network import actions
from twiza.network.actions.places import write_official
from twiza.network.models import Convention, Organisation, Place, Processing
from twiza.network.rules.official_tables import read_table
from twiza.network.tests.given_institutions import one_institution_of_each
from twiza.network.tests.given_work import LONG_AGO as LONG_AGO
from twiza.network.tests.given_work import NOON as NOON
from twiza.network.tests.given_work import as_work as as_work
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions as accounts
from twiza.platform.accounts.models import User


def audit_data(type: str) -> list[Any]:
    """Return the data of the audit lines of a type that the reader may see, in the order of writing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM audit_line WHERE type = %s ORDER BY id", [type])
        return [json.loads(data) if isinstance(data, str) else data for (data,) in cursor.fetchall()]


def access_pages(user: Any) -> list[tuple[str, list[Any], str]]:
    """Return (page, ids, purpose) of what a person was shown, of the lines that the reader may see."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT page, subjects, purpose FROM audit_access WHERE "by" = %s ORDER BY id', [user.pk]
        )
        return [(page, list(subjects), purpose) for page, subjects, purpose in cursor.fetchall()]


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


@cache
def _official() -> dict[str, OfficialPlace]:
    return {place.code: place for place in official_places()}


def given_place(code: str = "03.231.01.11") -> Place:
    """Load one official place and those it lies in: quick. The default is an arrondissement of Fez."""
    official = _official()
    wanted, ups = {code}, [official[code].parent, official[code].also_in]
    while ups:
        up = ups.pop()
        if up and up not in wanted:
            wanted.add(up)
            ups += [official[up].parent, official[up].also_in]
    write_official([place for place in official.values() if place.code in wanted], at=NOON)
    with acting_as(None, purpose=Purpose.SETUP):
        return Place.objects.get(code=code)


def given_processing(
    organisation: Organisation,
    by: User,
    *,
    data: Sequence[str] = ("identity", "place", "household", "disability"),
    filed: str = "authorisation",
    number: str = "A-000-11/2026",
) -> Processing:
    """An entry of the register of processings, with the authority's number unless it is empty."""
    words = actions.ProcessingWords(
        purpose_ar="توزيع المساعدات على الأسر المحتاجة",
        purpose_fr="Distribuer des aides aux familles dans le besoin",
        data=data,
        recipients_ar="المكلفون بالحملة في الجمعية وشركائها",
        recipients_fr="Les responsables de la campagne dans l'association et chez ses partenaires",
        kept_months=12,
        contact_ar="مكتب الجمعية، الهاتف 0535000000",
        contact_fr="Bureau de l'association, téléphone 0535000000",
        filed=filed if number else "",
        filed_number=number,
        filed_on=LONG_AGO if number else None,
    )
    with acting_as(by.pk, purpose=Purpose.WORK):
        return actions.open_processing(organisation=organisation, words=words, by=by, at=NOON)


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
    director = given_member(f"{by.username}-director", "centre_director", organisation)
    with acting_as(director.pk, purpose=Purpose.WORK):  # an invitation that `by` sees but did not make
        actions.invite(
            organisation=organisation,
            role="listener",
            starts_on=LONG_AGO,
            ends_on=None,
            by=director,
            at=NOON,
        )
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.invite(
            organisation=organisation,
            role="treasurer",
            starts_on=LONG_AGO,
            ends_on=None,
            label="Nadia",
            by=by,
            at=NOON,
        )
        _one_site_of_each(organisation, quarter, by)
        _one_agreement_of_each(organisation, by)
    given_processing(organisation, by, number="")
    officer = given_member(f"{by.username}-delegate", "provincial_delegate", organisation)
    examiner = given_member(f"{by.username}-officer", "licensing_grants_officer", organisation)
    one_institution_of_each(organisation, quarter, officer, examiner)
    _one_undoing_of_each(organisation, officer)


def _one_site_of_each(organisation: Organisation, place: Place, by: User) -> None:
    site = actions.open_site(
        organisation=organisation, kind="office", name_ar="مقر", place=place, by=by, at=NOON
    )
    actions.write_address(site=site, address="Rue inventée 1", by=by, at=NOON)
    refuge = actions.open_site(
        organisation=organisation, kind="womens_centre", name_ar="فضاء", refuge=True, by=by, at=timezone.now()
    )
    actions.write_address(site=refuge, address="Derb inventé 2", by=by, at=timezone.now())
    table = read_table([["nom", "capacité"], ["a", "1"], ["b", "2"]])
    actions.accept_table(
        organisation=organisation, title="Internats", source="Liste", table=table, by=by, at=NOON
    )


def _one_undoing_of_each(organisation: Organisation, delegate: User) -> None:
    """A convention that was handed over and made shorter, with its reason."""
    now = timezone.now()
    today = timezone.localdate(now)
    with as_work(delegate):
        actions.protect_conventions(
            organisation=organisation, until=today + timedelta(days=365), by=delegate, at=now
        )
        convention = Convention.objects.filter(
            parties__contains=[organisation.pk], period__endswith__isnull=True
        )[0]
        actions.amend_convention(
            convention=convention, words="x", signed_on=today, new_end=today + timedelta(days=300),
            undoing=actions.Reason("x", "y"), organisation=organisation, by=delegate, at=now,
        )  # fmt: skip


def _one_agreement_of_each(organisation: Organisation, by: User) -> None:
    partner = given_organisation("Partenaire", kind="international")
    parties = [actions.Party(organisation, "project_holder"), actions.Party(partner, "funder")]
    convention = actions.sign_convention(
        organisation=organisation, title="Convention", parties=parties, starts_on=LONG_AGO, signed_on=LONG_AGO,
        by=by, at=NOON,
    )  # fmt: skip
    actions.sign_sharing(convention=convention, organisation=organisation, by=by, at=NOON)
    actions.promise(
        convention=convention, party=organisation, kind="service", words="x", organisation=organisation, by=by, at=NOON
    )  # fmt: skip
    promise = actions.promise(
        convention=convention, party=organisation, kind="money", amount=Decimal(100), organisation=organisation,
        by=by, at=NOON,
    )  # fmt: skip
    actions.amend_convention(
        convention=convention, words="x", signed_on=LONG_AGO, organisation=organisation, by=by, at=NOON,
        changes=[actions.Change(promise, Decimal(120))], signers=[(organisation, "Amina, présidente")],
    )  # fmt: skip
    delivery = actions.tell_delivery(commitment=promise, on=LONG_AGO, amount=Decimal(50), by=by, at=NOON)
    actions.take_back_delivery(delivery=delivery, words="x", by=by, at=NOON)
    actions.declare_interest(
        organisation=organisation, other=partner, words="x", on=timezone.localdate(), by=by, at=NOON
    )
