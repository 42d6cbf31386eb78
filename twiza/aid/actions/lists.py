"""Freezing a list, signing it, adding to it by an addendum."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import one_at_a_time
from twiza.aid.actions.draws import check_drawn, place_households
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.actions.pools import CannotSign
from twiza.aid.actions.room import take_room
from twiza.aid.models import Campaign, Draw, FrozenList, ListEntry, ListSignature, Nomination, Pool
from twiza.aid.permissions import check_in
from twiza.aid.rules import addenda, allocation, commitments, criteria, draw, facts, lists, states
from twiza.aid.rules.criteria import Judgement
from twiza.aid.rules.selection import SELECTED, Placed
from twiza.aid.rules.states import CampaignState
from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class MoreThanBaskets(DomainError):
    """A list and its addenda never promise more baskets than are planned."""

    code = "aid.more_than_baskets"


@transaction.atomic
def freeze_list(
    *, campaign: Campaign, by: User, at: datetime, done: Callable[[int], None] = lambda count: None
) -> FrozenList:
    """Give every household of the drawn pool its place, write list 0 with its hash over the pool's, sign it first.

    The caller has made sure that `by` signed in again just now. A second person signs after. `done(n)`: entries hashed.

    Raises:
        OutOfOrder: the pool is not frozen, signed by two and drawn, or the list is there already.
    """
    check(by, Permission.LIST_FREEZE, campaign)
    one_at_a_time(campaign.pk)
    take_room()
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    pool, drawn = check_drawn(campaign)
    place_households(pool, drawn)
    frozen = _write_drawn(pool, drawn, by, at, done)
    campaign.state = CampaignState.LIST_FROZEN
    campaign.save(update_fields=["state"])
    frozen.campaign = campaign
    _sign(frozen, 1, campaign.organisation_id, by, at)
    _record("aid.list_frozen", frozen, campaign.organisation_id, by, at, pool=pool.households)
    return frozen


@transaction.atomic
def add_addendum(
    *, campaign: Campaign, nominations: Sequence[Nomination], reason_code: str, by: User, at: datetime
) -> FrozenList:
    """Add late households, or some of the reserve, as an addendum over the hash before it; sign it first.

    Raises:
        OutOfOrder: there is no signed list to add to, the campaign is over, one of them is selected already, one does
            not meet a criterion of all and the reason is another than OUTSIDE_CRITERIA, no objection of theirs was
            accepted, or another household of the reserve comes first and nothing urgent is said.
        MoreThanBaskets: list and addenda together would select more households than baskets are planned.
    """
    check(by, Permission.LIST_FREEZE, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    before = FrozenList.objects.filter(campaign=campaign).order_by("-number").first()
    if before is None or not queries.is_signed(before):
        raise OutOfOrder(_("An addendum follows a list signed by two persons."))
    if not states.takes_addenda(campaign.state):
        raise OutOfOrder(_("This campaign is over: it takes no more households."))
    if not nominations or reason_code not in addenda.REASONS:
        raise OutOfOrder(_("An addendum names households, and why."))
    _check_may_be_added(campaign, nominations)
    _check_reason(campaign, nominations, reason_code)
    pool = {one.code: one for one in nominations}
    placed = [
        Placed(code, rank, SELECTED, criteria.judge(campaign.criteria or {}, pool[code].facts, facts.KNOWN))
        for rank, code in enumerate(sorted(pool), start=1)
    ]
    outside = [one.code for one in placed if not one.judgement.eligible]
    if outside and reason_code != addenda.OUTSIDE_CRITERIA:
        raise OutOfOrder(
            _(
                "The household %(code)s does not meet the criteria. To add it all the same, choose that reason."
            ),
            code=outside[0],
        )
    frozen = _write(campaign, before.number + 1, before.hash, placed, pool, reason_code, by, at)
    _sign(frozen, 1, campaign.organisation_id, by, at)
    _record("aid.addendum_frozen", frozen, campaign.organisation_id, by, at, reason_code=reason_code)
    return frozen


def _check_may_be_added(campaign: Campaign, nominations: Sequence[Nomination]) -> None:
    """Refuse who is of another campaign, taken back or selected already; and more households than there are baskets."""
    if any(one.campaign_id != campaign.pk or one.withdrawn_at for one in nominations):
        raise OutOfOrder(_("One of these households was not nominated for this campaign, or was taken back."))
    codes = {one.code for one in nominations}
    selected = ListEntry.objects.filter(list__campaign=campaign, code__in=codes, place=ListEntry.SELECTED)
    if selected.exclude(code__in=queries.set_aside(campaign)).exists():
        raise OutOfOrder(_("One of these households is selected already."))
    taken = queries.places_taken(campaign)
    if taken + len(codes) > campaign.baskets:
        raise MoreThanBaskets(
            _(
                "%(wanted)s households would be selected, and %(baskets)s baskets are planned: %(free)s are free."
                " Add fewer households, or plan more baskets first."
            ),
            wanted=taken + len(codes),
            baskets=campaign.baskets,
            free=max(0, campaign.baskets - taken),
        )


def _check_reason(campaign: Campaign, nominations: Sequence[Nomination], reason_code: str) -> None:
    """Refuse an objection that nobody accepted, and whoever would pass over another household of the reserve."""
    codes = {one.code for one in nominations}
    if reason_code == addenda.OBJECTION:
        without = sorted(codes - queries.codes_accepted(campaign))
        if without:
            raise OutOfOrder(
                _("No objection of the household %(code)s was accepted. Choose why it is added."),
                code=without[0],
            )
        return
    waiting = queries.reserve_waiting(campaign)
    outside = sorted(codes - {code for _zone, code in waiting})
    if reason_code == addenda.FROM_RESERVE and outside:
        raise OutOfOrder(_("The household %(code)s is not in the reserve."), code=outside[0])
    first = None if reason_code in addenda.URGENT else addenda.passed_over(waiting, codes)
    if first is not None:
        raise OutOfOrder(
            _(
                "In %(zone)s the household %(code)s comes first in the reserve: the draw put it there. Take it first, or"
                " say what is urgent."
            ),
            zone=first[0],
            code=first[1],
        )


@transaction.atomic
def sign_list(*, frozen: FrozenList, by: User, at: datetime) -> ListSignature:
    """Sign a frozen list as the second person.

    Where the campaign has partners, the second signature is of a partner; else of the same organisation. The
    caller has made sure that `by` signed in again just now.

    Raises:
        CannotSign: they signed first, it has both signatures, or another organisation's turn it is.
    """
    frozen = queries.list_for(by, frozen.pk)
    partners = queries.partners(frozen.campaign)
    where = check_in(by, Permission.LIST_SIGN, *(partners or (frozen.organisation_id,)))
    signatures = list(frozen.signatures.all())
    if any(one.signer_id == by.pk for one in signatures):
        raise CannotSign(_("You signed this list first. The second signature is of another person."))
    if len(signatures) != 1:
        raise CannotSign(_("This list has both its signatures."))
    try:
        with transaction.atomic():
            signature = _sign(frozen, 2, where, by, at)
    except IntegrityError as error:
        raise CannotSign(_("This list has both its signatures.")) from error
    _record("aid.list_signed", frozen, where, by, at)
    return signature


def _write(
    campaign: Campaign,
    number: int,
    previous: str,
    placed: Sequence[Placed],
    pool: dict[str, Nomination],
    reason_code: str,
    by: User,
    at: datetime,
) -> FrozenList:
    points = {zone: point for point in queries.points_of(campaign) for zone in point.zones}
    missing = sorted({pool[one.code].zone for one in placed} - set(points))
    if missing:
        raise OutOfOrder(_("No point serves the zone “%(zone)s”. Add one first."), zone=missing[0])
    rows = [_entry(one, pool[one.code], points[pool[one.code].zone]) for one in placed]
    frozen = FrozenList.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        number=number,
        previous=previous,
        hash=queries.hash_of(
            campaign, number=number, previous=previous, entries=[queries.as_hashed(row) for row in rows]
        ),
        entries_count=len(rows),
        summary=_summary(rows),
        reason_code=reason_code,
        frozen_at=at,
        frozen_by=by,
    )
    for row in rows:
        row.list = frozen
    ListEntry.objects.bulk_create(rows, batch_size=2000)
    return frozen


# Those on the list, put aside until the end of the transaction: read once to be hashed, then kept from here
_LISTED = """
CREATE TEMPORARY TABLE listed ON COMMIT DROP AS
SELECT n.id, n.code, n.organisation_id, n.bringing_id, n.zone, n.size, q.place, j.points, n.facts
FROM aid_placement q
JOIN aid_nomination n ON n.id = q.nomination_id
JOIN aid_judgement j ON j.nomination_id = n.id AND j.pool = q.pool_id
WHERE q.pool_id = %s AND q.place IN ('selected', 'reserve')
"""
_READ = "SELECT id, code, bringing_id::text, zone, size, place, points, facts::text FROM listed"
_KEEP = """
INSERT INTO aid_listentry
    (id, list_id, nomination_id, organisation_id, bringing_id, code, zone, size, rank, place, points, point_id, facts)
SELECT uuidv7(), %s, n.id, n.organisation_id, n.bringing_id, n.code, n.zone, n.size, u.rank, n.place, n.points, z.point,
    n.facts
FROM unnest(%s::uuid[], %s::int[]) u (nomination, rank)
JOIN listed n ON n.id = u.nomination
JOIN unnest(%s::text[], %s::uuid[]) z (zone, point) ON z.zone = n.zone
"""


def _write_drawn(pool: Pool, drawn: Draw, by: User, at: datetime, done: Callable[[int], None]) -> FrozenList:
    """Write list 0 and its entries: the rows are read once to be hashed, and kept by one statement."""
    points = {zone: point for point in queries.points_of(pool.campaign) for zone in point.zones}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS listed")
        cursor.execute(_LISTED, [pool.pk])
        cursor.execute(_READ)
        rows = {row[1]: row for row in cursor.fetchall()}
    family = commitments.Family(queries.pool_key(pool))
    order = allocation.list_order(
        (code, row[5], row[6], draw.order_key(drawn.seed, family.public_code(code)))
        for code, row in rows.items()
    )
    entries = lists.Entries()
    leaves = []
    for rank, code in enumerate(order, start=1):
        _id, _code, bringing, zone, size, place, given, facts = rows[code]
        entry = entries.entry(code, bringing, zone, size, rank, place, given, points[zone].code, facts)
        leaves.append(commitments.commit(family.salt(code), entry))
        if rank % 10_000 == 0:
            done(rank)
    selected = [rows[code] for code in order if rows[code][5] == SELECTED]
    frozen = FrozenList.objects.create(
        campaign=pool.campaign,
        organisation_id=pool.organisation_id,
        number=0,
        previous=pool.hash,
        hash=lists.salted_hash(
            campaign=pool.campaign_id, number=0, previous=pool.hash, seed=drawn.seed, leaves=leaves
        ),
        entries_count=len(order),
        summary={
            "places": Counter(row[5] for row in rows.values()),
            "zones": Counter(row[3] for row in selected),
            "bringing": Counter(row[2] for row in selected),
        },
        frozen_at=at,
        frozen_by=by,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            [
                frozen.pk,
                [rows[code][0] for code in order],
                list(range(1, len(order) + 1)),
                list(points),
                [point.pk for point in points.values()],
            ],
        )
    return frozen


def _entry(placed: Placed, nomination: Nomination, point: Any) -> ListEntry:
    judgement: Judgement = placed.judgement
    return ListEntry(
        nomination=nomination,
        organisation_id=nomination.organisation_id,
        bringing_id=nomination.bringing_id,
        code=nomination.code,
        zone=nomination.zone,
        size=nomination.size,
        rank=placed.rank,
        place=placed.place,
        points=judgement.points,
        point=point,
        facts=nomination.facts,
    )


def _summary(rows: Sequence[ListEntry]) -> dict[str, Any]:
    return {
        "places": Counter(row.place for row in rows),
        "zones": Counter(row.zone for row in rows if row.place == SELECTED),
        "bringing": Counter(str(row.bringing_id) for row in rows if row.place == SELECTED),
    }


def _sign(frozen: FrozenList, position: int, where: UUID, by: User, at: datetime) -> ListSignature:
    return ListSignature.objects.create(
        list=frozen,
        organisation_id=frozen.organisation_id,
        signing_id=where,
        position=position,
        signer=by,
        role=queries.role_of(by, where),
        hash=frozen.hash,
        signed_at=at,
    )


def _record(type: str, frozen: FrozenList, where: UUID, by: User, at: datetime, **data: Any) -> None:
    audit.record(
        type=type,
        target=frozen,
        organisation=where,
        by=by,
        at=at,
        beside=queries.sharing(frozen.campaign),
        number=frozen.number,
        hash=frozen.hash,
        entries=frozen.entries_count,
        **data,
    )
