"""What phones did without network: each hand-over stored once, second ones at the welcome table, stock as it left."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.db.utils import ProgrammingError

from twiza.aid import actions, queries
from twiza.aid.actions import OutOfOrder, told
from twiza.aid.models import (
    DignityCase,
    Entitlement,
    HandOver,
    HandOverRuling,
    HandOverUndo,
    HandOverWitness,
    Lane,
    LaneRelease,
    SpareGiven,
    StockMove,
)
from twiza.aid.rules import packs
from twiza.aid.rules.field import Told
from twiza.aid.rules.rulings import Outcome, Source
from twiza.aid.tests.given import FIRST_DAY, given_association, given_distribution
from twiza.aid.tests.lanes_given import NINE, NOON, given_lanes, op, took_in
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.accounts.tests.given import lines_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def story():
    story = given_association()
    story.cards = given_distribution(story, households=24, baskets=18, reserve=2)
    story.point = story.points[0]
    with story.work():
        story.lanes = given_lanes(story, story.point)
        story.rights = list(
            Entitlement.objects.filter(point=story.point).order_by("code").values_list("pk", flat=True)
        )
    story.phone, story.other = new_id(), new_id()
    return story


def served(story):
    return (
        StockMove.objects.filter(point=story.point, day=FIRST_DAY, kind="served").aggregate(
            sum=Sum("pieces")
        )["sum"]
        or 0
    )


def rulings_of(right):
    return sorted(HandOverRuling.objects.filter(entitlement=right).values_list("ruling", flat=True))


def paper(story, lane, *rights):
    lines = [Told(new_id(), right, NINE) for right in rights]
    found = told.take_hand_overs(
        lines, lane=lane, source=Source.PAPER, device="ledger", by=story.amina, at=NOON
    )
    return [found[line.id] for line in lines]


def test_it_takes_in_a_batch_once_whatever_is_sent_again(story):
    lane = story.lanes[0]
    batch = [op("hand_over", right=right, proxy=n == 0) for n, right in enumerate(story.rights[:4])]
    with story.work():
        assert took_in(story, lane, story.phone, *batch) == [("accepted", "")] * 4
        assert took_in(story, lane, story.phone, *batch, *batch[:2]) == [("accepted", "")] * 6
        assert HandOver.objects.filter(lane=lane, source="offline", device=str(story.phone)).count() == 4
        assert served(story) == 4
        assert Entitlement.objects.get(pk=story.rights[0]).state == "served_by_proxy"
        assert not DignityCase.objects.exists()
    lines = lines_of("aid.field_taken_in")
    assert len(lines) == 2


def test_two_phones_that_serve_one_card_are_both_kept_and_one_waits_at_the_table(story):
    one, two, _desk = story.lanes
    right = story.rights[0]
    with story.work():
        assert took_in(story, one, story.phone, op("hand_over", right=right)) == [("accepted", "")]
        assert took_in(story, two, story.other, op("hand_over", right=right)) == [("conflict", "double")]
        assert rulings_of(right) == ["double", "served"]
        assert served(story) == 2
        (case,) = queries.open_cases(story.point)
        assert case.hand_over.lane == two


def test_the_stock_moves_on_the_day_of_the_lane_whatever_the_clock_says(story):
    late = op("hand_over", minutes=60 * 24 * 400, right=story.rights[0])
    with story.work():
        assert took_in(story, story.lanes[0], story.phone, late) == [("accepted", "")]
        assert served(story) == 1


def test_what_is_not_ours_or_not_whole_is_rejected_and_writes_nothing(story):
    with story.work():
        assert took_in(
            story,
            story.lanes[0],
            story.phone,
            op("hand_over", right=new_id()),
            op("hand_over", right="no id"),
            op("undo", of=""),
            op("dance"),
            op("turned_away", why="ugly", right=""),
            op("release_used", lane=1, release="zz"),
            op("shift_closed", waiting=0),
        ) == [
            ("rejected", "unknown_right"),
            ("rejected", "bad_payload"),
            ("rejected", "bad_payload"),
            ("rejected", "unknown_kind"),
            ("rejected", "bad_payload"),
            ("rejected", "bad_payload"),
            ("accepted", ""),
        ]
        assert not HandOver.objects.exists() and not DignityCase.objects.exists()


def test_who_does_not_work_there_takes_nothing_in(story):
    other = given_association("Association Ouergha", "-2")
    with other.work(), pytest.raises(queries.NoSuchLane):
        took_in(other, story.lanes[0], story.phone, op("hand_over", right=story.rights[0]))
    auditor = story.hassan
    with story.work(), pytest.raises(NoPermission):
        auditor = type(auditor).objects.exclude(pk__in=[story.amina.pk]).filter(pk=other.amina.pk).get()
        actions.record_field_operations(
            device=story.phone,
            post=story.lanes[0].pk,
            post_kind="lane",
            operations=[op("hand_over", right=story.rights[0])],
            by=auditor,
            at=NOON,
        )


@pytest.mark.parametrize("order", ["together", "after", "before"])
def test_a_phone_takes_its_own_back_within_a_minute_in_whatever_order_it_arrives(story, order):
    lane, right = story.lanes[0], story.rights[0]
    first = op("hand_over", right=right)
    back, again = op("undo", minutes=1, of=first.id), op("hand_over", minutes=2, right=right)
    batches = {
        "together": [[first, back, again]],
        "after": [[first], [back], [again]],
        "before": [[back], [first], [again]],
    }[order]
    with story.work():
        for batch in batches:
            took_in(story, lane, story.phone, *batch)
        assert rulings_of(right) == ["served", "undone"]
        assert served(story) == 1
        assert not DignityCase.objects.exists()


@pytest.mark.parametrize(
    ("minutes", "who", "answer"),
    [(1.01, "phone", "too_late"), (-0.1, "phone", "too_late"), (0.5, "other", "not_here_yet")],
)
def test_nobody_takes_back_later_or_what_another_phone_did(story, minutes, who, answer):
    first = op("hand_over", right=story.rights[0])
    with story.work():
        took_in(story, story.lanes[0], story.phone, first)
        assert took_in(
            story, story.lanes[0], getattr(story, who), op("undo", minutes=minutes, of=first.id)
        ) == [("conflict", answer)]
        assert served(story) == 1 and rulings_of(story.rights[0]) == ["served"]


def test_when_the_first_is_taken_back_the_second_that_left_counts(story):
    one, two, _desk = story.lanes
    right, first = story.rights[0], op("hand_over", right=story.rights[0])
    with story.work():
        took_in(story, one, story.phone, first)
        took_in(story, two, story.other, op("hand_over", right=right))
        took_in(story, one, story.phone, op("undo", minutes=0.5, of=first.id))
        assert rulings_of(right) == ["served", "undone"]
        assert Entitlement.objects.get(pk=right).state == "served"
        assert served(story) == 1


@pytest.mark.parametrize("paper_first", [True, False])
def test_paper_and_phone_of_one_lane_are_one_hand_over(story, paper_first):
    lane, right = story.lanes[0], story.rights[0]
    with story.work():
        if paper_first:
            assert paper(story, lane, right) == [("accepted", "")]
            assert took_in(story, lane, story.phone, op("hand_over", right=right)) == [
                ("duplicate", "told_on_paper")
            ]
        else:
            assert took_in(story, lane, story.phone, op("hand_over", right=right)) == [("accepted", "")]
            assert paper(story, lane, right) == [("duplicate", "told_by_phone")]
        assert served(story) == 1 and HandOver.objects.count() == 1 and HandOverWitness.objects.count() == 1
        assert not DignityCase.objects.exists()
        # told once more, on either, it is another basket
        assert paper(story, lane, right) == [("conflict", "double")]
        assert took_in(story, lane, story.phone, op("hand_over", right=right)) == [
            ("duplicate", "told_on_paper")
        ]
        assert served(story) == 2


def test_a_paper_of_another_lane_is_a_second_basket(story):
    one, two, _desk = story.lanes
    with story.work():
        took_in(story, one, story.phone, op("hand_over", right=story.rights[0]))
        assert paper(story, two, story.rights[0]) == [("conflict", "double")]
        assert served(story) == 2 and DignityCase.objects.count() == 1


def test_who_is_turned_away_is_heard_once_a_day(story):
    one, two, desk = story.lanes
    right = story.rights[0]
    first = op("turned_away", right=right, why="other_lane")
    with story.work():
        assert took_in(story, one, story.phone, first, first) == [("accepted", "")] * 2
        assert took_in(story, two, story.other, op("turned_away", right=right, why="double")) == [
            ("duplicate", "heard_already")
        ]
        unknown = op("turned_away", right="", why="unknown")
        assert (
            took_in(story, two, story.other, unknown, op("turned_away", right=new_id(), why="unknown"))
            == [("accepted", "")] * 2
        )
        cases = queries.open_cases(story.point)
        assert [(case.why, case.entitlement_id) for case in cases] == [
            ("other_lane", right),
            ("unknown", None),
            ("unknown", None),
        ]
        assert all(str(queries.why_words(case)) for case in cases)
        with pytest.raises(OutOfOrder):
            actions.rule_hand_over(case=cases[0], outcome="first_was_wrong", by=story.amina, at=NOON)
        actions.rule_hand_over(case=cases[1], outcome="nothing_given", by=story.amina, at=NOON)
        actions.rule_hand_over(case=cases[0], outcome="spare_given", by=story.amina, at=NOON)
        assert served(story) == 1 and queries.spares_left(desk) == 0
        with pytest.raises(OutOfOrder):
            actions.rule_hand_over(case=cases[2], outcome="spare_given", by=story.amina, at=NOON)


def test_a_spare_leaves_the_table_by_the_rule_and_beyond_it_is_kept_and_said(story):
    one, _two, desk = story.lanes
    right, table = story.rights[0], new_id()
    with story.work():
        took_in(story, one, story.phone, op("turned_away", right=right, why="double"))
        assert took_in(story, desk, table, op("spare", right=right)) == [("accepted", "")]
        (case,) = DignityCase.objects.all()
        assert (case.outcome, SpareGiven.objects.get().case) == (Outcome.SPARE_GIVEN, case)
        assert took_in(story, desk, table, op("spare", right="")) == [
            ("conflict", "more_spares_than_the_rule")
        ]
        assert took_in(story, one, story.phone, op("spare", right=right)) == [
            ("rejected", "not_at_the_welcome_table")
        ]
        assert served(story) == 2
        assert list(
            SpareGiven.objects.order_by("recorded_at", "pk").values_list("beyond_the_rule", flat=True)
        ) == [False, True]


def test_a_spare_that_reaches_us_before_the_turning_away_settles_it(story):
    one, _two, desk = story.lanes
    with story.work():
        took_in(story, desk, new_id(), op("spare", right=story.rights[0]))
        took_in(story, one, story.phone, op("turned_away", right=story.rights[0], why="double"))
        assert DignityCase.objects.get().outcome == Outcome.SPARE_GIVEN


def test_the_use_of_a_release_is_seen_with_who_and_when(story):
    one, two, _desk = story.lanes
    with story.work():
        release = LaneRelease.objects.get(lane=one)
        used = op("release_used", minutes=3, lane=1, release=bytes(release.code_hash).hex())
        wrong = op("release_used", lane=2, release=bytes(release.code_hash).hex())
        assert took_in(story, two, story.other, used, wrong) == [
            ("accepted", ""),
            ("conflict", "unknown_release"),
        ]
        release.refresh_from_db()
        assert (release.used_by_lane, release.used_operation) == (two, used.id)
        assert release.used_at == NINE + timedelta(minutes=3)
        assert Lane.objects.get(pk=one.pk).released_at == NOON
        later = op("release_used", minutes=9, lane=1, release=bytes(release.code_hash).hex())
        assert took_in(story, one, story.phone, later) == [("accepted", "")]
        release.refresh_from_db()
        assert release.used_operation == used.id


def test_a_batch_asks_few_questions(story, django_assert_max_num_queries):
    with story.work():
        batch = [op("hand_over", right=right) for right in story.rights]
        with django_assert_max_num_queries(16):
            took_in(story, story.lanes[0], story.phone, *batch)


def test_the_database_keeps_what_phones_said_as_it_was_said(story):
    one, two, desk = story.lanes
    first = op("hand_over", right=story.rights[0])
    with story.work():
        took_in(story, one, story.phone, first, op("undo", minutes=5, of=first.id))
        paper(story, one, story.rights[0])
        took_in(story, desk, new_id(), op("spare", right=""))
        for model in (HandOverWitness, HandOverUndo, SpareGiven):
            row = model.objects.get()
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.filter(pk=row.pk).update(device="another")
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.filter(pk=row.pk)._raw_delete("default")
        spare = SpareGiven.objects.get()
        for bad in ({"lane": one}, {"beyond_the_rule": False}, {"day": FIRST_DAY + timedelta(days=1)}):
            spare.pk, spare._state.adding = new_id(), True
            with pytest.raises(IntegrityError), transaction.atomic():
                SpareGiven.objects.create(
                    **{
                        field.attname: getattr(spare, field.attname)
                        for field in SpareGiven._meta.concrete_fields
                        if field.name not in bad
                    }
                    | bad
                )
        witness = HandOverWitness.objects.get()
        fact = HandOver.objects.get()
        other = {field.attname: getattr(fact, field.attname) for field in HandOver._meta.concrete_fields} | {
            "id": new_id(),
            "lane_id": two.pk,
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            HandOver.objects.create(**other | {"source": "online"})
        with pytest.raises(IntegrityError), transaction.atomic():
            HandOverWitness.objects.create(
                **{f.attname: getattr(witness, f.attname) for f in HandOverWitness._meta.concrete_fields}
                | {"id": new_id(), "source": "offline"}
            )


def test_a_pack_hash_of_a_release_is_not_its_code(story):
    assert packs.hash16("release", b"ABCDEFGH", b"k" * 32) != packs.hash16("door", b"ABCDEFGH", b"k" * 32)
