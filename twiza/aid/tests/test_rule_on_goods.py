"""What is true of goods whoever asks: lights, first expired first out, substitution for all, checks, traces, signatures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules import customs, goods, records, tracing
from twiza.aid.rules.facts import hand_over_aids
from twiza.aid.rules.goods import BadGoods, Held, Light, Line, LotState, Seen, Short, Substitute
from twiza.aid.rules.records import Signed
from twiza.aid.rules.tracing import Flow, Missing, Move

TODAY = date(2026, 2, 2)
D = Decimal


@pytest.mark.parametrize(
    ("days", "light"),
    [
        (-1, Light.PAST),
        (0, Light.TOO_NEAR),
        (6, Light.TOO_NEAR),
        (7, Light.NEAR),
        (29, Light.NEAR),
        (30, Light.GOOD),
    ],
)
def test_a_light_says_how_many_days_are_left(days, light):
    assert goods.light(TODAY + timedelta(days=days), TODAY, refused_days=7, warned_days=30) is light
    assert goods.light(None, TODAY, refused_days=7, warned_days=30) is Light.NONE


def test_a_state_follows_from_what_moved_and_from_the_date():
    shown = lambda state, left, destroyed, on: goods.shown_state(  # noqa: E731
        state, left=D(left), destroyed=D(destroyed), expires_on=on, today=TODAY
    )
    assert shown("usable", 0, 0, None) is LotState.ISSUED
    assert shown("usable", 0, 2, None) is LotState.DESTROYED
    assert shown("usable", 5, 0, TODAY - timedelta(days=1)) is LotState.EXPIRED
    assert shown("usable", 5, 0, TODAY) is LotState.USABLE
    assert shown("announced", 0, 0, None) is LotState.ANNOUNCED
    assert goods.state_on_arrival("customs_seized", "clothing") is LotState.RECEIVED
    assert goods.state_on_arrival("purchase", "medicine") is LotState.QUARANTINED
    assert goods.state_on_arrival("purchase", "food") is LotState.USABLE


LOTS = st.lists(st.tuples(st.integers(0, 9), st.one_of(st.none(), st.integers(0, 400))), max_size=8)


@given(lots=LOTS, wanted=st.integers(1, 40))
def test_the_earliest_date_goes_first_and_nothing_is_taken_when_it_does_not_reach(lots, wanted):
    held = [Held(n, D(quantity), TODAY + timedelta(days=days) if days is not None else None, n)
            for n, (quantity, days) in enumerate(lots)]  # fmt: skip
    if sum(quantity for quantity, _days in lots) < wanted:
        with pytest.raises(Short):
            goods.first_expired_first_out(held, D(wanted))
        return
    taken = dict(goods.first_expired_first_out(held, D(wanted)))
    assert sum(taken.values()) == wanted
    assert all(0 < part <= held[lot].quantity for lot, part in taken.items())
    last = max((held[lot].expires_on or date.max) for lot in taken)
    for one in held:  # whatever is left expires no earlier than the last that was taken
        if taken.get(one.lot, D(0)) < one.quantity:
            assert (one.expires_on or date.max) >= last


def test_a_substitute_is_for_all_baskets_or_for_none():
    content, instead = [Line("flour", D(2)), Line("oil", D(1))], {"oil": Substitute("olives", D("0.5"))}
    there = {"flour": D(20), "oil": D(9), "olives": D(5)}
    assert goods.filled(content, 9, there, instead) == [
        (Line("flour", D(2)), None),
        (Line("oil", D(1)), None),
    ]
    assert goods.filled(content, 10, there, instead)[1] == (Line("olives", D("0.5")), "oil")
    with pytest.raises(Short) as refused:
        goods.filled(content, 10, there | {"olives": D(4)}, instead)
    assert refused.value.data["item"] == "oil" and refused.value.data["missing"] == "1"


def test_one_in_so_many_is_opened_and_at_least_one():
    assert [goods.checks_needed(n, 50) for n in (0, 1, 50, 51, 101)] == [0, 1, 1, 2, 3]
    assert (goods.plain(D("2.500")), goods.plain(D("100")), goods.plain(D("0.000"))) == ("2.5", "100", "0")


def test_an_inspection_does_not_contradict_itself():
    good = Seen(True, True, True, True, True, D(0))
    goods.check_seen(good, D(5))
    for wrong in (
        Seen(True, True, True, True, True, D(6)),
        Seen(True, True, True, False, True, D(4)),
        Seen(True, False, True, True, True, D(0)),
    ):
        with pytest.raises(BadGoods):
            goods.check_seen(wrong, D(5))
    goods.check_seen(Seen(True, True, True, True, False, D(5)), D(5))


def test_three_different_persons_sign_one_of_them_here():
    here, paper, mark = (
        Signed(1, "keeper", "account"),
        Signed(None, "hygiene", "paper"),
        Signed(None, "guard", "mark"),
    )
    assert records.is_complete([here, paper, mark])
    assert not records.is_complete([here, paper])
    assert not records.is_complete([here, paper, Signed(None, " Hygiene ", "mark")])
    assert not records.is_complete([paper, mark, Signed(None, "annex", "paper")])
    assert not records.is_complete([here, Signed(1, "other", "account"), mark])
    assert records.same_office(" Bureau  d'hygiène", "bureau d'hygiène")


@given(moves=st.dictionaries(st.sampled_from([Move.ISSUED, Move.LOST, Move.DESTROYED, Move.GIVEN_BACK]), st.integers(1, 50)),
       left=st.integers(0, 50))  # fmt: skip
def test_an_account_is_whole_when_each_part_adds_up_and_has_its_paper(moves, left):
    out = {kind: D(quantity) for kind, quantity in moves.items()}
    flow = Flow(listed=None, moves=out | {Move.RECEIVED: sum(out.values(), D(left))}, left=D(left))
    assert tracing.missing(flow) == []
    short = Flow(listed=None, moves=flow.moves, left=D(left + 1))
    assert tracing.missing(short) == [(Missing.DOES_NOT_ADD_UP, D(1))]
    papers = Flow(listed=D(9), moves=flow.moves, left=D(left), on_the_road=D(1), waiting_record=D(2), customs=True,
                  without_mark=D(3), not_inspected=D(4))  # fmt: skip
    assert {kind for kind, _count in tracing.missing(papers)} >= {
        Missing.ON_THE_ROAD, Missing.NO_RECORD, Missing.NO_MARK, Missing.NOT_INSPECTED,
    }  # fmt: skip
    assert Missing.NEVER_ARRIVED in dict(tracing.missing(Flow(listed=D(9), moves={}, left=D(0))))


def test_what_came_short_of_its_paper_is_missing_until_it_is_signed():
    came = {"moves": {Move.RECEIVED: D(28)}, "left": D(28)}
    assert tracing.missing(Flow(listed=D(30), **came)) == [(Missing.LESS_THAN_LISTED, D(2))]
    assert tracing.missing(Flow(listed=D(30), arrival_signed=True, **came)) == []
    assert tracing.missing(Flow(listed=D(28), **came)) == [] == tracing.missing(Flow(listed=D(20), **came))
    assert tracing.missing(Flow(listed=D(28), customs=True, **came)) == [(Missing.NO_RECORD, D(28))]


def test_each_movement_comes_in_goes_out_or_goes_between():
    groups = [*tracing.COMES_IN, *tracing.BETWEEN, *tracing.GOES_OUT]
    assert sorted(groups) == sorted(Move)


def test_customs_goods_near_their_date_are_refused_as_they_are_counted():
    aside = customs.is_set_aside
    for light in (Light.PAST, Light.TOO_NEAR):
        assert aside("customs_seized", light, accept_near=True)
        assert aside("customs_exempt", light, accept_near=True)
    assert aside("customs_exempt", Light.NEAR, accept_near=True)
    assert aside("customs_seized", Light.NEAR, accept_near=False)
    assert not aside("customs_seized", Light.NEAR, accept_near=True)
    assert not aside("customs_exempt", Light.GOOD, accept_near=False)
    assert not aside("customs_seized", Light.NONE, accept_near=False)


def test_what_a_dossier_arrived_on_is_only_added_to():
    there = {
        "opinion": "favourable",
        "opinion_reference": "EN-1",
        "ministry": "not_needed",
        "ministry_on": None,
    }
    assert customs.only_adds(there, there)
    assert customs.only_adds(there, there | {"ministry": "favourable", "ministry_on": TODAY})
    for less in ({"opinion": "unfavourable"}, {"opinion": "awaited"}, {"opinion_reference": ""},
                 {"ministry": "unfavourable"}, {"ministry": "awaited"}):  # fmt: skip
        assert not customs.only_adds(there, there | less), less
    assert customs.only_adds({"opinion": "awaited"}, {"opinion": "unfavourable"})


def test_a_dossier_says_what_is_missing_before_each_step():
    empty = customs.File("awaited", "awaited", "", 0, medicine=False, criteria_on=None, stopped=False)
    assert len(customs.before_arrival(empty)) == 4 and len(customs.before_issue(empty)) == 1
    full = customs.File(
        "favourable", "not_needed", "F-1", 2, medicine=False, criteria_on=TODAY, stopped=False
    )
    assert customs.before_arrival(full) == [] == customs.before_issue(full)
    medicine = customs.File(
        "favourable", "not_needed", "F-1", 2, medicine=True, criteria_on=TODAY, stopped=True
    )
    assert len(customs.before_arrival(medicine)) == 1 and len(customs.before_issue(medicine)) == 1


def test_how_to_hand_over_is_said_and_never_why():
    assert hand_over_aids({"needs": ["seat", "audio", "home_delivery", "disability"]}) == (
        "audio",
        "home_delivery",
    )
    assert hand_over_aids({}) == ()
