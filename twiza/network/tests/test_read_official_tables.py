"""Published tables read in place: what does not add up is said, and nothing is repaired."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from twiza.network.rules.figures import Light
from twiza.network.rules.official_tables import NoTable, read_table

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "ma_social"


def cells(name):
    file = FOLDER / name
    if not file.exists():
        pytest.skip("../shared/data/ma_social is not here: nothing to read")
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.reader(rows))


def test_it_reads_twelve_boarding_houses_and_says_both_capacities():
    table = read_table(cells("eps_el_hajeb.csv"), printed={"capacity": Decimal(826)})
    assert len(table.lines) == 12 and not table.problems
    assert [column.role for column in table.figures] == ["capacity", "present", "present"]
    assert [column.period for column in table.figures] == ["", "2023/2024", "2024/2025"]
    assert table.sums() == (778, 459, 493)
    assert [(check.printed, check.summed, check.agrees) for check in table.checks] == [(826, 778, False)]


def test_it_sees_two_boarding_houses_over_capacity_in_both_years():
    table = read_table(cells("eps_el_hajeb.csv"))
    over = [line for line in table.lines if set(table.lights(line).values()) == {Light.OVER}]
    assert [tuple(line.values) for line in over] == [(40, 65, 66), (20, 30, 27)]


def test_it_says_which_printed_totals_of_two_phases_are_wrong():
    table = read_table(cells("indh_el_hajeb_phase1_2.csv"))
    assert len(table.lines) == 4
    checks = {check.column: check for check in table.checks}
    assert checks["projects"].agrees and checks["projects"].printed == 677
    assert checks["beneficiaries"].agrees and checks["beneficiaries"].printed == 93146
    wrong = {name: (check.printed, check.summed) for name, check in checks.items() if not check.agrees}
    assert wrong == {
        "amount_total_dh": (Decimal("364410195.71"), Decimal("364140195.71")),
        "indh_dh": (Decimal("210234029.49"), Decimal("210234479.49")),
        "partners_dh": (Decimal("153906166.22"), Decimal("153906527.22")),
    }


def test_it_reads_a_table_without_a_total():
    table = read_table(cells("indh_el_hajeb_sectors_2005_2015.csv"))
    assert table.checks == () and not table.problems
    assert len(table.lines) >= 10


def test_it_reports_a_cell_that_is_no_number():
    table = read_table(
        [["nom", "projets"], ["Un", "12"], ["Deux", "vingt"], ["Trois", "3"], ["المجموع", "15"]]
    )
    (problem,) = table.problems
    assert (problem.row, problem.column, problem.read) == (3, "projets", "vingt")
    assert table.checks[0].agrees


@pytest.mark.parametrize("rows", [[], [["a", "b"]], [["a", "b"], ["x", "y"]], [["a", "b"], ["1", "2"]]])
def test_it_refuses_what_is_no_table(rows):
    with pytest.raises(NoTable):
        read_table(rows)
