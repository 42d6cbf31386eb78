"""Asking whether families are still there before they stand on a list; and the answer that brings them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import one_at_a_time
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.models import Campaign, NominationHousehold, WhereaboutsQuestion
from twiza.aid.queries.whereabouts import too_old
from twiza.aid.rules.whereabouts import KEPT_IN_REGISTER, WhereaboutsAnswer, can_answer
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.registry import actions as registry_actions
from twiza.registry import queries as registry


@dataclass(frozen=True)
class Looked:
    """How many households left the list and are asked about; how many came back."""

    asked: int
    back: int


@transaction.atomic
def ask_whereabouts(
    *,
    campaign: Campaign,
    side: UUID | None,
    nominations: Sequence[UUID] | None = None,
    by: User,
    at: datetime,
) -> Looked:
    """Take off the list the households that died, moved away or were not confirmed for `unconfirmed_months`.

    Each leaves a question to whoever brought it, with why and when; nobody is dropped silently, and no fact of it
    changes. Who was confirmed since comes back. Late households are looked at too; who stands in a frozen pool stays.

    Args:
        side: one's own organisation; None for all that share the campaign, which only freezing its pool does.
        nominations: only these; all that the side brought when None.
    """
    if side is None:
        check(by, Permission.LIST_FREEZE, campaign)
    else:
        check(by, Permission.HOUSEHOLD_NOMINATE, side)
    one_at_a_time(campaign.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked, back FROM aid_ask_whereabouts(%s, %s, %s::uuid[], %s, %s)",
            [
                campaign.pk,
                side,
                None if nominations is None else list(nominations),
                too_old(at=at),
                at,
            ],
        )
        looked = Looked(*cursor.fetchone())
    if looked.asked or looked.back:
        where = side or campaign.organisation_id
        audit.record(
            type="aid.whereabouts_asked",
            target=campaign,
            organisation=where,
            by=by,
            at=at,
            beside=sorted(queries.sharing(campaign) - {where}),
            count=looked.asked,
            back=looked.back,
        )
    return looked


@transaction.atomic
def answer_whereabouts(
    *, question: WhereaboutsQuestion, answer: str, by: User, at: datetime
) -> WhereaboutsQuestion:
    """Answer whether a family is still there. "here" confirms it in the register and puts it back where it was.

    Any other answer leaves it off the list, and may be answered again as long as it is not back.

    Raises:
        OutOfOrder: it is back already.
    """
    check(by, Permission.HOUSEHOLD_NOMINATE, question.bringing_id)
    one_at_a_time(question.campaign_id)
    question = WhereaboutsQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if not can_answer(question.answer):
        raise OutOfOrder(_("This family is back on the list already."))
    word = WhereaboutsAnswer(answer)
    if word in KEPT_IN_REGISTER:
        _note(question, word, by, at)
    if word is WhereaboutsAnswer.HERE:
        ask_whereabouts(
            campaign=question.campaign,
            side=question.bringing_id,
            nominations=[question.nomination_id],
            by=by,
            at=at,
        )
        question.refresh_from_db()
    else:
        question.answer, question.answered_at, question.answered_by = word.value, at, by
        question.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record(
        type="aid.whereabouts_answered",
        target=question,
        organisation=question.bringing_id,
        by=by,
        at=at,
        beside=sorted({question.organisation_id} - {question.bringing_id}),
        nomination=question.nomination_id,
    )
    return question


def _note(question: WhereaboutsQuestion, word: WhereaboutsAnswer, by: User, at: datetime) -> None:
    link = NominationHousehold.objects.get(nomination=question.nomination_id)
    household = registry.household_for(by, link.household)
    registry_actions.note_whereabouts(household=household, said=word.value, by=by, at=at)
