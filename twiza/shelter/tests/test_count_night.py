"""What a night counts, as pure rules: estimates, women in mixed rooms, what is not known, weeks, the winter before."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from twiza.lib.publication import Sum
from twiza.shelter import rules
from twiza.shelter.rules import Beds, Health, Met, NightRows, Slept, Unmet

AREAS = {"a": "السوق", "b": "المحطة"}
SITES = {"s": ("المركز", "Centre"), "t": ("الدار", "Maison")}
SHELTER, MEAL = frozenset({"shelter"}), frozenset({"meal"})
FIRST = date(2025, 12, 12)


def night(**rows):
    return rules.bulletin_of(
        NightRows(
            **{
                "areas": AREAS,
                "sites": SITES,
                "beds": {"s": Beds(10, closed=1, reserve=2), "t": Beds(4)},
                **rows,
            }
        )
    )


def slept(guest, site="s", who="man", group="men", rooms="r", party=""):
    return Slept(site, rooms, group, who, guest, party)


def cells(lines, id):
    return next(one.cells for one in lines if one.id == id)


def test_it_counts_what_a_team_met_by_area():
    found = night(
        met=[
            Met("a", men=1, offered=SHELTER, taken=SHELTER, guests=frozenset({"g"})),
            Met("a", men=2, women=1, offered=SHELTER | MEAL, taken=MEAL),
            Met("a", men=1, state="asleep"),
            Met("b", women=1, children=2, offered=SHELTER, taken=frozenset({"nothing"}), is_flagged=True),
            Met(
                "b",
                unsure=1,
                offered=SHELTER,
                taken=SHELTER | {"family"},
                guests=frozenset({"h"}),
                is_again=True,
            ),
        ],
        slept=[slept("g")],
        unmet=[Unmet("man", area="b"), Unmet("woman", site="s", is_family=True), Unmet("man", needs_care=True)],
    )  # fmt: skip
    a, b = cells(found.areas, "a"), cells(found.areas, "b")
    assert (a["encounters"], a["people"], a["men"], a["undisturbed"]) == (3, 5, 4, 1)
    assert (a["offered"], a["wanted"], a["sheltered"], a["refused"], a["helped"]) == (2, 1, 1, 1, 3)
    assert (b["encounters"], b["children"], b["refused"], b["health"], b["family"]) == (2, 2, 1, 1, 1)
    assert (b["again"], b["unmet"], b["helped"]) == (1, 1, 1)
    assert cells(found.areas, rules.NOWHERE)["unmet"] == 1
    assert cells(found.sites, "s")["turned_away"] == 1
    of = found.totals
    assert (of["encounters"], of["unmet"], of["turned_away"], of["unmet_all"]) == (5, 2, 1, 3)
    assert (of["unmet_women"], of["unmet_family"], of["unmet_care"]) == (1, 1, 1)


def test_different_persons_are_an_estimate_and_said_so():
    met = [
        Met("a", men=1, person="x"), Met("b", men=1, person="x"), Met("a", men=1, women=1, person="y"),
        Met("a", men=3), Met("a", men=1, is_again=True),
    ]  # fmt: skip
    found = night(met=met)
    assert found.totals["persons"] == 1 + 2 + 3
    assert sum(one.cells["persons"] for one in found.areas) == 7  # who is met in two areas is in both
    assert rules.method_of("persons") is rules.Method.ESTIMATE
    assert rules.method_of("encounters") is rules.Method.COUNTED


def test_beds_of_a_site_and_when_it_is_crowded():
    found = night(
        slept=[slept(str(one)) for one in range(8)],
        freed=[("s", "refused"), ("s", "silent"), ("s", "left"), ("t", "refused")],
    )
    s = cells(found.sites, "s")
    assert (s["beds"], s["available"], s["slept"], s["declined"], s["silent"]) == (10, 7, 8, 1, 1)
    assert rules.share(s["slept"], s["available"]) > 1
    assert [one.id for one in found.crowded] == ["s"] and found.is_alarm
    assert not night(slept=[slept(str(one)) for one in range(7)]).is_alarm


@pytest.mark.parametrize(
    ("beds", "women"),
    [
        ([slept("1", who="woman", group="women", rooms="w"), slept("2")], 0),
        ([slept("1", who="woman", group="family", party="p"), slept("2", group="family", party="p")], 0),
        ([slept("1", who="woman", group="family", party="p"), slept("2", group="family", party="q")], 1),
        ([slept("1", who="woman", group="family"), slept("2", group="family")], 1),
        ([slept("1", who="woman", group="family", rooms="x"), slept("2", group="family", rooms="y")], 0),
        ([slept("1", who="woman", group="family"), slept("2", who="child", group="family", party="p")], 0),
    ],
)  # fmt: skip
def test_a_woman_in_a_mixed_dormitory_is_an_alarm(beds, women):
    found = night(slept=beds)
    assert found.totals["mixed"] == women and found.is_alarm == bool(women)


def test_what_is_not_collected_is_none_and_totals_say_of_how_many():
    found = night(beds={"s": Beds(10), "t": Beds(4, is_known=False)}, slept=[slept("1")])
    assert cells(found.sites, "t")["slept"] is None and cells(found.sites, "t")["beds"] == 4
    assert found.totals["slept"] == 1 and found.missing["slept"] == 1 and "beds" not in found.missing
    for name in ("encounters", "persons", "sheltered", "referred", "returned"):
        assert found.totals[name] is None
    quiet = night(met=[], health=Health(3, 2), returned=0)
    assert (quiet.totals["encounters"], quiet.totals["referred"], quiet.totals["returned"]) == (0, 3, 0)
    assert rules.share(None, 3) is None and rules.share(3, 0) is None


def test_it_is_kept_and_read_again_whole():
    found = night(met=[Met("a", men=1)], slept=[slept("1")], rounds=(2, 1))
    assert rules.read_bulletin(rules.kept_as(found)) == found
    old = rules.kept_as(found)
    del old["totals"]["mixed"]
    assert rules.read_bulletin(old).totals["mixed"] is None


def test_changes_are_figures_and_not_what_runs_on():
    one = night(slept=[slept("1")], so_far=1)
    assert rules.says_the_same(one, night(slept=[slept("2")], so_far=9))
    two = night(slept=[slept("1"), slept("2")], so_far=2)
    assert not rules.says_the_same(one, two)
    found = rules.what_changed(one, two)
    assert {(one.line.id if one.line else "", one.figure, one.before, one.after) for one in found} == {
        ("", "slept", 1, 2), ("", "slept_men", 1, 2), ("s", "slept", 1, 2), ("s", "slept_men", 1, 2),
    }  # fmt: skip
    (nowhere,) = (
        one for one in rules.what_changed(one, night(slept=[slept("1")], unmet=[Unmet("man")])) if one.line
    )
    assert (nowhere.line.id, nowhere.figure, nowhere.before, nowhere.after) == (rules.NOWHERE, "unmet", 0, 1)
    assert not rules.says_the_same(one, night(slept=[slept("1")], rounds=(1, 1)))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2025, 12, 20, 10, 59, 59, 999999, tzinfo=UTC), date(2025, 12, 19)),  # 11:59 in Morocco
        (datetime(2025, 12, 20, 11, 0, tzinfo=UTC), date(2025, 12, 20)),
        (datetime(2025, 12, 21, 10, 59, tzinfo=UTC), date(2025, 12, 20)),
        (datetime(2026, 2, 20, 11, 59, tzinfo=UTC), date(2026, 2, 19)),  # Ramadan: the clock is an hour back
        (datetime(2026, 2, 20, 12, 0, tzinfo=UTC), date(2026, 2, 20)),
    ],
)
def test_a_night_turns_at_noon(moment, expected):
    assert rules.night_of(moment) == expected


def test_weeks_and_the_winter_add_up():
    last = FIRST + timedelta(days=9)
    nights = {
        FIRST + timedelta(days=n): night(slept=[slept(str(one)) for one in range(n)], so_far=n)
        for n in range(9)
    }
    first, second = rules.weeks(nights, FIRST, last)
    assert (first.nights, first.told, first.totals["slept"]) == (7, 7, 21)
    assert (second.nights, second.told, second.totals["slept"], second.last) == (3, 2, 15, last)
    whole = rules.whole_winter(nights, FIRST, last)
    assert whole.totals["slept"] == 36 and whole.totals["so_far"] == 8 and whole.totals["persons"] is None
    assert cells(whole.sites, "s")["slept"] == 36
    assert rules.whole_winter({}, FIRST, last).totals["slept"] is None
    assert rules.week_of(FIRST + timedelta(days=7), FIRST) == 2


def test_two_winters_are_compared_over_the_same_nights():
    before_first = date(2024, 12, 1)
    now = {FIRST + timedelta(days=n): night(slept=[slept("1")] * 2) for n in range(3)}
    before = {before_first + timedelta(days=n): night(slept=[slept("1")]) for n in (0, 2, 5, 6)}
    number, lines = rules.beside(now, FIRST, before, before_first)
    found = {one.figure: (one.now, one.before) for one in lines}
    assert number == 2 and found["slept"] == (4, 2) and found["encounters"] == (None, None)
    assert rules.beside(now, FIRST, {}, before_first)[0] == 0


@pytest.mark.parametrize(
    ("day", "weeks"),
    [(0, 0), (6, 0), (9, 0), (10, 1), (16, 1), (17, 2), (19, 2), (20, 3), (300, 3)],
)
def test_a_week_is_published_three_days_after_it(day, weeks):
    last = FIRST + timedelta(days=16)  # two weeks and three nights
    assert rules.weeks_over(FIRST, last, FIRST + timedelta(days=day)) == weeks


def test_published_weeks_add_up_and_hide_what_is_small():
    draw = Random(4)
    last = FIRST + timedelta(days=50)
    nights = {
        FIRST + timedelta(days=n): night(
            slept=[slept(f"{n}-{i}", who="woman" if i % 5 == 0 else "man", group="family") for i in range(draw.randrange(14))],
            met=[Met("a", men=1)] * draw.randrange(30),
        )
        for n in range(51)
    }  # fmt: skip
    shown = rules.public_cells(nights, FIRST, last, 8, 5)
    assert all(value is None or value == 0 or value >= 5 for value in shown.values())
    assert any(value is None for value in shown.values()) and shown["all/encounters"] is not None
    assert not any("area" in name or "site" in name for name in shown)
    values, sums = rules.table_of(nights, "slept", FIRST, last, 8)
    for one in sums:
        assert isinstance(one, Sum) and values[one.total] == sum(values[part] for part in one.parts)
    assert values["all/slept"] == sum(one.totals["slept"] for one in nights.values())
