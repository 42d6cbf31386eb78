import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

AWKWARD = [
    ["Hassan Alaoui", "حسن العلوي"],
    ["", ""],
    ["", "Said"],
    ['a "quoted", name', "line\nbreak"],
    ["  edges  ", "\u202bحسن\u202c"],
    ["carriage\rreturn", "\x00\x01\x7f"],
    ["😀", "😀"],
    ["1234", "١٢٣٤"],
    ["x" * 10_000, "ب" * 10_000],
    ["Mohamedمحمد", "محمدMohamed"],
]


def run(*words: str, data: bytes) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "twiza.config.command", *words], input=data, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def table(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def read(answer: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.decode(), newline="")))


def test_it_answers_every_pair_in_order_with_the_names_as_read() -> None:
    answer = read(run("names_score", data=table([["left", "right"], *AWKWARD])))
    assert answer[0] == ["left", "right", "score", "same"]
    assert [row[:2] for row in answer[1:]] == AWKWARD
    assert all(0 <= float(row[2]) <= 1 and row[3] in ("yes", "no") for row in answer[1:])
    assert answer[1][3] == "yes"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_it_reads_plain_and_quoted_lines_in_turn(ends: str) -> None:
    plain = [["Saïd Tazi", "سعيد التازي"], ["", ""], ["Hassan", ""], ["a b", " c "]]
    awkward = [['said "the tall"', "x"], ["one,two", "on\ntwo\nlines"], ["cr\rcr", "\u2028"]]
    rows = [row for _ in range(400) for row in [*plain * 30, *awkward]]
    lines = [",".join(cell if row in plain else quoted(cell) for cell in row) for row in rows]
    answer = read(run("names_score", data=ends.join(["left,right", *lines]).encode()))
    assert [row[:2] for row in answer[1:]] == rows
    assert {row[2] for row in answer[1:] if row[0].startswith("Sa")} == {answer[1][2]}


def test_it_reads_short_long_and_empty_lines() -> None:
    data = "left,right\n\nSaid\nSaid,سعيد,more\n\n,\nSaid,سعيد".encode()
    answer = run("names_score", data=data).decode().splitlines()
    score = answer[-1].removeprefix("Said,سعيد")
    assert answer[1:] == ["Said,,0.0,no", f"Said,سعيد{score}", ",,0.0,no", f"Said,سعيد{score}"]


def test_it_keeps_bytes_that_are_no_text() -> None:
    answer = run("names_score", data=b"left,right\nHass\xe9n,Hassan\n")
    assert answer.splitlines()[1].startswith(b"Hass\xe9n,Hassan,")


def test_it_reads_a_table_with_a_mark_more_columns_and_short_rows() -> None:
    data = "\ufeffid,right,left\n1,Said,سعيد\n2,Said\n".encode()
    answer = read(run("names_score", data=data))
    assert [row[:2] for row in answer[1:]] == [["سعيد", "Said"], ["", "Said"]]


def test_it_learns_from_a_campaign_what_is_common(tmp_path: Path) -> None:
    campaign = tmp_path / "campaign.csv"
    campaign.write_text("id,name\n" + "".join(f"p{i},Yattou Ouhrirach\n" for i in range(6)))
    pair = b"left,right\nYattou Ouhrirach,Yattou Itto Ouhrirach\n"
    alone, counted = (
        float(read(run("names_score", *words, data=pair))[1][2])
        for words in ([], ["--campaign", str(campaign)])
    )
    assert counted < alone


def test_it_says_which_columns_are_missing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "twiza.config.command", "names_score"],
        input=b"a,b\n1,2\n",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"left, right" in done.stderr


def test_it_finds_names_of_a_population(tmp_path: Path) -> None:
    population = tmp_path / "population.csv"
    names = ["Hassan Alaoui", "Hassana Alaoui", "سعيد بن صالح", "عبد القادر التازي", "Fatima Zahra Idrissi"]
    population.write_text("id,name\n" + "".join(f"p{i},{name}\n" for i, name in enumerate(names)))
    queries = "query_id,query\nq1,حسن العلوي\nq2,Bensaleh Saïd\nq3,Abdelkader Tazi\nq4,\n"
    answer = read(run("names_search", "--population", str(population), data=queries.encode()))
    assert answer[0] == ["query_id", "rank", "id"]
    assert [row[2] for row in answer[1:] if row[1] == "1"] == ["p0", "p2", "p3"]


@pytest.mark.parametrize("command", ["names_score", "names_search"])
def test_it_loads_neither_django_nor_a_database(command: str) -> None:
    said = (
        "import sys, importlib; import twiza.config.command as c;"
        f"importlib.import_module(c.LIGHT[{command!r}].split(':')[0]);"
        "print([m for m in sys.modules if m.split('.')[0] in ('django', 'psycopg', 'numpy', 'duckdb')])"
    )
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, check=True).stdout == b"[]\n"
