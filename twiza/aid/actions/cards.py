"""Entitlements of a signed list, and the cards that carry them."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.models import Campaign, Card, DistributionPoint, Entitlement, ListEntry, PointSlot, SlotPlace
from twiza.aid.rules import cards as signed
from twiza.aid.rules import door_codes, facts, packs, slots, states
from twiza.aid.rules.states import EntitlementState
from twiza.lib.keyring import Keyring
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.queue import actions as queue


@dataclass(frozen=True)
class IssuedCard:
    """A card at the moment it is made: the only moment when its codes are known."""

    point: DistributionPoint
    list_code: str  # whom to give it to; never printed on the card
    bringing: UUID
    collect_on: date
    collect_from: str
    collect_until: str
    code: str  # door code
    square: str  # text of the square code


@transaction.atomic
def issue_cards(
    *, campaign: Campaign, by: User, at: datetime, done: Callable[[int], None] = lambda count: None
) -> list[IssuedCard]:
    """Give every selected household of the signed lists its entitlement and card, where it has none yet.

    The codes are returned to be printed and are not kept: only keyed hashes are. Ordered by the organisation
    that gives them out, then point, day and hour; `done(n)` is told how many are made.

    Raises:
        OutOfOrder: no signed list, no dates, too few places in the slots, or every card is made already.
    """
    check(by, Permission.CARDS_ISSUE, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not states.takes_addenda(campaign.state):
        raise OutOfOrder(_("Cards follow a list signed by two persons."))
    if queries.objections_are_open(campaign):
        raise OutOfOrder(_("Objections are open: cards are made once they are closed."))
    if campaign.starts_on is None or campaign.ends_on is None:
        raise OutOfOrder(_("Set the days of the campaign first: they are printed on the cards."))
    entries = queries.entries_without_card(campaign)
    if not entries:
        raise OutOfOrder(_("Every household of a signed list has its card."))
    rights = _entitle(campaign, entries, at)
    rights.sort(key=lambda right: right.bringing_id)
    issued = make_cards(rights, campaign.ends_on, by, at, done)
    audit.record(
        type="aid.cards_issued",
        target=campaign,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        beside=queries.partners(campaign),
        count=len(issued),
    )
    return issued


@transaction.atomic
def request_cards(*, campaign: Campaign, sheet: bool, by: User, at: datetime) -> UUID:
    """Ask a worker for the cards of a campaign and return the id of the work, where its progress is seen.

    `sheet`: ten on A4 with cut marks; else one a page, for a card printer.
    """
    check(by, Permission.CARDS_ISSUE, campaign)
    waiting = len(queries.entries_without_card(campaign))
    if not waiting:
        raise OutOfOrder(_("Every household of a signed list has its card."))
    work = queue.start_work(
        kind="aid.make_cards",
        title=_("Cards of a campaign"),
        by=by,
        organisation=campaign.organisation_id,
        at=at,
        total=2 * waiting,
    )
    queue.later("aid.make_cards", by=by, work_id=work.pk, campaign_id=campaign.pk, sheet=sheet)
    return UUID(str(work.pk))


def _entitle(campaign: Campaign, entries: Sequence[ListEntry], at: datetime) -> list[Entitlement]:
    """Write an entitlement for each entry, with its day and hours at its point, the first of the list first.

    Where a point has slots, its day and hours are a slot's, and the place in it is written: none is overfilled.
    """
    by_point: dict[UUID, list[ListEntry]] = defaultdict(list)
    points = {point.pk: point for point in queries.points_of(campaign)}
    for entry in entries:
        assert entry.point_id is not None  # a list is not frozen before every zone has a point
        by_point[entry.point_id].append(entry)
    rights, places = [], []
    for key, of_point in sorted(by_point.items(), key=lambda item: points[item[0]].code):
        for entry, slot, kept in zip(of_point, *_hours_of(campaign, points[key], of_point), strict=True):
            right = _right(campaign, points[key], entry, slot, at)
            rights.append(right)
            if kept is not None:
                places.append(
                    SlotPlace(
                        slot=kept,
                        campaign=campaign,
                        organisation_id=campaign.organisation_id,
                        entitlement=right,
                    )
                )
    Entitlement.objects.bulk_create(rights, batch_size=2000)
    SlotPlace.objects.bulk_create(places, batch_size=2000)
    return rights


def _hours_of(
    campaign: Campaign, point: DistributionPoint, entries: Sequence[ListEntry]
) -> tuple[list[slots.Slot], list[PointSlot | None]]:
    """Return for each entry its day and hours, and the slot they are of where the point has slots.

    Raises:
        OutOfOrder: the slots hold fewer households than wait for a card.
    """
    assert campaign.starts_on is not None and campaign.ends_on is not None
    open_slots = list(PointSlot.objects.select_for_update().filter(point=point).order_by("on", "starts"))
    if not open_slots:
        days = queries.hours_by_day(campaign, point)
        if not days:
            raise OutOfOrder(
                _(
                    "The calendar leaves %(point)s no day and hour of this campaign. Move its days or its hours."
                ),
                point=point.name,
            )
        return slots.slots_for(len(entries), days=days, capacity=point.capacity), [None] * len(entries)
    left = [slots.OpenSlot(one.on, one.starts, one.ends, one.capacity - one.taken) for one in open_slots]
    try:
        placed = slots.filled(left, [facts.comes_first(entry.facts) for entry in entries])
    except slots.NoRoom as error:
        raise OutOfOrder(
            _(
                "The slots of %(point)s hold %(room)s more households, and %(waiting)s wait for a card. Open more."
            ),
            point=point.name,
            room=sum(one.room for one in left),
            waiting=len(entries),
        ) from error
    chosen = [open_slots[place] for place in placed]
    return [slots.Slot(one.on, one.starts, one.ends) for one in chosen], list(chosen)


def _right(
    campaign: Campaign, point: DistributionPoint, entry: ListEntry, slot: slots.Slot, at: datetime
) -> Entitlement:
    return Entitlement(
        campaign=campaign,
        entry=entry,
        nomination_id=entry.nomination_id,
        organisation_id=campaign.organisation_id,
        bringing_id=entry.bringing_id,
        host_id=point.host_id,
        point=point,
        code=entry.code,
        size=entry.size,
        needs=list(facts.special_needs(entry.facts)),
        state=EntitlementState.TOKEN_ISSUED,
        collect_on=slot.on,
        collect_from=slot.starts,
        collect_until=slot.ends,
        created_at=at,
    )


def make_cards(
    rights: Sequence[Entitlement],
    valid_until: date | None,
    by: User,
    at: datetime,
    done: Callable[[int], None],
) -> list[IssuedCard]:
    """Write a card for each right and return them with their codes, which are kept nowhere."""
    assert valid_until is not None
    keyring = Keyring(settings.TWIZA_KEYS)
    number, key = keyring.signing_key("cards")
    secret = keyring.secret("blind_index")
    pack_keys = {one: packs.pack_key(secret, one) for one in {right.campaign_id for right in rights}}
    rows, issued = [], []
    for count, right in enumerate(rights, start=1):
        code, token = door_codes.new_door_code(), secrets.token_bytes(signed.RANDOM_BYTES)
        rows.append(
            Card(
                entitlement=right,
                organisation_id=right.organisation_id,
                host_id=right.host_id,
                door_hash=signed.keyed("door", code.encode(), secret),
                token_hash=signed.keyed("token", token, secret),
                pack_door=packs.hash16("door", code.encode(), pack_keys[right.campaign_id]),
                pack_token=packs.hash16("token", token, pack_keys[right.campaign_id]),
                valid_until=valid_until,
                key=number,
                issued_at=at,
                issued_by=by,
            )
        )
        assert right.collect_on and right.collect_from and right.collect_until
        issued.append(
            IssuedCard(
                point=right.point,
                list_code=right.code,
                bringing=right.bringing_id,
                collect_on=right.collect_on,
                collect_from=f"{right.collect_from:%H:%M}",
                collect_until=f"{right.collect_until:%H:%M}",
                code=code,
                square=signed.sign_card(signed.SignedCard(token, valid_until, 0, number), key),
            )
        )
        if count % 500 == 0:
            done(count)
    Card.objects.bulk_create(rows, batch_size=2000)
    return issued
