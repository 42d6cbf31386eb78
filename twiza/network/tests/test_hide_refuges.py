"""A refuge is known by a discreet name; where it is, only its own staff read, by row security."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from twiza.network import actions, queries
from twiza.network.models import Membership, RefugeAddress, Site, SiteAddress, SiteStaff
from twiza.network.tests.given import as_work, given_member, given_organisation, given_place

pytestmark = pytest.mark.django_db

WHERE = "Derb invented 7, porte verte"


@pytest.fixture
def people():
    place = given_place()
    home = given_organisation("Association Tissaout", kind="womens_centre")
    amina = given_member("Amina", "centre_director", home)
    youssef = given_member("Youssef", "association_president", home)  # same organisation, not of that site
    salma = given_member("Salma", "association_president", given_organisation("Association Amal"))
    with as_work(amina):
        refuge = actions.open_site(
            organisation=home, kind="womens_centre", name_ar="فضاء الياسمين", women_only=True, refuge=True,
            by=amina, at=timezone.now(),
        )  # fmt: skip
        actions.write_address(
            site=refuge, address=WHERE, phone="+212500000000", inner_name="Maison A", place=place, by=amina,
            at=timezone.now(),
        )  # fmt: skip
    return amina, youssef, salma, refuge, place


def test_its_own_staff_read_where_a_refuge_is(people):
    amina, _, _, refuge, place = people
    with as_work(amina):
        address = queries.address_of(refuge)
        assert (address.address, address.inner_name, address.place) == (WHERE, "Maison A", place)


def test_nobody_else_reads_where_a_refuge_is(people):
    _, youssef, salma, refuge, place = people
    for person in (youssef, salma):
        with as_work(person):
            shown = queries.site_for(refuge.pk)
            assert str(shown) == "فضاء الياسمين" and shown.place is None
            assert queries.address_of(shown) is None
            assert RefugeAddress.objects.count() == 0
            assert refuge not in queries.sites_in(place)
            with pytest.raises(actions.NotItsStaff):
                actions.write_address(site=shown, address="x", by=person, at=timezone.now())
            with pytest.raises(ProgrammingError), transaction.atomic():
                RefugeAddress.objects.create(
                    site=refuge,
                    organisation_id=refuge.organisation_id,
                    address="x",
                    created_at=timezone.now(),
                )


def test_no_log_and_no_history_says_where_a_refuge_is(people):
    amina, *_ = people
    with as_work(amina), connection.cursor() as cursor:
        for table in ("audit_line", "network_siteevent", "network_site", "network_siteaddress"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{WHERE[:12]}%"])
            assert cursor.fetchone()[0] == 0, table
        cursor.execute(
            "SELECT count(*) FROM network_refugeaddress t WHERE t::text LIKE %s", [f"%{WHERE[:12]}%"]
        )
        assert cursor.fetchone()[0] == 1  # the search above would have found it


def test_the_address_closes_the_day_a_person_leaves_the_site(people):
    amina, youssef, _, refuge, _ = people
    today = timezone.localdate()
    with as_work(amina):
        actions.add_staff(site=refuge, user=youssef, starts_on=today, by=amina, at=timezone.now())
    with as_work(youssef):
        assert queries.address_of(refuge)
        actions.end_staff(site=refuge, user=amina, from_day=today, by=youssef, at=timezone.now())
    with as_work(amina):
        assert queries.address_of(refuge) is None


def test_the_address_closes_the_day_a_role_ends_even_if_the_work_there_was_not_ended(people):
    amina, youssef, _, refuge, _ = people
    with as_work(amina):
        assert queries.address_of(refuge)
    with as_work(youssef):
        role = Membership.objects.get(user=amina, organisation_id=refuge.organisation_id)
        actions.end_role(
            membership=role, from_day=timezone.localdate(), reason="removed", by=youssef, at=timezone.now()
        )
    with as_work(amina):
        assert SiteStaff.objects.filter(user=amina, site=refuge).exists()  # nobody thought of it
        assert queries.address_of(refuge) is None
        assert RefugeAddress.objects.count() == 0


def test_who_works_elsewhere_cannot_be_its_staff(people):
    amina, _, salma, refuge, _ = people
    with as_work(amina), pytest.raises(actions.WorksElsewhere):
        actions.add_staff(
            site=refuge, user=salma, starts_on=timezone.localdate(), by=amina, at=timezone.now()
        )


def test_a_refuge_says_no_place(people):
    amina, _, _, refuge, place = people
    with as_work(amina):
        with pytest.raises(actions.RefugeSaysNoPlace):
            actions.open_site(
                organisation=refuge.organisation, kind="other", name_ar="ا", refuge=True, place=place, by=amina,
                at=timezone.now(),
            )  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Site.objects.filter(pk=refuge.pk).update(place=place)


def test_the_database_refuses_an_open_address_for_a_refuge(people):
    amina, _, _, refuge, _ = people
    with as_work(amina):
        row = {
            "site": refuge,
            "organisation_id": refuge.organisation_id,
            "address": "x",
            "created_at": timezone.now(),
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            SiteAddress.objects.create(**row)
        with pytest.raises(IntegrityError), transaction.atomic():
            SiteAddress.objects.create(refuge=True, **row)


def test_an_open_site_that_becomes_a_refuge_takes_its_address_away(people):
    amina, _, salma, refuge, place = people
    with as_work(amina):
        site = actions.open_site(
            organisation=refuge.organisation, kind="womens_centre", name_ar="مركز", place=place, by=amina,
            at=timezone.now(),
        )  # fmt: skip
        actions.write_address(site=site, address=WHERE, by=amina, at=timezone.now())
    with as_work(salma):
        assert queries.address_of(queries.site_for(site.pk)).address == WHERE
    with as_work(amina):
        with pytest.raises(IntegrityError), transaction.atomic():
            Site.objects.filter(pk=site.pk).update(refuge=True, place=None)  # the flag alone is refused
        actions.make_refuge(site=site, name_ar="فضاء", by=amina, at=timezone.now())
        assert queries.address_of(queries.site_for(site.pk)).address == WHERE
    with as_work(salma):
        assert queries.address_of(queries.site_for(site.pk)) is None


def test_a_complex_contains_institutions(people):
    amina, _, _, refuge, place = people
    with as_work(amina):
        whole = actions.open_site(
            organisation=refuge.organisation, kind="social_complex", name_ar="مركب", place=place, by=amina,
            at=timezone.now(),
        )  # fmt: skip
        part = actions.open_site(
            organisation=refuge.organisation, kind="kindergarten", name_ar="روض", part_of=whole, by=amina,
            at=timezone.now(),
        )  # fmt: skip
        assert list(queries.sites_inside(whole)) == [part]
        assert len(queries.sites_of(refuge.organisation)) == 3
