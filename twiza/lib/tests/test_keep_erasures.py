"""The erasure ledger: added to, never lost, saying nothing about anybody."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from twiza.lib.erasures import Erasure, ErasureLedger

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
