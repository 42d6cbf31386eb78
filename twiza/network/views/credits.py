"""Whom we owe the data to."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def show_credits(request: HttpRequest) -> HttpResponse:
    """Sources of the territory and its figures, with their licences."""
    return render(request, "network/show_credits.html")
