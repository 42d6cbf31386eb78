"""A person of the register becomes a record that linking reads: every precision of a birth, every form of a name."""

import subprocess
import sys
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from twiza.lib.ids import new_id
from twiza.linkage.record_fields import birth_of, sex_of
from twiza.linkage.record_tables import FIELDS
from twiza.registry.rules.people import PRECISIONS, SEXES
from twiza.registry.rules.records import Record, record_of, table_of

BORN = date(1980, 3, 12)


def test_it_gives_names_in_two_scripts_and_a_phone_of_the_home():
    id, home = new_id(), new_id()
    one = record_of(
        id=id, household=home, name_arabic="حسن الزروالي", name_latin="Hassan Zerouali", sex="male",
        birth_on=BORN, birth_precision="day", home_phone="+212612345678", place="كلميم",
    )  # fmt: skip
    assert one == Record(
        str(id),
        str(home),
        "حسن الزروالي",
        "Hassan Zerouali",
        "male",
        "1980-03-12",
        "+212612345678",
        "",
        "كلميم",
    )


def test_it_takes_the_name_said_when_it_is_the_only_one():
    assert record_of(id=1, name_said="Lalla Zhor").name == "Lalla Zhor"


def test_it_puts_a_phone_of_her_own_first():
    one = record_of(id=1, second_phone="0611111112", home_phone="0622222223")
    assert (one.phone, one.second_phone) == ("0611111112", "0622222223")


@given(st.dates(date(1900, 1, 2), date(2026, 1, 1)), st.sampled_from(sorted(PRECISIONS)))
def test_its_birth_is_read_as_exactly_as_it_is_known(on, precision):
    birth = birth_of(record_of(id=1, birth_on=on, birth_precision=precision).birth)
    assert birth is not None and birth.year == on.year
    exact = precision == "day" and (on.month, on.day) != (1, 1)
    assert (birth.month, birth.day) == ((on.month, on.day) if exact else (None, None))


def test_it_reads_every_sex_of_the_register():
    assert {sex: sex_of(record_of(id=1, sex=sex).sex) for sex in SEXES} == {
        "": None,
        "female": "f",
        "male": "m",
    }


def test_a_table_has_the_columns_of_linking_even_when_nobody_is_in_it():
    for rows in ([], [record_of(id=1, name_latin="Hassan")]):
        table = table_of(rows)
        assert set(table.column_names) == set(FIELDS)
        assert table.num_rows == len(rows)


def test_reading_it_does_not_load_the_engine():
    code = "import sys, twiza.registry.rules.records as r; print({'pyarrow', 'duckdb', 'splink'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
