"""What a phone of a lane carries for its day: made set by set, whatever the number of cards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Card, Entitlement, Lane, LaneLease, LaneRelease, StockMove
from twiza.aid.queries.lanes import NoSuchLane, lane_by_id, lanes_of
from twiza.aid.rules import packs
from twiza.aid.rules.lanes import LaneKind
from twiza.aid.rules.rulings import MAY_BE_SERVED, SERVED_STATES
from twiza.lib.keyring import Keyring

_KNOWN = [one.value for one in (*MAY_BE_SERVED, *SERVED_STATES)]


@dataclass(frozen=True)
class SignedPack:
    """A pack as it goes to a phone: its text, who signed it, and how many cards it knows."""

    pack: UUID
    body: str
    key: int
    sig: str
    rights: int
    lane: Lane


def pack_for(*, lane: UUID, at: datetime) -> SignedPack:
    """Return the signed pack of an open lane, as whoever opened its phone may see it.

    Raises:
        NoSuchLane: no such lane is open, or its day is over.
    """
    found = lane_by_id(lane)
    zone = timezone.get_default_timezone()
    if found is None or packs.ends_at(found.day, at, zone) <= at:
        raise NoSuchLane(_("This lane is closed, or its day is over."))
    keyring = Keyring(settings.TWIZA_KEYS)
    content = _content(found, keyring)
    pack, body = packs.body_of(content, of=found.pk, made=at, expires=packs.ends_at(found.day, at, zone))
    number, key = keyring.signing_key("packs")
    return SignedPack(pack, body, number, packs.sign_body(body, key), len(content["rights"]), found)


def _content(lane: Lane, keyring: Keyring) -> dict[str, Any]:
    point, lanes = lane.point, lanes_of(lane.point, lane.day)
    rights, expected = _rights(lane, {one.pk: one.number for one in lanes})
    secrets = keyring.secrets("blind_index")
    return {
        "kind": "point",
        "campaign": str(lane.campaign_id),
        "point": str(point.pk),
        "point_name": {"ar": point.name, "fr": point.name},
        "colour": point.colour,
        "shape": point.shape,
        "day": lane.day.isoformat(),
        "lane": lane.number,
        "lane_kind": lane.kind,
        "lanes": [one.number for one in lanes],
        "released": [one.number for one in lanes if one.released_at is not None],
        "code_keys": {
            str(number): packs.b64url(packs.pack_key(secret, lane.campaign_id))
            for number, secret in secrets.items()
        },
        "card_keys": {str(number): packs.b64url(raw) for number, raw in keyring.public_keys("cards").items()},
        "rights": rights,
        "revoked": _revoked(lane),
        "releases": _releases(lane),
        "elsewhere": _elsewhere(lane),
        "spares": sum(one.spares for one in lanes),
        "today": {"served": _served(lane), "expected": expected},
    }


def _rights(lane: Lane, numbers: dict[UUID, int]) -> tuple[list[list[Any]], int]:
    """Each valid card of the point: its hashes, right, lane, size, letters, state; and how many are of this day.

    A right that was used stands in this phone's own lane when no lease says another, so that it is told as used. One
    that is open and that no lane holds (its card is new, or it is brought home) is known at the welcome table only.
    """
    leases = dict(
        LaneLease.objects.filter(point=lane.point_id, day=lane.day, ended_at__isnull=True).values_list(
            "entitlement", "lane"
        )
    )
    cards = (
        Card.objects.filter(
            entitlement__point=lane.point_id,
            entitlement__state__in=_KNOWN,
            revoked_at__isnull=True,
            pack_door__isnull=False,
        )
        .order_by("pack_door")
        .values_list(
            "pack_door",
            "pack_token",
            "entitlement",
            "entitlement__size",
            "entitlement__needs",
            "entitlement__state",
            "entitlement__collect_on",
        )
    )
    served = {one.value for one in SERVED_STATES}
    rows, expected = [], 0
    for door, token, right, size, needs, state, on in cards:
        expected += on == lane.day
        number = numbers.get(leases.get(right, lane.pk), lane.number)
        how = "served" if state in served else "open"
        if how == "open" and right not in leases and lane.kind != LaneKind.DESK:
            continue
        rows.append([_hex(door), _hex(token), str(right), number, size, packs.letters_of(needs), how])
    return rows, expected


def _revoked(lane: Lane) -> list[str]:
    """Both hashes of each card of the campaign that no longer counts: another took its place, or the right ended."""
    ended = Card.objects.filter(entitlement__campaign=lane.campaign_id, pack_door__isnull=False).filter(
        Q(revoked_at__isnull=False) | ~Q(entitlement__state__in=_KNOWN)
    )
    return sorted(_hex(one) for pair in ended.values_list("pack_door", "pack_token") for one in pair)


def _releases(lane: Lane) -> dict[str, list[str]]:
    rows = LaneRelease.objects.filter(point=lane.point_id, day=lane.day, lane__closed_at__isnull=True)
    found: dict[str, list[str]] = {}
    for number, code in rows.values_list("lane__number", "code_hash"):
        found.setdefault(str(number), []).append(_hex(code))
    return {number: sorted(codes) for number, codes in found.items()}


def _elsewhere(lane: Lane) -> list[list[str]]:
    """The cards of the other points that day, with the mark of their point and nothing of the household."""
    cards: Iterable[Any] = (
        Card.objects.filter(
            entitlement__in=Entitlement.objects.filter(
                campaign=lane.campaign_id, collect_on=lane.day, state__in=_KNOWN
            ).exclude(point=lane.point_id),
            revoked_at__isnull=True,
            pack_door__isnull=False,
        )
        .annotate(colour=F("entitlement__point__colour"), shape=F("entitlement__point__shape"))
        .order_by("pack_door")
        .values_list("pack_door", "pack_token", "colour", "shape")
    )
    return [[_hex(door), _hex(token), colour, shape] for door, token, colour, shape in cards]


def _served(lane: Lane) -> int:
    moved = StockMove.objects.filter(point=lane.point_id, day=lane.day, kind="served")
    return moved.aggregate(sum=Sum("pieces"))["sum"] or 0


def _hex(content: Any) -> str:
    return bytes(content).hex()
