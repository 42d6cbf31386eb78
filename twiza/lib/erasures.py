"""The erasure ledger: what was erased for good, kept outside the database and its backups. Pure Python.

A line says: when, what kind, which random id, of which organisation, and the step. Nothing else, so the ledger itself
says nothing about anybody. INTENDED is written before the database commits, DONE after; a process killed in between
leaves an erasure open, and open ones are replayed too. UNDONE says that the database never committed it. After a
restore the ledger is replayed before anyone signs in: what was erased stays erased.
"""

import fcntl
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

INTENDED, DONE, UNDONE = "intended", "done", "undone"


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

    def add(self, erasures: Iterable[Erasure], step: str = DONE) -> None:
        """Write lines to the disk; returns when they are safe.

        Args:
            step: INTENDED, DONE or UNDONE.
        """
        lines = "".join(
            json.dumps(
                {
                    "at": one.at.isoformat(),
                    "kind": one.kind,
                    "id": str(one.id),
                    "organisation": str(one.organisation),
                    "step": step,
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
        """Return every erasure to replay, oldest first and once each: those done, and those left open."""
        return [one for one, step in self._last_steps() if step != UNDONE]

    def open(self) -> list[Erasure]:
        """Return the erasures of which nobody knows whether the database committed them."""
        return [one for one, step in self._last_steps() if step == INTENDED]

    def _last_steps(self) -> Iterable[tuple[Erasure, str]]:
        """Each erasure with the last step known of it. A line cut short by a crash is left out."""
        found: dict[tuple[str, UUID], tuple[Erasure, str]] = {}
        for line in self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []:
            try:
                row = json.loads(line)
            except ValueError:
                continue  # cut short by a crash, before anybody was told that it was done
            at, step = datetime.fromisoformat(row["at"]), row.get("step", DONE)
            one = Erasure(row["kind"], UUID(row["id"]), at, UUID(row["organisation"]))
            before = found.get((one.kind, one.id))
            # done once is done, whatever was tried again after it
            found[one.kind, one.id] = (one, DONE if before and before[1] == DONE else step)
        return found.values()
