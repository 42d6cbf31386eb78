"""What the desk decides of two codes that may be one family, and what each side says of its own half."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import one_at_a_time
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.actions.nominations import withdraw_nomination
from twiza.aid.models import Campaign, Nomination, PairQuestion, PartnerPair, PartnerPairDecision
from twiza.aid.rules.matching import Answer, Decision
from twiza.aid.rules.states import CampaignState, has_reached
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.registry import queries as registry
from twiza.registry.queries import HouseholdLine

TWICE = "brought_twice"  # why a nomination is taken back


@transaction.atomic
def decide_one_family(*, pair: PartnerPair, kept: Nomination, by: User, at: datetime) -> PartnerPair:
    """Decide that two codes are one family, and which of them stays.

    Before the list is frozen the side that brought the other is asked to take it back. After, nothing is taken from
    anybody by itself: the desk sees it among what was decided, and people speak with the family.

    Raises:
        OutOfOrder: the campaign is over, or `kept` is none of the two.
    """
    pair, campaign = _locked(pair, by)
    if kept.pk not in (pair.first_id, pair.second_id):
        raise OutOfOrder(_("Choose which of the two codes stays."))
    after_list = has_reached(campaign.state, CampaignState.POOL_FROZEN)
    _write(pair, Decision.ONE_FAMILY, by, at, kept=kept, after_list=after_list)
    if not after_list:
        other = pair.second if kept.pk == pair.first_id else pair.first
        if other.withdrawn_at is None:
            _ask(pair, [other], PairQuestion.WITHDRAW, by, at)
    return pair


@transaction.atomic
def decide_not_same(*, pair: PartnerPair, by: User, at: datetime) -> PartnerPair:
    """Decide that two codes are two families. It is remembered: no comparison proposes them again."""
    pair, _campaign = _locked(pair, by)
    _write(pair, Decision.NOT_SAME, by, at)
    return pair


@transaction.atomic
def take_decision_back(*, pair: PartnerPair, by: User, at: datetime) -> PartnerPair:
    """Open a pair again; what was decided stays written, and a family that was taken back stays so."""
    pair, _campaign = _locked(pair, by)
    _write(pair, Decision.OPEN, by, at)
    return pair


@transaction.atomic
def ask_sides(*, pair: PartnerPair, by: User, at: datetime) -> PartnerPair:
    """Ask each side about its own half: whether it can be one family with one that somebody else brought."""
    pair, _campaign = _locked(pair, by)
    _write(pair, Decision.ASKED, by, at)
    _ask(pair, (pair.first, pair.second), PairQuestion.ASK, by, at)
    return pair


@transaction.atomic
def answer_question(*, question: PairQuestion, answer: str, by: User, at: datetime) -> PairQuestion:
    """Answer for the side that was asked. `withdrawn` takes its family out of the campaign.

    Raises:
        OutOfOrder: it was answered already, nobody waits for it any more, or the list is frozen.
    """
    check(by, Permission.HOUSEHOLD_NOMINATE, question.bringing_id)
    question = PairQuestion.objects.select_for_update().get(pk=question.pk)
    if question.answered_at is not None or question.closed_at is not None:
        raise OutOfOrder(_("This question waits for no answer any more."))
    said = Answer(answer)
    if (said == Answer.WITHDRAWN) != (question.wish == PairQuestion.WITHDRAW) and said != Answer.CANNOT_SAY:
        raise OutOfOrder(_("This is no answer to this question."))
    if said == Answer.WITHDRAWN:
        withdraw_nomination(nomination=question.nomination, reason_code=TWICE, by=by, at=at)
    question.answer, question.answered_by, question.answered_at = said.value, by, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record(
        type="aid.pair_answered",
        target=question,
        organisation=question.bringing_id,
        by=by,
        at=at,
        beside=[question.organisation_id],
        reason_code=said.value,
    )
    return question


@transaction.atomic
def open_own_half(*, question: PairQuestion, by: User, at: datetime) -> HouseholdLine | None:
    """Return the household of the asked side, by name, for who reads its register; a line of the access log says so.

    None for a code that was typed without a household, or when this person does not read the register.
    """
    household = queries.own_household(question.nomination_id)
    if household is None or not by.has_perm(Permission.REGISTRY_READ, question.bringing_id):
        return None
    found = registry.lines_by_id([household])
    if not found:
        return None
    audit.record_access(
        page="aid.pair_question",
        ids=[one for one in (found[0].id, found[0].head) if one],
        organisation=question.bringing_id,
        by=by,
        at=at,
    )
    return found[0]


def _locked(pair: PartnerPair, by: User) -> tuple[PartnerPair, Campaign]:
    check(by, Permission.MATCHING_DECIDE, pair)
    one_at_a_time(pair.campaign_id)
    rows = PartnerPair.objects.select_for_update(of=("self",)).select_related("campaign", "first", "second")
    pair = rows.get(pk=pair.pk)
    if has_reached(pair.campaign.state, CampaignState.RECONCILED):
        raise OutOfOrder(_("This campaign is over: nothing more is decided in it."))
    return pair, pair.campaign


def _write(pair: PartnerPair, decision: Decision, by: User, at: datetime, **more: Any) -> None:
    """Keep a decision, close what was asked before, and write a line in each chain: no code stands in it."""
    PairQuestion.objects.filter(pair=pair, answered_at__isnull=True, closed_at__isnull=True).update(
        closed_at=at
    )
    PartnerPairDecision.objects.create(
        pair=pair, organisation_id=pair.organisation_id, decision=decision.value, by=by, at=at, **more
    )
    pair.decision = "" if decision == Decision.OPEN else decision.value
    pair.save(update_fields=["decision"])
    audit.record(
        type="aid.pair_decided",
        target=pair,
        organisation=pair.organisation_id,
        by=by,
        at=at,
        beside=[pair.first_bringing_id, pair.second_bringing_id],
        reason_code=decision.value,
    )


def _ask(pair: PartnerPair, halves: Iterable[Nomination], wish: str, by: User, at: datetime) -> None:
    for half in halves:
        question = PairQuestion.objects.create(
            pair=pair,
            campaign_id=pair.campaign_id,
            organisation_id=pair.organisation_id,
            bringing_id=half.bringing_id,
            nomination=half,
            wish=wish,
            words=pair.words,
            asked_by=by,
            asked_at=at,
        )
        audit.record(
            type="aid.pair_asked",
            target=question,
            organisation=pair.organisation_id,
            by=by,
            at=at,
            beside=[half.bringing_id],
            reason_code=wish,
        )
