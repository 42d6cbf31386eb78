"""The erasure ledger: what was erased for good, kept outside the database and its backups. Pure Python.

One line an erasure: when, what kind, which random id, of which organisation. Nothing else, so the ledger itself says nothing about
anybody. After a restore it is replayed before anyone signs in: what was erased stays erased.
"""

import fcntl
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True)
class Erasure:
    """One line: `kind` names the action that erases again, such as "files.file"."""

    kind: str
    id: UUID
    at: datetime
    organisation: UUID


class ErasureLedger:
    """The file beside the keys. Lines are added, never changed."""

    def __init__(self, keys: Path) -> None:
        self.path = keys / "erasures.jsonl"

    def add(self, erasures: Iterable[Erasure]) -> None:
        """Write lines to the disk; returns when they are safe."""
        lines = "".join(
            json.dumps(
                {
                    "at": one.at.isoformat(),
                    "kind": one.kind,
                    "id": str(one.id),
                    "organisation": str(one.organisation),
                }
            )
            + "\n"
            for one in erasures
        )
        if not lines:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())

    def all(self) -> list[Erasure]:
        """Return every erasure, oldest first. A last line cut short by a crash is left out."""
        found = []
        for line in self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []:
            try:
                row = json.loads(line)
            except ValueError:
                continue  # cut short by a crash, before anybody was told that it was done
            at = datetime.fromisoformat(row["at"])
            found.append(Erasure(row["kind"], UUID(row["id"]), at, UUID(row["organisation"])))
        return found
