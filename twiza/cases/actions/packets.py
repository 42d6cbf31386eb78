"""Packets: sealed to the desk that receives, handed to who sits down later, destroyed when the consent ends."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from twiza.cases import queries, rules
from twiza.cases.models import Case, DeskSeat, Packet, PacketKey, Referral, ReferralCase
from twiza.cases.queries import OpenRoom
from twiza.lib import closed_room
from twiza.platform.audit import actions as audit


def seal_packet(referral: Referral, fields: dict[str, Any], seats: Iterable[DeskSeat]) -> None:
    """Seal the fields with a fresh key, and that key to each at the desk."""
    key, about = closed_room.new_key(), referral.pk.bytes
    sealed = closed_room.seal(json.dumps(fields, ensure_ascii=False).encode(), key=key, about=about)
    Packet.objects.create(referral=referral, organisation_id=referral.receiver_id, sealed=sealed)
    for seat in seats:
        hand_packet(referral, key, seat.worker_id, bytes(seat.public_key))


def hand_packet(referral: Referral, key: bytes, worker: UUID, public: bytes) -> None:
    """Seal the key of a packet to one worker of the desk."""
    PacketKey.objects.create(
        referral=referral,
        organisation_id=referral.receiver_id,
        worker_id=worker,
        sealed=closed_room.hand(key, to=public, about=referral.pk.bytes),
    )


def destroy_packet(referral: Referral) -> None:
    """Destroy keys and packet: at the desk it opens no more."""
    PacketKey.objects.filter(referral=referral).delete()
    Packet.objects.filter(referral=referral).delete()


def held_packets(room: OpenRoom) -> list[tuple[Referral, bytes]]:
    """Return the packets of a desk that this worker still opens, each with its key."""
    rows = PacketKey.objects.filter(organisation_id=room.organisation, worker_id=room.worker)
    live = [row.referral for row in rows.select_related("referral") if row.referral.state in rules.OPEN_THERE]
    return [(referral, queries.packet_key(referral, room)) for referral in live]


def call_back(referral: Referral, *, by: Any, at: datetime) -> None:
    """Bring a referral to its end from the side of who asks: called back, its packet destroyed."""
    referral.state = rules.Referral.CANCELLED
    referral.save(update_fields=["state"])
    destroy_packet(referral)
    audit.record(
        type="cases.referral_called_back", target=referral, organisation=referral.sender_id, by=by, at=at
    )


def close_resting_on(consent: UUID, case: Case, *, by: Any, at: datetime) -> None:
    """Call back every pending referral that rests on a consent: also one that the desk is reading now."""
    links = ReferralCase.objects.filter(case=case, consent_id=consent).values("referral_id")
    for referral in Referral.objects.select_for_update().filter(pk__in=links).order_by("id"):
        if referral.state in rules.PENDING:
            call_back(referral, by=by, at=at)
