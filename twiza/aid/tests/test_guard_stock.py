"""The database keeps stock equal to what moved, whatever the program says: raw SQL, any sequence of acts."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twiza.aid import actions
from twiza.aid.actions import CannotMove
from twiza.aid.models import CustomsDossier, GoodsMove, GoodsRecord, Lot, LotBalance
from twiza.aid.queries import lots, traces
from twiza.aid.rules.goods import BadGoods, Seen, Short
from twiza.aid.rules.tracing import COMES_IN, GOES_OUT, Move
from twiza.aid.tests.given import NOON, given_association, given_campaign
from twiza.aid.tests.goods_given import (
    CRITERIA_AR,
    CRITERIA_FR,
    given_arrival,
    given_baskets,
    given_dossier,
    given_lot,
    given_store,
    signed_by_three,
)
from twiza.lib.ids import new_id
from twiza.network.tests.given import given_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
D = Decimal
DAY = NOON.date()


@pytest.fixture
def kept(in_english):
    return given_store(given_association())


def refused(statement, *values):
    """Whether the database refuses a statement of the application's own role."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return False
    except DatabaseError:
        return True


def moved(kept, lot, kind, quantity, **more):
    """A raw movement, past every action."""
    with transaction.atomic():
        row = GoodsMove.objects.create(
            organisation_id=lot.organisation_id, host_id=more.pop("host_id", lot.organisation_id), lot=lot, kind=kind,
            quantity=D(quantity), act=new_id(), day=DAY, at=NOON, by=kept.mina, **more,
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return row


def given_refused(kept, quantity):
    """A gift that an inspection refused whole."""
    lot = given_lot(kept, kept.oil, quantity, origin="donation")
    leaked = Seen(True, False, True, True, True, D(quantity))
    actions.inspect_lot(lot=lot, store=kept.store, seen=leaked, by=kept.mina, at=NOON)
    lot.refresh_from_db()
    return lot


def balances_are_sums():
    for row in LotBalance.objects.all():
        came = GoodsMove.objects.filter(lot=row.lot, target=row.store).aggregate(n=Sum("quantity"))["n"] or 0
        went = GoodsMove.objects.filter(lot=row.lot, source=row.store).aggregate(n=Sum("quantity"))["n"] or 0
        assert row.quantity == came - went >= 0
    ends = set(GoodsMove.objects.values_list("lot", "source")) | set(
        GoodsMove.objects.values_list("lot", "target")
    )
    there = {(row.lot_id, row.store_id) for row in LotBalance.objects.all()}
    assert {(lot, store) for lot, store in ends if store is not None} == there


def test_nobody_writes_a_balance_or_rewrites_a_movement(kept):
    with kept.work():
        lot = given_lot(kept, kept.flour, 10)
        assert refused("UPDATE aid_lotbalance SET quantity = 99")
        assert refused("DELETE FROM aid_lotbalance")
        assert refused(
            "INSERT INTO aid_lotbalance (id, organisation_id, host_id, lot_id, store_id, quantity)"
            " SELECT uuidv7(), organisation_id, host_id, lot_id, %s, 5 FROM aid_lotbalance", kept.store.pk)  # fmt: skip
        for statement in ("UPDATE aid_goodsmove SET quantity = 1", "DELETE FROM aid_goodsmove",
                          "UPDATE aid_lot SET listed = 5", "UPDATE aid_lot SET organisation_id = organisation_id",
                          "DELETE FROM aid_recordsignature", "UPDATE aid_inspection SET refused = 0"):  # fmt: skip
            assert refused(statement), statement
        assert lots.lots_in(kept.store) == [(lot, D(10))]


def test_stock_is_never_negative_and_never_made_of_nothing(kept):
    with kept.work():
        lot, refused_lot = given_lot(kept, kept.flour, 10), given_refused(kept, 10)
        other = actions.open_store(
            organisation=kept.story.organisation, kind="vehicle", name="سيارة", by=kept.mina, at=NOON
        )
        broken = [
            (Move.RECEIVED, 5, {"target": other}),  # received twice
            (Move.SPLIT_IN, 5, {"target": kept.store}),  # from no other lot
            (Move.SPLIT_OUT, 5, {"source": kept.store}),  # to no other lot
            (Move.LOST, 1, {"source": kept.store}),  # without a record
            (Move.FOUND, 1, {"target": kept.store}),
            (Move.PACKED, 1, {"target": kept.store}),  # without a packing
            (Move.ISSUED, 1, {"source": kept.store}),  # to nobody
            (Move.RECEIVED, 1, {"source": kept.store, "target": other}),  # ends of another kind
            (Move.SENT, 1, {"source": kept.store, "target": kept.store}),
        ]
        broken_back = [
            (11, {"source": kept.store}),  # more than there is
            (1, {"source": other}),  # nothing lies there
            (-3, {"source": kept.store}),
            (1, {"source": kept.store, "host_id": given_organisation("Sebou").pk}),
        ]
        for kind, quantity, ends in broken:
            with pytest.raises(IntegrityError):
                moved(kept, lot, kind, quantity, **ends)
        for quantity, ends in broken_back:
            with pytest.raises(IntegrityError):
                moved(kept, refused_lot, Move.GIVEN_BACK, quantity, **ends)
        moved(kept, refused_lot, Move.GIVEN_BACK, 10, source=kept.store)
        assert lots.lots_in(kept.store) == [(lot, D(10))]
        balances_are_sums()


def test_a_loss_needs_its_own_record_signed_by_three(kept):
    with kept.work():
        lot, other = given_lot(kept, kept.flour, 10), given_lot(kept, kept.oil, 10)
        record = actions.draft_record(
            kind="loss",
            store=kept.store,
            counted=[actions.Counted(lot, kept.store, D(10), D(7))],
            by=kept.mina,
            at=NOON,
        )
        line = record.lines.get()
        for kind, quantity in ((Move.LOST, 3), (Move.DESTROYED, 3)):
            with pytest.raises(IntegrityError, match="signed by three"):
                moved(kept, lot, kind, quantity, source=kept.store, record_line=line)
        assert refused("UPDATE aid_goodsrecord SET state = 'signed', closed_at = now()")
        actions.enter_signature(record=record, office="حارس", how="mark", by=kept.mina, at=NOON)
        assert refused("UPDATE aid_goodsrecord SET state = 'signed', closed_at = now()")
        assert refused(
            "INSERT INTO aid_recordline (id, organisation_id, host_id, record_id, lot_id, store_id, expected, counted)"
            " SELECT uuidv7(), organisation_id, host_id, record_id, %s, store_id, 9, 0 FROM aid_recordline", other.pk)  # fmt: skip
        actions.enter_signature(record=record, office="ممثل", how="paper", by=kept.mina, at=NOON)
        actions.sign_record(record=record, office="أمينة", by=kept.mina, at=NOON)
        with pytest.raises(IntegrityError):  # carried out once
            moved(kept, lot, Move.LOST, 3, source=kept.store, record_line=line)
        with pytest.raises(IntegrityError):  # of another lot
            moved(kept, other, Move.LOST, 3, source=kept.store, record_line=line)
        assert refused("UPDATE aid_goodsrecord SET state = 'cancelled'")
        assert GoodsRecord.objects.get().state == "signed"


def test_goods_that_are_not_ready_are_handed_out_by_no_statement(kept):
    dossier, lot = given_arrival(kept)
    issue = {"institution": given_organisation("Dar Talib"), "mark": "mark", "by": kept.mina, "at": NOON}
    with kept.work():
        gift = given_lot(kept, kept.oil, 5, origin="donation")
        false = given_lot(kept, kept.oil, 5, origin="donation")
        actions.inspect_lot(
            lot=false, store=kept.store, seen=Seen(True, True, True, False, True, D(5)), by=kept.mina, at=NOON
        )
        bought = given_lot(kept, kept.oil, 5)
        given_out = actions.issue_goods(lot=bought, store=kept.store, quantity=D(1), **issue)
        for one in (gift, false, lot):
            with pytest.raises(IntegrityError, match="handed out"):
                moved(kept, one, Move.ISSUED, 1, source=kept.store, issue=given_out)
        assert refused("UPDATE aid_lot SET unsafe = false WHERE unsafe")
        assert refused("UPDATE aid_lot SET state = 'usable' WHERE unsafe")
    with kept.story.work(kept.story.hassan):
        actions.write_allocation_criteria(
            dossier=dossier, criteria_ar=CRITERIA_AR, criteria_fr=CRITERIA_FR, by=kept.story.hassan, at=NOON
        )
        assert refused("UPDATE aid_customsdossier SET criteria_fr = 'autre'")
        assert CustomsDossier.objects.get().criteria_fr == CRITERIA_FR


def test_customs_goods_do_not_skip_their_record(kept):
    _dossier, lot = given_dossier(kept)
    with kept.work():
        assert refused("UPDATE aid_lot SET state = 'usable'")
        actions.count_arrival(dossier=_dossier, store=kept.store, counted={lot: D(20)}, by=kept.mina, at=NOON)
        assert refused("UPDATE aid_lot SET state = 'quarantined'")
        assert Lot.objects.get(pk=lot.pk).state == "received"


ACTS = st.lists(
    st.tuples(st.sampled_from(["in", "gift", "inspect", "keep", "send", "lose", "find", "back", "pack", "give", "return"]),
              st.integers(1, 9)),
    min_size=3, max_size=9,
)  # fmt: skip


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_is_done_balances_are_sums_and_every_unit_is_somewhere(kept, acts):
    story = kept.story
    if story.campaign is None:
        given_campaign(story)
    with kept.work(), transaction.atomic():
        van, _new = actions.open_store(organisation=story.organisation, kind="vehicle", name=f"سيارة {new_id()}",
                                       by=kept.mina, at=NOON), None  # fmt: skip
        for act, number in acts:
            try:
                with transaction.atomic():
                    do(kept, van, act, number)
            except (BadGoods, CannotMove, Short):
                continue
        balances_are_sums()
        for lot in Lot.objects.filter(parent__isnull=True):
            flow = traces.flow_of(lot)
            assert flow.accounted == flow.received, (lot, flow)
        total = {kind: GoodsMove.objects.filter(kind__in=kinds).aggregate(n=Sum("quantity"))["n"] or 0
                 for kind, kinds in (("in", COMES_IN), ("out", GOES_OUT))}  # fmt: skip
        assert sum(LotBalance.objects.values_list("quantity", flat=True)) == total["in"] - total["out"]
        transaction.set_rollback(True)


def do(kept, van, act, number):
    """One thing that people do in a store, to whatever lies there."""
    by = {"by": kept.mina, "at": NOON}
    if act in ("in", "gift"):
        given_lot(
            kept,
            kept.oil if number % 2 else kept.flour,
            number * 3,
            origin="purchase" if act == "in" else "donation",
        )
        return
    here = lots.lots_in(kept.store)
    if not here:
        raise BadGoods("nothing")
    lot, quantity = here[number % len(here)]
    part = min(quantity, D(number))
    if act == "inspect":
        actions.inspect_lot(lot=lot, store=kept.store, seen=Seen(True, False, True, True, True, part), **by)
    elif act == "keep":
        actions.allocate_goods(
            item=lot.item, store=kept.store, campaign=kept.story.campaign, quantity=part, **by
        )
    elif act == "send":
        transfer = actions.send_goods(source=kept.store, target=van, goods=[(lot, part)], day=DAY, **by)
        if number % 2:
            record = actions.receive_transfer(transfer=transfer, counted={lot.pk: part - 1}, **by)
            signed_by_three(kept, record)
    elif act in ("lose", "find"):
        counted = quantity - part if act == "lose" else quantity + part
        signed_by_three(kept, actions.count_store(store=kept.store, counted=[(lot, counted)], **by))
    elif act == "back":
        actions.give_back(lot=lot, store=kept.store, quantity=part, **by)
    elif act == "pack":
        given_baskets(kept, number)
    elif act in ("give", "return"):
        school = given_organisation("Dar Talib") if not hasattr(kept, "school") else kept.school
        kept.school = school
        issue = actions.issue_goods(
            lot=lot, store=kept.store, quantity=part, institution=school, mark="mark", **by
        )
        if act == "return":
            actions.return_goods(
                issue=issue, store=kept.store, quantity=part, condition="worn" if number % 2 else "good", **by
            )
