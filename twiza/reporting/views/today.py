"""The page of the day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from twiza.platform.accounts.permissions import Permission
from twiza.reporting import queries
from twiza.reporting.rules import fold, only

FIRST = 40  # lines of each part that are shown until all of them are asked for
EACH = 5  # of those that say the same, when there are more


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What waits for me, what is late, what changed."""
    now = timezone.now()
    found = queries.today_of(request.user, at=now)
    steps = queries.first_steps_of(request.user) if found.is_quiet else []
    user: Any = request.user
    everything = "all" in request.GET
    if kind := request.GET.get("only", ""):
        found, everything = only(found, kind), True
    parts = {
        part: list(getattr(found, part))
        if everything
        else fold(getattr(found, part), most=FIRST, each=EACH)[:FIRST]
        for part in ("late", "waiting", "changed")
    }
    words = {
        "today": found,
        "parts": parts,
        "kind": kind,
        "now": now,
        "steps": steps,
        "may_alert": user.has_perm(Permission.ALERT_RAISE),
        "first": None if everything else FIRST,
    }
    return render(request, "reporting/today.html", words)
