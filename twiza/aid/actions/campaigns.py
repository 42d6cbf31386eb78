"""Planning a campaign: its month, partners and points; opening and closing it."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import BadPlan as BadPlan
from twiza.aid.actions.faults import DaysAreSet as DaysAreSet
from twiza.aid.actions.faults import OutOfOrder as OutOfOrder
from twiza.aid.actions.faults import out_of_order
from twiza.aid.actions.lines import record
from twiza.aid.actions.opening import check_extension, check_may_open
from twiza.aid.actions.proposals import settle_proposal
from twiza.aid.actions.slots import copy_slots
from twiza.aid.models import (
    AnnouncedMonth,
    Campaign,
    CampaignPartner,
    DistributionPoint,
    PartnerProposal,
)
from twiza.aid.rules import hijri, kinds, marks, states
from twiza.aid.rules.states import CampaignState
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

if TYPE_CHECKING:
    from twiza.network.models import Organisation


def one_at_a_time(campaign: UUID) -> None:
    """Whoever brings names, takes one back or freezes them does it one after the other, until each has ended.

    A partner cannot lock the campaign as a row, so it is a lock by its id. Call it before reading its state.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"aid.names:{campaign}"])


@transaction.atomic
def announce_month(
    *, year: int, month: int, begins_on: date, aware: bool = False, by: User, at: datetime
) -> AnnouncedMonth:
    """Enter, or correct, the announced first day of a Hijri month. What it was before is kept.

    A correction moves no campaign. `aware`: the person was shown which ones have days already.

    Raises:
        NoSuchMonth: it cannot begin on that day.
        DaysAreSet: campaigns have days already, and the person does not know it yet.
    """
    check(by, Permission.MONTH_ANNOUNCE)
    known = queries.announced_months()
    before = known.pop((year, month), None)
    hijri.check_announcement(year, month, begins_on, known)
    touched = queries.dated_in_month(year, month) if before not in (None, begins_on) else []
    if touched and not aware:
        raise DaysAreSet(_("Campaigns of this month have their days already. Look at them, then confirm."))
    announced, _made = AnnouncedMonth.objects.update_or_create(
        year=year, month=month, defaults={"begins_on": begins_on, "entered_by": by, "entered_at": at}
    )
    audit.record(
        type="aid.month_announced",
        target=announced,
        organisation=None,
        by=by,
        at=at,
        year=year,
        month=month,
        begins_on=begins_on,
        before=before,
        touched=[campaign.pk for campaign in touched],
    )
    return announced


@transaction.atomic
def plan_campaign(
    *,
    organisation: "Organisation",
    title: str,
    hijri_year: int,
    hijri_month: int,
    baskets: int,
    reserve: int,
    zones: Sequence[str],
    aid_kind: str = kinds.AidKind.BASKET,
    legal_basis: str = "",
    purposes: Sequence[str] | None = None,
    cycle: str = "",
    by: User,
    at: datetime,
) -> Campaign:
    """Begin a campaign, in draft. `zones` are the neighbourhoods it covers, in the words people use.

    Args:
        legal_basis: the text or decision that lets cash be given; needed before criteria are frozen.
        purposes: what it is for; what this kind of aid is usually for when not said.
        cycle: the name of its season; empty when its Hijri month is its cycle.

    Raises:
        BadPlan: no basket, no zone, the same zone twice.
    """
    check(by, Permission.CAMPAIGN_PLAN, organisation)
    named = [zone.strip() for zone in zones if zone.strip()]
    if baskets < 1:
        raise BadPlan(_("A campaign gives at least one."))
    if not named or len(set(named)) != len(named):
        raise BadPlan(_("Name each zone once, and at least one."))
    hijri.month_start(hijri_year, hijri_month, {})
    campaign = Campaign.objects.create(
        organisation_id=organisation.pk,
        title=title.strip(),
        hijri_year=hijri_year,
        hijri_month=hijri_month,
        baskets=baskets,
        reserve=reserve,
        zones=named,
        aid_kind=kinds.AidKind(aid_kind).value,
        legal_basis=legal_basis.strip(),
        purposes=list(kinds.usual_purposes(aid_kind) if purposes is None else purposes),
        cycle=cycle.strip(),
        created_at=at,
        created_by=by,
    )
    record("aid.campaign_planned", campaign, by, at, baskets=baskets, reserve=reserve)
    return campaign


@transaction.atomic
def plan_more_baskets(*, campaign: Campaign, baskets: int, by: User, at: datetime) -> Campaign:
    """Say how many baskets there are in all, once more were given. The figure only grows: lists stand on it.

    Raises:
        BadPlan: fewer than before. OutOfOrder: the campaign is over.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if states.has_reached(campaign.state, CampaignState.RECONCILED):
        raise OutOfOrder(_("This campaign is over: it takes no more households."))
    if baskets <= campaign.baskets:
        raise BadPlan(_("%(planned)s are planned already. Write a larger figure."), planned=campaign.baskets)
    before, campaign.baskets = campaign.baskets, baskets
    campaign.save(update_fields=["baskets"])
    record("aid.baskets_added", campaign, by, at, baskets=baskets, before=before)
    return campaign


@transaction.atomic
def set_dates(*, campaign: Campaign, starts_on: date, ends_on: date, by: User, at: datetime) -> Campaign:
    """Set the days of a campaign, once its month was announced by a person.

    Raises:
        MonthNotAnnounced: the month's first day was not entered.
        BadPlan: the days end before they begin.
        OutOfOrder: the points are open, and these days are not an extension that is declared; or the campaign is over.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not campaign.cycle:  # a named season is dated by the civil calendar
        hijri.announced_start(campaign.hijri_year, campaign.hijri_month, queries.announced_months())
    if ends_on < starts_on:
        raise BadPlan(_("The last day comes before the first."))
    first = campaign.starts_on
    campaign.starts_on, campaign.ends_on, campaign.dated_by = starts_on, ends_on, by
    if states.has_reached(campaign.state, CampaignState.DISTRIBUTING):
        check_extension(campaign, first, at=at)
    campaign.save(update_fields=["starts_on", "ends_on", "dated_by"])
    copy_slots(campaign)
    record("aid.campaign_dated", campaign, by, at, starts_on=starts_on, ends_on=ends_on)
    return campaign


@transaction.atomic
def invite_partner(*, campaign: Campaign, partner: "Organisation", by: User, at: datetime) -> CampaignPartner:
    """Share a campaign with another organisation: it may bring households, keep a point, sign.

    Raises:
        BadPlan: it leads the campaign itself, or shares it already.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    if partner.pk == campaign.organisation_id:
        raise BadPlan(_("This organisation leads the campaign already."))
    if CampaignPartner.objects.filter(campaign=campaign, organisation_id=partner.pk).exists():
        raise BadPlan(_("This organisation shares the campaign already."))
    row = CampaignPartner.objects.create(
        campaign=campaign,
        coordinating_id=campaign.organisation_id,
        organisation_id=partner.pk,
        invited_by=by,
        invited_at=at,
    )
    settle_proposal(campaign, partner.pk, PartnerProposal.INVITED, by, at)
    record("aid.partner_invited", campaign, by, at, partner=partner.pk)
    return row


@transaction.atomic
def add_point(
    *,
    campaign: Campaign,
    name: str,
    zones: Sequence[str],
    colour: str,
    shape: str,
    capacity: int,
    opens_at: time,
    closes_at: time,
    host: "Organisation | None" = None,
    by: User,
    at: datetime,
) -> DistributionPoint:
    """Add a distribution point. `host` keeps it on the day: the coordinating organisation or a partner.

    Raises:
        BadPlan: a zone or host the campaign does not have, hours out of order, a mark already in use.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    keeper = host.pk if host else campaign.organisation_id
    if keeper not in queries.sharing(campaign):
        raise BadPlan(_("Only an organisation that shares the campaign may keep a point."))
    if not zones or not set(zones) <= set(campaign.zones):
        raise BadPlan(_("A point serves zones of the campaign, at least one."))
    if closes_at <= opens_at or capacity < 1:
        raise BadPlan(_("A point opens before it closes, and has room for somebody."))
    number = DistributionPoint.objects.filter(campaign=campaign).count() + 1
    try:
        with transaction.atomic():
            point = DistributionPoint.objects.create(
                campaign=campaign,
                organisation_id=campaign.organisation_id,
                host_id=keeper,
                code=f"P{number}",
                name=name.strip(),
                zones=list(zones),
                colour=marks.Colour(colour).value,
                shape=marks.Shape(shape).value,
                capacity=capacity,
                opens_at=opens_at,
                closes_at=closes_at,
            )
    except IntegrityError as error:
        raise BadPlan(_("Another point has this colour and shape. Choose another.")) from error
    record("aid.point_added", campaign, by, at, point=point.pk, code=point.code)
    return point


@transaction.atomic
def start_distribution(*, campaign: Campaign, by: User, at: datetime) -> Campaign:
    """Open the points. From now on baskets are handed over.

    Raises:
        OutOfOrder: the list is not signed, objections to it are open, or no card was made.
        NotDeclared, DeclaredLate, ElectionFreeze: see `opening.check_may_open`.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = _moved(campaign, CampaignState.DISTRIBUTING)
    if queries.objections_are_open(campaign):
        raise OutOfOrder(_("Objections are open: aid is handed out once they are closed."))
    if not queries.cards_made(campaign):
        raise OutOfOrder(_("Make the cards of the signed list first."))
    check_may_open(campaign, at=at)
    campaign.save(update_fields=["state"])
    record("aid.distribution_started", campaign, by, at)
    return campaign


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: User, at: datetime) -> Campaign:
    """Say that every day of every point is reconciled.

    Raises:
        OutOfOrder: a point handed out on a day that nobody closed, or an accepted objection was not carried out.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = _moved(campaign, CampaignState.RECONCILED)
    waiting = queries.remedies_waiting([campaign])
    if waiting:
        raise OutOfOrder(
            _("Objection %(ticket)s was accepted: add its household by an addendum first."),
            ticket=waiting[0].ticket,
        )
    open_days = queries.days_not_reconciled(campaign)
    if open_days:
        point, day = open_days[0]
        raise OutOfOrder(_("Close %(day)s at %(point)s first: it is not counted."), point=point.name, day=day)
    campaign.save(update_fields=["state"])
    record("aid.campaign_reconciled", campaign, by, at)
    return campaign


def _moved(campaign: Campaign, to: CampaignState) -> Campaign:
    """Return the campaign locked and with its new state, not yet saved."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not states.can_move(campaign.state, to):
        raise out_of_order(campaign.state)
    campaign.state = to
    return campaign
