"""Freezing a pool before anything is drawn, and signing it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import chain, islice
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
from twiza.aid.actions.judging import keep_answers, open_judging
from twiza.aid.actions.relations import check_relations
from twiza.aid.actions.room import take_room
from twiza.aid.actions.whereabouts import ask_whereabouts
from twiza.aid.models import Campaign, Pool, PoolSignature
from twiza.aid.permissions import check_in
from twiza.aid.queries.judging import STREAMED, households_aside, measured_aside
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
    judging = open_judging(campaign=campaign, pool=key, by=by, at=at)
    if not judging.eligible:
        raise OutOfOrder(_("No nominated household meets the criteria."))
    least = int(accounts.parameter_number("small_cell", on=timezone.localdate(at)))
    zones, needs = _zones(campaign)
    _check_points(campaign, needs)
    labels = published.publish(zones, least)
    secret, family_key = draw.new_secret(), commitments.new_key()
    head = pools.Head(
        campaign.pk, campaign.criteria_hash, campaign.baskets,
        campaign.reserve if labels and labels.reserve_shown else None,
        least, draw.commitment(secret), labels.zones if labels else (),
    )  # fmt: skip
    hashed, bringing = _hashed_beside(head, family_key, labels, done, lambda: keep_answers(judging))
    keyring = Keyring(settings.TWIZA_KEYS)
    pool = Pool.objects.create(
        pk=key,
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        hash=hashed,
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


def _zones(campaign: Campaign) -> tuple[dict[str, ZoneFigures], dict[str, Need]]:
    """Return what each zone has and gets, and its measured need."""
    points: dict[str, dict[int, int]] = defaultdict(dict)
    people: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for (zone, eligible, number), (count, size) in measured_aside().items():
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


Row = tuple[str, str, str, int, str, bool, int]


def _hashed_beside(
    head: pools.Head, key: bytes, labels: Published | None, done: Said, meanwhile: Callable[[], None]
) -> tuple[str, Counter[str]]:
    """Return the hash of the pool put aside, and how many each organisation brought; the database does `meanwhile`.

    Hashing is Python's work and keeping the answers PostgreSQL's: a thread, which touches no database, does the one
    while this one waits for the other. Not before: while rows come in, the two would only wait for each other.
    """
    lines, seen = _Lines(key, labels), _Seen()
    batches: list[list[Row]] = []
    rows = (seen.once(row) for row in households_aside())
    while batch := list(islice(rows, STREAMED)):
        batches.append(batch)
        done(STREAMED * (len(batches) - 1) + len(batch))
    made = chain.from_iterable(lines.made(batches))
    with ThreadPoolExecutor(max_workers=1) as beside:
        hashed = beside.submit(pools.pool_hash, pools.head_bytes(head), made)
        meanwhile()
        return hashed.result(), lines.bringing


class _Seen:
    """Keeps a word that comes again and again (zone, facts, organisation) in memory once."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}

    def once(self, row: Row) -> Row:
        """Return the same row."""
        code, organisation, zone, size, facts, eligible, points = row
        kept = self._words.setdefault
        return (
            code,
            kept(organisation, organisation),
            kept(zone, zone),
            size,
            kept(facts, facts),
            eligible,
            points,
        )


class _Lines:
    """Makes the line of each household; counts on the way whom each organisation brought."""

    def __init__(self, key: bytes, labels: Published | None) -> None:
        self._records, self._lines, self._family = pools.Records(), pools.Lines(), commitments.Family(key)
        self._labels = labels
        self.bringing: Counter[str] = Counter()

    def made(self, batches: list[list[Row]]) -> Iterator[Iterator[bytes]]:
        """Yield the lines of each batch, and let go of it."""
        while batches:
            yield self._of(batches.pop())

    def _of(self, rows: Sequence[Row]) -> Iterator[bytes]:
        for row in rows:
            code, organisation, zone, _size, _facts, eligible, points = row
            self.bringing[organisation] += 1
            commitment = commitments.commit(self._family.salt(code), self._records.record(*row))
            label, number = self._labels.line(zone, eligible, points) if self._labels else ("", 0)
            yield self._lines.line(self._family.public_code(code), label, number, commitment)


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
