"""What a card says at a point."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Card, DignityCase, DistributionPoint, Entitlement, HandOverRuling
from twiza.aid.queries.objections import check_office
from twiza.aid.rules import cards, door_codes, rulings
from twiza.aid.rules.rulings import Ruling
from twiza.lib.errors import NotFound
from twiza.lib.keyring import Keyring


class NoSuchCard(NotFound):
    """No card of this point has the code: never issued, ended, or of somewhere else."""

    code = "aid.no_such_card"


@dataclass(frozen=True)
class Presented:
    """A card as it is seen at a point: what to prepare, and what it counts for now. Nothing says why.

    A card of another point says that it is, and nothing of the household.
    """

    entitlement: Entitlement
    card: UUID
    size: int | None
    needs: tuple[str, ...]
    here: bool  # it is for this point
    ruling: Ruling | None  # what confirming would make of it here
    first_at: datetime | None  # when it was used, for a second use
    valid_until: date


def card_for(user: Any, point: DistributionPoint, typed: str, *, at: datetime) -> Presented:
    """Return what a card presented at `point` is worth: scanned square code or typed door code.

    Raises:
        NotADoorCode, NotACard, CardNotOurs, CardExpired: what was read is no good, and what would work.
        NoSuchCard: nothing here has this code.
        HoldsOffice: this person declared an elected office or a candidacy for this day.
    """
    check_office(user.pk, timezone.localdate(at))
    keyring = Keyring(settings.TWIZA_KEYS)
    card = _found(typed, keyring)
    if card is None:
        refuse_card()
    _check_day(card.valid_until, at)
    right = card.entitlement
    here = right.point_id == point.pk
    ruling = rulings.first_ruling(right.state) if here else None
    return Presented(
        entitlement=right,
        card=card.pk,
        size=right.size if here else None,
        needs=tuple(right.needs) if here else (),
        here=here,
        ruling=ruling,
        first_at=_first_at(right) if ruling is Ruling.DOUBLE else None,
        valid_until=card.valid_until,
    )


def check_card_still_good(
    shown: UUID | None, *, valid: UUID | None, until: date | None, at: datetime
) -> None:
    """Look again at the card of a right when it is used: it may have ended since it was shown.

    `shown`: the card that was shown, None asks for any that is valid. `valid`, `until`: the right's card now.

    Raises:
        NoSuchCard: it was revoked, another one took its place; CardExpired: its last day is over.
    """
    if valid is None or until is None or shown not in (None, valid):
        refuse_card()
    _check_day(until, at)


def refuse_card() -> NoReturn:
    """Say that nothing here has such a card."""
    raise NoSuchCard(_("No card of this campaign has this code. Please come to the welcome table."))


def open_cases(point: DistributionPoint) -> list[DignityCase]:
    """Return who waits at the welcome table of a point: turned away, or a second use; oldest first."""
    return list(
        DignityCase.objects.filter(point=point, closed_at__isnull=True)
        .select_related("hand_over__entitlement", "hand_over__lane", "entitlement", "lane", "point")
        .order_by("opened_at")
    )


def case_for(user: Any, point: DistributionPoint, id: UUID) -> DignityCase:
    """Return a case of the welcome table of this point, or raise NoSuchCard."""
    case = DignityCase.objects.filter(pk=id, point=point).select_related("hand_over").first()
    if case is None:
        raise NoSuchCard(_("There is no such case at this point."))
    return case


def latest_hand_overs(point: DistributionPoint, user: Any, count: int = 5) -> list[HandOverRuling]:
    """Return what this person confirmed last at a point, newest first."""
    return list(
        HandOverRuling.objects.filter(hand_over__point=point, hand_over__by=user)
        .select_related("hand_over__entitlement")
        .order_by("-hand_over__recorded_at")[:count]
    )


def _check_day(until: date, at: datetime) -> None:
    if until < timezone.localdate(at):
        raise cards.CardExpired(
            _("This card was valid until %(day)s. Please come to the welcome table."), day=until
        )


def _found(typed: str, keyring: Keyring) -> Card | None:
    secrets = keyring.secrets("blind_index").values()
    if len(typed.strip()) > 2 * door_codes.LENGTH + 8:
        keys = {
            number: Ed25519PublicKey.from_public_bytes(raw)
            for number, raw in keyring.public_keys("cards").items()
        }
        token = cards.read_card(typed, keys).token
        known = Q(token_hash__in=[cards.keyed("token", token, secret) for secret in secrets])
    else:
        code = door_codes.read_door_code(typed).encode()
        known = Q(door_hash__in=[cards.keyed("door", code, secret) for secret in secrets])
    return Card.objects.filter(known, revoked_at__isnull=True).select_related("entitlement__point").first()


def _first_at(right: Entitlement) -> datetime | None:
    first = (
        HandOverRuling.objects.filter(entitlement=right, ruling=Ruling.SERVED)
        .select_related("hand_over")
        .first()
    )
    return first.hand_over.at if first else None
