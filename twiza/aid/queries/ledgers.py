"""Ledgers of a day: which line is of which, and what a typed line means, looked up before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Card, DistributionPoint, LaneLedger, LedgerEntry
from twiza.aid.rules import cards, door_codes, ledgers
from twiza.aid.rules.lanes import LaneKind
from twiza.aid.rules.ledgers import TypedLine
from twiza.lib.keyring import Keyring


@dataclass(frozen=True)
class ReadLine:
    """A typed line with its ledger and right; `fault` says in words why it cannot be taken, "" when it can."""

    typed: TypedLine
    code: str
    ledger: LaneLedger | None
    right: UUID | None
    list_code: str
    known: bool  # it was typed before, the same
    fault: Any


def ledgers_of(point: DistributionPoint, day: date) -> list[LaneLedger]:
    """Return the ledgers that were printed for a day, oldest first."""
    return list(
        LaneLedger.objects.filter(point=point, day=day)
        .select_related("lane__point", "lane__campaign")
        .order_by("printed_at", "pk")
    )


def read_lines(point: DistributionPoint, day: date, typed: Sequence[TypedLine]) -> list[ReadLine]:
    """Return what each line means, in order: four questions, whatever the number of lines. Nothing is written."""
    by_code = {code: one for one in ledgers_of(point, day) for code in one.codes}
    codes = [ledgers.read_line_code(one.line) for one in typed]
    doors = [_door(one.card) for one in typed]
    rights = _rights_of(point, [one for one in doors if one])
    before = {
        (one.ledger_id, one.code): one
        for one in LedgerEntry.objects.filter(point=point, day=day, code__in=codes)
    }
    read: list[ReadLine] = []
    for one, code, door in zip(typed, codes, doors, strict=True):
        ledger = by_code.get(code)
        right, list_code = rights.get(door, (None, "")) if door else (None, "")
        entry = before.get((ledger.pk, code)) if ledger else None
        same = entry is not None and (entry.entitlement_id, entry.spare) == (right, one.spare)
        twice = code in {other.code for other in read}
        fault = _fault(one, ledger, right, door, entry is not None and not same, twice)
        read.append(ReadLine(one, code, ledger, right, list_code, same, fault))
    return read


def _fault(
    one: TypedLine, ledger: LaneLedger | None, right: UUID | None, door: str | None, other: bool, twice: bool
) -> Any:
    if ledger is None:
        return _("No ledger of this day has such a line: read its seven characters again.")
    if twice:
        return _("This line stands here twice.")
    if one.card and door is None:
        return _("This is not a whole card code: read the ten characters again.")
    if door and right is None:
        return _("No card of this campaign has this code.")
    if one.spare and ledger.lane.kind != LaneKind.DESK:
        return _("Spares are written on the ledger of the welcome table.")
    if right is None and not one.spare:
        return _("Type the code of the card that stands on this line.")
    if other:
        return _("This line was typed before with another card. Look at the paper again.")
    return ""


def _door(typed: str) -> str | None:
    if not typed:
        return None
    try:
        return door_codes.read_door_code(typed)
    except door_codes.NotADoorCode:
        return None


def _rights_of(point: DistributionPoint, doors: Sequence[str]) -> dict[str | None, tuple[UUID, str]]:
    """Door code → right and list code, of cards that ended since too: what stands on paper happened."""
    secrets = Keyring(settings.TWIZA_KEYS).secrets("blind_index").values()
    hashes = {cards.keyed("door", one.encode(), secret): one for one in doors for secret in secrets}
    rows = Card.objects.filter(
        door_hash__in=list(hashes), entitlement__campaign=point.campaign_id
    ).values_list("door_hash", "entitlement", "entitlement__code")
    return {hashes[bytes(door)]: (right, code) for door, right, code in rows}
