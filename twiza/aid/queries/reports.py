"""What must be done before the report of a campaign is written."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from twiza.aid.models import Campaign, CheckedHousehold
from twiza.aid.queries.checks import check_of, gaps_of, served_codes
from twiza.aid.queries.figures import gap_words


def missing_for_report(campaign: Campaign) -> list[Any]:
    """Return what must be done before the report, in sentences: inquiries, then the check drawn and asked."""
    found: list[Any] = [
        _("Look first into %(gap)s at %(point)s on %(day)s: the gap is above what may stay unexplained.")
        % {"gap": gap_words(row.gap), "point": row.point.name, "day": row.day}
        for row, inquiry in gaps_of(campaign)
        if inquiry is None
    ]
    drawn = check_of(campaign)
    if served_codes(campaign) and (drawn is None or drawn.drawn_at is None):
        found.append(_("Draw first the households that are asked afterwards."))
    waiting = CheckedHousehold.objects.filter(campaign=campaign, done_at__isnull=True).count()
    if waiting:
        found.append(
            ngettext(
                "Ask first the household that the sample drew, or write why it cannot be asked: %(count)s waits.",
                "Ask first the households that the sample drew, or write why they cannot be asked: %(count)s wait.",
                waiting,
            )
            % {"count": waiting}
        )
    return found
