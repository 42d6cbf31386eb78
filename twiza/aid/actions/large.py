"""Freezing what is large: thousands are the work of a worker, seen while it runs; a small pool is frozen at once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.draws import check_drawn
from twiza.aid.actions.faults import out_of_order
from twiza.aid.actions.lists import freeze_list
from twiza.aid.actions.pools import check_criteria_signed, freeze_pool
from twiza.aid.actions.relations import check_relations
from twiza.aid.models import Campaign
from twiza.aid.rules.states import CampaignState
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.queue import actions as queue

AT_ONCE = 5_000  # households frozen within the request


@transaction.atomic
def request_pool(*, campaign: Campaign, by: User, at: datetime) -> UUID | None:
    """Freeze the pool now, or ask a worker when it is large: returns the id of the work, or None when it is done.

    Whoever asks has just signed in again; the worker signs first in their name, once.
    """
    check(by, Permission.LIST_FREEZE, campaign)
    count = queries.nominations_of(campaign).filter(withdrawn_at__isnull=True).count()
    if count <= AT_ONCE:
        freeze_pool(campaign=campaign, by=by, at=at)
        return None
    if campaign.state != CampaignState.LIST_BUILDING:
        raise out_of_order(campaign.state)
    check_relations(campaign)
    check_criteria_signed(campaign)
    return _ask("aid.freeze_pool", _("Freezing the pool of a campaign"), campaign, by, at, count)


@transaction.atomic
def request_list(*, campaign: Campaign, by: User, at: datetime) -> UUID | None:
    """Freeze the list now, or ask a worker when its pool is large: returns the id of the work, or None when it is done."""
    check(by, Permission.LIST_FREEZE, campaign)
    pool, _drawn = check_drawn(campaign)
    if pool.households <= AT_ONCE:
        freeze_list(campaign=campaign, by=by, at=at)
        return None
    on_list = sum(one.quota + one.reserve for one in queries.pool_zones(pool))
    return _ask("aid.freeze_list", _("Freezing the list of a campaign"), campaign, by, at, on_list)


def _ask(job: str, title: object, campaign: Campaign, by: User, at: datetime, total: int) -> UUID:
    work = queue.start_work(
        kind=job, title=title, by=by, organisation=campaign.organisation_id, at=at, total=total
    )
    queue.later(job, by=by, work_id=work.pk, campaign_id=campaign.pk)
    return UUID(str(work.pk))
