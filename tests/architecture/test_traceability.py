"""A row of `docs/traceability.csv` names a test that is there; its id is one of the seed rows."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "traceability.csv"
SEEDS = ROOT.parent / "shared" / "domain" / "traceability.csv"


def rows() -> list[dict[str, str]]:
    with PAGE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_row_names_a_test_that_is_there() -> None:
    missing = []
    for row in rows():
        file, _, name = row["test"].partition("::")
        path = ROOT / file
        function = re.escape(name.partition("[")[0])
        if not path.exists() or not re.search(
            rf"^def {function}\(", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            missing.append(row["test"])
    assert not missing


def test_a_row_says_what_works_once() -> None:
    seen = [(row["id"], row["test"]) for row in rows()]
    assert len(seen) == len(set(seen))
    assert all(row["what_works"].strip() for row in rows())


def test_each_id_is_a_row_of_a_seed() -> None:
    if not SEEDS.exists():
        pytest.skip("the domain documents are not beside this project")
    with SEEDS.open(encoding="utf-8", newline="") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    assert {row["id"] for row in rows()} <= known
