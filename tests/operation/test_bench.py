"""The measures of `make bench` do not rot: each runs to its end at a small size. No time is judged here."""

import subprocess
import sys

import pytest

from tests.operation.conftest import PROJECT, clean_environment

pytestmark = pytest.mark.proof
MEASURES = {
    "imports": "Import of 3,000 household rows",
    "lists": "Counter check of 20 names",
    "exports": "Export of 2,000 rows",
    "cards": "500 cards drawn",
    "criteria": "Criteria of 7 rules counted over 20,000 households",
    "hand-overs": "Hand-over",
    "field": "Operations of phones",
    "phone": "readable frame to verdict",
    "audit": "`twiza verify_audit` over 20,000 lines",
    "fair": "Both freezes of 20,000 households",
    "records": "heads of households",
    "cases": "A case, every note unsealed",
}


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_runs_to_its_end(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", name],
        env=clean_environment(), cwd=PROJECT, capture_output=True, text=True, timeout=400,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert MEASURES[name] in done.stdout and "failed with code" not in said, said
    assert "**no**" not in done.stdout, said
