"""The rows of hand-overs, read and written whole batches at a time.

A queue waits while these run, and a device sends an evening of them at once: two statements, whatever the
number. They say no more than the models do; policies, constraints and history speak as for any other row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from twiza.aid.models import DistributionPoint
from twiza.aid.rules.reconciliation import SERVED
from twiza.aid.rules.rulings import SERVED_STATES, Ruling, Source
from twiza.aid.rules.states import CampaignState
from twiza.platform.accounts.models import User

# arrays travel in binary: an evening of a phone takes longer to quote as text than to store
_HOLD = "SELECT * FROM aid_hold_rights(%b::uuid[], %b::uuid[])"

# Row security lets a row be written only where it may be read: the function goes nowhere round it
_WRITE = (
    "SELECT aid_write_hand_overs(%b::uuid[], %b::uuid[], %b::uuid[], %b::uuid[], %b::uuid[], %b::int[], %b::bool[],"
    " %b::timestamptz[], %b::date[], %b::text[], %b::text[], %s, %s, %s, %s, %s, %s, %s, %s::uuid)"
)


@dataclass
class Right:
    """What a hand-over needs of an entitlement, its row held until the end of the transaction."""

    id: UUID
    campaign: UUID
    point: UUID
    organisation: UUID
    bringing: UUID
    code: str
    state: str
    campaign_state: str | None  # None: the campaign itself is not seen from here

    @property
    def is_open(self) -> bool:
        return self.campaign_state == CampaignState.DISTRIBUTING


@dataclass(frozen=True)
class Known:
    """What is there already for an operation: its ruling if it came before, and the valid card of its right."""

    ruling: str | None
    card: UUID | None
    valid_until: date | None


@dataclass(frozen=True)
class NewFact:
    """A hand-over to write; `pieces`: baskets that left; `day`: of the stock, else that of `at`."""

    id: UUID
    right: Right
    ruling: Ruling
    pieces: int
    by_proxy: bool
    at: datetime
    day: date | None = None


def hold_rights(pairs: Sequence[tuple[UUID, UUID]]) -> tuple[dict[UUID, Right], dict[UUID, Known]]:
    """Hold the rights of these (operation, entitlement), always in the same order, and look at what is known.

    Returns entitlement → right, without those that are not seen from here, and operation → what is known of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [[one for one, _ in pairs], [right for _, right in pairs]])
        rows = cursor.fetchall()
    rights = {row[4]: Right(*row[4:]) for row in rows if row[4] is not None}
    return rights, {row[0]: Known(*row[1:4]) for row in rows}


def write_facts(
    facts: Sequence[NewFact],
    *,
    point: DistributionPoint,
    source: Source,
    device: str,
    by: User,
    at: datetime,
    lane: UUID | None = None,
) -> None:
    """Write facts, what each counts for, the baskets that left, the cases of the welcome table, the rights' states."""
    columns: list[list[Any]] = [
        [one.id for one in facts],
        [one.right.id for one in facts],
        [one.right.campaign for one in facts],
        [one.right.organisation for one in facts],
        [one.right.bringing for one in facts],
        [one.pieces for one in facts],
        [one.by_proxy for one in facts],
        [one.at for one in facts],
        [one.day or timezone.localdate(one.at) for one in facts],
        [str(one.ruling) for one in facts],
        # the last served state of a right in this batch: a batch serves a right once
        [str(one.right.state) if one.right.state in SERVED_STATES else "" for one in facts],
    ]
    whole: list[Any] = [point.pk, point.host_id, at, by.pk, str(source), device, SERVED, lane]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [*columns, *whole])
