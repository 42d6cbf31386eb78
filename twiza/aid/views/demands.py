"""Pages of demands for names."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.aid import actions, forms, queries
from twiza.aid.rules import demands
from twiza.aid.views.legal import pdf_answer
from twiza.lib.errors import DomainError
from twiza.network import queries as network
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say


@require_safe
def list_demands(request: HttpRequest) -> HttpResponse:
    """Who asked for names, and what was replied."""
    return render(
        request,
        "aid/list_demands.html",
        {
            "demands": [(row, queries.is_ready(row)) for row in queries.demands_of(request.user)],
            "askers": {code: _(words) for code, words in demands.ASKERS.items()},
            "may_record": request.user.has_perm(Permission.DEMANDS_RECORD),
        },
    )


@require_http_methods(["GET", "POST"])
def record_demand(request: HttpRequest) -> HttpResponse:
    """Write down that somebody asked for names."""
    check(request.user, Permission.DEMANDS_RECORD)
    mine = network.organisations_where(_user(request), Permission.DEMANDS_RECORD, on=timezone.localdate())
    campaigns = list(queries.campaigns_of(request.user))
    form = forms.RecordDemand(
        request.POST or None,
        organisations=mine,
        campaigns=campaigns,
        initial={"asked_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            demand = actions.record_demand(
                organisation=next(one for one in mine if str(one.pk) == data["organisation"]),
                campaign=next((one for one in campaigns if str(one.pk) == data["campaign"]), None),
                asked=form.asked(),
                by=_user(request),
                at=timezone.now(),
            )
            if not queries.who_answers(demand):
                messages.warning(
                    request,
                    _(
                        "Nobody in this organisation can answer a demand for names: no president and no delegate is a"
                        " member now. Have one invited before the last day."
                    ),
                )
            messages.success(
                request, _("Written down. Give no name: whoever answers for the organisation replies.")
            )
            return redirect("aid:show_demand", demand.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(request, "aid/record_demand.html", {"form": form})


@require_safe
def show_demand(request: HttpRequest, id: UUID) -> HttpResponse:
    """One demand, with its reply."""
    demand = queries.demand_for(request.user, id)
    user = _user(request)
    return render(
        request,
        "aid/show_demand.html",
        {
            "demand": demand,
            "asker": _(demands.ASKERS[demand.asker]),
            "reasons": [_(demands.REFUSALS[code]) for code in demand.reasons],
            "gives": [_(demands.GIVEN[code]) for code in demand.gives],
            "ready": queries.is_ready(demand),
            "waits": queries.waits_for_signature(demand),
            "may_reply": demand.replied_at is None and user.has_perm(Permission.DEMANDS_ANSWER, demand),
            "may_sign": queries.may_sign_reply(user, demand),
        },
    )


@require_http_methods(["GET", "POST"])
def reply_demand(request: HttpRequest, id: UUID) -> HttpResponse:
    """Reply; whoever replies has just signed in again."""
    demand = queries.demand_for(request.user, id)
    if not accounts.has_just_signed_in(request, at=timezone.now()):
        return redirect(accounts.sign_in_again_address(request.path))
    reasons = demands.default_reasons(written=demand.written, basis=demand.basis, asker=demand.asker)
    form = forms.ReplyDemand(
        request.POST or None, papers=queries.may_be_given(demand.campaign), initial={"reasons": reasons}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.reply_demand(
                demand=demand,
                reasons=form.cleaned_data["reasons"],
                gives=form.cleaned_data.get("gives", []),
                by=_user(request),
                at=timezone.now(),
            )
            return redirect("aid:show_demand", demand.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(request, "aid/reply_demand.html", {"demand": demand, "form": form})


@require_http_methods(["GET", "POST"])
def sign_reply(request: HttpRequest, id: UUID) -> HttpResponse:
    """Sign a reply that gives something; whoever signs has just signed in again."""
    demand = queries.demand_for(request.user, id)
    if not accounts.has_just_signed_in(request, at=timezone.now()):
        return redirect(accounts.sign_in_again_address(request.path))
    if request.method == "POST":
        try:
            actions.sign_reply(demand=demand, by=_user(request), at=timezone.now())
            messages.success(request, _("The reply has its two signatures."))
            return redirect("aid:show_demand", demand.pk)
        except DomainError as refusal:
            messages.error(request, say(refusal))
    return render(
        request,
        "aid/sign_reply.html",
        {
            "demand": demand,
            "gives": [_(demands.GIVEN[code]) for code in demand.gives],
            "may_sign": queries.may_sign_reply(_user(request), demand),
        },
    )


@require_safe
def print_reply(request: HttpRequest, id: UUID) -> HttpResponse:
    """The reply on paper, in Arabic and in French."""
    demand = queries.demand_for(request.user, id)
    if not queries.is_ready(demand):
        messages.error(request, _("This reply is not complete: it is printed once it has its signatures."))
        return redirect("aid:show_demand", demand.pk)
    return pdf_answer(queries.reply_letter(demand, at=timezone.now()), "reply.pdf")


def _user(request: HttpRequest) -> Any:
    return request.user
