"""No hidden figure can be worked out from those that are shown: tables with totals, two ways, and one after another."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twiza.lib.publication import DoesNotAddUp, Sum, hidden_cells, published

LEAST = 5


def table(rows):
    """A two-way table with its totals, rows and columns, and the sums that bind them."""
    cells, sums = {}, []
    wide = range(len(rows[0]))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            cells[f"{r},{c}"] = value
        cells[f"row {r}"] = sum(row)
        sums.append(Sum(f"row {r}", tuple(f"{r},{c}" for c in wide)))
    for c in wide:
        cells[f"column {c}"] = sum(row[c] for row in rows)
        sums.append(Sum(f"column {c}", tuple(f"{r},{c}" for r in range(len(rows)))))
    cells["all"] = sum(map(sum, rows))
    sums.append(Sum("all", tuple(f"row {r}" for r in range(len(rows)))))
    sums.append(Sum("all", tuple(f"column {c}" for c in wide)))
    return cells, sums


def worked_out(shown, sums, lowest=1):
    """What a reader works out who knows every sum and that no hidden figure is below `lowest`: by elimination, by bounds.

    Written apart from the rule it tries: {name: (least, most)} of hidden cells, most None where it has no end.
    """
    hidden = [name for name, value in shown.items() if value is None]
    bounds = {name: [lowest, None] for name in hidden}
    lines = []
    for one in sums:
        terms = {}
        for name, factor in [(one.total, -1), *((part, 1) for part in one.parts)]:
            terms[name] = terms.get(name, 0) + factor
        known = -sum(factor * shown[name] for name, factor in terms.items() if shown[name] is not None)
        lines.append(
            ({name: Fraction(f) for name, f in terms.items() if shown[name] is None and f}, Fraction(known))
        )
    lines += eliminated(lines, hidden)
    for _turn in range(len(hidden) + 2):
        for terms, known in lines:
            for name, factor in terms.items():
                narrow(bounds, terms, known, name, factor)
    return {name: tuple(found) for name, found in bounds.items()}


def eliminated(lines, names):
    """The same sums, with one hidden cell after another put out of the others."""
    rows = [(dict(terms), known) for terms, known in lines if terms]
    done = []
    for name in names:
        pivot = next((row for row in rows if row[0].get(name)), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        done.append(pivot)
        rows, done = [
            [minus(row, pivot, name) for row in group]
            for group in (rows, [one for one in done if one is not pivot])
        ]
        done.append(pivot)
    return done


def minus(row, pivot, name):
    factor = row[0].get(name, 0) / pivot[0][name]
    terms = {
        one: row[0].get(one, 0) - factor * pivot[0].get(one, 0) for one in row[0].keys() | pivot[0].keys()
    }
    return {one: value for one, value in terms.items() if value}, row[1] - factor * pivot[1]


def narrow(bounds, terms, known, name, factor):
    """factor × name = known − the others: the ends of the others give the ends of this one."""
    for end in (0, 1):
        rest, open_end = known, False
        for other, weight in terms.items():
            if other != name:
                # the others at the end that makes this one smallest (0) or largest (1)
                take = bounds[other][1 if (weight / factor > 0) == (end == 0) else 0]
                if take is None:
                    open_end = True
                else:
                    rest -= weight * take
        if open_end:
            continue
        value = rest / factor
        if end == 0:
            bounds[name][0] = max(bounds[name][0], -((-value.numerator) // value.denominator))
        else:
            whole = value.numerator // value.denominator
            bounds[name][1] = whole if bounds[name][1] is None else min(bounds[name][1], whole)


def check_nothing_is_worked_out(cells, sums, shown, lowest=1):
    for name, (least, most) in worked_out(shown, sums).items():
        if cells[name] >= lowest:
            assert most is None or most - least + 1 >= LEAST - 1, (name, least, most, shown)


figures = st.integers(0, 12)
tables = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(figures, min_size=wide, max_size=wide), min_size=1, max_size=5)
)


def test_a_small_cell_takes_others_with_it_and_no_more_than_it_needs():
    cells, sums = table([[3, 20, 30], [25, 40, 50], [60, 70, 80]])
    hidden = hidden_cells(cells, sums, LEAST)
    assert "0,0" in hidden and len(hidden) == 4
    assert all(
        value is not None for name, value in published(cells, sums, LEAST).items() if name not in hidden
    )


def test_the_reader_of_this_test_does_find_what_is_not_protected():
    """The control: with the small cell alone taken out, elimination gives it back."""
    cells, sums = table([[3, 20], [25, 40]])
    shown = {name: None if name == "0,0" else value for name, value in cells.items()}
    assert worked_out(shown, sums)["0,0"] == (3, 3)


def test_two_ones_that_only_sum_to_two_are_not_shown_by_their_total():
    cells, sums = {"a": 1, "b": 1, "all": 2}, [Sum("all", ("a", "b"))]
    assert hidden_cells(cells, sums, LEAST) == {"a", "b", "all"}


@settings(max_examples=120, deadline=None)
@given(tables)
def test_no_hidden_cell_of_a_two_way_table_is_worked_out(rows):
    cells, sums = table(rows)
    shown = published(cells, sums, LEAST)
    assert all(shown[name] is None for name, value in cells.items() if 0 < value < LEAST)
    check_nothing_is_worked_out(cells, sums, shown)


@settings(max_examples=60, deadline=None)
@given(tables, st.lists(figures, min_size=1, max_size=5))
def test_nor_across_two_tables_that_share_a_total(rows, parts):
    cells, sums = table(rows)
    other = [*parts, max(0, cells["all"] - sum(parts))]
    if sum(other) != cells["all"]:
        return
    cells |= {f"other {n}": value for n, value in enumerate(other)}
    sums.append(Sum("all", tuple(f"other {n}" for n in range(len(other)))))
    check_nothing_is_worked_out(cells, sums, published(cells, sums, LEAST))


@settings(max_examples=60, deadline=None)
@given(tables, st.data())
def test_nor_from_the_difference_of_two_publications(rows, data):
    """What was added between two publications is as small a figure as any other: where both are shown it is not small."""
    cells, sums = table(rows)
    first = published(cells, sums, LEAST)
    grown = [[value + data.draw(st.sampled_from([0, 0, 1, 3, 9])) for value in row] for row in rows]
    later, _sums = table(grown)
    second = published(later, sums, LEAST, [first])
    check_nothing_is_worked_out(later, sums, second)
    for name, before in first.items():
        now = second[name]
        assert before is not None or now is None, "what was hidden is shown"
        if before is not None and now is not None:
            assert not 0 < now - before < LEAST
    added = {name: later[name] - cells[name] for name in cells}
    gap = {
        name: None if first[name] is None or second[name] is None else value for name, value in added.items()
    }
    both = [one for one in sums if all(first[name] is not None for name in (one.total, *one.parts))]
    for name, (least, most) in worked_out(gap, both, lowest=0).items():  # what did not grow is hidden too
        if added[name] > 0 and first[name] is not None:
            assert most is None or least != most, (name, least, most)


def baskets(zones):
    """What a campaign publishes of its baskets: [(handed over at each point…, waiting)] by zone, as `queries.cells_of`."""
    cells, sums = {}, []
    points = range(len(zones[0]) - 1)
    for z, (*served, rest) in enumerate(zones):
        cells |= {f"zone/{z}/point/{p}": served[p] for p in points}
        cells |= {f"zone/{z}/served": sum(served), f"zone/{z}/not_collected": rest}
        cells[f"zone/{z}/selected"] = sum(served) + rest
        sums.append(Sum(f"zone/{z}/served", tuple(f"zone/{z}/point/{p}" for p in points)))
        sums.append(Sum(f"zone/{z}/selected", (f"zone/{z}/served", f"zone/{z}/not_collected")))
    for p in points:
        cells[f"point/{p}"] = sum(one[p] for one in zones)
        sums.append(Sum(f"point/{p}", tuple(f"zone/{z}/point/{p}" for z in range(len(zones)))))
    for what in ("served", "not_collected", "selected"):
        cells[f"all/{what}"] = sum(cells[f"zone/{z}/{what}"] for z in range(len(zones)))
        sums.append(Sum(f"all/{what}", tuple(f"zone/{z}/{what}" for z in range(len(zones)))))
    sums.append(Sum("all/served", tuple(f"point/{p}" for p in points)))
    sums.append(Sum("all/selected", ("all/served", "all/not_collected")))
    return cells, sums


campaigns = st.lists(
    st.tuples(st.integers(5, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 3)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(campaigns)
def test_nor_by_who_kept_what_was_shown_when_the_list_was_made(zones):
    """Baskets are handed over between two publications: what waits falls, and what was selected stays as it was told.

    The reader guesses rightly which of the figures shown before are still the same.
    """
    first_cells, sums = baskets([(0, 0, selected) for selected, *_rest in zones])
    first = published(first_cells, sums, LEAST)
    now = []
    for selected, one, two, late in zones:
        here = min(one, selected)
        there = min(two, selected - here)
        now.append((here, there, selected - here - there + late))
    later, sums = baskets(now)
    second = published(later, sums, LEAST, [first])
    known = {name: value for name, value in first.items() if value is not None and value == later[name]}
    alone = worked_out(dict.fromkeys(later) | known, sums)  # what was known without the second
    for name, (low, high) in worked_out(second | known, sums).items():
        if later[name] >= 1 and (low, high) != alone.get(name):
            assert high is None or high - low + 1 >= LEAST - 1, (name, low, high, first, second)


def test_a_figure_shown_before_and_still_the_same_protects_nothing():
    cells, sums = baskets([(0, 0, 40), (0, 0, 30)])
    first = published(cells, sums, LEAST)
    assert first["zone/0/selected"] == 40
    later, sums = baskets([(37, 0, 3), (20, 0, 10)])
    second = published(later, sums, LEAST, [first])
    assert second["zone/0/selected"] == 40  # hidden, it would hide nothing
    assert second["zone/0/served"] is None and second["zone/0/not_collected"] is None


def test_the_same_figures_published_again_are_the_same():
    cells, sums = table([[3, 20, 30], [25, 40, 50]])
    first = published(cells, sums, LEAST)
    assert published(cells, sums, LEAST, [first]) == first


def test_a_total_that_is_not_the_sum_of_its_parts_is_never_published():
    with pytest.raises(DoesNotAddUp):
        published({"a": 7, "all": 8}, [Sum("all", ("a",))], LEAST)
