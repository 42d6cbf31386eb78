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

_HOLD = "SELECT * FROM aid_hold_rights(%s::uuid[], %s::uuid[])"

# Row security lets a row be written only where it may be read: nothing here goes round it
_WRITE = """
WITH given AS (
    SELECT g.*, %(point)s::uuid AS point, %(host)s::uuid AS host, %(now)s::timestamptz AS now, %(by)s::uuid AS by
    FROM unnest(%(id)s::uuid[], %(entitlement)s::uuid[], %(campaign)s::uuid[], %(organisation)s::uuid[],
        %(bringing)s::uuid[], %(pieces)s::int[], %(by_proxy)s::bool[], %(at)s::timestamptz[], %(day)s::date[],
        %(ruling)s::text[], %(state)s::text[])
    AS g (id, entitlement, campaign, organisation, bringing, pieces, by_proxy, at, day, ruling, state)
), fact AS (
    INSERT INTO aid_handover (id, entitlement_id, campaign_id, point_id, organisation_id, bringing_id, host_id,
        pieces, by_proxy, source, device, at, recorded_at, by_id)
    SELECT id, entitlement, campaign, point, organisation, bringing, host,
        pieces, by_proxy, %(source)s, %(device)s, at, now, by FROM given
), ruled AS (
    INSERT INTO aid_handoverruling (id, hand_over_id, entitlement_id, organisation_id, bringing_id, host_id,
        reason_code, ruling, ruled_at, ruled_by_id)
    SELECT uuidv7(), id, entitlement, organisation, bringing, host, '', ruling, now, by FROM given
), moved AS (
    INSERT INTO aid_stockmove (id, campaign_id, point_id, organisation_id, host_id, day, kind, pieces, hand_over_id,
        reason_code, at, by_id)
    SELECT uuidv7(), campaign, point, organisation, host, day, %(kind)s, 1, id, '', now, by
    FROM given WHERE pieces > 0
), to_table AS (
    INSERT INTO aid_dignitycase (id, hand_over_id, campaign_id, point_id, organisation_id, host_id, opened_at, outcome)
    SELECT uuidv7(), id, campaign, point, organisation, host, now, '' FROM given WHERE ruling <> 'served'
)
UPDATE aid_entitlement r SET state = given.state FROM given WHERE r.id = given.entitlement AND given.ruling = 'served'
"""


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
    """A hand-over to write; `pieces`: baskets that left."""

    id: UUID
    right: Right
    ruling: Ruling
    pieces: int
    by_proxy: bool
    at: datetime


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
    facts: Sequence[NewFact], *, point: DistributionPoint, source: Source, device: str, by: User, at: datetime
) -> None:
    """Write facts, what each counts for, the baskets that left, the cases of the welcome table, the rights' states."""
    columns: dict[str, Any] = {
        "id": [one.id for one in facts],
        "entitlement": [one.right.id for one in facts],
        "campaign": [one.right.campaign for one in facts],
        "organisation": [one.right.organisation for one in facts],
        "bringing": [one.right.bringing for one in facts],
        "pieces": [one.pieces for one in facts],
        "by_proxy": [one.by_proxy for one in facts],
        "at": [one.at for one in facts],
        "day": [timezone.localdate(one.at) for one in facts],
        "ruling": [str(one.ruling) for one in facts],
        # the last served state of a right in this batch: a batch serves a right once
        "state": [str(one.right.state) if one.right.state in SERVED_STATES else "" for one in facts],
    }
    whole = {
        "point": point.pk,
        "host": point.host_id,
        "now": at,
        "by": by.pk,
        "source": str(source),
        "device": device,
        "kind": SERVED,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, columns | whole)
