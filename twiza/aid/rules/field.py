"""What phones and ledgers say, one line each, and what is answered. Pure Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

ACCEPTED, DUPLICATE, CONFLICT, REJECTED = "accepted", "duplicate", "conflict", "rejected"


@dataclass(frozen=True, slots=True)
class Told:
    """A hand-over as a phone or a ledger tells it: its operation, which right, when by their clock."""

    id: UUID
    right: UUID
    at: datetime
    by_proxy: bool = False


def uuid_in(payload: Mapping[str, Any], name: str) -> UUID | None:
    """Return the id under `name`; None when it is left empty or is none."""
    try:
        return UUID(str(payload.get(name) or ""))
    except ValueError:
        return None
