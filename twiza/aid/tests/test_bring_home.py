"""Baskets brought home: two couriers, one of them a woman; their sealed file, and nothing left of the doors at return."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from twiza.aid import actions, queries
from twiza.aid.actions import BadPlan, OutOfOrder
from twiza.aid.models import DeliveryRound, DeliveryStop, Entitlement, HandOver, LaneLease, StockMove
from twiza.aid.tests.given import families, given_association, given_distribution
from twiza.aid.tests.lanes_given import op
from twiza.aid.tests.test_walk_campaign import signed_in
from twiza.lib.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DOOR, ANNOUNCE = "درب الطويل، الباب الأزرق", "دقتان ثم قولوا: الجارة فاطنة"


@pytest.fixture
def story():
    story = given_association()
    story.today = timezone.localdate()
    given_distribution(
        story,
        who=families(16, needs=["home_delivery"]),
        baskets=12,
        reserve=2,
        days=(story.today, story.today),
    )
    story.point = story.points[0]
    with story.work():
        story.lanes = actions.share_lanes(
            point=story.point, day=story.today, lanes=2, spares=1, by=story.amina, at=timezone.now()
        )
        story.round = planned(story)
        story.right = queries.to_bring_home(story.point)[0]
    return story


def planned(story, **change):
    people = {"first": story.amina, "second": story.youssef, "woman": story.amina} | change
    return actions.plan_round(point=story.point, day=story.today, **people, by=story.amina, at=timezone.now())


def door(story, right=None):
    return actions.add_stop(
        round=story.round,
        entitlement=right or story.right,
        place=DOOR,
        announce=ANNOUNCE,
        by=story.amina,
        at=timezone.now(),
    )


def said(story, *operations, device=None):
    answers = actions.record_field_operations(
        device=device or new_id(),
        post=story.round.pk,
        post_kind="round",
        operations=operations,
        by=story.amina,
        at=timezone.now(),
    )
    return [(one.answer, one.rule) for one in answers]


def test_two_go_together_and_one_of_them_is_a_woman(story):
    other = given_association("Association Ouergha", "-2")
    with story.work():
        for wrong in ({"second": story.amina}, {"woman": story.hassan}, {"second": other.amina}):
            with pytest.raises(BadPlan):
                planned(story, **wrong)
        fields = {
            field.attname: getattr(story.round, field.attname)
            for field in DeliveryRound._meta.concrete_fields
        } | {"number": 7}
        for wrong in ({"second_id": story.amina.pk}, {"woman_id": story.hassan.pk}):
            with pytest.raises(IntegrityError), transaction.atomic():
                DeliveryRound.objects.create(**fields | {"id": new_id()} | wrong)


def test_no_lane_serves_what_is_brought_home(story):
    with story.work():
        lane = LaneLease.objects.get(entitlement=story.right, ended_at__isnull=True).lane
        door(story)
        assert not LaneLease.objects.filter(entitlement=story.right, ended_at__isnull=True).exists()
        pack = json.loads(queries.pack_for(lane=lane.pk, at=timezone.now()).body)
        assert str(story.right.pk) not in {row[2] for row in pack["rights"]}
        assert story.right not in queries.rights_to_lease(story.point, story.today)
        assert (
            actions.share_newcomers(point=story.point, day=story.today, by=story.amina, at=timezone.now())
            == 0
        )
        with pytest.raises(OutOfOrder):
            door(story)


def test_the_couriers_file_holds_their_doors_and_nothing_else_of_the_point(story):
    with story.work():
        stop = door(story)
        pack = actions.give_pack(
            device=new_id(), post=story.round.pk, post_kind="round", by=story.amina, at=timezone.now()
        )
        content = json.loads(pack.body)
        assert (content["kind"], content["rights"], content["elsewhere"]) == ("round", [], [])
        ((key, right, place, announce, size, needs, opens, token),) = content["stops"]
        assert (key, right) == (str(stop.pk), str(story.right.pk))
        assert (place, announce, size, needs) == (DOOR, ANNOUNCE, story.right.size, "h")
        assert len(opens) == len(token) == 32
        assert story.right.code not in pack.body and "categor" not in pack.body
        lane = json.loads(queries.pack_for(lane=story.lanes[0].pk, at=timezone.now()).body)
        assert "stops" not in lane and DOOR not in json.dumps(lane, ensure_ascii=False)


@pytest.mark.parametrize(("outcome", "served"), [("given", 1), ("nobody", 0), ("refused", 0), ("danger", 0)])
def test_what_happened_at_a_door_is_told_once(story, outcome, served):
    phone = new_id()
    with story.work():
        stop = door(story)
        first = op("delivered", stop=stop.pk, outcome=outcome, right=story.right.pk)
        assert said(story, first, device=phone) == [("accepted", "")]
        assert said(story, first, device=phone) == [("accepted", "")]
        assert said(story, op("delivered", stop=stop.pk, outcome="given"), device=phone) == [
            ("conflict", "told_already")
        ]
        assert said(story, op("delivered", stop=new_id(), outcome="given"), op("spare")) == [
            ("rejected", "bad_payload"),
            ("rejected", "unknown_kind"),
        ]
        assert HandOver.objects.filter(entitlement=story.right, lane__isnull=True).count() == served
        assert StockMove.objects.filter(kind="served", day=story.today).count() == served
        with pytest.raises(OutOfOrder):
            actions.record_door(
                stop=DeliveryStop.objects.get(), outcome="given", by=story.amina, at=timezone.now()
            )


def test_at_return_the_doors_are_gone_and_no_file_is_given(story):
    with story.work():
        stop = door(story)
        actions.open_round(round=story.round, by=story.amina, at=timezone.now())
        with pytest.raises(OutOfOrder):
            actions.close_round(round=story.round, by=story.amina, at=timezone.now())
        actions.record_door(stop=stop, outcome="given", by=story.amina, at=timezone.now())
        actions.close_round(round=story.round, by=story.amina, at=timezone.now())
        stop.refresh_from_db()
        assert (stop.place, stop.announce, stop.outcome) == ("", "", "given")
        with pytest.raises(queries.NoSuchRound):
            actions.give_pack(
                device=new_id(), post=story.round.pk, post_kind="round", by=story.amina, at=timezone.now()
            )
        assert Entitlement.objects.get(pk=story.right.pk).state == "served"
        for change in (
            lambda: DeliveryRound.objects.filter(pk=story.round.pk).update(closed_at=None, closed_by=None),
            lambda: DeliveryStop.objects.filter(pk=stop.pk).update(place=DOOR),
            lambda: DeliveryStop.objects.filter(pk=stop.pk).update(outcome="nobody"),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()


def test_its_page_plans_adds_prints_and_closes(story):
    client = signed_in(story.amina)
    page = reverse("aid:show_rounds", args=[story.point.pk, story.today.isoformat()])
    client.post(page, {"first": str(story.amina.pk), "second": str(story.hassan.pk)})
    client.post(
        reverse("aid:add_stop", args=[story.round.pk]),
        {"entitlement": str(story.right.pk), "place": DOOR, "announce": ""},
    )
    shown = client.get(page).content.decode()
    assert DOOR in shown and story.right.code in shown
    sheet = client.post(reverse("aid:open_round", args=[story.round.pk]))
    assert sheet["Content-Type"] == "application/pdf"
    with story.work():
        assert DeliveryRound.objects.count() == 2
        stop = DeliveryStop.objects.get()
    client.post(reverse("aid:record_door", args=[stop.pk]), {"outcome": "nobody"})
    client.post(reverse("aid:close_round", args=[story.round.pk]))
    assert DOOR not in client.get(page).content.decode()
    volunteer = signed_in(story.youssef)
    assert volunteer.get(page).status_code == 404
    for name in ("add_stop", "open_round", "close_round"):
        assert volunteer.post(reverse(f"aid:{name}", args=[story.round.pk])).status_code == 404


def test_nobody_is_a_courier_by_default(story):
    page = signed_in(story.amina).get(
        reverse("aid:show_rounds", args=[story.point.pk, story.today.isoformat()])
    )
    form = page.context["form"]
    assert [form.fields[name].choices[0][0] for name in ("first", "second")] == ["", ""]
