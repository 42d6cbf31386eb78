"""Freezing a list, signing it, adding to it by an addendum."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import one_at_a_time
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.models import Campaign, FrozenList, ListEntry, ListSignature, Nomination
from twiza.aid.permissions import check_in
from twiza.aid.rules import criteria, facts, lists, selection, states
from twiza.aid.rules.criteria import Judgement
from twiza.aid.rules.selection import RESERVE, SELECTED, Placed
from twiza.aid.rules.states import CampaignState
from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

OUTSIDE_CRITERIA = "outside_criteria"  # the only reason for which an addendum takes who is not eligible


class CannotSign(DomainError):
    """This person may not sign this list now."""

    code = "aid.cannot_sign"


class MoreThanBaskets(DomainError):
    """A list and its addenda never promise more baskets than are planned."""

    code = "aid.more_than_baskets"


@transaction.atomic
def freeze_list(*, campaign: Campaign, by: User, at: datetime) -> FrozenList:
    """Judge every nominated household, order them, write list 0 with its hash, sign it first.

    The caller has made sure that `by` signed in again just now. A second person signs after.

    Raises:
        OutOfOrder: not the time for it, nobody nominated, or a zone without a point.
    """
    check(by, Permission.LIST_FREEZE, campaign)
    one_at_a_time(campaign.pk)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.state != CampaignState.LIST_BUILDING:
        raise OutOfOrder(_("This list was frozen by somebody else a moment ago, or its time has not come."))
    pool = {row.code: row for row in Nomination.objects.filter(campaign=campaign, withdrawn_at__isnull=True)}
    if not pool:
        raise OutOfOrder(_("Nobody has been nominated yet."))
    judged = [
        (code, criteria.judge(campaign.criteria or {}, row.facts, facts.KNOWN)) for code, row in pool.items()
    ]
    placed = selection.place_all(judged, baskets=campaign.baskets, reserve=campaign.reserve)
    on_list = [one for one in placed if one.place in (SELECTED, RESERVE)]
    if not on_list:
        raise OutOfOrder(_("No nominated household meets the criteria."))
    frozen = _write(campaign, 0, lists.FIRST, on_list, pool, "", by, at)
    campaign.state = CampaignState.LIST_FROZEN
    campaign.save(update_fields=["state"])
    _sign(frozen, 1, campaign.organisation_id, by, at)
    _record("aid.list_frozen", frozen, campaign.organisation_id, by, at, pool=len(pool))
    return frozen


@transaction.atomic
def add_addendum(
    *, campaign: Campaign, nominations: Sequence[Nomination], reason_code: str, by: User, at: datetime
) -> FrozenList:
    """Add late households, or some of the reserve, as an addendum over the hash before it; sign it first.

    Raises:
        OutOfOrder: there is no signed list to add to, the campaign is over, one of them is selected already, or one
            does not meet a criterion that everyone must meet and the reason is another than OUTSIDE_CRITERIA.
        MoreThanBaskets: list and addenda together would select more households than baskets are planned.
    """
    check(by, Permission.LIST_FREEZE, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    before = FrozenList.objects.filter(campaign=campaign).order_by("-number").first()
    if before is None or not queries.is_signed(before):
        raise OutOfOrder(_("An addendum follows a list signed by two persons."))
    if not states.takes_addenda(campaign.state):
        raise OutOfOrder(_("This campaign is over: it takes no more households."))
    if not nominations or not reason_code:
        raise OutOfOrder(_("An addendum names households, and why."))
    pool = {one.code: one for one in nominations}
    if any(one.campaign_id != campaign.pk or one.withdrawn_at for one in nominations):
        raise OutOfOrder(_("One of these households was not nominated for this campaign, or was taken back."))
    if ListEntry.objects.filter(
        list__campaign=campaign, nomination__in=nominations, place=ListEntry.SELECTED
    ).exists():
        raise OutOfOrder(_("One of these households is selected already."))
    taken = queries.places_taken(campaign)
    if taken + len(pool) > campaign.baskets:
        raise MoreThanBaskets(
            _(
                "%(wanted)s households would be selected, and %(baskets)s baskets are planned: %(free)s are free."
                " Add fewer households, or plan more baskets first."
            ),
            wanted=taken + len(pool),
            baskets=campaign.baskets,
            free=max(0, campaign.baskets - taken),
        )
    placed = [
        Placed(code, rank, SELECTED, criteria.judge(campaign.criteria or {}, pool[code].facts, facts.KNOWN))
        for rank, code in enumerate(sorted(pool), start=1)
    ]
    outside = [one.code for one in placed if not one.judgement.eligible]
    if outside and reason_code != OUTSIDE_CRITERIA:
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
        hash=lists.list_hash(
            campaign=campaign.pk,
            number=number,
            previous=previous,
            entries=[queries.as_hashed(row) for row in rows],
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
