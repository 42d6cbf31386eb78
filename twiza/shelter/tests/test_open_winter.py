"""The winter: opened by the committee's secretary, its last night moved with reasons, closed with lessons."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from twiza.network.tests.given import as_work, audit_data, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import Winter, WinterChange, WinterSite
from twiza.shelter.tests.given import EVENING, FIRST, LAST, given_cold, given_site, given_winter

pytestmark = pytest.mark.django_db


def test_each_body_finds_its_winter_and_nobody_else_does(cold):
    salma = given_member("Salma", "site_keeper", given_organisation("Association Sebou"))
    for user in (cold.latifa, cold.omar, cold.zahra):
        with as_work(user):
            assert [one.pk for one in queries.winters_of(user)] == [cold.winter.pk]
    with as_work(salma):
        assert not queries.winters_of(salma) and not Winter.objects.exists()
        with pytest.raises(queries.NoSuchWinter):
            queries.winter_for(salma, cold.winter.pk)


def test_only_the_committees_secretary_plans(cold):
    for user in (cold.omar, cold.zahra):
        with as_work(user), pytest.raises(NoPermission):
            actions.move_last_night(
                winter=cold.winter, last_night=date(2026, 2, 7), reasons="x", by=user, at=EVENING
            )


def test_the_committee_is_never_who_goes_out(cold):
    with as_work(cold.latifa), pytest.raises(actions.BadWinter):
        given_winter(cold.committee, cold.committee, cold.latifa)
    with as_work(cold.latifa), pytest.raises(DatabaseError), transaction.atomic():
        Winter.objects.filter(pk=cold.winter.pk).update(crew=cold.committee)
    with as_work(cold.latifa), pytest.raises(actions.BadWinter):
        actions.add_site(
            winter=cold.winter, site=cold.site.site, host=cold.committee.pk, by=cold.latifa, at=EVENING
        )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"last_night": FIRST - timedelta(days=1)}, "shelter.bad_winter"),
        ({"last_night": FIRST + timedelta(days=400)}, "shelter.bad_winter"),
        ({"name_fr": "  "}, "shelter.bad_winter"),
        ({}, "shelter.bad_winter"),  # one begins that night already
    ],
)
def test_what_makes_no_winter_is_refused(cold, change, code):
    words = {"first_night": FIRST, "last_night": LAST, "name_ar": "شتاء", "name_fr": "Hiver"} | change
    with as_work(cold.latifa):
        with pytest.raises(actions.BadWinter) as refusal:
            actions.open_winter(
                organisation=cold.committee.pk, crew=cold.crew.pk, place=cold.winter.place, by=cold.latifa,
                at=EVENING, **words,
            )  # fmt: skip
        assert refusal.value.code == code
        assert Winter.objects.count() == 1


def test_going_on_longer_is_a_decision_that_stays(cold):
    with as_work(cold.latifa):
        moved = actions.move_last_night(
            winter=cold.winter, last_night=date(2026, 2, 7), reasons="موجة برد", by=cold.latifa, at=EVENING
        )
        assert moved.last_night == date(2026, 2, 7)
        (change,) = WinterChange.objects.all()
        assert (change.before, change.after, change.reasons) == (LAST, date(2026, 2, 7), "موجة برد")
        for last, reasons in ((date(2026, 2, 7), "x"), (date(2026, 2, 9), " "), (date(2025, 1, 1), "x")):
            with pytest.raises(actions.BadWinter):
                actions.move_last_night(
                    winter=moved, last_night=last, reasons=reasons, by=cold.latifa, at=EVENING
                )
        with pytest.raises(DatabaseError), transaction.atomic():
            WinterChange.objects.update(reasons="other")
        assert {"kind": "extension"}.items() <= audit_data("shelter.last_night_moved")[0].items()


def test_it_closes_after_its_last_night_with_its_lessons(cold):
    after = rules.ends_at(LAST)
    with as_work(cold.latifa):
        for at, lessons in ((after - timedelta(minutes=1), "x"), (after, "  ")):
            with pytest.raises(actions.BadWinter):
                actions.close_winter(winter=cold.winter, lessons=lessons, by=cold.latifa, at=at)
        closed = actions.close_winter(winter=cold.winter, lessons="نبدأ قبل", by=cold.latifa, at=after)
        assert closed.closed_at == after
        with pytest.raises(actions.WinterOver):
            actions.close_winter(winter=cold.winter, lessons="x", by=cold.latifa, at=after)
    with as_work(cold.zahra), pytest.raises(actions.WinterOver):
        actions.open_unit(winter_site=queries.site_for(cold.zahra, cold.site.pk), name="a", group="men", beds=1, by=cold.zahra, at=after)  # fmt: skip


def test_a_row_of_another_winter_s_bodies_is_refused(cold):
    other = given_cold("-other")
    with as_work(cold.latifa), pytest.raises(IntegrityError), transaction.atomic():
        WinterSite.objects.create(
            winter=cold.winter, organisation=cold.committee, crew=other.crew, host=cold.host, site=other.site.site,
            joined_at=EVENING, joined_by=cold.latifa,
        )  # fmt: skip


def test_a_site_is_in_a_winter_once_and_four_bodies_stand_apart(cold):
    funder = given_organisation("Fonds INDH", kind="public_body")
    with as_work(cold.latifa), pytest.raises(actions.BadWinter):
        actions.add_site(
            winter=cold.winter, site=cold.site.site, host=cold.host.pk, by=cold.latifa, at=EVENING
        )
    second = given_site(cold.winter, cold.host, cold.latifa, "Deuxième")
    with as_work(cold.latifa):
        WinterSite.objects.filter(pk=second.pk).update(
            funder=funder, funder_code="INDH-2019-14", owner=cold.crew
        )
        found = queries.site_for(cold.latifa, second.pk)
    assert (found.host, found.owner, found.funder, found.supervisor) == (cold.host, cold.crew, funder, None)


def test_the_hours_of_a_winter_are_local(cold):
    assert rules.moment_in(date(2025, 12, 20), cold.winter.declare_by) == datetime(
        2025, 12, 20, 17, 0, tzinfo=UTC
    )
