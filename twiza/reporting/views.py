"""The pages of the roof."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from twiza.reporting import queries


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What waits for me, what is late, what changed."""
    now = timezone.now()
    return render(
        request, "reporting/today.html", {"today": queries.today_of(request.user, at=now), "now": now}
    )
