"""The page that says whom a campaign would reach, before anything is drawn."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twiza.aid import queries
from twiza.aid.queries.simulation import NEEDS, simulate
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web import charts


@require_safe
def show_simulation(request: HttpRequest, id: UUID) -> HttpResponse:
    """Coverage of each band of need, with its interval, and the households beside the line of each zone."""
    campaign = queries.replay_campaign(request.user, id)
    inside = any(
        request.user.has_perm(one, campaign) for one in (Permission.CAMPAIGN_PLAN, Permission.AUDIT_READ)
    )
    least = 1 if inside else int(accounts.parameter_number("small_cell", on=timezone.localdate()))
    found = simulate(campaign, least=least, codes=inside)
    words = dict(NEEDS)
    chart = found and charts.bars(
        title=_("Selected of eligible, by need"),
        label_heading=_("Need"),
        value_heading=_("Would be selected"),
        whole_heading=_("Eligible"),
        rows=[(str(words[one.band]), round(one.mean), one.need) for one in found.by_need],
    )
    return render(
        request,
        "aid/simulate.html",
        {
            "campaign": campaign,
            "found": found,
            "chart": chart,
            "needs": [label for _need, label in NEEDS],
            "inside": inside,
            "least": least,
        },
    )
