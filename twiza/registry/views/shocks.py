"""Pages of what fell upon a household."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say
from twiza.registry import actions, forms, queries
from twiza.registry.views.households import ids_of
from twiza.registry.views.lines import shown


@require_http_methods(["GET", "POST"])
def note_shock(request: HttpRequest, id: UUID) -> HttpResponse:
    """Note what happened to a household, and until when it counts."""
    household = queries.household_for(request.user, id)
    form = forms.ShockForm(request.POST or None, initial={"said_by": "self_declared"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_shock(household=household, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("registry:show_household", household.pk)
    shown(request, "registry.shock", household.organisation_id, ids_of(household, []))
    return render(request, "registry/shock_form.html", {"form": form, "household": household})


@require_POST
def end_shock(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that a household has got over it."""
    shock = queries.shock_for(request.user, id)
    now = timezone.now()
    try:
        actions.end_shock(shock=shock, on=timezone.localdate(now), by=request.user, at=now)
    except actions.ShockAlreadyEnded as refusal:
        messages.error(request, say(refusal))
    return redirect("registry:show_household", shock.household_id)
