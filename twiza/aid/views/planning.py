"""Pages of a plan: last year's copied, purposes, places, content, funders, lessons, last year beside."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.aid import actions, forms, queries
from twiza.aid.rules.contents import basket_cost
from twiza.aid.rules.states import CampaignState
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@require_safe
def show_plan(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything that was decided before names: what is given, where, what it costs, who pays, what was learnt."""
    campaign = queries.campaign_for(request.user, id)
    contents = queries.content_lines(campaign)
    lines = queries.lesson_lines(campaign)
    plans = _user(request).has_perm(Permission.CAMPAIGN_PLAN, campaign)
    draft = campaign.state == CampaignState.DRAFT
    return render(
        request,
        "aid/show_plan.html",
        {
            "campaign": campaign,
            "kind": queries.kind_words(campaign.aid_kind),
            "purposes": queries.purpose_words(campaign),
            "zones": queries.zone_lines(campaign),
            "provinces": queries.provinces_of(campaign),
            "content": contents[0] if contents else None,
            "older": contents[1:],
            "units": forms.UNITS,
            "funders": queries.funders_of(campaign) if plans else [],
            "reads_money": _user(request).has_perm(Permission.MONEY_READ, campaign.organisation_id),
            "funded": queries.funded(campaign) if plans else None,
            "shares": forms.SHARES,
            "points": queries.points_of(campaign),
            "proposals": queries.proposals_of(campaign) if plans else [],
            "lessons": [
                (line, forms.LookAtLesson(lesson=line.lesson) if draft and plans and not line.look else None)
                for line in lines
            ],
            "looked": forms.LOOKED,
            "own_lessons": queries.lessons_of(campaign),
            "may_plan": plans,
            "may_say": bool(queries.own_organisations(request.user, campaign, Permission.CAMPAIGN_PLAN)),
            "draft": draft,
        },
    )


@require_http_methods(["GET", "POST"])
def clone_campaign(request: HttpRequest, id: UUID) -> HttpResponse:
    """Begin the next campaign from this one."""
    campaign = queries.campaign_for(request.user, id)
    start = {
        "title": campaign.title,
        "hijri_month": campaign.hijri_month,
        "hijri_year": campaign.hijri_year + 1,
    }
    form = forms.CloneCampaign(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.clone_campaign(
                campaign=campaign, **form.cleaned_data, by=_user(request), at=timezone.now()
            )
            return redirect("aid:show_plan", made.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return _form_page(request, campaign, form, _("Begin the next one from this campaign"), _("Begin"))


@require_http_methods(["GET", "POST"])
def state_purposes(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say what the campaign is for."""
    campaign = queries.campaign_for(request.user, id)
    form = forms.StatePurposes(
        request.POST or None, initial={"purposes": campaign.purposes, "cycle": campaign.cycle}
    )
    return _saved(
        request,
        campaign,
        form,
        lambda: actions.state_purposes(
            campaign=campaign, **form.cleaned_data, by=_user(request), at=timezone.now()
        ),
        _("What the campaign is for"),
    )


@require_http_methods(["GET", "POST"])
def place_zones(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say where each zone lies: its province follows."""
    campaign = queries.campaign_for(request.user, id)
    form = forms.PlaceZones(request.POST or None, lines=queries.zone_lines(campaign))
    return _saved(
        request,
        campaign,
        form,
        lambda: actions.place_zones(
            campaign=campaign, places=form.places(), by=_user(request), at=timezone.now()
        ),
        _("Where the neighbourhoods lie"),
    )


@require_http_methods(["GET", "POST"])
def write_content(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write what is in one basket, and what it costs."""
    campaign = queries.campaign_for(request.user, id)
    version = queries.content_of(campaign)
    items = queries.items_of(version) if version else []
    form = forms.WriteContent(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_content(campaign=campaign, items=form.items(), by=_user(request), at=timezone.now())
            return redirect("aid:show_plan", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(
        request,
        "aid/write_content.html",
        {"campaign": campaign, "form": form, "cost": basket_cost(items) if items else None},
    )


@require_http_methods(["GET", "POST"])
def substitute_item(request: HttpRequest, id: UUID) -> HttpResponse:
    """Replace one item, for all."""
    campaign = queries.campaign_for(request.user, id)
    version = queries.content_of(campaign)
    form = forms.SubstituteItem(request.POST or None, items=queries.items_of(version) if version else [])

    def act() -> Any:
        data = form.cleaned_data
        return actions.substitute_item(
            campaign=campaign,
            position=data["position"],
            item=form.item(),
            words=data["words"],
            by=_user(request),
            at=timezone.now(),
        )

    return _saved(request, campaign, form, act, _("Replace an item, for all"))


@require_http_methods(["GET", "POST"])
def add_funder(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write down who pays."""
    campaign = queries.campaign_for(request.user, id)
    organisations = queries.other_organisations()
    money = queries.money_for(request.user, campaign)
    form = forms.AddFunder(
        request.POST or None,
        organisations=organisations,
        zones=campaign.zones,
        money=[(str(one.pk), words) for one, words in money],
    )

    def act() -> Any:
        data = dict(form.cleaned_data)
        chosen, kept = data.pop("funder"), data.pop("bound_to", "")
        return actions.add_funder(
            campaign=campaign,
            funder=next((one for one in organisations if str(one.pk) == chosen), None),
            bound_to=next((one for one, _words in money if str(one.pk) == kept), None),
            **data,
            by=_user(request),
            at=timezone.now(),
        )

    return _saved(request, campaign, form, act, _("Add a funder"))


@require_POST
def end_funder(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that a funder gives nothing more."""
    funder = queries.funder_for(request.user, id)
    return _done(
        request,
        funder.campaign_id,
        lambda: actions.end_funder(funder=funder, by=_user(request), at=timezone.now()),
    )


@require_POST
def leave_proposal(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that a partner of last year is not asked again."""
    proposal = queries.proposal_for(request.user, id)
    return _done(
        request,
        proposal.campaign_id,
        lambda: actions.leave_proposal(proposal=proposal, by=_user(request), at=timezone.now()),
    )


@require_POST
def invite_again(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask a partner of last year again: it shares the new campaign."""
    proposal = queries.proposal_for(request.user, id)
    return _done(
        request,
        proposal.campaign_id,
        lambda: actions.invite_partner(
            campaign=proposal.campaign, partner=proposal.partner, by=_user(request), at=timezone.now()
        ),
    )


@require_http_methods(["GET", "POST"])
def write_lesson(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write a lesson, at any time."""
    campaign = queries.campaign_for(request.user, id)
    own = queries.own_organisations(request.user, campaign, Permission.CAMPAIGN_PLAN)
    form = forms.WriteLesson(request.POST or None, organisations=own)

    def act() -> Any:
        data = dict(form.cleaned_data)
        author = next(one for one in own if str(one.pk) == data.pop("author"))
        return actions.write_lesson(
            campaign=campaign, author=author, **data, by=_user(request), at=timezone.now()
        )

    return _saved(request, campaign, form, act, _("Write a lesson"))


@require_POST
def look_at_lesson(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say what is done with a lesson of the last campaign."""
    campaign = queries.campaign_for(request.user, id)
    waiting = {str(one.pk): one for one in queries.lessons_waiting(campaign)}
    lesson = waiting.get(request.POST.get("lesson", ""))
    if lesson is None:
        messages.error(request, _("This lesson was looked at already."))
        return redirect("aid:show_plan", campaign.pk)
    form = forms.LookAtLesson(request.POST, lesson=lesson)

    def act() -> Any:
        return actions.look_at_lesson(
            campaign=campaign,
            lesson=lesson,
            outcome=form.cleaned_data["outcome"],
            words=form.cleaned_data["words"],
            by=_user(request),
            at=timezone.now(),
        )

    return _saved(request, campaign, form, act, lesson.happened)


@require_safe
def show_years(request: HttpRequest, id: UUID) -> HttpResponse:
    """This campaign beside the one it was copied from."""
    campaign = queries.campaign_for(request.user, id)
    return render(
        request,
        "aid/show_years.html",
        {"campaign": campaign, "before": campaign.cloned_from, "lines": queries.year_lines(campaign)},
    )


def _saved(
    request: HttpRequest, campaign: Any, form: Any, act: Callable[[], Any], title: str
) -> HttpResponse:
    """Do what a whole form asks and show the plan; else the form again, with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
            return redirect("aid:show_plan", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return _form_page(request, campaign, form, title, _("Save"))


def _form_page(request: HttpRequest, campaign: Any, form: Any, title: str, submit: str) -> HttpResponse:
    return render(
        request,
        "aid/form_page.html",
        {"campaign": campaign, "form": form, "title": title, "submit": submit},
    )


def _done(request: HttpRequest, campaign: UUID, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
        messages.success(request, _("Noted."))
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:show_plan", campaign)


def _user(request: HttpRequest) -> Any:
    return request.user
