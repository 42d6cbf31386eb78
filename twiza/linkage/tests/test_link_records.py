"""Records of one person are found, people of one home stay apart; the evidence adds up, the model is kept."""

import csv
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest

from twiza.linkage import record_tables
from twiza.linkage.record_blocks import BLOCKS, MOST_IN_BLOCK, Cut
from twiza.linkage.record_commands import main
from twiza.linkage.record_model import Model, ModelOfAnotherVersion, model_from
from twiza.linkage.record_sample import COLUMNS, Register
from twiza.linkage.records import Linked, link, waterfall

pytestmark = pytest.mark.slow

HOME = {"phone": "0612345678", "place": "Guelmim"}
# the families that must stay apart, and one that is written twice; invented people
FAMILIES = [
    {"id": "twin1", "household": "a", "name": "حسن الزروالي", "sex": "m", "birth": "2010-05-17", **HOME},
    {"id": "twin2", "household": "a", "name": "كريم الزروالي", "sex": "m", "birth": "2010-05-17", **HOME},
    {"id": "twin2again", "household": "b", "name": "Karim Zeroualy", "sex": "m", "birth": "17/05/2010", **HOME},
    {"id": "father", "household": "c", "name": "Brahim Ouazrou", "sex": "m", "birth": "1961-03-09", "phone": "0698765432", "place": "Tata"},
    {"id": "son", "household": "d", "name": "Driss Brahim Ouazrou", "sex": "m", "birth": "1988-11-23", "phone": "0698765432", "place": "Tata"},
    {"id": "widow1", "household": "e", "name": "Halima Tamimount", "sex": "f", "birth": "1950", "phone": "0655443322", "place": "زاكورة"},
    {"id": "widow2", "household": "e", "name": "Zahra Tamimount", "sex": "f", "birth": "1950", "phone": "0655443322", "place": "زاكورة"},
]  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, ...]]:
    return list(Register(3_000, seed=5).rows())


@pytest.fixture(scope="module")
def linked(rows: list[tuple[str, ...]]) -> Linked:
    table = pa.table(dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)))
    families = pa.Table.from_pylist(
        [{name: one.get(name, "") for name in COLUMNS if name != "person"} for one in FAMILIES]
    )
    return link(
        pa.concat_tables(
            [table.drop_columns(["person"]), families.select(table.drop_columns(["person"]).column_names)]
        )
    )


@pytest.fixture(scope="module")
def across(linked: Linked) -> Linked:
    people = [{name: one.get(name, "") for name in COLUMNS if name != "person"} for one in FAMILIES + ACROSS]
    return link(pa.Table.from_pylist(people), model=linked.model)


def _same(linked: Linked) -> set[frozenset[str]]:
    columns = (linked.pairs[name].to_pylist() for name in ("id_l", "id_r", "verdict"))
    return {frozenset((one, other)) for one, other, said in zip(*columns, strict=True) if said == "same"}


def test_it_finds_most_second_registrations(linked: Linked, rows: list[tuple[str, ...]]) -> None:
    people: dict[str, list[str]] = {}
    for row in rows:
        people.setdefault(row[1], []).append(row[0])
    true = {frozenset((one, other)) for ids in people.values() for one in ids for other in ids if one < other}
    found = {pair for pair in _same(linked) if all(record[0] == "r" for record in pair)}
    assert len(found & true) / len(found) > 0.93
    assert len(found & true) / len(true) > 0.85


def test_it_keeps_twins_father_and_son_and_two_widows_apart(linked: Linked) -> None:
    same = _same(linked)
    for one, other in (("twin1", "twin2"), ("twin1", "twin2again"), ("father", "son"), ("widow1", "widow2")):
        assert frozenset((one, other)) not in same


# the same people from another office, in the other script
ACROSS = [
    {"id": "twin1_latin", "household": "f", "name": "Hassan Zeroualy", "sex": "m", "birth": "17/05/2010", **HOME},
    {"id": "father_arabic", "household": "g", "name": "إبراهيم أوزرو", "sex": "m", "birth": "1961-03-09", "phone": "0698765432", "place": "طاطا"},
    {"id": "son_arabic", "household": "h", "name": "إدريس أوزرو", "sex": "m", "birth": "23/11/1988", "phone": "0698765432", "place": "طاطا"},
    {"id": "widow1_arabic", "household": "i", "name": "حليمة تامموت", "sex": "f", "birth": "1950", "phone": "0655443322", "place": "زاكورة"},
    {"id": "widow2_arabic", "household": "i", "name": "الزهرة تامموت", "sex": "f", "birth": "1950", "phone": "0655443322", "place": "زاكورة"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("twin1", "twin2again"),
        ("twin2", "twin1_latin"),
        ("twin1_latin", "twin2again"),
        ("father_arabic", "son"),
        ("father", "son_arabic"),
        ("father_arabic", "son_arabic"),
        ("widow1_arabic", "widow2"),
        ("widow1", "widow2_arabic"),
        ("widow1_arabic", "widow2_arabic"),
    ],
)
def test_it_keeps_them_apart_with_arabic_on_one_side(across: Linked, one: str, other: str) -> None:
    assert frozenset((one, other)) not in _same(across)
    assert not any({one, other} <= set(records) for records in across.clusters.members.values())


@pytest.mark.parametrize("one", ["twin1", "father", "son"])
def test_it_finds_each_of_them_in_the_other_script(across: Linked, one: str) -> None:
    other = one + ("_latin" if one.startswith("twin") else "_arabic")
    assert frozenset((one, other)) in _same(across)


def test_it_finds_a_twin_written_in_another_script(linked: Linked) -> None:
    assert frozenset(("twin2", "twin2again")) in _same(linked)
    assert ["twin2", "twin2again"] in linked.clusters.members.values()


def test_it_says_why_and_the_weights_add_up(linked: Linked) -> None:
    pair = next(row for row in linked.pairs.to_pylist() if row["id_l"].startswith("twin2"))
    steps = waterfall(pair)
    assert [step.field for step in steps] == ["start", "given", "birth", "birth_year", "sex", "home"]
    assert sum(step.weight for step in steps) == pytest.approx(pair["match_weight"])
    said = {step.field: step.code for step in steps}
    assert (said["given"], said["birth"], said["home"]) == ("same", "same_day", "family_and_phone")
    assert said["birth_year"] == "not_said"


def test_a_rare_given_name_says_more_than_a_common_one(linked: Linked, rows: list[tuple[str, ...]]) -> None:
    given = {row[0]: row[COLUMNS.index("name")].split(" ")[0] for row in rows}
    bearers = Counter(given.values())
    said = [
        (bearers[given[pair["id_l"]]], next(step.rarity for step in waterfall(pair) if step.field == "given"))
        for pair in linked.pairs.to_pylist()
        if pair["id_l"] in given and given[pair["id_l"]] == given.get(pair["id_r"])
    ]
    said.sort()
    third = len(said) // 3
    assert third > 20
    assert sum(rarity for _, rarity in said[:third]) > sum(rarity for _, rarity in said[-third:])


def test_it_says_the_same_each_time_and_in_any_order(linked: Linked, rows: list[tuple[str, ...]]) -> None:
    def weights(given: list[tuple[str, ...]]) -> dict[tuple[str, ...], float]:
        table = pa.table(dict(zip(COLUMNS, zip(*given, strict=True), strict=True)))
        pairs = link(table, model=linked.model).pairs.to_pylist()
        return {tuple(sorted((row["id_l"], row["id_r"]))): round(row["match_weight"], 9) for row in pairs}

    once = weights(rows[:1_000])
    assert len(once) > 50
    for again in (rows[:1_000], rows[999::-1]):
        assert weights(again) == once


def test_it_estimates_the_same_model_each_time_and_in_any_order(rows: list[tuple[str, ...]]) -> None:
    def estimated(given: list[tuple[str, ...]]) -> str:
        return link(pa.table(dict(zip(COLUMNS, zip(*given, strict=True), strict=True)))).model.hash

    assert estimated(rows[:1_000]) == estimated(rows[999::-1])


@pytest.mark.parametrize("names", [[], ["حسن العلوي"], ["حسن العلوي", "Hassan Alaoui"], ["", ""]])
def test_it_links_a_table_of_nearly_nobody(names: list[str]) -> None:
    ids = [str(number) for number in range(len(names))]
    linked = link(pa.table({"id": pa.array(ids, pa.string()), "name": pa.array(names, pa.string())}))
    assert linked.count == len(names)
    assert set(linked.model.parameters) == {"given", "birth", "birth_year", "sex", "home", "home_unphoned"}


def test_it_keeps_a_model_and_uses_it_again(linked: Linked) -> None:
    model = model_from({"version": 1, "prior": linked.model.prior, "parameters": linked.model.parameters})
    assert model.hash == linked.model.hash
    table = pa.Table.from_pylist(
        [{name: one.get(name, "") for name in COLUMNS[3:]} | {"id": one["id"]} for one in FAMILIES]
    )
    assert link(table, model=model).model.hash == linked.model.hash
    with pytest.raises(ModelOfAnotherVersion):
        model_from({"version": 0, "prior": 0.1, "parameters": {}})
    assert Model(1, 0.5, {}).hash != model.hash


def _blocked(table: pa.Table) -> tuple[list[Cut], dict[str, int], int]:
    """Return what was cut, the largest block of each kind, and how many pairs there are to compare."""
    connection = record_tables.connect()
    try:
        records = record_tables.normalised(connection, table)
        largest = {
            block.name: connection.execute(
                f"select coalesce(max(many), 0) from (select count(*) as many from {block.name} group by key)"
            ).fetchall()[0][0]
            for block in BLOCKS
        }
        pairs = connection.execute("select count(*) from pairs").fetchall()[0][0]
    finally:
        connection.close()
    return records.cut, largest, pairs


def test_it_cuts_a_block_that_is_too_large_and_says_so() -> None:
    many = 200
    cut, largest, pairs = _blocked(
        pa.table(
            {"id": [str(n) for n in range(many)], "name": ["محمد العلوي"] * many, "place": ["Tata"] * many}
        )
    )
    assert pairs == 0 and not any(largest.values())
    assert {one.block for one in cut} >= {"block_names_place"}
    assert {(one.records, one.pairs) for one in cut} == {(many, many * (many - 1) // 2)}


def test_no_block_is_larger_than_it_may_be() -> None:
    many = 3_000  # five given names, one surname, one place, nine phones, births in two years
    table = pa.table(
        {
            "id": [str(n) for n in range(many)],
            "name": [f"{('Hassan', 'Karim', 'Brahim', 'Driss', 'Omar')[n % 5]} Alaoui" for n in range(many)],
            "birth": [f"{1980 + n % 2}-{1 + n % 12:02d}-{1 + n % 28:02d}" for n in range(many)],
            "phone": [f"06123456{n % 9:02d}" for n in range(many)],
            "place": ["Tata"] * many,
        }
    )
    _, largest, pairs = _blocked(table)
    assert 0 < max(largest.values()) <= MOST_IN_BLOCK
    assert all(largest[block.name] <= block.most for block in BLOCKS)
    assert pairs <= many * sum(block.most for block in BLOCKS) // 2


def test_the_command_writes_pairs_and_clusters(rows: list[tuple[str, ...]], tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    with people.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows[:1_000])
    pairs, found, model = tmp_path / "pairs.csv", tmp_path / "clusters.csv", tmp_path / "model.json"
    words = [str(people), "--pairs", str(pairs), "--clusters", str(found), "--model", str(model)]
    assert main(words) == 0
    first = pairs.read_text()
    assert first.startswith("id_l,id_r,household_l,household_r,match_weight,match_probability")
    assert found.read_text().startswith("cluster,id,strange")
    assert main(words) == 0  # with the model kept
    assert len(pairs.read_text().splitlines()) == len(first.splitlines())


def test_it_refuses_a_table_without_names_or_with_one_id_twice(tmp_path: Path) -> None:
    (tmp_path / "no.csv").write_text("id,label\n1,x\n")
    with pytest.raises(record_tables.RecordColumnMissing):
        main([str(tmp_path / "no.csv"), "--pairs", str(tmp_path / "p.csv")])
    with pytest.raises(record_tables.RecordIdNotUnique):
        link(pa.table({"id": ["1", "1"], "name": ["a", "b"]}))
