"""Frozen pools: their signatures, zones, draw, and the places that came of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Campaign, Draw, Nomination, Placement, Pool
from twiza.aid.queries.campaigns import campaign_for, partners
from twiza.aid.rules.quotas import Need
from twiza.lib.errors import NotFound
from twiza.lib.keyring import Keyring
from twiza.platform.accounts.permissions import Permission


class NoSuchPool(NotFound):
    code = "aid.no_such_pool"


@dataclass(frozen=True)
class PoolZone:
    """What a zone of a pool has and gets."""

    zone: str
    need: int
    people: int
    outside: int
    quota: int
    reserve: int


def pool_for(user: Any, id: UUID) -> Pool:
    """Return a pool of a campaign this user may see, or raise NoSuchPool."""
    pool = (
        Pool.objects.select_related("campaign__organisation", "frozen_by")
        .prefetch_related("signatures__signer", "signatures__signing")
        .filter(pk=id)
        .first()
    )
    if pool is None:
        raise NoSuchPool(_("There is no such pool."))
    campaign_for(user, pool.campaign_id)
    return pool


def pool_of(campaign: Campaign) -> Pool | None:
    """Return the frozen pool of a campaign, or None."""
    return (
        Pool.objects.filter(campaign=campaign)
        .prefetch_related("signatures__signer", "signatures__signing")
        .first()
    )


def is_pool_signed(pool: Pool) -> bool:
    """Say whether two persons signed it, over its hash."""
    return len({one.signer_id for one in pool.signatures.all() if one.hash == pool.hash}) == 2


def may_sign_pool(user: Any, pool: Pool) -> bool:
    """Say whether this user is expected to sign this pool now."""
    signatures = list(pool.signatures.all())
    if len(signatures) != 1 or signatures[0].signer_id == user.pk:
        return False
    turn = partners(pool.campaign) or (pool.organisation_id,)
    return any(user.has_perm(Permission.LIST_SIGN, one) for one in turn)


def draw_of(campaign: Campaign) -> Draw | None:
    """Return the draw of a campaign, or None when nothing was drawn yet."""
    return Draw.objects.filter(campaign=campaign).first()


def pool_zones(pool: Pool) -> list[PoolZone]:
    """Return the zones of a pool, by name."""
    return [PoolZone(zone, *figures) for zone, figures in sorted(pool.zones.items())]


def needs_of(pool: Pool) -> dict[str, Need]:
    """Return the measured need of each zone of a pool."""
    return {one.zone: Need(one.need, one.people) for one in pool_zones(pool)}


def pool_key(pool: Pool) -> bytes:
    """Return the key of the public codes and salts of a pool."""
    return Keyring(settings.TWIZA_KEYS).unseal("draw", bytes(pool.sealed_key), pool.pk.bytes)


def placement_of(nomination: Nomination) -> Placement | None:
    """Return where a household stands after the draw, or None."""
    return Placement.objects.filter(nomination=nomination).first()
