"""The page of relations: what binds who brings to whom is brought."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twiza.aid import actions, queries
from twiza.aid.queries.relations import WORDS, nominator_lines, own_lines, relation_counts, too_many
from twiza.aid.rules.relations import Relation
from twiza.aid.rules.states import CampaignState
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say

PAGE = 50
LINE = "relation-"


@require_http_methods(["GET", "POST"])
def show_relations(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say one's own lines, sign those of others, see who brought how many of which zone."""
    campaign = queries.campaign_for(request.user, id)
    if request.method == "POST":
        try:
            messages.success(request, _done(request, campaign))
        except DomainError as refusal:
            messages.error(request, say(refusal))
        return redirect("aid:show_relations", campaign.pk)
    counts = relation_counts(campaign)
    return render(
        request,
        "aid/show_relations.html",
        {
            "campaign": campaign,
            "open": campaign.state == CampaignState.LIST_BUILDING,
            "people": nominator_lines(request.user, campaign),
            "many": too_many(campaign, on=timezone.localdate()),
            "own": own_lines(request.user, campaign, PAGE),
            "choices": [(one.value, WORDS[one]) for one in Relation],
            "silent": counts.get("not_declared", 0),
            "unsigned": counts.get("unsigned", 0),
        },
    )


def _done(request: HttpRequest, campaign: Any) -> str:
    user: Any = request.user
    nominator = request.POST.get("sign", "")
    if nominator:
        people = {str(line.id): line.id for line in nominator_lines(user, campaign)}
        key = people.get(nominator, campaign.pk)
        count = actions.sign_relations(campaign=campaign, nominator=key, by=user, at=timezone.now())
        return _("%(count)s lines are signed by you.") % {"count": count}
    known = {one.value for one in Relation}
    said = {
        name.removeprefix(LINE): value
        for name, value in request.POST.items()
        if name.startswith(LINE) and value in known
    }
    rest = request.POST.get("rest", "")
    count = actions.declare_relations(
        campaign=campaign, relations=said, rest=rest if rest in known else "", by=user, at=timezone.now()
    )
    return _("%(count)s lines are said. Another person signs them.") % {"count": count}
