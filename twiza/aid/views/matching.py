"""Families brought twice into a campaign: the desk's list and pairs, and the questions to each side."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.aid import actions, forms, queries
from twiza.aid.rules.states import CampaignState, has_reached
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@require_safe
def list_pairs(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the desk of a campaign finds, and what a side is asked."""
    campaign = queries.campaign_for(request.user, id)
    desk = _user(request).has_perm(Permission.MATCHING_DECIDE, campaign)
    today = timezone.localdate()
    state = "decided" if request.GET.get("state") == "decided" else "open"
    found = queries.pairs_page(campaign, state, after=request.GET.get("after", "")) if desk else None
    return render(
        request,
        "aid/list_pairs.html",
        {
            "campaign": campaign,
            "desk": desk,
            "state": state,
            "found": found,
            "agreements": queries.agreement_lines(campaign, on=today) if desk else [],
            "form": _attach_form(campaign) if desk else None,
            "inside": _user(request).has_perm(Permission.REGISTRY_MATCH, campaign),
            "protected": campaign.organisation.protected,
            "closed": queries.closed_to_names(campaign),
            "questions": queries.questions_waiting(request.user, [campaign.pk]),
        },
    )


@require_POST
def attach_agreement(request: HttpRequest, id: UUID) -> HttpResponse:
    """Attach a convention to a campaign."""
    campaign = queries.campaign_for(request.user, id)
    form = _attach_form(campaign, request.POST)
    if form.is_valid():
        chosen = form.chosen()
        return _done(
            request,
            lambda: actions.attach_agreement(
                campaign=campaign, convention=chosen, by=_user(request), at=timezone.now()
            ),
            _("The convention is attached to the campaign."),
            campaign.pk,
        )
    messages.error(request, _("Choose a convention first."))
    return redirect("aid:list_pairs", campaign.pk)


@require_POST
def remove_agreement(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a convention off a campaign."""
    agreement = queries.agreement_for(request.user, id)
    return _done(
        request,
        lambda: actions.remove_agreement(agreement=agreement, by=_user(request), at=timezone.now()),
        _("Nothing more is compared under this convention here."),
        agreement.campaign_id,
    )


@require_POST
def start_matching(request: HttpRequest, id: UUID) -> HttpResponse:
    """Compare the families under an agreement; its progress is shown."""
    agreement = queries.agreement_for(request.user, id)
    try:
        work = actions.start_matching(agreement=agreement, by=_user(request), at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return redirect("aid:list_pairs", agreement.campaign_id)
    return redirect("queue:show_work", work)


@require_safe
def show_pair(request: HttpRequest, id: UUID) -> HttpResponse:
    """Two codes side by side: a word for each field, and what may be decided."""
    pair = queries.pair_for(request.user, id)
    return render(
        request,
        "aid/show_pair.html",
        {
            "pair": pair,
            "campaign": pair.campaign,
            "halves": queries.halves_of(pair),
            "words": queries.in_words(pair.words),
            "decisions": queries.decision_lines(pair),
            "questions": queries.question_lines(pair),
            "listed": has_reached(pair.campaign.state, CampaignState.POOL_FROZEN),
            "over": has_reached(pair.campaign.state, CampaignState.RECONCILED),
        },
    )


@require_POST
def decide_pair(request: HttpRequest, id: UUID) -> HttpResponse:
    """Decide on a pair; the next one opens."""
    pair = queries.pair_for(request.user, id)
    form = forms.DecidePair(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the answers."))
        return redirect("aid:show_pair", pair.pk)
    chosen = form.cleaned_data["decision"]
    who = {"pair": pair, "by": _user(request), "at": timezone.now()}
    try:
        if chosen in ("keep_first", "keep_second"):
            kept = pair.first if chosen == "keep_first" else pair.second
            actions.decide_one_family(kept=kept, **who)
        else:
            {
                "not_same": actions.decide_not_same,
                "ask": actions.ask_sides,
                "open": actions.take_decision_back,
            }[chosen](**who)
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return redirect("aid:show_pair", pair.pk)
    messages.success(request, forms.DECIDED[chosen])
    following = queries.next_pair(pair.campaign, but=pair.pk) if chosen != "open" else pair
    return (
        redirect("aid:show_pair", following.pk) if following else redirect("aid:list_pairs", pair.campaign_id)
    )


@require_http_methods(["GET", "POST"])
def answer_question(request: HttpRequest, id: UUID) -> HttpResponse:
    """A question to the side that brought a family: its own half, and its answer."""
    question = queries.question_for(request.user, id)
    waits = question.answered_at is None and question.closed_at is None
    form = forms.AnswerQuestion(request.POST or None, wish=question.wish)
    if request.method == "POST" and form.is_valid():
        return _done(
            request,
            lambda: actions.answer_question(
                question=question, answer=form.cleaned_data["answer"], by=_user(request), at=timezone.now()
            ),
            _("Your answer went to the desk of the campaign."),
            question.campaign_id,
        )
    own = actions.open_own_half(question=question, by=_user(request), at=timezone.now())
    return render(
        request,
        "aid/answer_question.html",
        {
            "question": question,
            "campaign": question.campaign,
            "own": own,
            "words": queries.in_words(question.words),
            "form": form if waits else None,
            "said": queries.ANSWERS.get(question.answer, ""),
        },
        status=422 if form.errors else 200,
    )


def _attach_form(campaign: Any, data: Any = None) -> forms.AttachAgreement:
    found = queries.agreements_to_attach(campaign, on=timezone.localdate())
    return forms.AttachAgreement(data, conventions=found)


def _done(request: HttpRequest, act: Any, words: Any, campaign: UUID) -> HttpResponse:
    try:
        act()
        messages.success(request, words)
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:list_pairs", campaign)


def _user(request: HttpRequest) -> Any:
    return request.user
