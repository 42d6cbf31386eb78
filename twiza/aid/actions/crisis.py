"""An urgent programme: prepared in calm times, opened in minutes, demobilised with its lessons."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import add_point, plan_campaign, set_dates
from twiza.aid.actions.contents import write_content
from twiza.aid.actions.criteria import freeze_criteria
from twiza.aid.actions.faults import BadPlan, OutOfOrder
from twiza.aid.actions.lines import record
from twiza.aid.actions.zones import place_zones
from twiza.aid.models import Campaign, CrisisProgramme, DistributionPoint, Lesson, ProgrammeTemplate
from twiza.aid.rules import crisis as rules
from twiza.aid.rules import hijri
from twiza.aid.rules.contents import Because
from twiza.aid.rules.kinds import usual_purposes
from twiza.aid.rules.purposes import AidPurpose
from twiza.aid.rules.states import CampaignState, has_reached
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

if TYPE_CHECKING:
    from twiza.network.models import Organisation, Place

FIRST_DAYS = 14  # an urgent programme is dated for two weeks; its days are moved as any campaign's


@transaction.atomic
def prepare_template(
    *,
    organisation: "Organisation",
    title: str,
    hazard: str,
    aid_kind: str,
    services: Sequence[str],
    roles: Sequence[str],
    contents: Sequence[Mapping[str, Any]],
    points: Sequence[Mapping[str, Any]],
    criteria: Mapping[str, Any],
    appeal: Sequence[str],
    by: User,
    at: datetime,
) -> ProgrammeTemplate:
    """Think an urgent programme through in calm times: everything that does not depend on where it happens.

    Args:
        contents, points: plain values, read by `rules.crisis.items_of` and `points_of`.
        appeal: the steps of the urgent appeal to the authority, in order.

    Raises:
        BadTemplate, BadContent, BadCriteria: a programme could not open from it.
    """
    check(by, Permission.CAMPAIGN_PLAN, organisation)
    if not title.strip():
        raise BadPlan(_("Give the template a name."))
    rules.check_template(kind=aid_kind, contents=contents, points=points, criteria_data=criteria)
    template = ProgrammeTemplate.objects.create(
        organisation_id=organisation.pk,
        title=title.strip(),
        hazard=rules.Hazard(hazard).value,
        aid_kind=aid_kind,
        services=list(services),
        roles=list(roles),
        contents=list(contents),
        points=list(points),
        criteria=dict(criteria),
        appeal=list(appeal),
        prepared_at=at,
        prepared_by=by,
    )
    audit.record(
        type="aid.template_prepared",
        target=template,
        organisation=organisation.pk,
        by=by,
        at=at,
        hazard=hazard,
    )
    return template


@transaction.atomic
def retire_template(*, template: ProgrammeTemplate, by: User, at: datetime) -> ProgrammeTemplate:
    """Say that no programme opens from a template any more.

    Raises:
        OutOfOrder: it was retired already.
    """
    check(by, Permission.CAMPAIGN_PLAN, template)
    template = ProgrammeTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if template.retired_at is not None:
        raise OutOfOrder(_("This template was retired already."))
    template.retired_at, template.retired_by = at, by
    template.save(update_fields=["retired_at", "retired_by"])
    audit.record(
        type="aid.template_retired", target=template, organisation=template.organisation_id, by=by, at=at
    )
    return template


@transaction.atomic
def open_crisis(
    *,
    template: ProgrammeTemplate,
    title: str,
    zones: "Mapping[str, Place | None]",
    households: int,
    level: int,
    lead: User,
    by: User,
    at: datetime,
) -> Campaign:
    """Open an urgent programme from a template: a campaign that takes names at once, by the states of any other.

    Args:
        zones: name of each douar or neighbourhood → its place, where it is known.
        households: how many are expected.
        lead: who leads it; plans campaigns in the same organisation.

    Raises:
        OutOfOrder: the template was retired. BadPlan: a lead who does not plan campaigns there, or no zone.
    """
    check(by, Permission.CAMPAIGN_PLAN, template)
    if template.retired_at is not None:
        raise OutOfOrder(_("This template was retired already."))
    if not lead.has_perm(Permission.CAMPAIGN_PLAN, template.organisation_id):
        raise BadPlan(_("Who leads plans campaigns in this organisation. Choose somebody else."))
    today = timezone.localdate(at)
    month = hijri.hijri_day(today, queries.announced_months())
    campaign = plan_campaign(
        organisation=template.organisation,
        title=title,
        hijri_year=month.year,
        hijri_month=month.month,
        baskets=households,
        reserve=0,
        zones=list(zones),
        aid_kind=template.aid_kind,
        purposes=usual_purposes(template.aid_kind) or (AidPurpose.SHELTER.value,),
        cycle=title,
        by=by,
        at=at,
    )
    known = {name: place for name, place in zones.items() if place is not None}
    if known:
        place_zones(campaign=campaign, places=known, by=by, at=at)
    write_content(
        campaign=campaign, items=rules.items_of(template.contents), because=Because.TEMPLATE, by=by, at=at
    )
    _open_points(campaign, template, by, at)
    campaign = set_dates(
        campaign=campaign, starts_on=today, ends_on=today + timedelta(days=FIRST_DAYS - 1), by=by, at=at
    )
    CrisisProgramme.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        template=template,
        hazard=template.hazard,
        level=level,
        lead=lead,
        opened_at=at,
        opened_by=by,
    )
    campaign = freeze_criteria(campaign=campaign, criteria=template.criteria, by=by, at=at)
    record("aid.crisis_opened", campaign, by, at, hazard=template.hazard, level=level)
    return campaign


def _open_points(campaign: Campaign, template: ProgrammeTemplate, by: User, at: datetime) -> None:
    points = rules.points_of(template.points)
    for number, zones in enumerate(rules.shared_out(campaign.zones, len(points))):
        point, (colour, shape) = points[number], rules.mark_of(number)
        add_point(
            campaign=campaign,
            name=point.name,
            zones=zones,
            colour=colour,
            shape=shape,
            capacity=point.capacity,
            opens_at=point.opens_at,
            closes_at=point.closes_at,
            by=by,
            at=at,
        )


@transaction.atomic
def add_zone(
    *,
    campaign: Campaign,
    name: str,
    point: DistributionPoint,
    place: "Place | None" = None,
    by: User,
    at: datetime,
) -> Campaign:
    """Add a douar that nobody knew of when an urgent programme opened; a point of it serves it.

    Raises:
        OutOfOrder: no urgent programme, or it is over.
        BadPlan: a zone it has, a point of another campaign, or, once the points are open, no place that is declared.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    check_open(campaign)
    name = name.strip()
    if not name or name in campaign.zones or point.campaign_id != campaign.pk:
        raise BadPlan(
            _("Write the name of a douar that is not there yet, and choose the point that serves it.")
        )
    if place is None and has_reached(campaign.state, CampaignState.DISTRIBUTING):
        raise BadPlan(_("The points are open: say where the douar lies, in a province that is declared."))
    campaign.zones = [*campaign.zones, name]
    campaign.save(update_fields=["zones"])
    point.zones = [*point.zones, name]
    point.save(update_fields=["zones"])
    record("aid.zone_added", campaign, by, at, point=point.pk)
    if place is not None:
        place_zones(campaign=campaign, places={name: place}, by=by, at=at)
    return campaign


@transaction.atomic
def demobilise_crisis(
    *,
    campaign: Campaign,
    left_over: str,
    debts: Decimal,
    to_follow_up: int,
    handed_to: str,
    by: User,
    at: datetime,
) -> CrisisProgramme:
    """End an urgent programme: what is left and where, debts, how many people need more than aid, who goes on.

    Raises:
        OutOfOrder: nobody wrote a lesson yet, or it is over. BadPlan: nothing said of what is left.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    programme = check_open(campaign)
    if not Lesson.objects.filter(campaign=campaign).exists():
        raise OutOfOrder(_("Write at least one lesson first: the next one begins with it."))
    if not left_over.strip():
        raise BadPlan(_("Write what is left and where it is; or that nothing is left."))
    programme.left_over, programme.handed_to = left_over.strip(), handed_to.strip()
    programme.debts, programme.to_follow_up = debts, to_follow_up
    programme.demobilised_at, programme.demobilised_by = at, by
    programme.save(
        update_fields=["left_over", "handed_to", "debts", "to_follow_up", "demobilised_at", "demobilised_by"]
    )
    record("aid.crisis_demobilised", campaign, by, at, to_follow_up=to_follow_up, debts=str(debts))
    return programme


def check_open(campaign: Campaign) -> CrisisProgramme:
    """Return the urgent programme of a campaign, held for this transaction.

    Raises:
        OutOfOrder: it is none, or it was demobilised.
    """
    programme = CrisisProgramme.objects.select_for_update(of=("self",)).filter(campaign=campaign).first()
    if programme is None or programme.demobilised_at is not None:
        raise OutOfOrder(_("This is no urgent programme, or it is over."))
    return programme
