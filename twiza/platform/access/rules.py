"""Who is asking, as the database must know it. No Django."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Purpose(StrEnum):
    """Why the database is opened. A policy names the purposes it accepts."""

    WORK = "work"  # a person's daily work, inside their own organisations
    AUDIT = "audit"  # linking and verifying the logs, across organisations
    MATCHING = "matching"  # looking for the same family, read only
    FIGURES = "figures"  # national figures, read only
    SETUP = "setup"  # first set-up and reference data, before anybody works anywhere
    UPKEEP = "upkeep"  # nightly erasure of what is past its day, across organisations
    RESTORE = "restore"  # after a restore: erasing again what was erased since the backup
    NIGHTS = "nights"  # a job counts a night for the body that went out, and writes totals for its committee
    DEVICE = "device"  # a phone sends what was done on it: stored whoever still works where
    NOBODY = ""  # nothing said: nothing seen


@dataclass(frozen=True)
class Context:
    """What is said to the database at the start of a transaction."""

    user: UUID | None = None
    organisations: tuple[UUID, ...] = ()
    purpose: Purpose = Purpose.NOBODY

    @property
    def organisations_literal(self) -> str:
        """The organisations as a PostgreSQL array literal, empty when there is none."""
        return "{" + ",".join(str(one) for one in self.organisations) + "}" if self.organisations else ""


NOTHING_SAID = Context()
