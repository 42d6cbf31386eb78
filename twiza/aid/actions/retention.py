"""Some months after its report a campaign forgets its families: what is left are codes, figures, hashes, signatures."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from twiza.aid import queries
from twiza.aid.models import Campaign
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files


def end_old_campaigns(*, at: datetime) -> int:
    """Erase the people of every campaign whose time of keeping is over. Needs the purpose UPKEEP. Returns how many.

    The lists are computed one last time before their facts go: the line of the log says whether they were whole.
    """
    due = queries.campaigns_to_end(at=at)
    for campaign in due:
        _end(campaign, at)
    return len(due)


@transaction.atomic
def _end(campaign: Campaign, at: datetime) -> None:
    with acting_as(None, purpose=Purpose.RESTORE, erasing_in=(campaign.organisation_id,)):
        whole = queries.first_broken_list(campaign) is None
    found = _erase(campaign.pk)
    with acting_as(None, purpose=Purpose.SETUP):  # nobody's act, yet a line of those organisations
        audit.record(
            type="aid.people_erased",
            target=campaign,
            organisation=campaign.organisation_id,
            by=None,
            at=at,
            reason_code="retention_over",
            beside=[UUID(one) for one in found["organisations"]],
            codes=found["codes"],
            lists_whole=whole,
        )
    files.remember_erasure(kind="aid.campaign", id=campaign.pk, organisation=campaign.organisation_id, at=at)


def erase_people_again(*, id: UUID, at: datetime) -> bool:
    """Erase the people of a campaign that a restored backup brought back. Returns whether they were there."""
    there = queries.campaign_names_people(id)
    if there:
        _erase(id)
    return there


def _erase(campaign: UUID) -> dict[str, Any]:
    """Call the one function that may: it proves purpose and date itself. Returns codes cut and organisations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT aid_erase_people(%s)::text", [campaign])
        return dict(json.loads(cursor.fetchone()[0]))
