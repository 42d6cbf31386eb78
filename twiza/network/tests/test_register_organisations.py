"""The register: kinds, units, names by period, the file of an association."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from twiza.network import actions, queries
from twiza.network.models import Organisation, OrganisationName
from twiza.network.tests.given import NOON, as_work, audit_data, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return given_organisation("Délégation provinciale", kind="provincial_unit")


@pytest.fixture
def nadia(delegation):
    return given_member("Nadia", "provincial_delegate", delegation)


def test_it_registers_a_public_body_with_its_units(nadia):
    with as_work(nadia):
        centre = actions.register_organisation(
            kind="public_body", name_ar="الهيئة المركزية", name_fr="Corps central", by=nadia, at=NOON
        )
        unit = actions.register_organisation(
            kind="regional_unit", name_ar="", name_fr="Coordination", parent=centre, by=nadia, at=NOON
        )
        assert list(queries.units_of(centre)) == [unit]


def test_it_refuses_an_unknown_kind_and_an_empty_name(nadia):
    with as_work(nadia):
        with pytest.raises(actions.UnknownKind):
            actions.register_organisation(kind="guild", name_ar="ا", by=nadia, at=NOON)
        with pytest.raises(actions.NoName):
            actions.register_organisation(kind="association", name_ar=" \u200f ", by=nadia, at=NOON)


def test_only_who_may_register_does(delegation):
    youssef = given_member("Youssef", "treasurer", delegation)
    with as_work(youssef), pytest.raises(NoPermission):
        actions.register_organisation(kind="association", name_ar="ا", by=youssef, at=NOON)


def test_a_ministry_keeps_its_names_by_period(nadia, delegation):
    """The body in charge of migration changed its name: each act keeps the name of its day (000-35)."""
    with as_work(nadia):
        ministry = actions.register_organisation(
            kind="ministry",
            name_ar="وزارة أولى",
            name_fr="Ministère A",
            kept_by=delegation,
            by=nadia,
            at=NOON,
        )
        actions.rename_organisation(
            organisation=ministry, name_ar="وزارة ثانية", from_day=date(2021, 10, 7), by=nadia, at=NOON
        )
        assert str(queries.name_on(ministry, date(2021, 10, 6))) == "وزارة أولى"
        assert str(queries.name_on(ministry, date(2021, 10, 7))) == "وزارة ثانية"
        assert str(queries.organisation_for(ministry.pk)) == "وزارة ثانية"
        assert [str(name) for name in queries.names_of(ministry)] == ["وزارة ثانية", "وزارة أولى"]
        with pytest.raises(actions.NameBeforeAnother):
            actions.rename_organisation(
                organisation=ministry, name_ar="ثالثة", from_day=date(2020, 1, 1), by=nadia, at=NOON
            )
        found, _ = queries.organisations(text="وزاره اولي")
        assert found == [ministry]  # found by the name it had


def test_the_database_refuses_two_names_at_a_time(nadia, delegation):
    with as_work(nadia), pytest.raises(IntegrityError), transaction.atomic():
        OrganisationName.objects.create(
            organisation=delegation, name_fr="x", period=DateRange(date(2026, 1, 1), None), created_at=NOON
        )


def test_who_does_not_keep_an_entry_cannot_change_it(nadia):
    other = given_organisation("Association Amal")
    salma = given_member("Salma", "association_president", other)
    with as_work(salma):
        foreign = given_organisation("Association Tissaout")
        with pytest.raises(NoPermission):
            actions.rename_organisation(
                organisation=foreign, name_ar="ا", from_day=date(2026, 1, 1), by=salma, at=NOON
            )
        assert Organisation.objects.filter(pk=foreign.pk).update(name_fr="x") == 0  # nor past the actions


def test_an_association_keeps_its_receipt_and_its_bureau():
    association = given_organisation("Association Tissaout")
    amina = given_member("Amina", "association_president", association)
    with as_work(amina):
        actions.edit_organisation(
            organisation=association, parent=None, receipt="final", receipt_number="12/2020",
            receipt_on=date(2020, 3, 1), bureau_renewed_on=date(2024, 3, 1), bureau_until=date(2026, 2, 20),
            mission_ar="مساعدة الأسر", by=amina, at=NOON,
        )  # fmt: skip
        shown = queries.organisation_for(association.pk)
        assert (shown.receipt, shown.bureau_until) == ("final", date(2026, 2, 20))
        assert [line.due for line in queries.waiting_for(amina, at=NOON) if line.due] == [date(2026, 2, 20)]
        (data,) = audit_data("network.organisation_edited")
        assert "mission_ar" in data["fields"] and "مساعدة" not in str(data)


def test_an_organisation_is_never_a_unit_of_its_unit(nadia, delegation):
    with as_work(nadia):
        unit = actions.register_organisation(
            kind="other", name_fr="Unité", name_ar="", parent=delegation, by=nadia, at=NOON
        )
        with pytest.raises(actions.Circle):
            actions.edit_organisation(organisation=delegation, parent=unit, by=nadia, at=NOON)


def test_a_change_leaves_a_version_that_nobody_can_alter(nadia, delegation):
    with as_work(nadia), connection.cursor() as cursor:
        actions.edit_organisation(
            organisation=delegation, parent=None, mission_fr="Servir", by=nadia, at=NOON
        )
        cursor.execute("SELECT count(*) FROM network_organisationevent WHERE mission_fr = 'Servir'")
        assert cursor.fetchone()[0] == 1
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("UPDATE network_organisationevent SET mission_fr = ''")
