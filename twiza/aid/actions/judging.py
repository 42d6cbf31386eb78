"""Judging every household of a pool, and keeping what each rule answered."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.models import Campaign, FlipReview, Judging
from twiza.aid.rules import criteria_sql, facts
from twiza.aid.rules.criteria import facts_asked
from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class TooManyFlips(DomainError):
    """So many households would be judged otherwise than last time that somebody has to look first."""

    code = "aid.too_many_flips"


@transaction.atomic
def review_flips(*, campaign: Campaign, reason_code: str, by: User, at: datetime) -> FlipReview:
    """Say that the flips as they are now were looked at, and why they are right. More of them stop the pool again.

    Raises:
        OutOfOrder: the reason is none of those offered.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    if reason_code not in FlipReview.REASONS:
        raise OutOfOrder(_("Say why so many are judged otherwise."))
    flips = queries.flips_of(campaign, at=at)
    review = FlipReview.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        compared=flips.compared,
        flipped=flips.flipped,
        reason_code=reason_code,
        reviewed_at=at,
        reviewed_by=by,
    )
    audit.record(
        type="aid.flips_reviewed",
        target=campaign,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        reason_code=reason_code,
        compared=flips.compared,
        flipped=flips.flipped,
    )
    return review


@transaction.atomic
def judge_pool(*, campaign: Campaign, pool: UUID, by: User, at: datetime) -> Judging:
    """Judge every household brought into the campaign and not taken back, in one statement; keep each answer.

    Part of freezing a pool: the caller holds the campaign's names still (`one_at_a_time`) and names the `pool`. Once
    kept a judgement is never changed; another pool is judged anew. The figures are in what is returned.

    Raises:
        OutOfOrder: no criteria, nobody nominated, or this pool was judged before.
        TooManyFlips: more households than the parameter allows are judged otherwise than last time, and nobody looked.
    """
    check(by, Permission.LIST_FREEZE, campaign)
    if not campaign.criteria:
        raise OutOfOrder(_("Criteria come before names: freeze the criteria of this campaign first."))
    if Judging.objects.filter(pool=pool).exists():
        raise OutOfOrder(_("This pool was judged already."))
    counted = queries.criteria_counts(campaign, campaign.criteria)
    if not counted.households:
        raise OutOfOrder(_("Nobody has been nominated yet."))
    _check_flips(campaign, at)
    judging = Judging.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        pool=pool,
        criteria=campaign.criteria,
        criteria_hash=campaign.criteria_hash,
        rules=len(counted.rules),
        households=counted.households,
        eligible=counted.eligible,
        figures={one.rule: [one.met, one.unknown] for one in counted.rules},
        judged_at=at,
        judged_by=by,
    )
    _keep_answers(judging)
    audit.record(
        type="aid.pool_judged",
        target=campaign,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        beside=queries.partners(campaign),
        pool=pool,
        hash=judging.criteria_hash,
        households=judging.households,
        eligible=judging.eligible,
    )
    return judging


def _check_flips(campaign: Campaign, at: datetime) -> None:
    flips = queries.flips_of(campaign, at=at)
    review = queries.flip_review_of(campaign)
    if flips.stops and (review is None or review.flipped < flips.flipped):
        raise TooManyFlips(
            _(
                "%(flipped)s of %(compared)s households that were brought last time too would be judged otherwise:"
                " more than %(most)s in a hundred. Look at “Compared with the last campaign” and say why first."
            ),
            flipped=flips.flipped,
            compared=flips.compared,
            most=flips.most.normalize(),
        )


def _keep_answers(judging: Judging) -> None:
    """Write the judgement of every household. The database compares their number with what was counted."""
    rules = judging.criteria
    answers = criteria_sql.answers_sql(
        rules, facts.KNOWN, "aid_nomination n WHERE n.campaign_id = %s AND n.withdrawn_at IS NULL"
    )
    points = criteria_sql.points_sql(rules)
    unasked = sorted(facts.ALWAYS - facts_asked(rules))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO aid_judgement (id, judging_id, pool, campaign_id, organisation_id, bringing_id,"
            " nomination_id, eligible, points, met, facts)"
            " SELECT uuidv7(), %s, %s, %s, a.organisation_id, a.bringing_id, a.id,"
            f" {criteria_sql.eligible_sql(rules)}, {points.text}, {criteria_sql.met_sql(rules)}, a.facts - %s::text[]"
            f" FROM ({answers.text}) a",
            [
                judging.pk,
                judging.pool,
                judging.campaign_id,
                *points.parameters,
                unasked,
                *answers.parameters,
                judging.campaign_id,
            ],
        )
