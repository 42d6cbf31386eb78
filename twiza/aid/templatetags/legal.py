"""What the law still wants of a campaign, at the head of its pages."""

from typing import Any

from django import template
from django.utils import timezone

from twiza.aid import queries

register = template.Library()


@register.inclusion_tag("aid/legal_banner.html")
def legal_banner(campaign: Any) -> dict[str, Any]:
    """Warn on a page of a campaign: sensitive data without the authority's number, an election period."""
    return {
        "campaign": campaign,
        "lack": queries.processing_lack(campaign),
        "kept_until": queries.kept_until(campaign, on=timezone.localdate()),
        "freeze": queries.election_freeze(on=timezone.localdate()),
    }
