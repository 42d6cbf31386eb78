"""The report of a campaign, its figures for everybody, and its end."""

import gzip
import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import OutOfOrder
from twiza.aid.actions.incidents import OwnWork
from twiza.aid.models import Campaign, CampaignReport, PublishedFigures, PublishedReplay
from twiza.aid.queries.leftovers import left_of, spent_by_restriction
from twiza.aid.queries.replay import is_large
from twiza.aid.rules import states
from twiza.aid.rules.states import CampaignState
from twiza.lib.canonical import canonical_bytes
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.queue import actions as queue


@transaction.atomic
def publish_figures(*, campaign: Campaign, by: User, at: datetime) -> PublishedFigures:
    """Put the figures of a campaign where anybody reads them: small ones, and what tells of them, taken out before.

    Raises:
        OutOfOrder: there is no list signed by two, or nothing has changed since the last publication.
    """
    check(by, Permission.FIGURES_PUBLISH, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not states.has_reached(campaign.state, CampaignState.LIST_FROZEN):
        raise OutOfOrder(_("There is nothing to publish before a list is frozen."))
    if not queries.list_is_signed(campaign):
        raise OutOfOrder(_("Figures are published once two persons have signed the list."))
    figures = queries.public_figures(campaign, on=timezone.localdate(at))
    last = next(iter(queries.publications_of(campaign)), None)
    if last is not None and last.figures == figures:
        raise OutOfOrder(_("These figures are published already: nothing has changed since."))
    row = PublishedFigures.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        key=_public_key(campaign),
        number=last.number + 1 if last else 1,
        figures=figures,
        digest=_digest(figures),
        at=at,
        by=by,
    )
    _record("aid.figures_published", campaign, by, at, number=row.number, hash=row.digest)
    if queries.may_publish(campaign) and not PublishedReplay.objects.filter(campaign=campaign).exists():
        if is_large(campaign):
            queue.later("aid.publish_replay", by=by, campaign_id=campaign.pk)
        else:
            publish_replay(campaign=campaign, by=by, at=at)
    return row


@transaction.atomic
def publish_replay(*, campaign: Campaign, by: User, at: datetime) -> PublishedReplay | None:
    """Put the public file of a selection beside its published figures, once: it does not change any more.

    Returns None when it is there already. Raises NothingToReplay: no list yet, or too few families.
    """
    check(by, Permission.FIGURES_PUBLISH, campaign)
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if PublishedReplay.objects.filter(campaign=campaign).exists():
        return None
    content = "".join(line + "\n" for line in queries.public_lines(campaign)).encode()
    row = PublishedReplay.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        key=_public_key(campaign),
        content=gzip.compress(content, compresslevel=6, mtime=0),
        digest=hashlib.sha256(content).hexdigest(),
        at=at,
        by=by,
    )
    _record("aid.replay_published", campaign, by, at, hash=row.digest)
    return row


def _public_key(campaign: Campaign) -> str:
    return hashlib.sha256(campaign.pk.bytes).hexdigest()[:16]


@transaction.atomic
def report_campaign(*, campaign: Campaign, by: User, at: datetime) -> CampaignReport:
    """Write the report of a campaign whose every day is counted: its figures, kept as they are today.

    Raises:
        OutOfOrder: a day is open, a gap has no inquiry, or the random check was not drawn.
    """
    check(by, Permission.FIGURES_PUBLISH, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not states.can_move(campaign.state, CampaignState.REPORTED):
        raise OutOfOrder(_("A campaign is reported once, after every day is counted."))
    missing = next(iter(queries.missing_for_report(campaign)), None)
    if missing:
        raise OutOfOrder(missing)
    figures = queries.public_figures(campaign, on=timezone.localdate(at))
    figures["money"] = queries.money_of(campaign)
    figures["spent"] = spent_by_restriction(campaign)
    figures["left"] = left_of(campaign) if figures["goods"] else []
    report = CampaignReport.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        figures=figures,
        digest=_digest(figures),
        due_on=queries.report_due_on(campaign),
        at=at,
        by=by,
    )
    campaign.state, campaign.reported_at = CampaignState.REPORTED, at
    campaign.save(update_fields=["state", "reported_at"])
    _record("aid.campaign_reported", campaign, by, at, hash=report.digest, due_on=report.due_on)
    return report


@transaction.atomic
def archive_campaign(*, campaign: Campaign, by: User, at: datetime) -> Campaign:
    """Put a reported campaign away: nothing of it changes any more.

    Raises:
        OwnWork: `by` worked at a point of it, so that they would not see its incidents.
        OutOfOrder: it is not reported, or an incident of it is open.
    """
    check(by, Permission.FIGURES_PUBLISH, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not states.can_move(campaign.state, CampaignState.ARCHIVED):
        raise OutOfOrder(_("A campaign is put away after its report."))
    if any(queries.worked_at(by.pk, point.pk) for point in queries.points_of(campaign)):
        raise OwnWork(
            _("You handed over or counted at a point of this campaign: another person puts it away.")
        )
    if queries.incidents_open([campaign]):
        raise OutOfOrder(_("An incident of this campaign is open: it is closed first."))
    campaign.state = CampaignState.ARCHIVED
    campaign.save(update_fields=["state"])
    _record("aid.campaign_archived", campaign, by, at)
    return campaign


def _digest(figures: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_bytes([("figures", figures)])).hexdigest()


def _record(type: str, campaign: Campaign, by: User, at: datetime, **data: Any) -> None:
    audit.record(
        type=type,
        target=campaign,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        beside=queries.partners(campaign),
        **data,
    )
