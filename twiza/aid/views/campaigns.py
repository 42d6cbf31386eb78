"""Pages of a campaign, from its plan to its figures."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.aid import actions, forms, queries
from twiza.aid.queries import crisis as crises
from twiza.aid.rules import hijri
from twiza.aid.rules.states import CampaignState, has_reached
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web import charts
from twiza.platform.web.sentences import say

PAGE = 100


@require_safe
def list_campaigns(request: HttpRequest) -> HttpResponse:
    """The campaigns this person may see; of one province, when one is chosen."""
    seen = queries.campaigns_of(request.user)
    provinces = queries.provinces_of_campaigns(seen)
    chosen = next((one for one in provinces if one.code == request.GET.get("province")), None)
    inside = set(queries.campaigns_in(chosen.pk).values_list("pk", flat=True)) if chosen else None
    return render(
        request,
        "aid/list_campaigns.html",
        {
            "campaigns": [one for one in seen if inside is None or one.pk in inside],
            "provinces": provinces,
            "chosen": chosen,
            "may_plan": request.user.has_perm(Permission.CAMPAIGN_PLAN),
            "points": queries.points_for(request.user),
        },
    )


@require_http_methods(["GET", "POST"])
def plan_campaign(request: HttpRequest) -> HttpResponse:
    """Begin a campaign."""
    check(request.user, Permission.CAMPAIGN_PLAN)
    organisations = queries.where_planning(request.user)
    form = forms.PlanCampaign(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in organisations if str(one.pk) == form.cleaned_data.pop("organisation"))
        try:
            campaign = actions.plan_campaign(
                organisation=chosen, **form.cleaned_data, by=_user(request), at=timezone.now()
            )
            return redirect("aid:show_campaign", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(request, "aid/plan_campaign.html", {"form": form})


@require_safe
def show_campaign(request: HttpRequest, id: UUID) -> HttpResponse:
    """A campaign with its path: what is done, what comes next."""
    campaign = queries.campaign_for(request.user, id)
    zones, selected, served = queries.counts_by_zone(campaign)
    months = queries.announced_months()
    chart = charts.bars(
        title=_("Served of selected, by neighbourhood"),
        label_heading=_("Neighbourhood"),
        value_heading=_("Served"),
        whole_heading=_("Selected"),
        rows=[(zone.zone, zone.served or 0, zone.selected or 0) for zone in zones],
    )
    return render(
        request,
        "aid/show_campaign.html",
        {
            "campaign": campaign,
            "month": forms.MONTHS[campaign.hijri_month],
            "kind": queries.kind_words(campaign.aid_kind),
            "crisis": crises.crisis_of(campaign),
            "lessons": queries.lessons_waiting(campaign),
            "month_start": hijri.month_start(campaign.hijri_year, campaign.hijri_month, months),
            "organisations": queries.organisations_of(campaign),
            "points": queries.points_of(campaign),
            "lists": queries.list_lines(campaign),
            "totals": queries.totals_of(campaign),
            "chart": chart if selected else None,
            "steps": queries.steps_of(campaign),
            "may": _may(request, campaign),
            "twice": queries.families_twice(request.user, campaign),
            "notices": queries.one_family_notices(request.user, campaign),
            "open_list": campaign.state == CampaignState.LIST_BUILDING,
            "distributing": campaign.state == CampaignState.DISTRIBUTING,
            "listed": has_reached(campaign.state, CampaignState.LIST_FROZEN),
            "unposted": queries.window_of(campaign) is None,
            "reads": queries.reads_decisions(request.user, campaign),
        },
    )


@require_http_methods(["GET", "POST"])
def set_dates(request: HttpRequest, id: UUID) -> HttpResponse:
    """Enter the announced month, then the days."""
    campaign = queries.campaign_for(request.user, id)
    months = queries.announced_months()
    month = (campaign.hijri_year, campaign.hijri_month)
    form = forms.SetDates(
        request.POST or None, initial={"starts_on": campaign.starts_on, "ends_on": campaign.ends_on}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_dates(campaign=campaign, **form.cleaned_data, by=_user(request), at=timezone.now())
            return redirect("aid:show_campaign", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    touched = queries.dated_in_month(*month) if month in months else []
    announced = forms.AnnounceMonth(initial={"begins_on": months.get(month)}, asks=bool(touched))
    return _dates_page(request, campaign, form, announced)


@require_http_methods(["GET", "POST"])
def plan_more_baskets(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say how many baskets there are in all, once more were given."""
    campaign = queries.campaign_for(request.user, id)
    form = forms.PlanMoreBaskets(request.POST or None, initial={"baskets": campaign.baskets})
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_more_baskets(
                campaign=campaign, **form.cleaned_data, by=_user(request), at=timezone.now()
            )
            return redirect("aid:show_campaign", campaign.pk)
        except DomainError as refusal:
            form.add_error("baskets", say(refusal))
    return render(
        request,
        "aid/form_page.html",
        {"campaign": campaign, "form": form, "title": _("Plan more"), "submit": _("Save")},
    )


@require_POST
def announce_month(request: HttpRequest, id: UUID) -> HttpResponse:
    """Enter the announced first day of the campaign's month."""
    campaign = queries.campaign_for(request.user, id)
    month = (campaign.hijri_year, campaign.hijri_month)
    touched = queries.dated_in_month(*month) if month in queries.announced_months() else []
    form = forms.AnnounceMonth(request.POST, asks=bool(touched))
    if form.is_valid():
        try:
            actions.announce_month(
                year=campaign.hijri_year,
                month=campaign.hijri_month,
                **form.cleaned_data,
                by=_user(request),
                at=timezone.now(),
            )
            return redirect("aid:set_dates", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return _dates_page(request, campaign, forms.SetDates(), form)


@require_http_methods(["GET", "POST"])
def add_partner(request: HttpRequest, id: UUID) -> HttpResponse:
    """Share the campaign with another organisation."""
    campaign = queries.campaign_for(request.user, id)
    sharing = queries.sharing(campaign)
    others = [one for one in queries.other_organisations() if one.pk not in sharing]
    form = forms.InvitePartner(request.POST or None, organisations=others)
    if request.method == "POST" and form.is_valid():
        partner = next(one for one in others if str(one.pk) == form.cleaned_data["partner"])
        try:
            actions.invite_partner(campaign=campaign, partner=partner, by=_user(request), at=timezone.now())
            return redirect("aid:show_campaign", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(request, "aid/form_page.html", _page(campaign, form, _("Invite a partner"), _("Invite")))


@require_http_methods(["GET", "POST"])
def add_point(request: HttpRequest, id: UUID) -> HttpResponse:
    """Add a distribution point."""
    campaign = queries.campaign_for(request.user, id)
    hosts = queries.organisations_of(campaign)
    form = forms.AddPoint(request.POST or None, zones=campaign.zones, hosts=hosts)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        host = next(one for one in hosts if str(one.pk) == data.pop("host"))
        try:
            actions.add_point(campaign=campaign, host=host, **data, by=_user(request), at=timezone.now())
            return redirect("aid:show_campaign", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(request, "aid/form_page.html", _page(campaign, form, _("Add a point"), _("Add")))


@require_POST
def start_distribution(request: HttpRequest, id: UUID) -> HttpResponse:
    """Open the points, and say at that moment what they stand on when it is weak."""
    answer = _step(request, id, actions.start_distribution)
    campaign = queries.campaign_for(request.user, id)
    if campaign.state == CampaignState.DISTRIBUTING:
        for words in queries.weak_ground(campaign, on=timezone.localdate()):
            messages.warning(request, words)
    return answer


@require_POST
def close_campaign(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that every day is closed."""
    return _step(request, id, actions.close_campaign)


@require_safe
def show_ledger(request: HttpRequest, id: UUID) -> HttpResponse:
    """Rights by list code: a code, a zone, a state; never a name."""
    campaign = queries.campaign_told(request.user, id)
    rows = queries.ledger_of(campaign, after=request.GET.get("after", "")[:12], size=PAGE + 1)
    return render(
        request,
        "aid/ledger.html",
        {
            "campaign": campaign,
            "rows": queries.ledger_lines(rows[:PAGE]),
            "next": rows[PAGE - 1].code if len(rows) > PAGE else "",
        },
    )


def _step(request: HttpRequest, id: UUID, action: Any) -> HttpResponse:
    campaign = queries.campaign_for(request.user, id)
    try:
        action(campaign=campaign, by=_user(request), at=timezone.now())
    except actions.ElectionFreeze as refusal:
        messages.error(request, say(refusal))
        return redirect("aid:election_freeze")
    except actions.ZonesNotPlaced as refusal:
        messages.error(request, say(refusal))
        return redirect("aid:place_zones", campaign.pk)
    except (actions.NotDeclared, actions.DeclaredLate) as refusal:
        messages.error(request, say(refusal))
        return redirect("aid:show_legal", campaign.pk)
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:show_campaign", campaign.pk)


def _dates_page(request: HttpRequest, campaign: Any, form: Any, month: Any) -> HttpResponse:
    announced = queries.announced_months()
    year, number = campaign.hijri_year, campaign.hijri_month
    start = hijri.month_start(year, number, announced)
    return render(
        request,
        "aid/dates.html",
        {
            "campaign": campaign,
            "form": form,
            "month_form": month,
            "month": forms.MONTHS[number],
            "month_start": start,
            "history": queries.month_history(year, number),
            "touched": queries.dated_in_month(year, number) if (year, number) in announced else [],
            "may": _may(request, campaign),
            "may_announce": request.user.has_perm(Permission.MONTH_ANNOUNCE),
        },
    )


def _page(campaign: Any, form: Any, title: str, submit: str) -> dict[str, Any]:
    return {"campaign": campaign, "form": form, "title": title, "submit": submit}


def _may(request: HttpRequest, campaign: Any) -> dict[str, Any]:
    """What this person may do here; `pages`: the steps of the path that are theirs to take."""
    user = request.user
    plan = user.has_perm(Permission.CAMPAIGN_PLAN, campaign)
    freeze = user.has_perm(Permission.LIST_FREEZE, campaign)
    cards = user.has_perm(Permission.CARDS_ISSUE, campaign)
    nominate = bool(queries.own_organisations(user, campaign, Permission.HOUSEHOLD_NOMINATE))
    theirs = {
        "aid:add_point": plan,
        "aid:write_criteria": plan or user.has_perm(Permission.LIST_SIGN),
        "aid:set_dates": plan,
        "aid:list_days": plan,
        "aid:show_legal": user.has_perm(Permission.LEGAL_RECORD, campaign),
        "aid:nominate": nominate,
        "aid:freeze_pool": freeze,
        "aid:record_draw": freeze,
        "aid:show_pool": plan or user.has_perm(Permission.LIST_SIGN),
        "aid:freeze_list": freeze,
        "aid:show_cards": cards,
        "aid:show_campaign": plan or user.has_perm(Permission.LIST_SIGN),
    }
    return {
        "plan": plan,
        "freeze": freeze,
        "cards": cards,
        "nominate": nominate,
        "match": user.has_perm(Permission.MATCHING_DECIDE, campaign),
        "hand_over": user.has_perm(Permission.HAND_OVER_RECORD),
        "pages": {page for page, may in theirs.items() if may},
    }


def _user(request: HttpRequest) -> Any:
    return request.user
