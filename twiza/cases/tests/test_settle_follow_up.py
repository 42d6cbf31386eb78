"""The next day of a child's case once a follow-up is done: it moves on, and nothing that is open is jumped over."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from twiza.cases import actions, rules
from twiza.cases.models import Case, CaseNote
from twiza.cases.tests.given import alarm
from twiza.network.tests.given import NOON, as_work

pytestmark = pytest.mark.django_db
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.fixture
def child(leila, room, centre):
    """A case that began with an alert."""
    with as_work(leila):
        return actions.raise_alert(organisation=centre.pk, said=alarm(), room=room, by=leila, at=NOON)


def test_a_follow_up_that_is_done_moves_the_next_day_on_to_what_is_open(child, room, leila):
    with as_work(leila):
        now = {"case": child, "room": room, "by": leila}
        actions.plan_follow_ups(start=NOON.date(), born=None, base=1, at=NOON, **now)
        assert Case.objects.get().next_on == NOON.date()  # the day of the alert
        days = dict(rules.follow_up_days(NOON.date(), None))
        for base, (code, after) in enumerate((("m1", "m3"), ("m3", "m6"), ("m6", "m12")), start=2):
            at = NOON + (days[code] - NOON.date())
            actions.settle_follow_up(code=code, words="بخير", base=base, at=at, **now)
            assert Case.objects.get().next_on == days[after]
        late = NOON + timedelta(days=400)
        actions.settle_follow_up(code="m12", words="بخير", base=5, at=late, **now)
        assert Case.objects.get().next_on == timezone.localdate(late) + rules.NEXT_VISIT["amber"]


def test_a_follow_up_done_early_or_out_of_order_leaves_what_is_late_in_front(child, room, leila):
    with as_work(leila):
        now = {"case": child, "room": room, "by": leila}
        actions.plan_follow_ups(start=NOON.date(), born=None, base=1, at=NOON, **now)
        days = dict(rules.follow_up_days(NOON.date(), None))
        actions.settle_follow_up(code="m3", words="بخير", base=2, at=NOON + timedelta(days=100), **now)
        assert Case.objects.get().next_on == days["m1"]  # late, and still open
        actions.settle_follow_up(code="m1", words="بخير", base=3, at=NOON + timedelta(days=100), **now)
        assert Case.objects.get().next_on == days["m6"]
        actions.settle_follow_up(code="m6", words="بخير", base=4, at=NOON + timedelta(days=101), **now)
        assert Case.objects.get().next_on == days["m12"]  # done before its day


def test_after_a_follow_up_a_step_a_task_and_a_look_at_danger_are_not_jumped_over(child, room, leila):
    with as_work(leila):
        now = {"case": child, "room": room, "by": leila}
        actions.plan_follow_ups(start=NOON.date(), born=None, base=1, at=NOON, **now)
        days = dict(rules.follow_up_days(NOON.date(), None))
        on = days["m1"] + timedelta(days=3)
        act = actions.Act(kind="health", day=NOON.date(), next=on + timedelta(days=20))
        actions.write_act(act=act, at=NOON, **now)
        at = NOON + (on - NOON.date())
        actions.settle_follow_up(code="m1", words="بخير", base=2, at=at, **now)
        assert Case.objects.get().next_on == on + timedelta(days=20)
        actions.look_again(
            answers=dict.fromkeys(rules.DANGER_QUESTIONS, "no"), level="amber", words="x", at=at, **now
        )
        assert Case.objects.get().next_on == on + rules.NEXT_VISIT["amber"]
        actions.settle_follow_up(code="m3", words="بخير", base=3, at=at + timedelta(days=8), **now)
        # the look is late: it is today's work
        assert Case.objects.get().next_on == timezone.localdate(at + timedelta(days=8))


def test_a_look_at_danger_does_not_jump_over_a_late_follow_up(child, room, leila):
    with as_work(leila):
        now = {"case": child, "room": room, "by": leila}
        actions.plan_follow_ups(start=NOON.date(), born=None, base=1, at=NOON, **now)
        late = NOON + timedelta(days=45)
        actions.look_again(
            answers=dict.fromkeys(rules.DANGER_QUESTIONS, "no"), level="green", words="x", at=late, **now
        )
        assert Case.objects.get().next_on == dict(rules.follow_up_days(NOON.date(), None))["m1"]


def test_an_answer_about_her_data_that_is_due_is_not_jumped_over_by_a_follow_up(child, room, leila):
    with as_work(leila):
        now = {"case": child, "room": room, "by": leila, "at": NOON}
        actions.plan_follow_ups(start=NOON.date(), born=None, base=1, **now)
        actions.open_request(right="copy", asked_by="voice", known_by="code_word", words="", **now)
        due = CaseNote.objects.get(kind="rights").due_on
        actions.settle_follow_up(code="m1", words="بخير", base=2, **now)
        assert due == Case.objects.get().next_on < dict(rules.follow_up_days(NOON.date(), None))["m3"]


def test_a_closed_case_gets_no_next_day_from_a_follow_up(child, room, leila):
    with as_work(leila):
        now = {"case": child, "room": room, "by": leila, "at": NOON}
        actions.plan_follow_ups(start=NOON.date(), born=None, base=1, **now)
        actions.close_as_she_wishes(**now)
        actions.settle_follow_up(code="m1", words="بخير", base=2, **now)
        assert Case.objects.get().next_on is None


@given(
    DAYS,
    DAYS,
    st.sets(st.sampled_from(["m1", "m3", "m6", "m12"])),
    st.none() | DAYS,
    st.lists(DAYS, max_size=3),
    st.none() | st.tuples(st.sampled_from(sorted(rules.RISKS)), DAYS),
)
def test_the_next_day_after_a_follow_up(start, on, closed, kept, others, look):
    days = dict(rules.follow_up_days(start, None))
    done = {day for code, day in days.items() if code in closed}
    still = [day for code, day in days.items() if code not in closed]
    after = rules.day_after_follow_up(kept, done=done, days=[*others, *still], look=look, on=on)
    waiting = sorted([*others, *still])
    if waiting:
        assert after <= waiting[0]  # nothing that is open is jumped over
    if kept is None:
        assert after == (waiting[0] if waiting else None)
    elif kept > on and kept not in done:
        assert after == min([kept, *waiting])  # a day kept for something else is never moved away
    else:  # its day never stays for its own sake
        assert after is not None
        assert after in waiting or after >= on
        assert after not in done or after in waiting or after >= on
        if look and not waiting:
            assert after == max(on, rules.next_look(*look))
        if not look and not waiting:
            assert after == on + rules.NEXT_VISIT["amber"]


@given(DAYS, st.none() | DAYS, st.integers(0, 40))
def test_follow_ups_done_each_on_its_day_go_through_all_in_order_and_end_with_a_look(start, born, late):
    plan = rules.follow_up_days(start, born)
    kept, done = start, set()
    for place, (_code, due) in enumerate(plan):
        on = due + timedelta(days=late)
        done.add(due)
        still = [day for _code, day in plan[place + 1 :]]
        kept = rules.day_after_follow_up(kept, done=done, days=still, look=None, on=on)
        assert kept == (still[0] if still else on + rules.NEXT_VISIT["amber"])
