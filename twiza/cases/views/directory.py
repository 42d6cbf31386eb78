"""Pages: the directory of services. It needs no case and no key of the room."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.cases import actions, queries
from twiza.cases.forms import FindService, WriteService
from twiza.cases.views.cases import form_key
from twiza.cases.views.room import unseen
from twiza.lib.errors import DomainError
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def list_services(request: HttpRequest) -> HttpResponse:
    """Look for a service near her. What is asked is sent, never in an address: nothing of it is kept."""
    form = FindService(request.POST if request.method == "POST" else None)
    asked = form.cleaned_data if form.is_valid() else {}
    user: Any = request.user
    near = asked.get("near")
    words = {
        "form": form,
        "found": queries.services(at=timezone.now(), **asked),
        "is_asked": any(asked.values()),
        "numbers": queries.emergency_numbers(on=timezone.localdate()),
        "near": (near, *network.path_of(near)) if near else (),
        "mine": {
            one.pk for one in network.organisations_where(user, Permission.DIRECTORY_KEEP, on=timezone.localdate())
        },
    }  # fmt: skip
    return render(request, "cases/service_list.html", words)


@require_http_methods(["GET", "POST"])
def write_service(request: HttpRequest, id: UUID | None = None) -> HttpResponse:
    """Write a service into the directory, or change it."""
    user: Any = request.user
    service = queries.service_for(id) if id else None
    check(user, Permission.DIRECTORY_KEEP, service)
    mine = network.organisations_where(user, Permission.DIRECTORY_KEEP, on=timezone.localdate())
    keepers = () if service else mine
    form = WriteService(
        request.POST or None, keepers=keepers, initial=WriteService.of(service) if service else {}
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        keeper = UUID(typed.pop("organisation", None) or str(mine[0].pk))
        try:
            actions.write_service(
                organisation=service.organisation_id if service else keeper,
                service=service,
                id=form_key(request.POST.get("id")),
                by=user,
                at=timezone.now(),
                **typed,
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("It is in the directory, confirmed today."))
            return redirect("cases:list_services")
    words = {"form": form, "service": service, "form_id": form_key(request.POST.get("id"))}
    return render(request, "cases/service_form.html", words, status=422 if form.errors else 200)


@require_POST
def answer_service(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that a service is still as written, or that it is open no more."""
    service = queries.service_for(id)
    now = timezone.now()
    if request.POST.get("answer") == "close":
        actions.close_service(service=service, on=timezone.localdate(now), by=request.user, at=now)
        messages.success(request, _("It shows no more in the directory."))
    else:
        actions.confirm_service(service=service, by=request.user, at=now)
        messages.success(request, _("Confirmed today."))
    return redirect("cases:list_services")
