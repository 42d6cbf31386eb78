"""The arithmetic of days in a case, and what is true of tasks, acts and looks, whoever asks."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from twiza.cases import rules

DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))
LEVELS = st.sampled_from(list(rules.Risk))


@given(st.none() | DAYS, st.lists(st.none() | DAYS))
def test_the_next_day_only_ever_comes_nearer(kept, days):
    near = rules.nearer(kept, days)
    known = [day for day in (kept, *days) if day]
    assert near is None if not known else near in known and all(near <= day for day in known)
    assert rules.nearer(near, days) == near


STATES = st.sampled_from(list(rules.TASK_STATES))


@given(st.lists(st.tuples(STATES, st.just("") | DAYS.map(date.isoformat))))
def test_only_open_tasks_with_a_day_count(tasks):
    rows = [{"state": state, "due": due} for state, due in tasks]
    wanted = sorted(due for state, due in tasks if state == "open" and due)
    found = rules.nearest_due(rows)
    assert (found.isoformat() if found else None) == (wanted[0] if wanted else None)


@given(st.lists(STATES))
def test_a_settled_task_is_settled_until_it_is_open_again(path):
    state = "open"
    for to in path:
        if rules.can_settle(state, to):
            assert state != to and "open" in (state, to)
            state = to


def test_no_name_stands_on_her_paper_whoever_typed_it():
    names = ["Centre Tissaout", "Leila", "ليلى", "علي"]
    hidden = rules.without_names("Voir LEILA au centre tissaout, ولليلى موعد", names)
    assert "eila" not in hidden.lower() and "issaout" not in hidden and "ليلى" not in hidden
    assert rules.without_names("عليها أن تحضر بطاقتها", names) == "عليها أن تحضر بطاقتها"
    assert rules.without_names("qualité", ["ali"]) == "qualité"


@given(DAYS, st.none() | DAYS, st.lists(DAYS), DAYS)
def test_after_a_visit_nothing_that_waits_is_passed_over(visit, kept, days, on):
    found = rules.day_after_visit(visit, kept=kept, days=days, on=on)
    assert found <= visit and all(found <= day for day in days)
    assert not (kept and kept > on) or found <= kept
    assert found in [visit, *days, kept]
    if kept and kept <= on:  # a day that was kept for this visit is over
        assert found == rules.day_after_visit(visit, kept=None, days=days, on=on)


@given(DAYS, DAYS, DAYS)
def test_an_order_of_protection_begins_runs_to_its_last_day_and_ends(starts, ends, on):
    starts, ends = sorted((starts, ends))
    state = rules.order_state(starts, ends, on=on)
    assert (state == "running") == (starts <= on <= ends)
    warned = rules.warning_day(ends, on=on)
    assert (warned is None) == (ends < on) == (state == "ended")
    assert warned is None or on <= warned <= max(on, ends) and warned >= ends - rules.WARN_BEFORE


@given(DAYS, st.none() | DAYS, st.none() | DAYS, DAYS)
def test_the_days_of_an_act_are_still_to_come(day, after, until, on):
    said = {"day": day.isoformat(), "next": after.isoformat() if after else ""}
    said |= {"order_until": until.isoformat() if until else ""}
    days = rules.days_of_act(said, on=on)
    assert all(one >= on for one in days)
    assert len(days) == sum(bool(one and one >= on) for one in (day, after, until))


@given(LEVELS, DAYS, st.integers(0, 60))
def test_a_look_holds_as_long_as_its_level_allows_and_unknown_is_amber(level, looked_on, later):
    on = looked_on + timedelta(days=later)
    held = {"green": 30, "amber": 7, "unknown": 7, "red": 1}[level]
    assert rules.look_is_old(level, looked_on, on=on) == (later > held)
    assert rules.next_look(level, looked_on) == looked_on + timedelta(days=held)


@given(
    st.dictionaries(
        st.sampled_from([*rules.DANGER_QUESTIONS, "x"]), st.sampled_from([*rules.ANSWERS, "maybe"])
    ),
    LEVELS,
)
def test_nothing_is_called_green_that_was_not_asked(answers, level):
    whole = {code: "not_asked" for code in rules.DANGER_QUESTIONS} | answers
    known = "x" not in whole and "maybe" not in whole.values()
    wanted = known and not (level == "green" and "not_asked" in whole.values())
    assert rules.look_is_whole(whole, level) == wanted
    assert not rules.look_is_whole({}, level)


def test_one_rule_says_what_a_case_refuses():
    assert rules.blocked_in(None) == {"mediation", "home_visit"}
    assert rules.blocked_in({"blocked": ["mediation"]}) == {"mediation"} and rules.blocked_in({}) == set()
    assert rules.is_refused("mediation", {"mediation"}) and not rules.is_refused("court", {"mediation"})
