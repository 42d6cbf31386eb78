"""Lessons: written at any time, looked at before the next criteria are frozen."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import BadPlan, OutOfOrder
from twiza.aid.actions.lines import record
from twiza.aid.models import Campaign, Lesson, LessonLook
from twiza.aid.rules.lessons import Looked
from twiza.aid.rules.states import CampaignState
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check

if TYPE_CHECKING:
    from twiza.network.models import Organisation


@transaction.atomic
def write_lesson(
    *, campaign: Campaign, author: "Organisation", happened: str, change: str, by: User, at: datetime
) -> Lesson:
    """Write down what happened and what to change, as somebody in a role of an organisation that shares the campaign.

    Raises:
        BadPlan: one of the two is missing, or the organisation does not share the campaign.
    """
    check(by, Permission.CAMPAIGN_PLAN, author)
    if author.pk not in queries.sharing(campaign):
        raise BadPlan(_("This organisation does not share the campaign."))
    if not happened.strip() or not change.strip():
        raise BadPlan(_("Write what happened, and what to change next time."))
    lesson = Lesson.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        author_id=author.pk,
        happened=happened.strip(),
        change=change.strip(),
        said_as=queries.role_of(by, author.pk)[:40] or "member",
        noted_at=at,
        noted_by=by,
    )
    record("aid.lesson_written", campaign, by, at, lesson=lesson.pk)
    return lesson


@transaction.atomic
def look_at_lesson(
    *, campaign: Campaign, lesson: Lesson, outcome: str, words: str, by: User, at: datetime
) -> LessonLook:
    """Say what the new plan does with a lesson of the last one: kept, changed or left, with a word.

    Raises:
        BadPlan: without a word, or of another campaign. OutOfOrder: it was looked at, or the criteria are frozen.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.state != CampaignState.DRAFT:
        raise OutOfOrder(_("The criteria of this campaign are frozen already."))
    if lesson.campaign_id != campaign.cloned_from_id:
        raise BadPlan(_("This lesson is not of the campaign that was copied."))
    if not words.strip():
        raise BadPlan(_("Write a word beside it: what is done, or why nothing is."))
    try:
        with transaction.atomic():
            look = LessonLook.objects.create(
                lesson=lesson,
                campaign=campaign,
                organisation_id=campaign.organisation_id,
                outcome=Looked(outcome).value,
                words=words.strip(),
                looked_at=at,
                looked_by=by,
            )
    except IntegrityError as error:
        raise OutOfOrder(_("This lesson was looked at already.")) from error
    record("aid.lesson_looked_at", campaign, by, at, lesson=lesson.pk, outcome=outcome)
    return look
