"""In a register of a few hundred persons the kept model finds second registrations and keeps people of one home apart."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.linkage.record_defaults import ENOUGH, model_for
from twiza.linkage.record_sample import COLUMNS, Register
from twiza.linkage.record_tables import connect
from twiza.linkage.records import Linked, link
from twiza.linkage.tests.test_link_records import FAMILIES

FIELDS = [name for name in COLUMNS if name != "person"]


def linked(rows: list[dict[str, Any]]) -> Linked:
    table = pa.Table.from_pylist([{name: row.get(name, "") for name in FIELDS} for row in rows])
    return link(table, model=model_for(len(rows)))


def proposed(found: Linked) -> set[frozenset[str]]:
    return {
        frozenset((row["id_l"], row["id_r"])) for row in found.pairs.to_pylist() if row["verdict"] == "same"
    }


@pytest.mark.slow
def test_seven_persons_are_enough_to_find_a_twin_written_twice():
    assert proposed(linked(FAMILIES)) == {frozenset(("twin2", "twin2again"))}


@pytest.mark.slow
def test_a_small_register_is_linked_nearly_as_well_as_a_large_one():
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in Register(300, seed=4).rows()]
    people: dict[str, list[str]] = {}
    for row in rows:
        people.setdefault(row["person"], []).append(row["id"])
    true = {frozenset((a, b)) for ids in people.values() for a in ids for b in ids if a < b}
    found = proposed(linked(rows))
    assert len(found & true) / len(found) > 0.9
    assert len(found & true) / len(true) > 0.85


@given(st.integers(0, ENOUGH - 1))
def test_its_prior_falls_with_the_number_of_records(count):
    one, more = model_for(count), model_for(count + 1)
    assert one is not None and 0 < one.prior <= 0.5
    assert more is None or more.prior <= one.prior


def test_a_large_register_has_its_own():
    assert model_for(ENOUGH) is None


def test_names_are_never_spilled_to_a_disk_unless_a_folder_is_given():
    found = connect().execute("select current_setting('temp_directory')").fetchall()
    assert found == [("",)]
