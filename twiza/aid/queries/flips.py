"""How many households would be judged otherwise than in the campaign before: an indicator that plays yo-yo is stopped."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from twiza.aid.models import Campaign, FlipReview, Judging
from twiza.aid.rules import criteria_sql, facts
from twiza.platform.accounts import queries as accounts


@dataclass(frozen=True)
class Flips:
    """Households brought both times by the organisation that leads: compared, and judged otherwise."""

    before: Judging | None
    compared: int
    lost: int  # eligible last time, not now
    won: int  # eligible now, not last time
    most: Decimal  # in a hundred: above it somebody reviews

    @property
    def flipped(self) -> int:
        return self.lost + self.won

    @property
    def stops(self) -> bool:
        """Whether so many flip that somebody has to look first."""
        return self.flipped * 100 > self.most * self.compared


def flips_of(campaign: Campaign, *, at: datetime) -> Flips:
    """Compare the households of a campaign with the last judged pool of the same organisation.

    Which household stands behind a code only who brought it reads: so those of the organisation that leads are
    compared, and a partner's are not.
    """
    most = accounts.parameter_number("flip_review_share", on=timezone.localdate(at))
    before = (
        Judging.objects.filter(organisation=campaign.organisation_id)
        .exclude(campaign=campaign.pk)
        .select_related("campaign")
        .order_by("-judged_at")
        .first()
    )
    if before is None or not campaign.criteria:
        return Flips(before, 0, 0, 0, most)
    answers = criteria_sql.answers_sql(
        campaign.criteria, facts.KNOWN, "aid_nomination n WHERE n.campaign_id = %s AND n.withdrawn_at IS NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE was AND NOT now), count(*) FILTER (WHERE now AND NOT was) FROM ("
            f"SELECT {criteria_sql.eligible_sql(campaign.criteria)} AS now, j.eligible AS was FROM ({answers.text}) a"
            " JOIN aid_nominationhousehold h ON h.nomination_id = a.id"
            " JOIN aid_nominationhousehold p ON p.household = h.household AND p.organisation_id = h.organisation_id"
            " AND p.campaign_id = %s"
            " JOIN aid_judgement j ON j.nomination_id = p.nomination_id AND j.pool = %s) both_times",
            [*answers.parameters, campaign.pk, before.campaign_id, before.pool],
        )
        compared, lost, won = cursor.fetchone()
    return Flips(before, compared, lost, won, most)


def flip_review_of(campaign: Campaign) -> FlipReview | None:
    """Return the last review of a campaign's flips, or None."""
    return (
        FlipReview.objects.filter(campaign=campaign)
        .select_related("reviewed_by")
        .order_by("-reviewed_at", "-pk")
        .first()
    )
