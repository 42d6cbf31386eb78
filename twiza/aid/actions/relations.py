"""Saying what binds one to a household one brought, and signing what another said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import one_at_a_time
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.models import Campaign, NominationRelation
from twiza.aid.queries.relations import gone_nominators, missing_relations
from twiza.aid.rules.relations import Relation
from twiza.aid.rules.states import CampaignState
from twiza.lib.errors import DomainError
from twiza.lib.text import isolated
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import actions as audit


class RelationsMissing(DomainError):
    """A line of the pool says nothing of who brought it, or nobody else signed what it says."""

    code = "aid.relations_missing"


_SAY = """
INSERT INTO aid_nominationrelation
    (id, nomination_id, campaign_id, organisation_id, bringing_id, nominator_id, relation, declared_at)
SELECT uuidv7(), n.id, n.campaign_id, n.organisation_id, n.bringing_id, %(by)s, u.relation, %(at)s
FROM aid_nomination n JOIN unnest(%(codes)s::text[], %(relations)s::text[]) u (code, relation) ON u.code = n.code
WHERE n.campaign_id = %(campaign)s AND n.withdrawn_at IS NULL
  AND (n.created_by_id = %(by)s OR (n.bringing_id = ANY (%(mine)s) AND n.created_by_id = ANY (%(gone)s)))
ON CONFLICT (nomination_id) DO UPDATE SET relation = EXCLUDED.relation, declared_at = EXCLUDED.declared_at
    WHERE aid_nominationrelation.signed_at IS NULL AND aid_nominationrelation.nominator_id = EXCLUDED.nominator_id
"""
_REST = """
INSERT INTO aid_nominationrelation
    (id, nomination_id, campaign_id, organisation_id, bringing_id, nominator_id, relation, declared_at)
SELECT uuidv7(), n.id, n.campaign_id, n.organisation_id, n.bringing_id, %(by)s, %(rest)s, %(at)s
FROM aid_nomination n
WHERE n.campaign_id = %(campaign)s AND n.withdrawn_at IS NULL
  AND (n.created_by_id = %(by)s OR (n.bringing_id = ANY (%(mine)s) AND n.created_by_id = ANY (%(gone)s)))
ON CONFLICT (nomination_id) DO NOTHING
"""


@transaction.atomic
def declare_relations(
    *, campaign: Campaign, relations: Mapping[str, str], rest: str = "", by: User, at: datetime
) -> int:
    """Say, line by line, what binds this person to households they brought: list code → relation.

    `rest`: the relation to all others of theirs of which nothing was said yet. Returns how many lines were said.
    Of who brought households and left the organisation, whoever brings households of it says the lines instead.

    Raises:
        OutOfOrder: the pool is frozen, or none of these households was brought by this person.
    """
    campaign = _open(campaign, by)
    said = {code: Relation(one).value for code, one in relations.items()}
    mine = [one.pk for one in queries.own_organisations(by, campaign, Permission.HOUSEHOLD_NOMINATE)]
    values: dict[str, Any] = {
        "campaign": campaign.pk,
        "by": by.pk,
        "at": at,
        "mine": mine,
        "gone": gone_nominators(campaign, mine),
        "codes": list(said),
        "relations": list(said.values()),
        "rest": Relation(rest).value if rest else "",
    }
    with connection.cursor() as cursor:
        cursor.execute(_SAY, values)
        count = cursor.rowcount
        if rest:
            cursor.execute(_REST, values)
            count += cursor.rowcount
    if not count:
        raise OutOfOrder(_("You brought none of these households, or their lines are signed already."))
    _record("aid.relations_declared", campaign, by, at, count=count)
    return int(count)


@transaction.atomic
def sign_relations(*, campaign: Campaign, nominator: UUID, by: User, at: datetime) -> int:
    """Sign the lines that another person said: of their own organisation's households. Returns how many.

    Raises:
        OutOfOrder: the pool is frozen, they are one's own, or there is nothing to sign.
    """
    campaign = _open(campaign, by)
    if nominator == by.pk:
        raise OutOfOrder(_("Another person signs what you said of the households you brought."))
    mine = [
        one.pk
        for one in queries.organisations_of(campaign)
        if by.has_perm(Permission.HOUSEHOLD_NOMINATE, one.pk) or by.has_perm(Permission.LIST_SIGN, one.pk)
    ]
    count = NominationRelation.objects.filter(
        campaign=campaign, nominator=nominator, bringing__in=mine, signed_at__isnull=True
    ).update(signed_by=by, signed_at=at)
    if not count:
        raise OutOfOrder(_("None of these lines waits for your signature."))
    _record("aid.relations_signed", campaign, by, at, count=count, nominator=nominator)
    return count


def check_relations(campaign: Campaign) -> None:
    """Refuse a pool of which a line is not said, or not signed by another. "None" is a word too. Raises RelationsMissing."""
    missing = missing_relations(campaign)
    if missing:
        raise RelationsMissing(
            _(
                "The pool waits for what binds whoever brought a family to it. Lines without a word: %(silent)s; lines that"
                " nobody else signed: %(unsigned)s. Where: %(where)s. Say and sign them on the page “Who brought whom”:"
                " “None” is said too, for all at once."
            ),
            silent=sum(one.silent for one in missing),
            unsigned=sum(one.unsigned for one in missing),
            where=" · ".join(f"{isolated(one.bringing)} {one.silent + one.unsigned}" for one in missing),
        )


def _open(campaign: Campaign, by: User) -> Campaign:
    one_at_a_time(campaign.pk)
    campaign = queries.campaign_for(by, campaign.pk)
    if campaign.state != CampaignState.LIST_BUILDING:
        raise OutOfOrder(
            _("Relations are said and signed while households are brought in, before the pool is frozen.")
        )
    return campaign


def _record(type: str, campaign: Campaign, by: User, at: datetime, **data: Any) -> None:
    own = [
        one.pk for one in queries.organisations_of(campaign) if by.has_perm(Permission.CAMPAIGN_READ, one.pk)
    ]
    audit.record(
        type=type,
        target=campaign,
        organisation=own[0] if own else campaign.organisation_id,
        by=by,
        at=at,
        beside=queries.sharing(campaign),
        **data,
    )
