"""The desk of an organisation: what others pass on to it. Who sits there sees it, and nobody else, not even that it is."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import DeskSeat, Packet, PacketKey, Referral
from twiza.cases.queries.room import OpenRoom
from twiza.lib import closed_room
from twiza.lib.errors import DomainError, NotFound
from twiza.platform.accounts.permissions import Permission


class NoSuchReferral(NotFound):
    code = "cases.no_such_referral"


class PacketClosed(DomainError):
    """Taken back, past its last day, or done: it opens no more."""

    code = "cases.packet_closed"


class NoPacketKey(DomainError):
    """At the desk, but sat down after it was sent, and nobody has handed the key yet."""

    code = "cases.no_packet_key"


@dataclass(frozen=True)
class ReferralLine:
    """A referral in a list, and whether its answer is due and did not come."""

    referral: Referral
    is_silent: bool


def desk_of(organisation: UUID) -> QuerySet[DeskSeat]:
    """Return who sits at the desk of one's own organisation."""
    rows = DeskSeat.objects.filter(organisation_id=organisation, until__isnull=True)
    return rows.select_related("worker__user").order_by("since", "id")


def desk_keys(organisation: UUID) -> list[DeskSeat]:
    """Return the public keys of a desk, of any organisation: what is passed on is sealed to each. No name."""
    return list(DeskSeat.objects.filter(organisation_id=organisation, until__isnull=True))


def sits_at_desk(user: Any, organisation: UUID) -> bool:
    """Whether this user sits at the desk of an organisation now."""
    return user.has_perm(Permission.REFERRAL_DESK, organisation) and any(
        seat.worker.user_id == user.pk for seat in desk_of(organisation)
    )


def desk_seat_for(user: Any, id: UUID) -> DeskSeat:
    """Return a seat at the desk of this user's organisation. Hidden and missing: NoSuchReferral."""
    row = DeskSeat.objects.filter(pk=id).first()
    if row is None or not user.has_perm(Permission.REFERRAL_DESK, row):
        raise NoSuchReferral(_("There is no such referral."))
    return row


def referrals_to(user: Any, organisation: UUID, *, at: datetime) -> list[ReferralLine]:
    """Return what others passed on to this desk, the nearest day of answer first; nothing to who does not sit there.

    What a service of the same organisation reads to do its work; it ends with `actions.close_referral`.
    """
    if not sits_at_desk(user, organisation):
        return []
    rows = Referral.objects.filter(receiver_id=organisation, asked_at__isnull=False)
    rows = rows.select_related("sender", "service", "handler").order_by("reply_by", "id")
    return [ReferralLine(row, rules.is_silent(row.state, row.reply_by, at)) for row in rows]


def referral_at_desk(user: Any, id: UUID) -> Referral:
    """Return a referral that was sent to a desk where this user sits. Hidden and missing: NoSuchReferral."""
    rows = Referral.objects.select_related("sender", "receiver", "service", "offered", "handler")
    row = rows.filter(pk=id, asked_at__isnull=False).first()
    if row is None or not sits_at_desk(user, row.receiver_id):
        raise NoSuchReferral(_("There is no such referral."))
    return row


def packet_of(referral: Referral, room: OpenRoom, *, at: datetime) -> dict[str, Any]:
    """Return what she agreed to have told: field → value, opened for one page. Raises PacketClosed, NoPacketKey."""
    clear = json.loads(
        closed_room.unseal(_sealed(referral, at), key=packet_key(referral, room), about=referral.pk.bytes)
    )
    return {name: clear[name] for name in rules.PACKET_FIELDS if name in clear}


def packet_key(referral: Referral, room: OpenRoom) -> bytes:
    """Return the key of a packet that this worker holds. Raises NoPacketKey."""
    row = PacketKey.objects.filter(referral=referral, worker_id=room.worker).first()
    if row is None:
        raise NoPacketKey(
            _(
                "You sat down at the desk after this was sent. Ask a colleague of the desk to hand you the key."
            )
        )
    return closed_room.take(bytes(row.sealed), private=room.private, about=referral.pk.bytes)


def _sealed(referral: Referral, at: datetime) -> bytes:
    row = Packet.objects.filter(referral=referral).first()
    is_over = referral.expires_on is None or referral.expires_on < timezone.localdate(at)
    if row is None or is_over or referral.state not in rules.OPEN_THERE:
        raise PacketClosed(
            _("This opens no more: she took it back, its last day has passed, or the work is done.")
        )
    return bytes(row.sealed)
