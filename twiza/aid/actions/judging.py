"""Judging every household of a pool, and keeping what each rule answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.models import Campaign, FlipReview, Judging
from twiza.aid.queries.judging import ASIDE, counted_aside
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
    """Judge every household brought into the campaign and not taken back; keep each answer.

    Part of freezing a pool: the caller holds the campaign's names still (`one_at_a_time`) and names the `pool`. Once
    kept a judgement is never changed; another pool is judged anew. The figures are in what is returned.

    Raises:
        OutOfOrder: no criteria, nobody nominated, or this pool was judged before.
        TooManyFlips: more households than the parameter allows are judged otherwise than last time, and nobody looked.
    """
    judging = open_judging(campaign=campaign, pool=pool, by=by, at=at)
    keep_answers(judging)
    return judging


@transaction.atomic
def open_judging(*, campaign: Campaign, pool: UUID, by: User, at: datetime) -> Judging:
    """Judge as `judge_pool` does, and put the answers aside until `keep_answers`: what they say is read meanwhile.

    A judging whose answers are not kept by the end of the transaction counts for nothing: no pool can be made of it.
    """
    check(by, Permission.LIST_FREEZE, campaign)
    if not campaign.criteria:
        raise OutOfOrder(_("Criteria come before names: freeze the criteria of this campaign first."))
    if Judging.objects.filter(pool=pool).exists():
        raise OutOfOrder(_("This pool was judged already."))
    _put_aside(campaign, campaign.criteria)
    counted = counted_aside(campaign.criteria)
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


def keep_answers(judging: Judging) -> None:
    """Write the judgement of every household put aside. The database compares their number with what was counted."""
    unasked = sorted(facts.ALWAYS - facts_asked(judging.criteria))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO aid_judgement (judging_id, pool, campaign_id, organisation_id, bringing_id,"
            " nomination_id, eligible, points, met, facts)"
            " SELECT %s, %s, %s, organisation, bringing, nomination, eligible, points, met,"
            f" facts - %s::text[] FROM {ASIDE}",
            [judging.pk, judging.pool, judging.campaign_id, unasked],
        )


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


def _put_aside(campaign: Campaign, rules: Mapping[str, Any]) -> None:
    """Read every household and what each rule answers for it, once, into a table that ends with the transaction."""
    answers = criteria_sql.answers_sql(
        rules,
        facts.KNOWN,
        "aid_nomination n WHERE n.campaign_id = %s AND n.withdrawn_at IS NULL",
        also=("code", "size"),
    )
    points = criteria_sql.points_sql(rules)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {ASIDE}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {ASIDE} ON COMMIT DROP AS"
            " SELECT a.id AS nomination, a.organisation_id AS organisation, a.bringing_id AS bringing, a.code, a.zone,"
            f" a.size, a.facts, {criteria_sql.eligible_sql(rules)} AS eligible, {points.text} AS points,"
            f" {criteria_sql.met_sql(rules)} AS met FROM ({answers.text}) a",
            [*points.parameters, *answers.parameters, campaign.pk],
        )
