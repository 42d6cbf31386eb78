"""Rounds of a point and day, who may be brought a basket, and what a courier's phone carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Card, DeliveryRound, DeliveryStop, DistributionPoint, Entitlement
from twiza.aid.queries.lanes import leads_day
from twiza.aid.rules import packs
from twiza.aid.rules.rounds import DoorOutcome
from twiza.aid.rules.rulings import MAY_BE_SERVED
from twiza.lib.errors import NotFound
from twiza.lib.keyring import Keyring
from twiza.network import queries as network

OUTCOMES_AT_DOORS: dict[str, Any] = {
    DoorOutcome.GIVEN: _("Given"),
    DoorOutcome.NOBODY: _("Nobody was there"),
    DoorOutcome.REFUSED: _("They did not want it"),
    DoorOutcome.DANGER: _("It was not safe: they went away"),
}


class NoSuchRound(NotFound):
    """No round of this point, or it is closed, or not for this person."""

    code = "aid.no_such_round"


@dataclass(frozen=True)
class RoundPack:
    """What a courier's phone carries, as `SignedPack`."""

    pack: UUID
    body: str
    key: int
    sig: str


def rounds_of(point: DistributionPoint, day: date) -> list[tuple[DeliveryRound, list[DeliveryStop]]]:
    """Return the rounds of a day with their stops, in order."""
    stops: dict[UUID, list[DeliveryStop]] = {}
    for stop in (
        DeliveryStop.objects.filter(point=point, day=day).select_related("entitlement").order_by("pk")
    ):
        stops.setdefault(stop.round_id, []).append(stop)
    rounds = DeliveryRound.objects.filter(point=point, day=day).select_related("first", "second", "woman")
    return [(one, stops.get(one.pk, [])) for one in rounds.order_by("number")]


def round_for(user: Any, id: UUID) -> DeliveryRound:
    """Return a round of a point whose day this user leads, or raise NoSuchRound."""
    found = DeliveryRound.objects.filter(pk=id).select_related("point", "campaign").first()
    if found is None or not leads_day(user, found.point):
        raise NoSuchRound(_("There is no such round."))
    return found


def any_round(id: UUID) -> DeliveryRound:
    """Return a round, closed or not: what its phone did happened. Raises NoSuchRound."""
    found = DeliveryRound.objects.filter(pk=id).select_related("point", "campaign").first()
    if found is None:
        raise NoSuchRound(_("There is no such round."))
    return found


def stop_for(user: Any, id: UUID) -> DeliveryStop:
    """Return a stop of a round whose day this user leads, or raise NoSuchRound."""
    found = DeliveryStop.objects.filter(pk=id).select_related("point", "round__point").first()
    if found is None or not leads_day(user, found.point):
        raise NoSuchRound(_("There is no such door."))
    return found


def to_bring_home(point: DistributionPoint) -> list[Entitlement]:
    """Return the rights of a point to be brought home: they ask for it, were not served, and wait on no round."""
    return list(
        Entitlement.objects.filter(
            point=point, state__in=[one.value for one in MAY_BE_SERVED], needs__contains=["home_delivery"]
        )
        .exclude(pk__in=DeliveryStop.objects.filter(point=point, outcome="").values("entitlement"))
        .order_by("code")
    )


def couriers_of(point: DistributionPoint, day: date) -> list[Any]:
    """Return the people who may go: they work that day for whoever keeps the point or leads the campaign.

    Of the other side nobody is seen.
    """
    sides = {one.pk: one for one in (point.host, point.organisation)}
    found = {user for one in sides.values() for user in network.colleagues(one, on=day)}
    return sorted(found, key=lambda user: user.display_name)


def round_pack(round: UUID, *, at: datetime) -> tuple[RoundPack, DeliveryRound]:
    """Return the sealed file of a round that is on its way: its stops and nothing else of the point.

    Raises:
        NoSuchRound: there is none, it is closed (the couriers are back), or its day is over.
    """
    found = (
        DeliveryRound.objects.filter(pk=round, closed_at__isnull=True)
        .select_related("point", "campaign")
        .first()
    )
    zone = timezone.get_default_timezone()
    if found is None or packs.ends_at(found.day, at, zone) <= at:
        raise NoSuchRound(_("This round is closed, or its day is over."))
    keyring = Keyring(settings.TWIZA_KEYS)
    content = _content(found, keyring)
    pack, body = packs.body_of(content, of=found.pk, made=at, expires=packs.ends_at(found.day, at, zone))
    number, key = keyring.signing_key("packs")
    return RoundPack(pack, body, number, packs.sign_body(body, key)), found


def _content(round: DeliveryRound, keyring: Keyring) -> dict[str, Any]:
    stops = DeliveryStop.objects.filter(round=round, outcome="").select_related("entitlement").order_by("pk")
    cards = {
        right: (bytes(door or b"").hex(), bytes(token or b"").hex())
        for right, door, token in Card.objects.filter(
            entitlement__in=[stop.entitlement_id for stop in stops], revoked_at__isnull=True
        ).values_list("entitlement", "pack_door", "pack_token")
    }
    point = round.point
    return {
        "kind": "round",
        "campaign": str(round.campaign_id),
        "point": str(point.pk),
        "point_name": {"ar": point.name, "fr": point.name},
        "colour": point.colour,
        "shape": point.shape,
        "day": round.day.isoformat(),
        "lane": 0,
        "lane_kind": "lane",
        "lanes": [],
        "released": [],
        "code_keys": {
            str(number): packs.b64url(packs.pack_key(secret, round.campaign_id))
            for number, secret in keyring.secrets("blind_index").items()
        },
        "card_keys": {str(number): packs.b64url(raw) for number, raw in keyring.public_keys("cards").items()},
        "rights": [],
        "stops": _stops(list(stops), cards),
        "revoked": [],
        "releases": {},
        "elsewhere": [],
        "spares": 0,
        "today": {"served": 0, "expected": len(stops)},
    }


def _stops(stops: Sequence[DeliveryStop], cards: dict[UUID, tuple[str, str]]) -> list[list[Any]]:
    return [
        [
            str(stop.pk),
            str(stop.entitlement_id),
            stop.place,
            stop.announce,
            stop.entitlement.size,
            packs.letters_of(stop.entitlement.needs),
            *cards.get(stop.entitlement_id, ("", "")),
        ]
        for stop in stops
    ]
