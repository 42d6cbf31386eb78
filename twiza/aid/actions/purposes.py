"""Asking about families that two campaigns of one purpose would help in one cycle; and the answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import BadPlan, OutOfOrder
from twiza.aid.actions.lines import record
from twiza.aid.models import Campaign, PurposeQuestion
from twiza.aid.rules.purposes import AidPurpose, PurposeAnswer
from twiza.aid.rules.states import CampaignState
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

if TYPE_CHECKING:
    from twiza.network.models import Organisation


@transaction.atomic
def state_purposes(
    *, campaign: Campaign, purposes: Sequence[str], cycle: str, by: User, at: datetime
) -> Campaign:
    """Say what a campaign is for and in which season, while it is a draft.

    Raises:
        BadPlan: no purpose, or one that is not in the list. OutOfOrder: its criteria are frozen.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.state != CampaignState.DRAFT:
        raise OutOfOrder(_("The criteria of this campaign are frozen already."))
    if not purposes or not set(purposes) <= {one.value for one in AidPurpose}:
        raise BadPlan(_("Say what the campaign is for: one purpose of the list at least."))
    campaign.purposes = [one.value for one in AidPurpose if one.value in purposes]
    campaign.cycle = cycle.strip()
    campaign.save(update_fields=["purposes", "cycle"])
    record("aid.purposes_stated", campaign, by, at, purposes=campaign.purposes)
    return campaign


@transaction.atomic
def ask_purposes(
    *,
    campaign: Campaign,
    bringing: "Organisation | UUID",
    nominations: Sequence[UUID] | None = None,
    by: User,
    at: datetime,
) -> int:
    """Ask an organisation about its families of this campaign that are selected or served in another of one purpose.

    It is found by its own link between a code and its own register, merged files included: no name is read and no
    row of another organisation. Each pair of codes is asked about once, ever. Returns how many are new.

    Args:
        nominations: only these; all that the organisation brought when None.
    """
    side = bringing if isinstance(bringing, UUID) else bringing.pk
    check(by, Permission.HOUSEHOLD_NOMINATE, side)
    found = queries.purpose_meetings(campaign, side, nominations)
    if not found:
        return 0
    made = PurposeQuestion.objects.bulk_create(
        [
            PurposeQuestion(
                campaign=campaign,
                organisation_id=campaign.organisation_id,
                bringing_id=side,
                nomination_id=one.nomination,
                other_campaign_id=one.other_campaign,
                other_organisation_id=one.other_organisation,
                other_nomination_id=one.other_nomination,
                purposes=list(one.purposes),
                served=one.served,
                asked_at=at,
            )
            for one in found
        ]
    )
    audit.record(
        type="aid.purpose_asked",
        target=campaign,
        organisation=side,
        by=by,
        at=at,
        count=len(made),
    )
    return len(made)


@transaction.atomic
def answer_purpose(*, question: PurposeQuestion, answer: str, by: User, at: datetime) -> PurposeQuestion:
    """Answer for a family: it stays, its side takes it back here itself, or the need is not the same. Once.

    Nothing else happens by it: who takes a family back does so where families are taken back.

    Raises:
        OutOfOrder: it was answered.
    """
    check(by, Permission.HOUSEHOLD_NOMINATE, question.bringing_id)
    question = PurposeQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if question.answer:
        raise OutOfOrder(_("This was answered already."))
    question.answer, question.answered_at, question.answered_by = PurposeAnswer(answer).value, at, by
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    beside = {question.organisation_id} if queries.desk_may_read(question) else set()
    audit.record(
        type="aid.purpose_answered",
        target=question,
        organisation=question.bringing_id,
        by=by,
        at=at,
        beside=sorted(beside - {question.bringing_id}),
        answer=question.answer,
    )
    return question
