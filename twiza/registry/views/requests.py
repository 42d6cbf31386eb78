"""Pages of the door: what waits, a request received, its slip, where a code stands, how long people wait."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say
from twiza.registry import actions, forms, queries
from twiza.registry.rules import requests as rules
from twiza.registry.views.lines import looked, shown
from twiza.registry.views.places import key_of, working_in


@require_GET
def list_requests(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, those due first, and what was answered last. Codes and kinds, no words."""
    organisation = working_in(request, Permission.REQUEST_RECEIVE)
    today = timezone.localdate()
    words = {
        "organisation": organisation,
        "waiting": queries.open_requests([organisation], today=today),
        "answered": queries.recent_requests(organisation, today=today),
    }
    return render(request, "registry/request_list.html", words)


@require_http_methods(["GET", "POST"])
def receive_request(request: HttpRequest) -> HttpResponse:
    """Write down what somebody asks for; the next page is the slip."""
    organisation = working_in(request, Permission.REQUEST_RECEIVE)
    sites = queries.sites_of_door(organisation)
    # one site: people are received there, unless somebody says otherwise
    start = {"channel": "counter", "site": str(sites[0].pk) if len(sites) == 1 else ""}
    form = forms.ReceiveRequest(request.POST or None, sites=sites, initial=start)
    form_id = key_of(request.POST.get("id")) or new_id()
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data | {"site": key_of(form.cleaned_data["site"])}
        data = actions.RequestData(**typed, place=queries.place_of(typed["place_words"]))
        try:
            made = actions.receive_request(
                organisation=organisation, data=data, id=form_id, by=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("registry:show_slip", made.pk)
    words = {
        "form": form,
        "organisation": organisation,
        "form_id": form_id,
        "promised": queries.promised_day(timezone.localdate()),
    }
    return render(request, "registry/request_form.html", words)


@require_GET
def show_request(request: HttpRequest, id: UUID) -> HttpResponse:
    """One request: what was asked, what was promised, its answer or the ways to answer it."""
    row = queries.request_for(request.user, id)
    shown(request, "registry.request", row.organisation_id, [row.pk])
    user: Any = request.user
    may_answer = user.has_perm(Permission.REQUEST_ANSWER, row)
    line = queries.line_of(row, today=timezone.localdate())
    words = {
        "line": line,
        "row": row,
        "may_answer": may_answer,
        "may_undo": line.is_open and queries.may_undo(row, at=timezone.now()),
        "ways": queries.ways_to_answer(user, row) if may_answer and line.is_open else [],
        "has_words": queries.request_has_words(row.pk),
    }
    return render(request, "registry/request_detail.html", words)


@require_GET
def show_slip(request: HttpRequest, id: UUID) -> HttpResponse:
    """The paper that the person takes away, in Arabic and French: the code, the day, and the answer once there is one."""
    row = queries.request_for(request.user, id)
    shown(request, "registry.request", row.organisation_id, [row.pk])
    words = {"line": queries.line_of(row, today=timezone.localdate()), "row": row}
    return render(request, "registry/request_slip.html", words)


@require_http_methods(["GET", "POST"])
def ask_status(request: HttpRequest) -> HttpResponse:
    """Tell where a request stands, by the code of its slip. Unknown codes and those of others get one answer.

    Each look is counted and leaves its line, found or not; the code is posted, so that no history keeps it.
    """
    organisation = working_in(request, Permission.REQUEST_RECEIVE)
    form = forms.StatusOfCode(request.POST or None)
    words: dict[str, Any] = {"form": form, "organisation": organisation}
    if request.method == "POST" and form.is_valid():
        words |= told(request, organisation, form.cleaned_data["code"])
    return render(request, "registry/request_status.html", words)


def told(request: HttpRequest, organisation: UUID, typed: str) -> dict[str, Any]:
    """Return what the page says of a code."""
    try:
        actions.count_look(
            organisation=organisation,
            permission=Permission.REQUEST_RECEIVE,
            by=request.user,
            at=timezone.now(),
        )
    except actions.TooManyLooks as refusal:
        looked(request, "registry.search_refused", organisation, [])
        return {"too_many": say(refusal)}
    found = queries.known_by_code(organisation, typed)
    looked(request, "registry.request_status", organisation, [found.pk] if found else [])
    return {"asked": True, "line": queries.line_of(found, today=timezone.localdate()) if found else None}


@require_GET
def show_waits(request: HttpRequest) -> HttpResponse:
    """How long people wait, by the way in which they asked; small figures hidden."""
    organisation = working_in(request, Permission.REQUEST_RECEIVE)
    lines = queries.waits_of(organisation, at=timezone.now())
    words = {
        "lines": lines,
        "gap": rules.widest_gap(lines),
        "least": queries.days_of("small_cell", on=timezone.localdate()),
        "any": any(line.requests != 0 for line in lines),
    }
    return render(request, "registry/request_waits.html", words)


@require_http_methods(["GET", "POST"])
def say_mistaken(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say, soon after, that a request was written by mistake."""
    row = queries.request_for(request.user, id)
    form = forms.SayMistaken(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.say_mistaken(request=row, reason_code=reason, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(
                request, _("It stays written that this request was a mistake. It waits no longer.")
            )
            return redirect("registry:list_requests")
    words = {"row": row, "form": form, "title": _("Written by mistake"), "submit": _("It was a mistake")}
    return render(request, "registry/request_answer.html", words)
