"""Gifts are spent on what they were given for: by the rules, by the actions, and by the database in raw SQL."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from unittest import mock

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from twiza.funding import actions, queries
from twiza.funding.actions import payments as paying
from twiza.funding.rules.restrictions import (
    Bound,
    Kind,
    days_and_hours,
    may_be_counted_on,
    why_not_spend,
)
from twiza.funding.tests.given import (
    NOON,
    TODAY,
    Desk,
    given_desk,
    given_gift,
    given_order,
    given_restriction,
    paid,
)
from twiza.lib.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PRAYER = NOON + timedelta(days=2)
HERE, ELSEWHERE = new_id(), new_id()


@pytest.fixture
def desk() -> Desk:
    return given_desk()


def left(desk: Desk, restriction: Any) -> Decimal:
    return queries.sums_of(restriction).left


def said_by_the_database(statement: str, *values: Any) -> str:
    """The rule by which the database refuses a statement of the application's own role, or "" when it does not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as error:
        return getattr(error.__cause__.diag, "constraint_name", "") or type(error).__name__  # type: ignore[union-attr]
    return ""


def ordered(desk: Desk, amount: int, restriction: Any, **more: Any) -> Any:
    with desk.work(desk.hassan):
        return given_order(desk, amount, restriction, **more)


def past_the_rules() -> Any:
    """What the actions would refuse reaches the database."""
    return mock.patch.object(paying, "check_spending")


def test_it_is_spent_within_what_it_was_given_for(desk):
    with desk.work():
        zakat = given_restriction(desk)
        given_gift(desk, 1000, zakat)
    order = ordered(desk, 400, zakat)
    with desk.work():
        paid(desk, order)
        sums = queries.sums_of(zakat)
    assert (sums.received, sums.spent, sums.left) == (1000, 400, 600)


def test_never_beyond_what_it_received(desk):
    with desk.work():
        zakat = given_restriction(desk)
        given_gift(desk, 100, zakat)
        given_gift(desk, 5000)
    order = ordered(desk, 101, zakat)
    with desk.work():
        with pytest.raises(actions.MoreThanReceived):
            paid(desk, order)
        assert left(desk, zakat) == 100


def test_cash_that_is_not_at_the_bank_pays_nothing(desk):
    with desk.work():
        zakat = given_restriction(desk)
        gift = given_gift(desk, 100, zakat, means="cash")
    order = ordered(desk, 50, zakat)
    with desk.work():
        with pytest.raises(actions.MoreThanReceived):
            paid(desk, order)
        actions.deposit_cash(
            organisation=desk.organisation.pk,
            gifts=[gift],
            reference="BV 7",
            on=TODAY,
            by=desk.nadia,
            at=NOON,
        )
        assert queries.cash_to_deposit(desk.organisation.pk) == []
        paid(desk, order)
        assert left(desk, zakat) == 50


def test_cash_is_not_deposited_twice_nor_before_it_came(desk):
    with desk.work():
        gift = given_gift(desk, 100, means="cash")
        deposit = {"organisation": desk.organisation.pk, "gifts": [gift], "by": desk.nadia, "at": NOON}
        with pytest.raises(actions.NothingToDeposit):
            actions.deposit_cash(reference=" ", on=TODAY, **deposit)
        with pytest.raises(actions.MoreThanReceived):
            actions.deposit_cash(reference="BV", on=TODAY - timedelta(days=1), **deposit)
        actions.deposit_cash(reference="BV", on=TODAY, **deposit)
        with pytest.raises(actions.NothingToDeposit):
            actions.deposit_cash(reference="BV", on=TODAY, **deposit)


def test_the_capital_of_a_waqf_is_kept_and_its_yield_is_spent(desk):
    with desk.work():
        waqf = given_restriction(desk, "waqf", label="دكان الحي")
        given_gift(desk, 10000, waqf)
        earned = next(
            one for one in queries.restrictions_of(desk.organisation.pk) if one.kind == "waqf_yield"
        )
        actions.record_yield(
            waqf=waqf, amount=Decimal(300), on=TODAY, reference="AV 1", by=desk.nadia, at=NOON
        )
        with pytest.raises(actions.NotAGift):
            given_gift(desk, 10, earned)
    with pytest.raises(actions.RestrictionKept):
        ordered(desk, 100, waqf)
    with past_the_rules():
        capital = ordered(desk, 100, waqf)
        with desk.work(), pytest.raises(actions.RestrictionKept) as refusal:
            paid(desk, capital)
    assert refusal.value.__cause__ is not None  # the database said so
    with desk.work():
        paid(desk, ordered(desk, 300, earned, invoice="F-9"))
        assert (left(desk, waqf), left(desk, earned)) == (10000, 0)


@pytest.mark.parametrize(
    ("bound", "spent_on"),
    [({"campaign": HERE}, {"campaign": ELSEWHERE}), ({"campaign": HERE}, {}), ({"zone": "بنسودة"}, {"zone": "المرينيين"})],
)  # fmt: skip
def test_another_campaign_or_another_zone_is_refused_twice(desk, bound, spent_on):
    with desk.work():
        purpose = given_restriction(desk, "purpose", label="محافظ مدرسية", **bound)
        given_gift(desk, 500, purpose)
    with pytest.raises(actions.RestrictionKept):
        ordered(desk, 100, purpose, **spent_on)
    with past_the_rules():
        order = ordered(desk, 100, purpose, invoice="F-5", **spent_on)
        with desk.work(), pytest.raises(actions.RestrictionKept) as refusal:
            paid(desk, order)
    assert refusal.value.__cause__ is not None
    with desk.work():
        paid(desk, ordered(desk, 100, purpose, invoice="F-6", **bound))


def test_zakat_al_fitr_is_spent_before_the_prayer(desk):
    with desk.work():
        fitr = given_restriction(desk, "zakat_al_fitr", label="1447")
        given_gift(desk, 700, fitr)
        fitr = actions.set_prayer(restriction=fitr, spend_before=PRAYER, by=desk.zineb, at=NOON)
    order = ordered(desk, 200, fitr)
    last = ordered(desk, 500, fitr, invoice="F-2")
    with desk.work():
        paid(desk, order, on=PRAYER.date(), at=PRAYER - timedelta(minutes=1))
        late = {"on": PRAYER.date(), "at": PRAYER}
        with pytest.raises(actions.RestrictionKept):
            paid(desk, last, **late)
        with past_the_rules(), pytest.raises(actions.RestrictionKept) as refusal:
            paid(desk, last, **late)
        assert refusal.value.__cause__ is not None
        with pytest.raises(actions.PrayerIsOver):
            actions.set_prayer(
                restriction=fitr, spend_before=PRAYER + timedelta(days=1), by=desk.zineb, at=PRAYER
            )
        assert left(desk, fitr) == 500


def test_the_today_page_counts_down_to_the_prayer(desk, in_english):
    with desk.work():
        fitr = given_restriction(desk, "zakat_al_fitr", label="1447")
        given_gift(desk, 700, fitr)
        assert any(
            "Enter the time of the Eid prayer" in str(one.sentence)
            for one in queries.waiting_for(desk.zineb, at=NOON)
        )
        actions.set_prayer(restriction=fitr, spend_before=PRAYER, by=desk.zineb, at=NOON)
        (line,) = (
            one
            for one in queries.waiting_for(desk.nadia, at=NOON + timedelta(hours=5))
            if "before the Eid" in str(one.sentence)
        )
        assert "1 day and 19 hours" in str(line.sentence) and line.due == PRAYER
        assert queries.time_in_words(timedelta(days=2, hours=1, minutes=5)) == "2 days and 1 hour"
        assert queries.time_in_words(timedelta(hours=3)) == "3 hours"
        with translation.override("ar"):
            assert queries.time_in_words(timedelta(days=2, hours=1)) == "يومان وساعة واحدة"
            assert queries.time_in_words(timedelta(days=11)) == "11 يوما"
        (late,) = (
            one for one in queries.waiting_for(desk.nadia, at=PRAYER) if "not all spent" in str(one.sentence)
        )
        assert late.level == "late"


def test_the_rules_say_the_same():
    bound = Bound(Kind.ZAKAT_AL_FITR, spend_before=PRAYER)
    day = {"campaign": None, "zone": "", "recorded_at": PRAYER}
    assert why_not_spend(bound, on=PRAYER.date() - timedelta(days=1), **day) == ""
    assert why_not_spend(bound, on=PRAYER.date(), **day) == "after_the_prayer"
    assert why_not_spend(bound, on=PRAYER.date() + timedelta(days=1), **day) == "after_the_prayer"
    assert why_not_spend(Bound(Kind.WAQF), on=TODAY, **day) == "waqf_capital"
    assert why_not_spend(Bound(Kind.SADAQA), on=TODAY, **day) == ""
    assert why_not_spend(Bound(Kind.ZAKAT_AL_FITR), on=TODAY, **day) == "prayer_not_entered"
    assert may_be_counted_on(Bound(Kind.ZAKAT_AL_FITR), campaign=None, at=NOON)
    assert may_be_counted_on(bound, campaign=HERE, at=PRAYER - timedelta(minutes=1))
    assert not may_be_counted_on(bound, campaign=None, at=PRAYER)
    assert not may_be_counted_on(Bound(Kind.SADAQA, zone="بنسودة"), campaign=None, at=NOON)
    assert not may_be_counted_on(Bound(Kind.PURPOSE, campaign=HERE), campaign=ELSEWHERE, at=NOON)
    assert days_and_hours(timedelta(days=1, hours=5, minutes=59)) == (1, 5)
    assert days_and_hours(timedelta(seconds=-5)) == (0, 0)


def test_no_word_of_religion_is_kept_of_a_household():
    """Restrictions are words of donors: no model of families has a column that could hold one."""
    from django.apps import apps

    words = ("zakat", "sadaqa", "waqf", "relig", "fitr")
    for app in ("registry", "aid"):
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                assert not any(word in field.name for word in words), f"{model._meta.label}.{field.name}"


def test_a_gift_that_was_spent_is_not_taken_back(desk):
    with desk.work():
        zakat = given_restriction(desk)
        gift = given_gift(desk, 100, zakat)
    order = ordered(desk, 60, zakat)
    with desk.work():
        paid(desk, order)
        with pytest.raises(actions.MoreThanReceived):
            actions.correct_gift(gift=gift, reason_code="given_back", by=desk.nadia, at=NOON)
        actions.cancel_payment(order=order, reason_code="bounced", by=desk.nadia, at=NOON)
        actions.correct_gift(gift=gift, reason_code="given_back", by=desk.nadia, at=NOON)
        sums = queries.sums_of(zakat)
        assert (sums.received, sums.spent, sums.left) == (0, 0, 0)


def test_cash_at_the_bank_is_taken_back_by_way_of_the_cash(desk):
    with desk.work():
        gift = given_gift(desk, 100, means="cash")
        actions.deposit_cash(
            organisation=desk.organisation.pk, gifts=[gift], reference="BV", on=TODAY, by=desk.nadia, at=NOON
        )
        actions.correct_gift(gift=gift, reason_code="given_back", by=desk.nadia, at=NOON)
        (balance,) = queries.balances_of(desk.organisation.pk)
        assert (balance.sums.received, balance.sums.left, balance.sums.cash) == (0, 0, 0)


def test_nothing_is_spent_before_it_came(desk):
    with desk.work():
        zakat = given_restriction(desk)
        given_gift(desk, 100, zakat, on=TODAY)
    order = ordered(desk, 60, zakat)
    with desk.work(), pytest.raises(actions.MoreThanReceived):
        paid(desk, order, on=TODAY - timedelta(days=3))


def test_a_prayer_belongs_to_zakat_al_fitr_and_a_yield_to_a_waqf(desk):
    with desk.work():
        zakat = given_restriction(desk)
        with pytest.raises(actions.NotARestriction):
            actions.set_prayer(restriction=zakat, spend_before=PRAYER, by=desk.zineb, at=NOON)
        with pytest.raises(actions.NotARestriction):
            actions.record_yield(
                waqf=zakat, amount=Decimal(1), on=TODAY, reference="x", by=desk.nadia, at=NOON
            )
        for kind in ("none", "waqf_yield", "purpose"):
            with pytest.raises(actions.NotARestriction):
                given_restriction(desk, kind)


def test_the_prayer_may_be_corrected_while_it_is_to_come(desk):
    with desk.work():
        fitr = given_restriction(desk, "zakat_al_fitr", label="1447")
        now = timezone.now()  # the database goes by its own clock
        for days in (2, 3):
            fitr = actions.set_prayer(
                restriction=fitr, spend_before=now + timedelta(days=days), by=desk.zineb, at=now
            )
        assert fitr.spend_before == now + timedelta(days=3)
        move = "UPDATE funding_restriction SET spend_before = %s WHERE id = %s"
        assert not said_by_the_database(move, now + timedelta(days=4), fitr.pk)
        assert said_by_the_database(move, None, fitr.pk) == "prayer_is_over"


def test_a_prayer_that_is_over_is_moved_by_no_statement(desk):
    with desk.work():
        fitr = given_restriction(desk, "zakat_al_fitr", label="1447")
        over = timezone.now() - timedelta(hours=1)
        actions.set_prayer(restriction=fitr, spend_before=over, by=desk.zineb, at=over - timedelta(days=1))
        move = "UPDATE funding_restriction SET spend_before = %s WHERE id = %s"
        for moment in (over + timedelta(days=1), over - timedelta(days=1), None):
            assert said_by_the_database(move, moment, fitr.pk) == "prayer_is_over"


def test_zakat_al_fitr_waits_for_its_prayer_to_be_entered(desk, in_english):
    with desk.work():
        fitr = given_restriction(desk, "zakat_al_fitr", label="1447")
        given_gift(desk, 700, fitr)
    with pytest.raises(actions.RestrictionKept, match="time of the prayer first"):
        ordered(desk, 200, fitr)
    with past_the_rules():
        order = ordered(desk, 200, fitr)
        with desk.work(), pytest.raises(actions.RestrictionKept) as refusal:
            paid(desk, order)
    assert refusal.value.__cause__.__cause__.diag.constraint_name == "prayer_not_entered"
    with desk.work():
        actions.set_prayer(restriction=fitr, spend_before=PRAYER, by=desk.zineb, at=NOON)
        paid(desk, order)


def test_a_yield_keeps_the_reference_of_the_bank(desk):
    with desk.work():
        waqf = given_restriction(desk, "waqf", label="دكان الحي")
        entry = actions.record_yield(
            waqf=waqf, amount=Decimal(300), on=TODAY, reference=" AV  7 ", by=desk.nadia, at=NOON
        )
        assert queries.entry_for(desk.nadia, entry.pk).entry.reference == "AV 7"
        bare = (
            'INSERT INTO funding_entry (id, organisation_id, number, "on", kind, line_count, reason_code, reference,'
            " by_id, at) SELECT gen_random_uuid(), organisation_id, 0, \"on\", kind, 2, '', '', by_id, at FROM funding_entry"
        )
        assert said_by_the_database(bare) == "entry_yield_has_its_paper"
        assert said_by_the_database(
            "UPDATE funding_entry SET reference = 'AV 8'"
        )  # no privilege, then the trigger
