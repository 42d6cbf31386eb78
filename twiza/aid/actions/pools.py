"""Freezing a pool before anything is drawn, and signing it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import one_at_a_time
from twiza.aid.actions.faults import CannotSign as CannotSign
from twiza.aid.actions.faults import OutOfOrder, out_of_order
from twiza.aid.actions.judging import judge_pool
from twiza.aid.actions.relations import check_relations
from twiza.aid.actions.room import take_room
from twiza.aid.actions.whereabouts import ask_whereabouts
from twiza.aid.models import Campaign, Pool, PoolSignature
from twiza.aid.permissions import check_in
from twiza.aid.rules import commitments, draw, pools, published, quotas
from twiza.aid.rules.published import Published, ZoneFigures
from twiza.aid.rules.quotas import Need
from twiza.aid.rules.states import CampaignState
from twiza.lib.ids import new_id
from twiza.lib.keyring import Keyring
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

Said = Callable[[int], None]


@transaction.atomic
def freeze_pool(*, campaign: Campaign, by: User, at: datetime, done: Said = lambda count: None) -> Pool:
    """Judge everybody who was brought in, measure the need of each zone, write the hash of all; sign it first.

    From now on no name comes in but by an addendum. The hash of a secret is part of what is signed; the secret is told
    only with the draw. Households of which nobody knows that they are still there leave it first, with a question to
    whoever brought them. The caller has made sure that `by` signed in again just now. `done(n)`: households hashed.

    Raises:
        OutOfOrder: not the time for it, nobody nominated, nobody eligible, a zone without a point, or criteria that one
            person signed.
        RelationsMissing: a line says nothing of who brought it, or nobody else signed it.
    """
    check(by, Permission.LIST_FREEZE, campaign)
    one_at_a_time(campaign.pk)
    take_room()
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.state != CampaignState.LIST_BUILDING:
        raise out_of_order(campaign.state)
    ask_whereabouts(campaign=campaign, side=None, by=by, at=at)
    check_relations(campaign)
    check_criteria_signed(campaign)
    key = new_id()
    judging = judge_pool(campaign=campaign, pool=key, by=by, at=at)
    if not judging.eligible:
        raise OutOfOrder(_("No nominated household meets the criteria."))
    least = int(accounts.parameter_number("small_cell", on=timezone.localdate(at)))
    zones, needs = _zones(campaign, key)
    _check_points(campaign, needs)
    labels = published.publish(zones, least)
    secret, family_key = draw.new_secret(), commitments.new_key()
    head = pools.Head(
        campaign.pk, campaign.criteria_hash, campaign.baskets,
        campaign.reserve if labels and labels.reserve_shown else None,
        least, draw.commitment(secret), labels.zones if labels else (),
    )  # fmt: skip
    bringing: Counter[str] = Counter()
    lines = _lines(campaign.pk, key, family_key, labels, bringing, done)
    keyring = Keyring(settings.TWIZA_KEYS)
    pool = Pool.objects.create(
        pk=key,
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        hash=pools.pool_hash(pools.head_bytes(head), lines),
        households=judging.households,
        eligible=judging.eligible,
        baskets=campaign.baskets,
        reserve=campaign.reserve,
        small_cell=least,
        criteria_hash=campaign.criteria_hash,
        secret_hash=head.secret_hash,
        sealed_secret=keyring.seal("draw", bytes.fromhex(secret), key.bytes),
        sealed_key=keyring.seal("draw", family_key, key.bytes),
        zones={
            zone: [one.need, needs[zone].people, one.outside, one.quota, one.reserve]
            for zone, one in zones.items()
        },
        published=labels.kept() if labels else {},
        summary={"bringing": bringing, "relations": queries.relation_counts(campaign)},
        frozen_at=at,
        frozen_by=by,
    )
    campaign.state = CampaignState.POOL_FROZEN
    campaign.save(update_fields=["state"])
    _sign(pool, 1, campaign.organisation_id, by, at)
    _record("aid.pool_frozen", pool, campaign.organisation_id, by, at)
    return pool


@transaction.atomic
def sign_pool(*, pool: Pool, by: User, at: datetime) -> PoolSignature:
    """Sign a frozen pool as the second person: of a partner where there is one, else of the same organisation.

    The caller has made sure that `by` signed in again just now.

    Raises:
        CannotSign: they signed first, or it has both signatures.
    """
    pool = queries.pool_for(by, pool.pk)
    partners = queries.partners(pool.campaign)
    where = check_in(by, Permission.LIST_SIGN, *(partners or (pool.organisation_id,)))
    signatures = list(pool.signatures.all())
    if any(one.signer_id == by.pk for one in signatures):
        raise CannotSign(_("You signed this pool first. The second signature is of another person."))
    if len(signatures) != 1:
        raise CannotSign(_("This pool has both its signatures."))
    try:
        with transaction.atomic():
            signature = _sign(pool, 2, where, by, at)
    except IntegrityError as error:
        raise CannotSign(_("This pool has both its signatures.")) from error
    _record("aid.pool_signed", pool, where, by, at)
    return signature


def check_criteria_signed(campaign: Campaign) -> None:
    """Refuse a pool whose criteria are signed by one person only."""
    if not queries.are_criteria_signed(campaign):
        raise OutOfOrder(_("The criteria wait for their second signature: no pool is frozen before."))


def _zones(campaign: Campaign, pool: UUID) -> tuple[dict[str, ZoneFigures], dict[str, Need]]:
    """Return what each zone has and gets, and its measured need."""
    points: dict[str, dict[int, int]] = defaultdict(dict)
    people: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for (zone, eligible, number), (count, size) in queries.measured(pool).items():
        if eligible:
            points[zone][number] = count
            people[zone] += size
        else:
            outside[zone] += count
    names = sorted(points.keys() | outside.keys())
    needs = {zone: Need(sum(points[zone].values()), people[zone]) for zone in names}
    given = quotas.shares(campaign.baskets, needs)
    kept = quotas.reserves(campaign.reserve, needs, given)
    zones = {zone: ZoneFigures(points[zone], outside[zone], given[zone], kept[zone]) for zone in names}
    return zones, needs


def _check_points(campaign: Campaign, needs: dict[str, Need]) -> None:
    served = {zone for point in queries.points_of(campaign) for zone in point.zones}
    missing = sorted(zone for zone, need in needs.items() if need.households and zone not in served)
    if missing:
        raise OutOfOrder(_("No point serves the zone “%(zone)s”. Add one first."), zone=missing[0])


def _lines(
    campaign: UUID, pool: UUID, key: bytes, labels: Published | None, bringing: Counter[str], done: Said
) -> Iterator[bytes]:
    """Yield the line of each household; count on the way whom each organisation brought."""
    records, lines, family = pools.Records(), pools.Lines(), commitments.Family(key)
    for count, row in enumerate(queries.households_of_pool(campaign, pool), start=1):
        code, organisation, zone, _size, _facts, eligible, points = row
        bringing[organisation] += 1
        commitment = commitments.commit(family.salt(code), records.record(*row))
        label, number = labels.line(zone, eligible, points) if labels else ("", 0)
        yield lines.line(family.public_code(code), label, number, commitment)
        if count % 10_000 == 0:
            done(count)


def _sign(pool: Pool, position: int, where: UUID, by: User, at: datetime) -> PoolSignature:
    return PoolSignature.objects.create(
        pool=pool,
        organisation_id=pool.organisation_id,
        signing_id=where,
        position=position,
        signer=by,
        role=queries.role_of(by, where),
        hash=pool.hash,
        signed_at=at,
    )


def _record(type: str, pool: Pool, where: UUID, by: User, at: datetime, **data: Any) -> None:
    audit.record(
        type=type,
        target=pool,
        organisation=where,
        by=by,
        at=at,
        beside=queries.sharing(pool.campaign),
        hash=pool.hash,
        households=pool.households,
        eligible=pool.eligible,
        **data,
    )
