"""What is written down while an urgent programme runs: needs, offers, pads, households by token, days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.crisis import check_open
from twiza.aid.actions.faults import BadPlan, OutOfOrder
from twiza.aid.actions.lines import record
from twiza.aid.actions.nominations import nominate_households
from twiza.aid.models import (
    Campaign,
    CrisisDay,
    CrisisOffer,
    DistributionPoint,
    LightHousehold,
    NeedReport,
    Nomination,
    NominationHousehold,
    TokenPad,
)
from twiza.aid.queries import crisis as crises
from twiza.aid.rules import crisis as rules
from twiza.aid.rules.facts import GivenHousehold
from twiza.lib.ids import new_id
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check

if TYPE_CHECKING:
    from twiza.network.models import Organisation

MOST_LEAVES = 200
MOST_PADS = 99


@dataclass(frozen=True)
class Convoy:
    """When an accepted offer comes, to which point, local wall time, with how many vehicles."""

    point: DistributionPoint
    on: date
    starts: time
    ends: time
    vehicles: int


@transaction.atomic
def report_need(
    *,
    campaign: Campaign,
    zone: str,
    item: str,
    needed: int | None = None,
    sure: str = "",
    arrived: int | None = None,
    road: str = "",
    said_as: str,
    by: User,
    at: datetime,
) -> NeedReport:
    """Write down what somebody says of a douar: needed and arrived in all as known now, the road. Never overwritten.

    Args:
        sure: how sure `needed` is: claimed, estimated or counted.
        said_as: who says so, by role.

    Raises:
        BadPlan: a douar it does not have, nothing said, or a figure without how sure it is.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    check_open(campaign)
    if zone not in campaign.zones:
        raise BadPlan(_("This programme has no such douar. Add it first."))
    if needed is None and arrived is None and not road:
        raise BadPlan(_("Write what is needed, what arrived, or how the road is."))
    if needed is not None and not sure:
        raise BadPlan(_("Say how sure the figure is: claimed, estimated or counted."))
    report = NeedReport.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        zone=zone,
        item=item.strip(),
        needed=needed,
        sure=rules.Sure(sure).value if needed is not None else "",
        arrived=arrived,
        road=rules.Road(road).value if road else "",
        said_as=said_as.strip(),
        noted_at=at,
        noted_by=by,
    )
    record("aid.need_reported", campaign, by, at, report=report.pk, sure=report.sure, road=report.road)
    return report


@transaction.atomic
def note_offer(
    *, campaign: Campaign, who: str, reach: str, item: str, quantity: int, by: User, at: datetime
) -> CrisisOffer:
    """Write down what somebody offers. Nothing moves before it is answered."""
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    check_open(campaign)
    if not who.strip() or not item.strip() or quantity < 1:
        raise BadPlan(_("Write who offers, what, and how much."))
    number = CrisisOffer.objects.filter(campaign=campaign).count() + 1
    offer = CrisisOffer.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        number=number,
        who=who.strip(),
        reach=reach.strip(),
        item=item.strip(),
        quantity=quantity,
        offered_at=at,
        noted_by=by,
    )
    record("aid.offer_noted", campaign, by, at, offer=offer.pk, number=number)
    return offer


@transaction.atomic
def accept_offer(*, offer: CrisisOffer, convoy: Convoy, by: User, at: datetime) -> CrisisOffer:
    """Accept an offer and give its convoy a slot at a point.

    Raises:
        OutOfOrder: it was answered. BadPlan: hours out of order, or the road to the point's douars is cut or unsafe.
    """
    campaign = _unanswered(offer, by)
    if convoy.point.campaign_id != campaign.pk or convoy.ends <= convoy.starts or convoy.vehicles < 1:
        raise BadPlan(
            _("A convoy comes to a point of this programme, with a vehicle, and leaves after it came.")
        )
    unsafe = {line.zone for line in crises.needs_board(campaign) if line.unsafe}
    if convoy.point.zones and set(convoy.point.zones) <= unsafe:
        raise BadPlan(_("The road to this point is unsafe or cut. Choose another point, or another day."))
    offer.answer = rules.Answer.ACCEPTED.value
    offer.point, offer.vehicles = convoy.point, convoy.vehicles
    offer.convoy_on, offer.convoy_from, offer.convoy_until = convoy.on, convoy.starts, convoy.ends
    return _answered(offer, campaign, by, at)


@transaction.atomic
def refuse_offer(*, offer: CrisisOffer, reason_code: str, by: User, at: datetime) -> CrisisOffer:
    """Refuse an offer politely: the reason is one of the list and is told to whoever offers.

    Raises:
        OutOfOrder: it was answered.
    """
    campaign = _unanswered(offer, by)
    offer.answer, offer.reason_code = rules.Answer.REFUSED.value, rules.Refusal(reason_code).value
    return _answered(offer, campaign, by, at)


def _unanswered(offer: CrisisOffer, by: User) -> Campaign:
    check(by, Permission.CAMPAIGN_PLAN, offer)
    campaign = Campaign.objects.get(pk=offer.campaign_id)
    check_open(campaign)
    fresh = CrisisOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if fresh.answer:
        raise OutOfOrder(_("This offer was answered already."))
    return campaign


def _answered(offer: CrisisOffer, campaign: Campaign, by: User, at: datetime) -> CrisisOffer:
    offer.answered_at, offer.answered_by = at, by
    offer.save(
        update_fields=[
            "answer", "reason_code", "point", "vehicles", "convoy_on", "convoy_from", "convoy_until",
            "answered_at", "answered_by",
        ]
    )  # fmt: skip
    record(
        "aid.offer_answered",
        campaign,
        by,
        at,
        offer=offer.pk,
        answer=offer.answer,
        reason_code=offer.reason_code,
    )
    return offer


@transaction.atomic
def print_pads(*, campaign: Campaign, pads: int, leaves: int, by: User, at: datetime) -> list[TokenPad]:
    """Number pads of tokens for days without network. What stands on the leaves is computed from their numbers.

    Raises:
        BadPlan: more than can be printed or numbered.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    check_open(campaign)
    there = TokenPad.objects.filter(campaign=campaign).count()
    if pads < 1 or there + pads > MOST_PADS or not 1 <= leaves <= MOST_LEAVES:
        raise BadPlan(
            _("A programme has %(pads)s pads of %(leaves)s leaves at most."),
            pads=MOST_PADS,
            leaves=MOST_LEAVES,
        )
    made = [
        TokenPad(
            campaign=campaign,
            organisation_id=campaign.organisation_id,
            number=number,
            leaves=leaves,
            printed_at=at,
            printed_by=by,
        )
        for number in range(there + 1, there + pads + 1)
    ]
    TokenPad.objects.bulk_create(made)
    record("aid.pads_printed", campaign, by, at, pads=pads, leaves=leaves)
    return made


@transaction.atomic
def register_light(
    *,
    campaign: Campaign,
    bringing: "Organisation",
    zone: str,
    size: int,
    needs: Sequence[str] = (),
    token: str = "",
    met_on: date,
    by: User,
    at: datetime,
) -> LightHousehold:
    """Register a household by a token, its size and what to prepare, and bring it into the programme. No name.

    Args:
        token: as typed from a leaf of a pad; empty: its list code is its token.
        met_on: the day it was met; of a pad, that may be days before.

    Raises:
        BadToken: a misread token, or one that was used. OutOfOrder: it is over.
    """
    check_open_to_names(campaign)
    read = rules.read_token(token, crises.pads_of(campaign)) if token.strip() else ""
    if read and LightHousehold.objects.filter(campaign=campaign, token=read).exists():
        raise rules.BadToken(_("The token %(token)s was typed already."), token=read)
    household = uuid5(campaign.pk, read) if read else new_id()
    given = GivenHousehold(household, zone, size, {"needs": list(needs)})
    nominate_households(campaign=campaign, bringing=bringing, households=[given], by=by, at=at)
    nomination = _nomination_of(campaign, bringing, household)
    try:
        with transaction.atomic():
            row = LightHousehold.objects.create(
                campaign=campaign,
                organisation_id=campaign.organisation_id,
                bringing_id=bringing.pk,
                nomination=nomination,
                token=read or nomination.code,
                typed_later=bool(read),
                met_on=met_on,
                noted_at=at,
                noted_by=by,
            )
    except IntegrityError as error:  # somebody else's, whose row is not ours to see
        raise rules.BadToken(_("The token %(token)s was typed already."), token=read) from error
    return row


def check_open_to_names(campaign: Campaign) -> None:
    """Refuse when it is no urgent programme, or it is over. A partner reads the programme and does not hold it."""
    programme = crises.crisis_of(campaign)
    if programme is None or programme.demobilised_at is not None:
        raise OutOfOrder(_("This is no urgent programme, or it is over."))


def _nomination_of(campaign: Campaign, bringing: "Organisation", household: UUID) -> Nomination:
    link = NominationHousehold.objects.select_related("nomination").get(
        campaign=campaign, organisation_id=bringing.pk, household=household
    )
    return link.nomination


@transaction.atomic
def count_crisis_day(
    *,
    campaign: Campaign,
    day: date,
    households: int,
    persons: int,
    given: int,
    volunteers: int,
    protection_desks: int,
    by: User,
    at: datetime,
) -> CrisisDay:
    """Write down the figures of a day. Counted again, it is a line of its own and the last one holds.

    Raises:
        BadPlan: fewer persons than households.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    check_open(campaign)
    if persons < households:
        raise BadPlan(_("There are at least as many persons as households."))
    number = CrisisDay.objects.filter(campaign=campaign, day=day).count() + 1
    row = CrisisDay.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        day=day,
        number=number,
        households=households,
        persons=persons,
        given=given,
        volunteers=volunteers,
        protection_desks=protection_desks,
        noted_at=at,
        noted_by=by,
    )
    record("aid.crisis_day_counted", campaign, by, at, day=day, number=number, households=households)
    return row
