"""Goods leave the books for their reason only: given back once refused, handed to whom they are kept for, signed when short.

Each rule twice: by the action, in words, and by the database to raw SQL of the application's own role.
"""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from twiza.aid import actions
from twiza.aid.actions import CannotMove
from twiza.aid.models import GoodsIssue, GoodsMove, GoodsRecord, Lot
from twiza.aid.queries import lots, traces
from twiza.aid.rules.goods import LotState, Seen
from twiza.aid.rules.tracing import Missing, Move, missing
from twiza.aid.rules.wishes import GivenForAnother
from twiza.aid.tests.given import CRITERIA, NOON, given_association, given_campaign, given_signed_list
from twiza.aid.tests.goods_given import (
    CRITERIA_AR,
    CRITERIA_FR,
    given_arrival,
    given_dossier,
    given_lot,
    given_store,
    signed_by_three,
)
from twiza.lib.ids import new_id
from twiza.network.tests.given import given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
D = Decimal
TODAY = timezone.localdate(NOON)


@pytest.fixture
def kept(in_english):
    return given_store(given_association())


def moved(kept, lot, kind, quantity, **more):
    """A raw movement, past every action, judged at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        GoodsMove.objects.create(
            organisation_id=lot.organisation_id, host_id=lot.organisation_id, lot=lot, kind=kind, quantity=D(quantity),
            act=new_id(), day=TODAY, at=NOON, by=kept.mina, **more,
        )  # fmt: skip
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def said_by_the_database(statement, *values):
    """The name of the rule by which the database refuses a statement, or "" when it does not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return ""


def to(kept, lot, quantity, **whom):
    return actions.issue_goods(
        lot=lot, store=kept.store, quantity=D(quantity), mark="mark", by=kept.mina, at=NOON, **whom
    )


def raw_issue(kept, lot, **whom):
    """The paper of a hand-over, written past every action."""
    return GoodsIssue.objects.create(
        organisation_id=lot.organisation_id, lot=lot, store=kept.store, quantity=1, mark="mark", at=NOON, by=kept.mina,
        **whom,
    )  # fmt: skip


def test_only_what_an_inspection_refused_goes_back(kept):
    with kept.work():
        bought = given_lot(kept, kept.flour, 20)
        gift = given_lot(kept, kept.oil, 20, origin="donation")
        for lot in (bought, gift):
            with pytest.raises(CannotMove, match="Only what an inspection refused"):
                actions.give_back(lot=lot, store=kept.store, quantity=D(20), by=kept.mina, at=NOON)
            with pytest.raises(IntegrityError, match="inspection refused"):
                moved(kept, lot, Move.GIVEN_BACK, 20, source=kept.store)
        with connection.cursor() as cursor:  # calling it refused is not enough: nobody looked at it
            cursor.execute("UPDATE aid_lot SET refused = true WHERE id = %s", [bought.pk])
        with pytest.raises(IntegrityError, match="inspection refused"):
            moved(kept, bought, Move.GIVEN_BACK, 20, source=kept.store)
        found = actions.inspect_lot(
            lot=gift, store=kept.store, seen=Seen(True, False, True, True, True, D(6)), by=kept.mina, at=NOON
        )
        with pytest.raises(CannotMove):  # the accepted part stays
            actions.give_back(lot=gift, store=kept.store, quantity=D(1), by=kept.mina, at=NOON)
        actions.give_back(lot=found.refused_lot, store=kept.store, quantity=D(6), by=kept.mina, at=NOON)
        assert traces.flow_of(gift).given_back == 6


def test_customs_goods_never_go_back(kept):
    dossier, lot = given_dossier(kept)
    with kept.work():
        record = actions.count_arrival(
            dossier=dossier, store=kept.store, counted={lot: D(20)}, by=kept.mina, at=NOON
        )
        signed_by_three(kept, record)
        lot.refresh_from_db()
        torn = Seen(True, False, True, True, True, D(20))
        actions.inspect_lot(lot=lot, store=kept.store, seen=torn, by=kept.mina, at=NOON)
        lot.refresh_from_db()
        assert lot.refused
        with pytest.raises(CannotMove, match="bought or given"):
            actions.give_back(lot=lot, store=kept.store, quantity=D(20), by=kept.mina, at=NOON)
        with pytest.raises(IntegrityError, match="inspection refused"):
            moved(kept, lot, Move.GIVEN_BACK, 20, source=kept.store)


def test_goods_kept_for_a_campaign_go_to_no_other(kept):
    given_signed_list(kept.story)
    first, school = kept.story.campaign, given_organisation("Dar Talib")
    other = given_campaign(kept.story)
    with kept.story.work():
        codes = first.nominations.values_list("code", flat=True).order_by("code")
        code = next(one for one in codes if lots.selected_in(first, one) is not None)
    with kept.work():
        given_lot(kept, kept.flour, 10)
        (lot,) = actions.allocate_goods(
            item=kept.flour, store=kept.store, campaign=other, quantity=D(10), by=kept.mina, at=NOON
        )
        for whom in ({"campaign": first, "code": code}, {"institution": school}):
            with pytest.raises(CannotMove, match="kept for another campaign"):
                to(kept, lot, 1, **whom)
            with pytest.raises(IntegrityError, match="go to no other"):
                moved(kept, lot, Move.ISSUED, 1, source=kept.store, issue=raw_issue(kept, lot, **whom))
        with pytest.raises(NoPermission):
            actions.free_lot(lot=lot, by=kept.mina, at=NOON)
    with kept.story.work(kept.story.hassan):
        lot = actions.free_lot(lot=lot, by=kept.story.hassan, at=NOON)
        assert (lot.state, lot.campaign) == (LotState.USABLE, None)
        with pytest.raises(CannotMove, match="no campaign"):
            actions.free_lot(lot=lot, by=kept.story.hassan, at=NOON)
    with kept.work():
        to(kept, lot, 1, campaign=first, code=code)
        to(kept, lot, 1, institution=school)


def test_baskets_are_made_of_nothing_that_is_kept_for_another(kept):
    """By raw SQL: `free_lots` leaves them alone already."""
    other = given_campaign(kept.story)
    given_campaign(kept.story)
    with kept.work():
        given_lot(kept, kept.flour, 4)
        (lot,) = actions.allocate_goods(
            item=kept.flour, store=kept.store, campaign=other, quantity=D(4), by=kept.mina, at=NOON
        )
        given_lot(kept, kept.oil, 4)
        packing = actions.make_baskets(
            campaign=kept.story.campaign, store=kept.store, content=[(kept.oil, D(1))], baskets=2, by=kept.mina, at=NOON
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="go to no other"):
            moved(kept, lot, Move.PACKED_IN, 1, source=kept.store, packing=packing)


def test_customs_goods_go_to_the_campaign_that_their_criteria_name(kept):
    given_signed_list(kept.story)
    other = kept.story.campaign
    named = given_campaign(kept.story)
    dossier, lot = given_arrival(kept)
    hassan, school = kept.story.hassan, given_organisation("Dar Talib")
    with kept.story.work():
        codes = other.nominations.values_list("code", flat=True).order_by("code")
        code = next(one for one in codes if lots.selected_in(other, one) is not None)
        named = actions.freeze_criteria(campaign=named, criteria=CRITERIA, by=kept.story.amina, at=NOON)
    with kept.story.work(hassan):
        actions.write_allocation_criteria(dossier=dossier, criteria_ar=CRITERIA_AR, criteria_fr=CRITERIA_FR,
                                          campaign=named, by=hassan, at=NOON)  # fmt: skip
    with kept.work():
        lot = Lot.objects.select_related("dossier", "item").get(pk=lot.pk)
        with pytest.raises(GivenForAnother, match="criteria of its customs dossier"):
            to(kept, lot, 1, campaign=other, code=code)
        issue = raw_issue(kept, lot, campaign=other, code=code)
        with pytest.raises(IntegrityError, match="go where they were given for"):
            moved(kept, lot, Move.ISSUED, 1, source=kept.store, issue=issue)
        keep = {"item": lot.item, "store": kept.store, "quantity": D(2), "by": kept.mina, "at": NOON}
        with pytest.raises(GivenForAnother):
            actions.allocate_goods(campaign=other, **keep)
        with pytest.raises(GivenForAnother):
            actions.make_baskets(campaign=other, store=kept.store, content=[(lot.item, D(1))], baskets=1,
                                 by=kept.mina, at=NOON)  # fmt: skip
        to(kept, lot, 1, institution=school)  # the criteria say who else, and no program reads them
        actions.allocate_goods(campaign=named, **keep)


@pytest.mark.parametrize(
    ("source", "days", "said", "aside"),
    [
        ("customs_exempt", -3, False, True),
        ("customs_exempt", 20, True, True),
        ("customs_exempt", 200, False, False),
        ("customs_seized", 20, False, True),
        ("customs_seized", 20, True, False),
    ],
)
def test_customs_goods_near_their_date_are_counted_and_leave_with_a_record_only(
    kept, source, days, said, aside
):
    hassan = kept.story.hassan
    dossier, bags = given_dossier(kept, source=source)
    with kept.story.work(hassan):
        food = actions.announce_lot(item=kept.oil, origin=source, quantity=D(30), dossier=dossier,
                                    expires_on=TODAY + timedelta(days=days), by=hassan, at=NOON)  # fmt: skip
    with kept.work():
        record = actions.count_arrival(
            dossier=dossier, store=kept.store, counted={bags: D(20), food: D(30)}, accept_near_expiry=said,
            by=kept.mina, at=NOON,
        )  # fmt: skip
        food.refresh_from_db()
        assert (food.state, food.refused) == (LotState.RECEIVED, aside)
        assert not Lot.objects.get(pk=bags.pk).refused
        signed_by_three(kept, record)
        food.refresh_from_db()
        if not aside:
            assert (food.state, food.refused) == (LotState.QUARANTINED, False)
            return
        with pytest.raises(CannotMove, match="refused already"):
            actions.inspect_lot(
                lot=food, store=kept.store, seen=Seen(True, True, True, True, True, D(0)), by=kept.mina, at=NOON
            )  # fmt: skip
        with pytest.raises(CannotMove):
            to(kept, food, 1, institution=kept.story.organisation)
        signed_by_three(kept, actions.draft_record(
            kind="destruction", store=kept.store, counted=[actions.Counted(food, kept.store, D(30), D(0))],
            by=kept.mina, at=NOON,
        ))  # fmt: skip
        assert traces.account_of(food).whole and traces.flow_of(food).destroyed == 30


def test_what_comes_short_of_its_paper_has_a_record_that_three_sign(kept):
    with kept.work():
        lot = actions.announce_lot(item=kept.flour, origin="purchase", quantity=D(30), reference="FA-7",
                                   expires_on=TODAY + timedelta(days=200), by=kept.mina, at=NOON)  # fmt: skip
        assert missing(traces.flow_of(lot)) == [(Missing.NEVER_ARRIVED, 30)]
        with pytest.raises(IntegrityError, match="short of its paper"):
            moved(kept, lot, Move.RECEIVED, 28, target=kept.store)
        actions.receive_lot(lot=lot, store=kept.store, counted=D(28), by=kept.mina, at=NOON)
        assert missing(traces.flow_of(lot)) == [(Missing.LESS_THAN_LISTED, 2)]
        record = GoodsRecord.objects.get()
        line = record.lines.get()
        assert (record.kind, line.expected, line.counted) == ("arrival", 30, 28)
        signed_by_three(kept, record)
        assert traces.account_of(lot).whole
        lot.refresh_from_db()
        assert lot.state == LotState.USABLE and lots.lots_in(kept.store) == [(lot, D(28))]
        given_lot(kept, kept.oil, 5)
        assert GoodsRecord.objects.count() == 1  # what came whole needs none


def opinions(dossier, by, **said):
    there = (
        "opinion",
        "opinion_reference",
        "opinion_on",
        "ministry",
        "ministry_reference",
        "ministry_on",
        "decision",
    )
    return actions.record_opinions(
        dossier=dossier, by=by, at=NOON, **{name: getattr(dossier, name) for name in there} | said
    )  # fmt: skip


def test_opinions_on_which_goods_arrived_are_only_added_to(kept):
    hassan = kept.story.hassan
    dossier, _lot = given_dossier(kept)
    with kept.story.work(hassan):
        dossier = opinions(dossier, hassan, decision="D-2026-19")  # nothing arrived yet
    dossier, _lot = given_arrival(kept)
    with kept.story.work(hassan):
        for less in ({"opinion": "unfavourable"}, {"opinion": "awaited"}, {"decision": ""},
                     {"opinion_reference": "EN-78"}, {"ministry": "unfavourable", "ministry_reference": "M",
                                                      "ministry_on": TODAY}):  # fmt: skip
            with pytest.raises(CannotMove, match="arrived on these opinions"):
                opinions(dossier, hassan, **less)
        for name, value in (("opinion", "unfavourable"), ("ministry", "awaited"), ("decision", ""),
                            ("opinion_reference", "EN-78"), ("opinion_on", None)):  # fmt: skip
            statement = f"UPDATE aid_customsdossier SET {name} = %s WHERE id = %s"
            assert said_by_the_database(statement, value, dossier.pk) == "dossier_opinions_stay", name
        more = {"ministry": "favourable", "ministry_reference": "MS-2", "ministry_on": TODAY}
        assert opinions(dossier, hassan, **more).ministry_reference == "MS-2"
