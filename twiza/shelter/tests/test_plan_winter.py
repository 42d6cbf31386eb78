"""The plan of a winter: areas and never points, teams, vehicles, kits; taken over by the next winter."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from twiza.network.tests.given import as_work
from twiza.platform.accounts.permissions import NoPermission
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import CommitteeSeat, HotSpot, Kit, Team, Vehicle, Winter
from twiza.shelter.tests.given import EVENING, FIRST, given_cold, given_driss, given_plan, given_seat
from twiza.shelter.tests.test_see_winter import browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
POINTS = (
    "34.0331, -5.0003",
    "٣٤٫٠٣٣١",
    "https://maps.example/x",
    "www.example.org",
    "السوق رقم 14",
    "Rue du Four n° 3",
    "8C2QXXQX+QX",
    "  ",
)


@pytest.mark.parametrize("point", POINTS)
def test_an_area_is_never_a_point(cold, point):
    assert not rules.is_area(point)
    with as_work(cold.latifa), pytest.raises(actions.BadPlan):
        actions.add_hot_spots(winter=cold.winter, names=["السوق", point] if point.strip() else [point], by=cold.latifa, at=EVENING)  # fmt: skip


def test_the_table_of_areas_has_no_room_for_a_point_and_refuses_coordinates(cold):
    columns = {field.name for field in HotSpot._meta.get_fields()}
    assert not {
        one for one in columns if any(word in one for word in ("point", "address", "lat", "lon", "coord"))
    }
    whole = {
        "winter": cold.winter, "organisation": cold.committee, "crew": cold.crew, "position": 1, "made_at": EVENING,
        "made_by": cold.latifa,
    }  # fmt: skip
    with as_work(cold.latifa):
        for name in ("", *POINTS[:4]):
            with pytest.raises(IntegrityError), transaction.atomic():
                HotSpot.objects.create(**whole, name=name)
        assert HotSpot.objects.create(**whole, name="Quartier 12")


def test_areas_keep_their_order_and_move_up(cold):
    given_plan(cold)
    with as_work(cold.latifa):
        first, second, third = queries.plan_of(cold.winter).hot_spots
        actions.move_up(hot_spot=third, by=cold.latifa, at=EVENING)
        actions.move_up(hot_spot=first, by=cold.latifa, at=EVENING)
        assert queries.plan_of(cold.winter).hot_spots == (first, third, second)
        actions.leave_out(row=third, by=cold.latifa, at=EVENING)
        actions.leave_out(row=third, by=cold.latifa, at=EVENING)
        actions.add_hot_spots(winter=cold.winter, names=[first.name, third.name], by=cold.latifa, at=EVENING)
        assert [one.name for one in queries.plan_of(cold.winter).hot_spots] == [
            first.name,
            second.name,
            third.name,
        ]


def test_the_crew_reads_the_plan_and_a_site_does_not(cold):
    given_plan(cold)
    with as_work(cold.omar):
        assert len(queries.plan_of(cold.winter).teams) == 2
        with pytest.raises(NoPermission):
            actions.add_teams(winter=cold.winter, names=["x"], by=cold.omar, at=EVENING)
    with as_work(given_driss(cold)):
        assert not queries.plan_of(cold.winter).is_empty
    with as_work(cold.zahra):
        assert queries.plan_of(cold.winter).is_empty


def test_kits_are_counted_and_taken_off(cold):
    given_plan(cold)
    with as_work(cold.latifa):
        actions.set_kits(winter=cold.winter, pieces={"blanket": 0, "meal": 12}, by=cold.latifa, at=EVENING)
        assert dict(Kit.objects.values_list("kind", "pieces")) == {"meal": 12}
        for wrong in ({"rice": 3}, {"meal": -1}, {"meal": 5000}):
            with pytest.raises(actions.BadPlan):
                actions.set_kits(winter=cold.winter, pieces=wrong, by=cold.latifa, at=EVENING)
        for fields in ({"pieces": 0}, {"pieces": 3000}, {"kind": "rice"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Kit.objects.filter(kind="meal").update(pieces=fields.get("pieces", 1)) if "pieces" in fields else _kit(cold, **fields)  # fmt: skip


def _kit(cold, **fields):
    return Kit.objects.create(
        winter=cold.winter, organisation=cold.committee, crew=cold.crew, pieces=1, made_at=EVENING,
        made_by=cold.latifa, **fields,
    )  # fmt: skip


def test_a_vehicle_has_seats_and_stands_once(cold):
    given_plan(cold)
    with as_work(cold.latifa):
        for name, seats in (("12345-A-17", 7), (" ", 4), ("x", 0)):
            with pytest.raises(actions.BadPlan):
                actions.add_vehicle(winter=cold.winter, name=name, seats=seats, by=cold.latifa, at=EVENING)
        with pytest.raises(DatabaseError), transaction.atomic():
            Vehicle.objects.update(seats=0)
        with pytest.raises(DatabaseError), transaction.atomic():
            Team.objects.update(name="غير")
        with pytest.raises(DatabaseError), transaction.atomic():
            HotSpot.objects.all().delete()


def test_the_next_winter_begins_with_the_plan_of_the_one_before(cold):
    given_plan(cold)
    given_seat(cold)
    ended = given_seat(cold, body="health", name="المندوبية")
    with as_work(cold.latifa):
        actions.end_seat(seat=ended, by=cold.latifa, at=EVENING)
        after = actions.open_winter(
            organisation=cold.committee.pk, crew=cold.crew.pk, place=cold.winter.place, name_ar="شتاء ثان",
            name_fr="Hiver 2", first_night=date(2026, 12, 12), last_night=date(2027, 1, 31), previous=cold.winter,
            by=cold.latifa, at=EVENING,
        )  # fmt: skip
        actions.add_teams(winter=after, names=["الفريق 1"], by=cold.latifa, at=EVENING)
        assert actions.take_over_plan(winter=after, by=cold.latifa, at=EVENING) == 1 + 3 + 1 + 2 + 2
        assert actions.take_over_plan(winter=after, by=cold.latifa, at=EVENING) == 0
        old, new = queries.plan_of(cold.winter), queries.plan_of(after)
        assert [one.name for one in old.hot_spots] == [one.name for one in new.hot_spots]
        assert [one.pieces for one in old.kits] == [one.pieces for one in new.kits]
        (seat,) = CommitteeSeat.objects.filter(winter=after)
        assert (seat.body, seat.starts_on) == (
            "national_security",
            date(2026, 12, 12),
        ) and seat.starts_on > FIRST
        with pytest.raises(actions.BadPlan):
            actions.take_over_plan(winter=cold.winter, by=cold.latifa, at=EVENING)


def test_a_plan_bears_the_bodies_of_its_own_winter(cold):
    other = given_cold("-other")
    with as_work(cold.latifa):
        for model, fields in ((HotSpot, {"position": 1}), (Team, {}), (Vehicle, {"seats": 4})):
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.create(
                    winter=cold.winter, organisation=cold.committee, crew=other.crew, name="x", made_at=EVENING,
                    made_by=cold.latifa, **fields,
                )  # fmt: skip


def test_the_plan_is_written_on_its_pages(cold):
    client, winter = browser(cold.latifa), [cold.winter.pk]
    refused = client.post(
        reverse("shelter:add_hot_spots", args=winter), {"names": "Medina\n34.0331, -5.0003"}
    )
    assert refused.status_code == 422 and "says more than an area" in refused.content.decode()
    for name, typed in (
        ("add_hot_spots", {"names": "Medina\nGare"}),
        ("add_teams", {"names": "Team 1"}),
        ("add_vehicle", {"name": "12-A-17", "seats": "7"}),
        ("set_kits", {"blanket": "20"}),
    ):
        page = client.post(reverse(f"shelter:{name}", args=winter), typed, follow=True)
        assert page.redirect_chain, page.content.decode()
    shown = page.content.decode()
    assert all(word in shown for word in ("Medina", "Gare", "Team 1", "12-A-17", "Blankets"))
    with as_work(cold.latifa):
        plan = queries.plan_of(Winter.objects.get())
    for name, row in (
        ("move_up", plan.hot_spots[1]),
        ("leave_out_area", plan.hot_spots[0]),
        ("leave_out_team", plan.teams[0]),
        ("leave_out_vehicle", plan.vehicles[0]),
    ):
        client.post(reverse(f"shelter:{name}", args=[row.pk]))
    shown = client.get(reverse("shelter:show_plan", args=winter)).content.decode()
    assert "Gare" in shown and "Medina" not in shown and "Team 1" not in shown
    driss = browser(given_driss(cold))
    assert "Gare" in driss.get(reverse("shelter:show_plan", args=winter)).content.decode()
    assert driss.post(reverse("shelter:leave_out_area", args=[plan.hot_spots[1].pk])).status_code == 403
    assert browser(cold.zahra).get(reverse("shelter:show_plan", args=winter)).status_code == 404
