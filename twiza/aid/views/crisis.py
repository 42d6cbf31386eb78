"""Pages of urgent programmes: the template, the opening, the board, offers, tokens, days, the end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.aid import actions, queries
from twiza.aid.forms import crisis as typed
from twiza.aid.queries import crisis as crises
from twiza.aid.rules import pads
from twiza.aid.rules.states import CampaignState, has_reached, what_next
from twiza.aid.views.downloads import PDF, attachment
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say


@require_safe
def list_crises(request: HttpRequest) -> HttpResponse:
    """Urgent programmes that run, and the templates from which one opens."""
    check(request.user, Permission.CAMPAIGN_READ)
    return render(
        request,
        "aid/list_crises.html",
        {
            "running": crises.running_crises(request.user),
            "templates": [
                (one, crises.hazard_words(one.hazard)) for one in crises.templates_for(request.user)
            ],
            "may": bool(queries.where_planning(request.user)),
        },
    )


@require_http_methods(["GET", "POST"])
def prepare_template(request: HttpRequest) -> HttpResponse:
    """Think an urgent programme through in calm times."""
    check(request.user, Permission.CAMPAIGN_PLAN)
    organisations = queries.where_planning(request.user)
    form = typed.PrepareTemplate(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.prepare_template(
                organisation=next(one for one in organisations if str(one.pk) == data["organisation"]),
                title=data["title"],
                hazard=data["hazard"],
                aid_kind=data["aid_kind"],
                services=data["services"],
                roles=data["roles"],
                contents=form.contents(),
                points=data["points"],
                criteria=form.criteria(),
                appeal=data["appeal"],
                by=_user(request),
                at=timezone.now(),
            )
            return redirect("aid:list_crises")
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(request, "aid/prepare_template.html", {"form": form})


@require_POST
def retire_template(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that no programme opens from a template any more."""
    template = crises.template_for(request.user, id)
    try:
        actions.retire_template(template=template, by=_user(request), at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:list_crises")


@require_http_methods(["GET", "POST"])
def open_crisis(request: HttpRequest, id: UUID) -> HttpResponse:
    """Open an urgent programme: one page, few boxes."""
    template = crises.template_for(request.user, id)
    leads = crises.leads_in(template.organisation)
    start = {"title": template.title, "lead": str(request.user.pk), "level": 2}
    form = typed.OpenCrisis(request.POST or None, leads=leads, initial=start)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        place, lead = data.pop("place"), data.pop("lead")
        try:
            campaign = actions.open_crisis(
                template=template,
                zones=dict.fromkeys(data.pop("zones"), place),
                lead=next(one for one in leads if str(one.pk) == lead),
                **data,
                by=_user(request),
                at=timezone.now(),
            )
            return redirect("aid:show_crisis", campaign.crisis.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(request, "aid/open_crisis.html", {"form": form, "template": template})


@require_safe
def show_crisis(request: HttpRequest, id: UUID) -> HttpResponse:
    """What is needed, offered, given, and until when the authority answers."""
    campaign, programme = crises.crisis_for(request.user, id)
    leads = _user(request).has_perm(Permission.CAMPAIGN_PLAN, campaign)
    running, appeal = programme.demobilised_at is None, queries.appeal_of(campaign)
    due = queries.urgent_answer_due(appeal, on=timezone.localdate())
    return render(
        request,
        "aid/show_crisis.html",
        {
            "campaign": campaign,
            "programme": programme,
            "hazards": crises.HAZARDS,
            "levels": crises.LEVELS,
            "roads": crises.ROADS,
            "sure": crises.SURE,
            "refusals": crises.REFUSALS,
            "board": crises.needs_board(campaign),
            "offers": crises.offers_of(campaign) if leads else [],
            "days": crises.crisis_days(campaign),
            "registered": crises.light_households(campaign).count(),
            "pads": len(crises.pads_of(campaign)),
            "appeal": appeal,
            "answer_due": due,
            "late": due is not None and timezone.now() > due,
            "may": leads and running,
            "leads": leads,
            "may_bring": running
            and bool(queries.own_organisations(request.user, campaign, Permission.HOUSEHOLD_NOMINATE)),
        },
    )


@require_http_methods(["GET", "POST"])
def report_need(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write down what somebody says of a douar."""
    campaign, _programme = crises.crisis_for(request.user, id)
    form = typed.ReportNeed(request.POST or None, zones=campaign.zones)
    return _saved(request, campaign, form, actions.report_need, _("What is needed"))


@require_http_methods(["GET", "POST"])
def add_zone(request: HttpRequest, id: UUID) -> HttpResponse:
    """Add a douar that nobody knew of."""
    campaign, _programme = crises.crisis_for(request.user, id)
    points = {str(one.pk): one for one in queries.points_of(campaign)}
    form = typed.AddZone(request.POST or None, points=points.values())

    def act(campaign: Any, point: str, **data: Any) -> None:
        actions.add_zone(campaign=campaign, point=points[point], **data)

    return _saved(request, campaign, form, act, _("Add a douar"))


@require_http_methods(["GET", "POST"])
def note_offer(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write down what somebody offers."""
    campaign, _programme = crises.crisis_for(request.user, id)
    form = typed.NoteOffer(request.POST or None)
    return _saved(request, campaign, form, actions.note_offer, _("An offer"))


@require_http_methods(["GET", "POST"])
def answer_offer(request: HttpRequest, id: UUID) -> HttpResponse:
    """Accept an offer with a slot for its convoy, or refuse it politely."""
    offer = crises.offer_for(request.user, id)
    campaign = queries.campaign_for(request.user, offer.campaign_id)
    points = {str(one.pk): one for one in queries.points_of(campaign)}
    refusing = "reason_code" in request.POST
    accept = typed.AcceptOffer(
        request.POST if request.method == "POST" and not refusing else None, points=points.values()
    )
    refuse = typed.RefuseOffer(request.POST if refusing else None)
    form: Any = refuse if refusing else accept
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            if refusing:
                actions.refuse_offer(offer=offer, **data, by=_user(request), at=timezone.now())
            else:
                convoy = actions.Convoy(points[data.pop("point")], **data)
                actions.accept_offer(offer=offer, convoy=convoy, by=_user(request), at=timezone.now())
            return redirect("aid:show_crisis", campaign.crisis.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(
        request,
        "aid/answer_offer.html",
        {"campaign": campaign, "offer": offer, "accept": accept, "refuse": refuse},
    )


@require_safe
def show_notice(request: HttpRequest, id: UUID) -> HttpResponse:
    """The paper for the authority: which convoys come when, without who gives."""
    campaign, programme = crises.crisis_for(request.user, id)
    check(request.user, Permission.CAMPAIGN_PLAN, campaign)
    offers = [one for one in crises.offers_of(campaign) if one.answer == "accepted"]
    words = {"campaign": campaign, "programme": programme, "offers": offers, "hazards": crises.HAZARDS}
    return render(request, "aid/convoy_notice.html", words | {"zones": queries.zone_lines(campaign)})


@require_http_methods(["GET", "POST"])
def print_pads(request: HttpRequest, id: UUID) -> HttpResponse:
    """Print pads of numbered tokens: made in the request, kept nowhere."""
    campaign, _programme = crises.crisis_for(request.user, id)
    form = typed.PrintPads(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.print_pads(
                campaign=campaign, **form.cleaned_data, by=_user(request), at=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            pdf = pads.pads_pdf(
                [(one.number, one.leaves) for one in made],
                title=campaign.title,
                words=_pad_words(),
                language="ar" if request.LANGUAGE_CODE == "ar" else "fr",
            )
            return attachment(pdf, "pads.pdf", PDF)
    return _page(request, campaign, form, _("Pads for days without network"), _("Print"))


@require_http_methods(["GET", "POST"])
def register_light(request: HttpRequest, id: UUID) -> HttpResponse:
    """Register a household by a token: size, douar, what to prepare."""
    campaign, _programme = crises.crisis_for(request.user, id)
    own = queries.own_organisations(request.user, campaign, Permission.HOUSEHOLD_NOMINATE)
    start = {"met_on": timezone.localdate()}
    form = typed.RegisterLight(request.POST or None, zones=campaign.zones, organisations=own, initial=start)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        side = next(one for one in own if str(one.pk) == data.pop("organisation"))
        try:
            row = actions.register_light(
                campaign=campaign, bringing=side, **data, by=_user(request), at=timezone.now()
            )
            messages.success(request, _("Registered under the token %(token)s.") % {"token": row.token})
            return redirect("aid:register_light", id)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return _page(request, campaign, form, _("Register a household by a token"), _("Register"))


@require_http_methods(["GET", "POST"])
def count_crisis_day(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write down the figures of a day."""
    campaign, _programme = crises.crisis_for(request.user, id)
    form = typed.CountCrisisDay(request.POST or None, initial={"day": timezone.localdate()})
    return _saved(request, campaign, form, actions.count_crisis_day, _("Figures of a day"))


@require_http_methods(["GET", "POST"])
def demobilise_crisis(request: HttpRequest, id: UUID) -> HttpResponse:
    """End the programme: what is left, debts, who needs more, who goes on."""
    campaign, _programme = crises.crisis_for(request.user, id)
    form = typed.DemobiliseCrisis(request.POST or None)

    def act(**typed_in: Any) -> None:
        actions.demobilise_crisis(**typed_in)
        if not has_reached(
            campaign.state, CampaignState.REPORTED
        ):  # the time of keeping begins with the report
            messages.warning(
                request,
                _("Its families are kept until some months after the report of the campaign. %(next)s")
                % {"next": _(what_next(campaign.state))},
            )

    return _saved(request, campaign, form, act, _("End the programme"))


def _pad_words() -> dict[str, Any]:
    return {
        "stub": _("Keep this part in the pad"),
        "keep": _("For the household: keep this number"),
        "people": _("How many people live there"),
        "douar": _("Douar"),
        "day": _("Day"),
        "needs": [str(words) for _code, words in typed.NEEDS],
    }


def _saved(
    request: HttpRequest, campaign: Any, form: Any, act: Callable[..., Any], title: str
) -> HttpResponse:
    """Do what a whole form asks and show the board; else the form again, with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            act(campaign=campaign, **form.cleaned_data, by=_user(request), at=timezone.now())
            return redirect("aid:show_crisis", campaign.crisis.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return _page(request, campaign, form, title, _("Save"))


def _page(request: HttpRequest, campaign: Any, form: Any, title: str, submit: str) -> HttpResponse:
    words = {"campaign": campaign, "form": form, "title": title, "submit": submit}
    return render(request, "aid/crisis_form.html", words)


def _user(request: HttpRequest) -> Any:
    return request.user
