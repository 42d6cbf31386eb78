"""Bringing households into a campaign: typed one by one, or out of one's own registry."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from twiza.aid import actions, forms, queries
from twiza.aid.rules.facts import GivenHousehold
from twiza.aid.rules.states import CampaignState
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.text import isolated
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say

PAGE = 100


@require_http_methods(["GET", "POST"])
def nominate(request: HttpRequest, id: UUID) -> HttpResponse:
    """Bring households into the campaign: typed one by one here, or all of the registry at once."""
    campaign = queries.campaign_for(request.user, id)
    mine = queries.own_organisations(request.user, campaign, Permission.HOUSEHOLD_NOMINATE)
    closed = queries.closed_to_names(campaign)
    form = forms.BringHousehold(
        request.POST or None, zones=campaign.zones, organisations=mine, initial={"household": new_id()}
    )
    if request.method == "POST" and form.is_valid():
        bringing = next(one for one in mine if str(one.pk) == form.cleaned_data["organisation"])
        data = form.cleaned_data
        given = GivenHousehold(data["household"], data["zone"], data["size"], form.facts())
        try:
            added = actions.nominate_households(
                campaign=campaign, bringing=bringing, households=[given], by=_user(request), at=timezone.now()
            )
            if added:
                messages.success(request, _("One household was brought in."))
            else:
                messages.info(
                    request,
                    _("This household was brought in already. For another one, use the empty form below."),
                )
            return redirect("aid:nominate", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(
        request,
        "aid/nominate.html",
        {
            "campaign": campaign,
            "closed": closed,
            "early": campaign.state == CampaignState.DRAFT,
            "may_plan": request.user.has_perm(Permission.CAMPAIGN_PLAN, campaign),
            "form": form if mine and not closed else None,
            "sources": [] if closed else [(one, _sources(one)) for one in mine],
            "nominations": queries.nominations_of(campaign)[:PAGE],
            "total": queries.nominations_of(campaign).count(),
        },
    )


@require_POST
def nominate_registry(request: HttpRequest, id: UUID) -> HttpResponse:
    """Bring the households of one list, or of the whole registry, that live in the zones."""
    campaign = queries.campaign_for(request.user, id)
    mine = queries.own_organisations(request.user, campaign, Permission.HOUSEHOLD_NOMINATE)
    bringing = next((one for one in mine if str(one.pk) == request.POST.get("organisation")), None)
    form = _sources(bringing, request.POST) if bringing else None
    if bringing is not None and form is not None and not form.is_valid():
        messages.error(request, _("Choose which families to bring, then press the button."))
    elif bringing is not None and form is not None:
        try:
            came = actions.nominate_from_registry(
                campaign=campaign,
                bringing=bringing,
                households=_chosen(bringing, form),
                by=_user(request),
                at=timezone.now(),
            )
            messages.success(
                request,
                _("%(added)s households were brought in; %(there)s were there already.")
                % {"added": came.added, "there": came.there_already},
            )
            for sentence in _left_out(came.left_out):
                messages.warning(request, sentence)
        except DomainError as refusal:
            messages.error(request, say(refusal))
    return redirect("aid:nominate", campaign.pk)


def _sources(organisation: Any, data: Any = None) -> forms.BringFromRegistry:
    lists = queries.lists_to_bring(organisation.pk)
    return forms.BringFromRegistry(data, organisation=organisation, lists=lists)


def _left_out(households: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Say which households did not come in, by reason, with their first codes."""
    elsewhere = [code for code, why in households if why == "zone"]
    unknown = [code for code, why in households if why != "zone"]
    for codes, sentence in (
        (
            elsewhere,
            ngettext_lazy(
                "%(count)s household was left out: its neighbourhood is not known, or is none of this campaign's. First codes: %(codes)s",
                "%(count)s households were left out: their neighbourhood is not known, or is none of this campaign's. First codes: %(codes)s",
                len(elsewhere),
            ),
        ),
        (
            unknown,
            ngettext_lazy(
                "%(count)s household was left out: write how many people live in it, then bring it again. First codes: %(codes)s",
                "%(count)s households were left out: write how many people live in them, then bring them again. First codes: %(codes)s",
                len(unknown),
            ),
        ),
    ):
        if codes:
            shown = ", ".join(isolated(code) for code in codes[:10])
            yield str(sentence % {"count": len(codes), "codes": shown})


def _chosen(organisation: Any, form: forms.BringFromRegistry) -> list[UUID]:
    if form.everything:
        return queries.households_of(organisation.pk)
    return queries.households_of_list(organisation.pk, form.upload())


def _user(request: HttpRequest) -> Any:
    return request.user
