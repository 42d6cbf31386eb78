"""Meeting people at night: what makes a meeting whole, what follows, and who sees it; each promise is attacked."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from twiza.cases import queries as cases
from twiza.lib.ids import new_id
from twiza.network.tests.given import as_work, audit_data, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import (
    BedUse,
    CallOut,
    Encounter,
    EncounterGuest,
    EncounterKit,
    EncounterSeal,
    Guest,
    OutreachKey,
    OutreachSeat,
    UnmetNeed,
    VoicePart,
)
from twiza.shelter.tests.given import (
    EVENING,
    NIGHT,
    given_call_out,
    given_cold,
    given_driss,
    given_listener,
    given_met,
    given_out,
    given_plan,
    given_round,
    given_unit,
)

pytestmark = pytest.mark.django_db
AREA = UUID("01a22700-0000-7000-8000-0000000000a1")
ONE = {"area": AREA, "men": 1}
LATER = EVENING + timedelta(minutes=5)
ROWS = (Encounter, EncounterKit, EncounterGuest, OutreachKey, OutreachSeat, CallOut)


@pytest.fixture
def out(cold):
    """Omar's round is out."""
    return given_out(cold)


def refused(change, error=DatabaseError):
    with pytest.raises(error), transaction.atomic():
        change()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({}, ""),
        ({"men": 0}, "nobody"),
        ({"men": 51}, "nobody"),
        ({"men": -1, "women": 3}, "nobody"),
        ({"men": 40, "women": 40}, "nobody"),
        ({"taken": ("nothing", "meal")}, "nothing_and_something"),
        ({"taken": ()}, "no_answer"),
        ({"taken": ("rice",)}, "unknown_code"),
        ({"offered": ("nothing",)}, "unknown_code"),
        ({"state": "drunk"}, "unknown_code"),
        ({"language": "klingon"}, "unknown_code"),
        ({"flags": ("sad",)}, "unknown_code"),
        ({"kits": (("rice", 1),)}, "unknown_code"),
        ({"kits": (("meal", 1), ("meal", 2))}, "twice"),
        ({"kits": (("meal", 21),)}, "kits"),
        ({"kits": (("meal", 0),)}, "kits"),
        ({"number": 1}, "sealed"),
        ({"sealed": "x"}, "sealed"),
        ({"number": 1, "sealed": "x" * 8193}, "sealed"),
        ({"number": 1, "sealed": "x" * 8192}, ""),
        ({"state": "asleep", "person": AREA}, "asleep_with_person"),
        ({"state": "asleep", "language": "darija"}, "asleep_with_person"),
        ({"state": "hostile", "number": 1, "sealed": "x"}, "asleep_with_person"),
        ({"state": "asleep", "offered": ("meal",)}, "asleep_asked"),
        ({"state": "asleep", "taken": ("shelter",)}, "asleep_asked"),
        ({"state": "hostile", "flags": ("pregnant",)}, "asleep_asked"),
        ({"state": "asleep", "taken": ("blanket",), "flags": ("frozen",), "kits": (("blanket", 1),)}, ""),
        ({"state": "hostile", "taken": ()}, ""),
        ({"children": 2, "women": 1, "men": 0, "taken": ("shelter", "meal"), "offered": ("shelter",)}, ""),
    ],
)
def test_what_a_meeting_lacks_is_named(words, fault):
    assert rules.fault_of(rules.Meeting(**(ONE | words))) == fault
    assert not fault or fault in rules.FAULTS


def test_a_moment_is_kept_between_what_the_phone_had_heard_and_now():
    heard, now = EVENING, EVENING + timedelta(hours=2)
    assert rules.told_moment(EVENING + timedelta(hours=1), heard, now) == EVENING + timedelta(hours=1)
    assert rules.told_moment(EVENING - timedelta(days=9), heard, now) == heard
    assert rules.told_moment(EVENING + timedelta(days=9), heard, now) == now
    assert rules.told_moment(EVENING, None, now) == EVENING
    assert rules.may_undo(EVENING, EVENING + timedelta(minutes=10))
    assert not rules.may_undo(EVENING, EVENING + timedelta(minutes=11))
    assert not rules.may_undo(EVENING, EVENING - timedelta(seconds=1))


def test_a_meeting_is_written_with_what_was_left(cold, out):
    met = given_met(
        cold, out, offered=("blanket", "shelter"), taken=("blanket", "meal"), flags=("frozen",),
        kits=(("blanket", 1), ("meal", 2)), elderly=True,
    )  # fmt: skip
    with as_work(cold.omar):
        (row,) = queries.encounters_of(cold.winter)
        assert (row.pk, row.night, row.men, row.offered, row.flags) == (
            met.pk, NIGHT, 1, ["blanket", "shelter"], ["frozen"],
        )  # fmt: skip
        assert dict(row.kits.values_list("kind", "pieces")) == {"blanket": 1, "meal": 2}
        assert not Guest.objects.exists()
        assert audit_data("shelter.people_met") == [{"night": str(NIGHT)}]


def test_sent_twice_a_meeting_is_one(cold, out):
    id = new_id()
    assert given_met(cold, out, id=id) == given_met(cold, out, id=id, men=2)
    with as_work(cold.omar):
        assert [one.men for one in Encounter.objects.all()] == [1]


def test_who_wants_a_bed_has_one_kept_and_the_next_one_is_written_down(cold, out):
    given_unit(cold, "men", 1)
    first = given_met(cold, out, taken=("shelter",))
    second = given_met(cold, out, taken=("shelter",))
    with as_work(cold.omar):
        (use,) = BedUse.objects.all()
        assert use.guest_id == first.guests.get().guest_id and use.use == rules.Use.HELD
        (need,) = UnmetNeed.objects.all()
        assert need.guest_id == second.guests.get().guest_id


def test_the_wish_for_a_site_and_for_each_other_is_followed(cold, out):
    given_unit(cold, "men", 1)
    given_unit(cold, "women", 1)
    met = given_met(cold, out, men=1, women=1, taken=("shelter",), together=True, sites=(cold.site.pk,))
    with as_work(cold.omar):
        parties = {one.guest.party for one in met.guests.select_related("guest")}
        assert len(parties) == 1 and None not in parties
        assert {one.winter_site_id for one in BedUse.objects.all()} == {cold.site.pk}


def test_people_who_are_not_together_each_have_their_own_bed(cold, out):
    given_unit(cold, "men", 1)
    met = given_met(cold, out, men=2, taken=("shelter",))
    with as_work(cold.omar):
        assert met.guests.count() == 2 and BedUse.objects.count() == 1 and UnmetNeed.objects.count() == 1


def test_met_again_tonight_they_keep_their_code_and_their_bed(cold, out):
    given_unit(cold, "men", 2)
    first = given_met(cold, out, taken=("shelter",))
    again = given_met(cold, out, taken=("shelter",), again=first.pk)
    with as_work(cold.omar):
        assert again.guests.get().guest_id == first.guests.get().guest_id
        assert BedUse.objects.count() == 1 and not UnmetNeed.objects.exists()


def test_a_person_whom_the_phone_knows_again_keeps_their_code_the_next_night(cold, out):
    given_unit(cold, "men", 2)
    person, day = new_id(), timedelta(days=1)
    first = given_met(cold, out, taken=("shelter",), person=person)
    next_out = given_out(cold, night=NIGHT + day)
    later = given_met(cold, next_out, at=EVENING + day, taken=("shelter",), person=person)
    with as_work(cold.omar):
        assert later.guests.get().guest_id == first.guests.get().guest_id
        assert BedUse.objects.filter(use="held").count() == 1  # the first was not heard of: free again


def test_of_somebody_one_cannot_tell_no_bed_is_kept_and_the_meeting_stands(cold, out):
    given_unit(cold, "men", 1)
    met = given_met(cold, out, men=0, unsure=1, taken=("shelter",))
    with as_work(cold.omar):
        assert Encounter.objects.filter(pk=met.pk).exists()
        assert not BedUse.objects.exists() and not Guest.objects.exists()


def test_a_child_alone_raises_the_alert_without_a_name_and_is_no_guest(cold, out):
    hind, _room = given_listener(cold)
    met = given_met(cold, out, men=0, children=1, taken=("shelter",))
    assert met.child_alert == "raised"
    with as_work(hind):
        assert len(cases.waiting_alerts(cold.crew.pk)) == 1
        assert not Guest.objects.exists()


def test_when_nobody_listens_the_child_is_written_and_the_row_says_so(cold, out):
    met = given_met(cold, out, men=0, children=2, taken=("meal",))
    assert met.child_alert == "unheard"
    with as_work(cold.omar):
        assert Encounter.objects.get().child_alert == "unheard"


def test_a_meeting_is_taken_back_within_ten_minutes_with_what_was_kept(cold, out):
    given_unit(cold, "men", 1)
    met = given_met(cold, out, taken=("shelter",))
    with as_work(cold.omar):
        with pytest.raises(actions.OutOfOrder):
            actions.undo_encounter(encounter=met, by=cold.omar, at=EVENING + timedelta(minutes=11))
        actions.undo_encounter(encounter=met, by=cold.omar, at=LATER)
        with pytest.raises(actions.OutOfOrder):
            actions.undo_encounter(encounter=met, by=cold.omar, at=LATER)
        assert not queries.encounters_of(cold.winter)
        assert BedUse.objects.get().freed == rules.Freed.MISTAKE
        refused(lambda: Encounter.objects.update(undone_at=None))


def test_a_meeting_belongs_to_a_briefed_round_of_its_night(cold):
    given_plan(cold)
    planned = given_round(cold)
    with pytest.raises(actions.OutOfOrder):
        given_met(cold, planned)
    out = given_out(cold, **_second(cold))
    for at in (EVENING + timedelta(days=1), EVENING - timedelta(days=1)):
        with pytest.raises(actions.BadEncounter):
            given_met(cold, out, at=at)
    with pytest.raises(actions.BadEncounter):
        given_met(cold, out, area=AREA)
    with pytest.raises(actions.BadEncounter):
        given_met(cold, out, men=0)
    with pytest.raises(actions.BadEncounter):
        given_met(cold, out, call=new_id())
    with pytest.raises(actions.BadEncounter):
        given_met(cold, out, number=1, sealed="x")


def _second(cold):
    with as_work(cold.omar):
        plan = queries.plan_of(cold.winter)
        return {"team": plan.teams[1], "vehicle": plan.vehicles[1]}


def test_only_who_goes_out_writes_and_sees(cold, out):
    given_listener(cold)
    met = given_met(cold, out, taken=("shelter", "meal"), kits=(("meal", 1),))
    given_call_out(cold)
    driss = given_driss(cold)
    other = given_organisation("Autre délégation", kind="provincial_unit", name_ar="مندوبية أخرى")
    stranger = given_member("Stranger", "round_leader", other)
    keeper = given_member("Keeper", "site_keeper", given_organisation("Autre toit", name_ar="سقف آخر"))
    for user in (cold.latifa, driss, cold.zahra, stranger, keeper):
        with as_work(user):
            for model in ROWS:
                assert not model.objects.exists(), (user, model)
            with pytest.raises(queries.NoSuchWinter):
                queries.encounter_for(user, met.pk)
            with pytest.raises(NoPermission):
                actions.record_encounter(round=out, met=rules.Meeting(**ONE), by=user, at=EVENING)
    with as_work(cold.omar):
        assert all(model.objects.exists() for model in ROWS)
        assert queries.encounter_for(cold.omar, met.pk) == met


def test_nothing_of_a_meeting_changes_or_goes(cold, out):
    given_listener(cold)
    given_met(cold, out, taken=("shelter", "meal"), kits=(("meal", 1),))
    given_call_out(cold)
    with as_work(cold.omar):
        for change in (
            lambda: Encounter.objects.update(men=3),
            lambda: Encounter.objects.update(person=None),
            lambda: Encounter.objects.all().delete(),
            lambda: EncounterKit.objects.update(pieces=3),
            lambda: EncounterKit.objects.all().delete(),
            lambda: EncounterGuest.objects.all().delete(),
            lambda: OutreachKey.objects.update(public=b"x" * 32),
            lambda: OutreachKey.objects.all().delete(),
            lambda: OutreachSeat.objects.update(sealed=b"x"),
            lambda: CallOut.objects.update(people=3),
            lambda: CallOut.objects.all().delete(),
        ):
            refused(change)


def test_the_database_keeps_a_sleeper_nobody(cold, out):
    with as_work(cold.omar):
        area = queries.plan_of(cold.winter).hot_spots[0]
        whole = {
            "winter": cold.winter, "crew": cold.crew, "round": out, "night": NIGHT, "hot_spot": area, "at": EVENING, "men": 1,
            "state": "awake", "taken": ["nothing"], "taken_in_at": EVENING, "by": cold.omar,
        }  # fmt: skip
        for words in (
            {"state": "asleep", "person": new_id()},
            {"state": "asleep", "language": "darija"},
            {"state": "hostile", "offered": ["meal"]},
            {"state": "hostile", "taken": ["shelter"]},
            {"state": "asleep", "flags": ["pregnant"]},
            {"state": "drunk"},
            {"men": 0},
            {"men": 51},
            {"taken": []},
            {"taken": ["nothing", "meal"]},
            {"taken": ["rice"]},
            {"offered": ["rice"]},
            {"flags": ["sad"]},
            {"language": "klingon"},
            {"child_alert": "raised"},
            {"child_alert": "lost", "men": 0, "children": 1},
            {"at": EVENING + timedelta(hours=1)},
        ):
            refused(lambda words=words: Encounter.objects.create(**(whole | words)), IntegrityError)
        sleeper = Encounter.objects.create(**(whole | {"state": "asleep"}))
        of = {"encounter": sleeper, "winter": cold.winter, "crew": cold.crew, "number": 1, "sealed": "x"}
        refused(
            lambda: EncounterSeal.objects.bulk_create([EncounterSeal(**of, state="asleep")]), IntegrityError
        )
        refused(
            lambda: VoicePart.objects.bulk_create([VoicePart(**of, state="asleep", n=1, of=1)]),
            IntegrityError,
        )
        refused(
            lambda: _now(lambda: EncounterSeal.objects.bulk_create([EncounterSeal(**of)])), IntegrityError
        )


def test_rows_hang_on_rows_of_their_own_winter(cold, out):
    other = given_cold("-other")
    elsewhere = given_out(other)
    with as_work(other.omar):
        foreign = queries.plan_of(other.winter).hot_spots[0]
    met = given_met(cold, out)
    with as_work(cold.omar):
        area = queries.plan_of(cold.winter).hot_spots[0]
        whole = {
            "winter": cold.winter, "crew": cold.crew, "round": out, "night": NIGHT, "hot_spot": area, "at": EVENING, "men": 1,
            "state": "awake", "taken": ["nothing"], "taken_in_at": EVENING, "by": cold.omar,
        }  # fmt: skip
        for words in (
            {"hot_spot": foreign},
            {"round": elsewhere},
            {"night": NIGHT + timedelta(days=1)},
            {"winter": other.winter},
            {"crew": other.crew},
            {"by": cold.zahra},
            {"undone_at": EVENING},
        ):
            refused(lambda words=words: _now(lambda: Encounter.objects.create(**(whole | words))))
        of = {"encounter": met, "winter": cold.winter, "crew": cold.crew}
        for kit in (
            {"kind": "rice", "pieces": 1},
            {"kind": "meal", "pieces": 0},
            {"kind": "meal", "pieces": 21},
        ):
            refused(lambda kit=kit: EncounterKit.objects.create(**of, **kit), IntegrityError)
        refused(
            lambda: _now(
                lambda: EncounterKit.objects.create(**(of | {"crew": other.crew}), kind="meal", pieces=1)
            )
        )


def test_a_purpose_that_is_not_work_sees_nothing(cold, out):
    given_met(cold, out)
    for purpose in (Purpose.MATCHING, Purpose.UPKEEP, Purpose.FIGURES):
        with acting_as(None, purpose=purpose):
            assert not Encounter.objects.exists()


def _now(change):
    """Ask the database now what it would ask at COMMIT."""
    change()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
