"""The bulletin of a night: made by the house in the morning, again when something is heard later; totals only."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from twiza.lib.ids import new_id
from twiza.network.tests.given import as_work, audit_data, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.shelter import actions, jobs, queries, rules
from twiza.shelter.models import Bulletin, Winter
from twiza.shelter.tests.given import (
    EVENING,
    FIRST,
    NIGHT,
    counted,
    given_driss,
    given_guests,
    given_health,
    given_met,
    given_out,
    given_plan,
    given_unit,
    held,
)

pytestmark = pytest.mark.django_db
MORNING = datetime.combine(NIGHT + timedelta(days=1), time(7, 30), rules.ZONE).astimezone(UTC)


@pytest.fixture
def night(cold):
    """A man and a woman slept, a man refused the bed, a woman found none."""
    given_plan(cold)
    given_unit(cold, "men", 2)
    given_unit(cold, "women", 1)
    for who in ("man", "woman"):
        (use,) = held(cold, given_guests(cold, who))
        with as_work(cold.zahra):
            actions.take_in(use=use, by=cold.zahra, at=EVENING)
    (use,) = held(cold, given_guests(cold, "man"))
    with as_work(cold.omar):
        actions.give_back(use=use, why="refused", by=cold.omar, at=EVENING)
        actions.write_need(
            guests=actions.meet_guests(winter=cold.winter, who=["woman"], by=cold.omar, at=EVENING),
            night=NIGHT, by=cold.omar, at=EVENING,
        )  # fmt: skip
    return cold


def read_by(user, winter, night=NIGHT):
    with as_work(user):
        bulletin, versions = queries.bulletin_of(winter, night)
        return rules.read_bulletin(bulletin.figures), [one.number for one in versions]


def test_it_counts_a_night_for_a_committee_that_sees_no_person(night):
    counted(night, NIGHT, at=MORNING)
    driss = given_driss(night)
    for reader in (driss, night.latifa, night.omar):
        found, versions = read_by(reader, night.winter)
        assert versions == [1]
        of = found.totals
        assert (of["slept"], of["slept_women"], of["slept_men"]) == (2, 1, 1)
        assert (of["beds"], of["available"], of["declined"], of["unmet_all"]) == (3, 3, 1, 1)
        assert of["unmet_women"] == 1 and of["mixed"] == 0 and of["so_far"] == 2
    with as_work(driss):
        text = str(Bulletin.objects.get().figures)
    with as_work(night.omar):
        for guest in queries.night_rows(night.winter, NIGHT, at=MORNING).slept:
            assert guest.guest not in text


def test_what_nobody_collected_is_not_zero(cold):
    given_plan(cold)
    given_unit(cold, "men", 3)
    counted(cold, NIGHT, at=MORNING)
    found, _versions = read_by(cold.latifa, cold.winter)
    assert found.totals["beds"] == 3
    for name in ("encounters", "slept", "available", "unmet_all", "attended", "returned", "persons"):
        assert found.totals[name] is None, name


def test_meetings_of_teams_are_counted_by_area_and_a_late_phone_makes_the_next_version(night):
    out = given_out(night)
    with as_work(night.omar):
        first, second = queries.plan_of(night.winter).hot_spots[:2]
    nickname = new_id()
    offer = {"offered": ("shelter", "meal")}
    given_met(night, out, area=first.pk, taken=("shelter",), person=nickname, **offer)  # the last free bed
    given_met(night, out, area=first.pk, taken=("shelter",), **offer)  # none is left
    given_met(night, out, area=first.pk, men=0, women=2, taken=("meal",), flags=("fever",), **offer)
    again = given_met(night, out, area=second.pk, person=nickname, **offer)
    given_met(
        night,
        out,
        area=second.pk,
        men=2,
        state="asleep",
        language="",
        taken=("blanket",),
        kits=(("blanket", 2),),
    )
    counted(night, NIGHT, at=MORNING)
    found, _versions = read_by(night.latifa, night.winter)
    areas = {one.names[0]: one.cells for one in found.areas}
    of = areas[first.name]
    assert (of["encounters"], of["people"], of["women"], of["persons"]) == (3, 4, 2, 4)
    assert (of["offered"], of["wanted"], of["sheltered"], of["refused"]) == (
        3,
        2,
        0,
        1,
    )  # nobody came to the bed
    assert (of["helped"], of["health"], of["unmet"]) == (2, 1, 1)
    of = areas[second.name]
    assert (of["encounters"], of["undisturbed"], of["refused"], of["helped"]) == (2, 1, 1, 2)
    assert (of["persons"], found.totals["persons"]) == (3, 6)
    assert areas[""]["unmet"] == 1 and found.totals["unmet_all"] == 2 and found.rounds == (1, 0)
    assert found.kits == {"blanket": 2}
    assert found.totals["so_far"] == 2 + 2  # who slept, who wanted a bed
    with as_work(night.omar):
        use = queries.uses_of([night.site], NIGHT).get(use="held")
        actions.take_in(use=use, by=night.omar, at=EVENING)
        actions.undo_encounter(encounter=again, by=night.omar, at=EVENING)
        actions.return_round(round=out, back={}, by=night.omar, at=MORNING)
    (second_version,) = counted(night, NIGHT, at=MORNING + timedelta(hours=3))
    found, versions = read_by(night.latifa, night.winter)
    assert versions == [2, 1] and found.rounds == (1, 1) and second_version.number == 2
    assert (found.totals["encounters"], found.totals["sheltered"], found.totals["slept"]) == (4, 1, 3)


def test_its_hour_is_the_winters(night):
    with as_work(night.omar):
        winter = Winter.objects.get()
        before = MORNING - timedelta(minutes=1)
        assert queries.nights_due(winter, at=before)[-1] == NIGHT - timedelta(days=1)
        assert queries.nights_due(winter, at=MORNING)[-1] == NIGHT
        assert queries.nights_due(winter, at=MORNING, newest=2) == [NIGHT - timedelta(days=1), NIGHT]
        assert queries.nights_due(winter, at=rules.begins_at(FIRST)) == []
        late = queries.nights_due(winter, at=MORNING + timedelta(days=90))
        assert len(late) == 51 and late[-1] == winter.last_night


def test_what_is_heard_later_makes_the_next_version_and_says_what_changed(night):
    assert len(counted(night, NIGHT, at=MORNING)) == 1
    assert counted(night, NIGHT, at=MORNING + timedelta(minutes=5)) == []
    (use,) = held(night, given_guests(night, "man"), at=EVENING)
    with as_work(night.zahra):
        actions.take_in(use=use, by=night.zahra, at=MORNING)
    (second,) = counted(night, NIGHT, at=MORNING + timedelta(minutes=10))
    assert second.number == 2
    with as_work(night.latifa):
        bulletin, versions = queries.bulletin_of(night.winter, NIGHT)
        before = queries.version_before(bulletin, versions)
        found = rules.what_changed(rules.read_bulletin(before.figures), rules.read_bulletin(bulletin.figures))
        first, _versions = queries.bulletin_of(night.winter, NIGHT, 1)
    assert {(one.figure, one.before, one.after) for one in found if not one.line} == {
        ("slept", 2, 3), ("slept_men", 1, 2)
    }  # fmt: skip
    assert any(one.line and one.line.names[1] == "Centre du toit" and one.figure == "slept" for one in found)
    assert first.number == 1
    with as_work(night.omar):
        (made,), (again,) = audit_data("shelter.bulletin_made"), audit_data("shelter.bulletin_corrected")
    assert (made["number"], again["number"]) == (1, 2) and made["night"] == NIGHT.isoformat()


def test_the_job_makes_it_when_its_hour_has_come(night, monkeypatch):
    for at, all_of_them, made in ((MORNING - timedelta(minutes=1), 3, 0), (MORNING, 4, 1), (MORNING, 4, 1)):
        monkeypatch.setattr("twiza.shelter.jobs.timezone.now", lambda at=at: at)
        jobs.make_bulletins()
        with as_work(night.latifa):
            assert Bulletin.objects.filter(night=NIGHT).count() == made
            assert Bulletin.objects.count() == all_of_them
    jobs.count_again()
    with as_work(night.latifa):
        assert (
            Bulletin.objects.filter(number=1).count() == Bulletin.objects.count() == (NIGHT - FIRST).days + 1
        )
        last = max(queries.last_bulletins(night.winter), key=lambda one: one.night)
    assert last.night == NIGHT


def test_beds_and_areas_added_later_are_not_of_that_night(night):
    counted(night, NIGHT, at=MORNING)
    later = MORNING + timedelta(days=2)
    with as_work(night.zahra):
        unit = queries.units_of(night.site)[0]
        actions.add_beds(unit=unit, beds=5, by=night.zahra, at=later)
    with as_work(night.latifa):
        actions.add_hot_spots(winter=night.winter, names=["حي جديد"], by=night.latifa, at=later)
    assert counted(night, NIGHT, at=later) == []


def test_nobody_who_is_signed_in_writes_or_changes_a_bulletin(night):
    (bulletin,) = counted(night, NIGHT, at=MORNING)
    copy = {
        "winter": night.winter, "organisation_id": night.committee.pk, "crew_id": night.crew.pk, "night": NIGHT,
        "number": 2, "figures": {}, "digest": "0" * 64, "made_at": MORNING,
    }  # fmt: skip
    for user in (night.latifa, night.omar, night.zahra, given_driss(night)):
        with as_work(user), pytest.raises(ProgrammingError), transaction.atomic():
            Bulletin.objects.create(**copy)
        with (
            acting_as(user.pk, purpose=Purpose.NIGHTS),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
        ):
            Bulletin.objects.create(**copy)
        for change in ("UPDATE shelter_bulletin SET figures = '{}'", "DELETE FROM shelter_bulletin"):
            with as_work(user), pytest.raises(ProgrammingError), transaction.atomic():
                connection.cursor().execute(change)
    with as_work(night.latifa):
        assert Bulletin.objects.get().digest == bulletin.digest


def test_the_database_keeps_versions_in_their_order(night):
    counted(night, NIGHT, at=MORNING)
    same = {
        "winter": night.winter, "organisation_id": night.committee.pk, "crew_id": night.crew.pk, "night": NIGHT,
        "figures": {}, "digest": "0" * 64, "made_at": MORNING,
    }  # fmt: skip
    elsewhere = given_organisation("Un autre comité", kind="committee")
    for words in ({"number": 1}, {"number": 3}, {"number": 2, "organisation_id": elsewhere.pk}):
        with (
            acting_as(None, purpose=Purpose.NIGHTS, counting_for=night.crew.pk),
            pytest.raises(IntegrityError),
            transaction.atomic(),
        ):
            Bulletin.objects.create(**{**same, **words})


def test_sites_and_others_read_no_bulletin(night):
    counted(night, NIGHT, at=MORNING)
    salma = given_member("Salma", "committee_secretary", given_organisation("Ailleurs", kind="committee"))
    for user in (night.zahra, salma):
        with as_work(user):
            assert not Bulletin.objects.exists()


def test_only_the_count_of_nights_names_a_body(night):
    for user, purpose in ((None, Purpose.WORK), (None, Purpose.UPKEEP), (night.zahra.pk, Purpose.NIGHTS)):
        with pytest.raises(ValueError), acting_as(user, purpose=purpose, counting_for=night.crew.pk):
            pass
    with acting_as(night.zahra.pk, purpose=Purpose.NIGHTS):
        assert Winter.objects.count() == 1  # her own, as a site of it


def test_health_and_who_went_home_come_from_the_counts_of_the_night(cold):
    given_unit(cold, "men", 3)
    seen = given_health(cold, cold.omar)
    given_health(cold, cold.omar)
    (use,) = held(cold, given_guests(cold, "man"))
    with as_work(cold.omar):
        actions.settle_health(referral=seen, result="admitted", by=cold.omar, at=EVENING)
        actions.take_in(use=use, by=cold.omar, at=EVENING)
        actions.leave(use=use, after=NIGHT, to_family=True, by=cold.omar, at=MORNING)
    counted(cold, NIGHT, at=MORNING)
    found, _versions = read_by(cold.latifa, cold.winter)
    assert [found.totals[name] for name in ("referred", "attended", "returned")] == [2, 1, 1]
