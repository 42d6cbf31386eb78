"""Two persons side by side, the evidence in words, and what the decisions say: arithmetic and words, no database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.linkage.names import NameMatcher
from twiza.linkage.record_clusters import SAME_FROM
from twiza.linkage.record_reasons import level_codes
from twiza.registry.rules.compared import MARKS, Home, Side, compared_homes, compared_persons
from twiza.registry.rules.doubles import (
    DECIDED,
    DECISIONS,
    REASONS,
    STATES,
    STRANGE,
    State,
    Step,
    is_held_back,
    next_state,
    steps_of,
)
from twiza.registry.rules.evidence import MIDDLE, SAID, STRENGTHS, WIDTH, bars, told
from twiza.registry.rules.labelled import EDGES, FEW, Shown, labelled, share_of

MATCHER = NameMatcher()
WEIGHTS = st.floats(-3, 30, allow_nan=False)
PAIRS = st.lists(st.builds(Shown, WEIGHTS, st.booleans(), st.none() | st.booleans()), max_size=60)


def marks(left: Side, right: Side) -> dict[str, str]:
    return {line.field: line.mark for line in compared_persons(left, right, MATCHER)}


def marked(left: Side, right: Side, field: str) -> tuple[list[str], list[str]]:
    """The pieces of a field that are marked, on each side."""
    line = next(line for line in compared_persons(left, right, MATCHER) if line.field == field)
    return [text for text, off in line.left if off], [text for text, off in line.right if off]


def test_every_level_of_the_engine_has_a_sentence():
    for field, codes in level_codes().items():
        for code in codes.values():
            assert SAID[(field.removesuffix("_unphoned"), code)]


def test_every_code_has_words():
    assert {state.value for state in State} == set(STATES) and set(REASONS) <= set(DECISIONS)
    assert set(STRANGE) == {"too_large", "chained"} and set(MARKS) >= {"same", "near", "differs"}


def test_one_name_in_two_scripts_is_the_same_and_nothing_is_marked():
    left, right = Side(("حليمة التيموري",)), Side(("Halima Timouri",))
    assert marks(left, right) == {"name": "same"}
    assert marked(left, right, "name") == ([], [])


def test_another_first_name_differs_and_its_word_is_marked():
    left, right = Side(("Halima Timouri",)), Side(("Youssef Timouri",))
    assert marks(left, right)["name"] == "differs"
    assert [word.strip() for word in marked(left, right, "name")[0]] == ["Halima"]
    assert [word.strip() for word in marked(left, right, "name")[1]] == ["Youssef"]


def test_a_word_more_on_one_side_is_near():
    left, right = Side(("Fatima Zahra Doukkali",)), Side(("Fatima Doukkali",))
    assert marks(left, right)["name"] == "near"


def test_a_digit_of_a_telephone_is_marked_alone():
    left, right = Side(("Halima",), phones=("0655443322",)), Side(("Halima",), phones=("0655443321",))
    assert marks(left, right)["phone"] == "near"
    assert marked(left, right, "phone") == (["2"], ["1"])


def test_one_telephone_in_common_is_enough():
    left = Side(("Halima",), phones=("0655443322", "0600000001"))
    assert marks(left, Side(("Halima",), phones=("0655443322",)))["phone"] == "same"


@pytest.mark.parametrize(
    ("left", "right", "mark"),
    [
        ((date(1950, 3, 9), "day"), (date(1950, 3, 9), "day"), "same"),
        ((date(1950, 3, 9), "day"), (date(1950, 9, 3), "day"), "near"),
        ((date(1950, 3, 9), "day"), (date(1950, 1, 1), "year"), "near"),
        ((date(1950, 3, 9), "day"), (date(1981, 3, 9), "day"), "differs"),
        ((date(1950, 3, 9), "day"), (None, ""), "one_side"),
    ],
)
def test_births_are_compared_as_exactly_as_they_are_known(left, right, mark):
    assert marks(Side(("H",), *left), Side(("H",), *right))["birth"] == mark


def test_what_nobody_said_is_left_out():
    assert set(marks(Side(("Halima",)), Side(("Halima",)))) == {"name"}
    assert compared_homes(Home(), Home(), MATCHER) == []


def test_one_place_in_two_scripts_is_the_same():
    (line,) = compared_homes(Home(places=("زاكورة",)), Home(places=("Zagora",)), MATCHER)
    assert (line.field, line.mark) == ("place", "same")


SIDES = st.builds(
    Side,
    st.lists(st.text(min_size=1, max_size=20), max_size=3).map(tuple),
    st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    st.sampled_from(["day", "month", "year", "about"]),
    st.sampled_from(["", "female", "male"]),
    st.lists(st.text("0123456789+", min_size=1, max_size=12), max_size=2).map(tuple),
)


@given(SIDES, SIDES)
def test_the_pieces_of_a_line_are_its_text_whatever_was_written(left, right):
    for line in compared_persons(left, right, MATCHER):
        assert line.mark in MARKS
        for side, person in ((line.left, left), (line.right, right)):
            text = "".join(piece for piece, _ in side)
            if line.field == "phone":
                assert text == " · ".join(person.phones)
            if line.field == "name":
                assert text.split() == " · ".join(person.names).split() or not person.names


@given(
    st.lists(
        st.builds(Step, st.sampled_from(["start", "given", "home"]), st.just("same"), st.floats(-40, 40))
    )
)
def test_bars_stay_in_the_picture_and_the_strongest_sentence_is_first(steps):
    for bar in bars(steps):
        assert 0 <= bar.x <= WIDTH and 0 <= bar.width <= MIDDLE and bar.x + bar.width <= WIDTH + 0.1
        assert bar.step.strength in STRENGTHS
    said = [abs(step.weight) for step in told(steps)]
    assert said == sorted(said, reverse=True)


def test_kept_evidence_is_read_back():
    assert steps_of([["given", "same", 6.5, 2]]) == [Step("given", "same", 6.5, 2.0)]
    assert is_held_back((("given", "differs"), ("home", "family"))) and is_held_back(
        (("given", "same"), ("home", "differs"))
    )
    assert not is_held_back((("given", "same"), ("home", "family_and_phone")))


@given(st.sampled_from(list(State)), st.booleans())
def test_only_other_words_of_its_fields_bring_a_decided_pair_back(state, changed):
    now = (("given", "near" if changed else "same"),)
    after = next_state(state, (("given", "same"),), now)
    if state in (State.KEEP, State.NOT_SAME):
        assert after == (State.OPEN if changed else state)
    else:
        assert after == (State.ASK if state == State.ASK else State.OPEN)
    assert {State.KEEP, State.NOT_SAME, State.MERGE} <= DECIDED


@given(PAIRS)
def test_what_the_decisions_say_adds_up(pairs):
    found = labelled(pairs)
    assert sum(one.shown for one in found.strata) == found.shown == len(pairs)
    assert sum(one.decided for one in found.strata) == found.decided
    assert found.few == (found.decided < FEW) and found.now.weight == SAME_FROM
    for one in found.strata:
        assert 0 <= one.share.low <= one.share.value <= one.share.high <= 1
    for one in found.thresholds:
        for share in (one.precision, one.recall):
            assert (
                share is None
                or 0 <= share.low <= share.value + 1e-9
                and share.value <= share.high + 1e-9 <= 1 + 2e-9
            )
        assert (
            one.proposed == sum(p.weight >= one.weight and not p.held_back for p in pairs)
            or one.weight == EDGES[0]
        )
        assert one.more == one.proposed - found.now.proposed
    proposed = [one.proposed for one in found.thresholds]
    assert proposed == sorted(proposed, reverse=True)  # a higher threshold never proposes more


def test_with_every_pair_decided_precision_and_recall_are_counted():
    pairs = [Shown(8.0, False, True)] * 9 + [Shown(8.0, False, False)] + [Shown(0.0, False, True)] * 3
    pairs += [Shown(9.0, True, False)] * 5
    now = labelled(pairs).now
    assert now.precision is not None and now.precision.value == pytest.approx(0.9)
    assert now.recall is not None and now.recall.value == pytest.approx(9 / 12)
    assert now.precision.low < 0.9 < now.precision.high


def test_nothing_decided_says_nothing():
    now = labelled([Shown(8.0, False, None)]).now
    assert now.precision is None and now.recall is None


@given(st.integers(0, 200), st.integers(0, 200))
def test_an_interval_narrows_with_more_answers(part, more):
    whole = part + more
    one, tenfold = share_of(part, whole), share_of(part * 10, whole * 10)
    assert one.low <= one.value <= one.high
    if whole:
        assert tenfold.high - tenfold.low <= one.high - one.low + 1e-9


def test_day_and_month_are_marked_each_in_its_place():
    left, right = Side(("H",), date(1950, 3, 9), "day"), Side(("H",), date(1950, 9, 3), "day")
    assert marked(left, right, "birth") == (["09", "03"], ["03", "09"])


def test_where_nothing_was_decided_no_number_is_made_up():
    found = labelled([Shown(8.0, False, True), Shown(2.0, False, None)])
    known = {one.weight: one.wrong_more for one in found.thresholds}
    assert known[4.0] is None and known[SAME_FROM] == 0.0
    assert labelled([Shown(9.0, True, False), Shown(8.0, False, None)]).now.recall is None
