"""The line in the log of whatever is done to a campaign: in the chain of each organisation that shares it."""

from datetime import datetime
from typing import Any

from twiza.aid import queries
from twiza.aid.models import Campaign
from twiza.platform.accounts.models import User
from twiza.platform.audit import actions as audit


def record(type: str, campaign: Campaign, by: User, at: datetime, **data: Any) -> None:
    """Write one line about the campaign."""
    audit.record(
        type=type,
        target=campaign,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        beside=queries.partners(campaign),
        **data,
    )
