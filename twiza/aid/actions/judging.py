"""Judging every household of a pool, and keeping what each rule answered."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.models import Campaign, Judging
from twiza.aid.rules import criteria_sql, facts
from twiza.aid.rules.criteria import facts_asked
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


@transaction.atomic
def judge_pool(*, campaign: Campaign, pool: UUID, by: User, at: datetime) -> Judging:
    """Judge every household brought into the campaign and not taken back, in one statement; keep each answer.

    Part of freezing a pool: the caller holds the campaign's names still (`one_at_a_time`) and names the `pool`. Once
    kept a judgement is never changed; another pool is judged anew. The figures are in what is returned.

    Raises:
        OutOfOrder: no criteria, nobody nominated, or this pool was judged before.
    """
    check(by, Permission.LIST_FREEZE, campaign)
    if not campaign.criteria:
        raise OutOfOrder(_("Criteria come before names: freeze the criteria of this campaign first."))
    if Judging.objects.filter(pool=pool).exists():
        raise OutOfOrder(_("This pool was judged already."))
    counted = queries.criteria_counts(campaign, campaign.criteria)
    if not counted.households:
        raise OutOfOrder(_("Nobody has been nominated yet."))
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
