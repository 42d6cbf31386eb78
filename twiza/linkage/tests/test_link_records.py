"""Records of one person are found, people of one home stay apart; the evidence adds up, the model is kept."""

import csv
from pathlib import Path

import pyarrow as pa
import pytest

from twiza.linkage import record_tables
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


def test_it_says_the_same_each_time_and_in_any_order(linked: Linked, rows: list[tuple[str, ...]]) -> None:
    def weights(given: list[tuple[str, ...]]) -> dict[tuple[str, ...], float]:
        table = pa.table(dict(zip(COLUMNS, zip(*given, strict=True), strict=True)))
        pairs = link(table, model=linked.model).pairs.to_pylist()
        return {tuple(sorted((row["id_l"], row["id_r"]))): round(row["match_weight"], 9) for row in pairs}

    once = weights(rows[:1_000])
    assert len(once) > 50
    for again in (rows[:1_000], rows[999::-1]):
        assert weights(again) == once


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


def test_it_cuts_a_block_that_is_too_large_and_says_so() -> None:
    many = 200
    table = pa.table(
        {"id": [str(n) for n in range(many)], "name": ["محمد العلوي"] * many, "place": ["Tata"] * many}
    )
    connection = record_tables.connect()
    try:
        records = record_tables.normalised(connection, table)
        pairs = connection.execute("select count(*) from pairs").fetchall()
    finally:
        connection.close()
    assert pairs == [(0,)]
    assert {cut.block for cut in records.cut} >= {"block_names_place"}
    assert {(cut.records, cut.pairs) for cut in records.cut} == {(many, many * (many - 1) // 2)}


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
