"""The erasure ledger: added to, never lost, saying nothing about anybody."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from twiza.lib.erasures import DONE, INTENDED, UNDONE, Erasure, ErasureLedger

AT = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
ONE, TWO = (
    Erasure("files.file", UUID(int=1), AT, UUID(int=9)),
    Erasure("registry.person", UUID(int=2), AT, UUID(int=9)),
)


def test_it_keeps_what_was_erased(tmp_path: Path) -> None:
    ledger = ErasureLedger(tmp_path / "keys")
    assert ledger.all() == []
    ledger.add([ONE])
    ledger.add([TWO])
    assert ErasureLedger(tmp_path / "keys").all() == [ONE, TWO]
    assert ledger.path.stat().st_mode & 0o777 == 0o600


def test_it_reads_on_after_a_line_cut_short(tmp_path: Path) -> None:
    ledger = ErasureLedger(tmp_path)
    ledger.add([ONE])
    with ledger.path.open("a") as file:
        file.write('{"at": "2026-02-0\n')
    ledger.add([TWO])
    assert ledger.all() == [ONE, TWO]


def test_it_replays_what_was_left_open_and_not_what_never_happened(tmp_path: Path) -> None:
    ledger = ErasureLedger(tmp_path)
    ledger.add([ONE], INTENDED)
    assert (ledger.all(), ledger.open()) == ([ONE], [ONE])
    ledger.add([ONE], DONE)
    assert (ledger.all(), ledger.open()) == ([ONE], [])
    ledger.add([TWO], INTENDED)
    ledger.add([TWO], UNDONE)
    assert (ledger.all(), ledger.open()) == ([ONE], [])
    ledger.add([TWO], INTENDED)  # asked again, later
    assert (ledger.all(), ledger.open()) == ([ONE, TWO], [TWO])
    ledger.add([ONE], INTENDED)  # done once is done
    assert ledger.open() == [TWO]


def test_a_line_without_a_step_is_done(tmp_path: Path) -> None:
    ledger = ErasureLedger(tmp_path)
    ledger.add([ONE])
    line = json.loads(ledger.path.read_text())
    del line["step"]
    ledger.path.write_text(json.dumps(line) + "\n")
    assert (ledger.all(), ledger.open()) == ([ONE], [])
