"""The page of the day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from twiza.platform.accounts.permissions import Permission
from twiza.reporting import queries

FIRST = 40  # lines of each part that are shown until all of them are asked for


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What waits for me, what is late, what changed."""
    now = timezone.now()
    found = queries.today_of(request.user, at=now)
    steps = queries.first_steps_of(request.user) if found.is_quiet else []
    user: Any = request.user
    words = {
        "today": found,
        "now": now,
        "steps": steps,
        "may_alert": user.has_perm(Permission.ALERT_RAISE),
        "first": None if "all" in request.GET else FIRST,
        "shown": ":" if "all" in request.GET else f":{FIRST}",
    }
    return render(request, "reporting/today.html", words)
