"""Pages of the reception: numbers only. One shared computer goes from the listener to reception by one key.

At that key the room locks and the session is held at reception (`middleware.AtReceptionMiddleware`): no other page
answers until the passphrase of the room is typed again.
"""

from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.cases import actions, forms, queries
from twiza.cases.views.after import way_of
from twiza.cases.views.cases import form_key
from twiza.cases.views.room import AT_RECEPTION, COOKIE, KEPT, PATH, to_the_door, unseen, working_in
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say

KNOCKS = "12/h/key"  # of one person who receives: more are answered the same, and go nowhere


def receiving_in(request: HttpRequest) -> UUID:
    """Return the organisation at whose reception this page works. Raises NoPermission when there is none."""
    allowed = queries.where_allowed(request.user, Permission.TICKET_GIVE, on=timezone.localdate())
    if not allowed:
        check(request.user, Permission.TICKET_GIVE)
    asked = (
        request.session.get(AT_RECEPTION)
        or request.GET.get("organisation")
        or request.POST.get("organisation")
    )
    return next((one for one in allowed if str(one) == asked), allowed[0])


@unseen
@require_http_methods(["GET", "POST"])
def list_tickets(request: HttpRequest) -> HttpResponse:
    """Give a number; the numbers that wait; she says she was here before. Nothing here tells whether a case exists."""
    organisation = receiving_in(request)
    waiting = queries.waiting_tickets(organisation, day=timezone.localdate())
    knocks = request.POST.get("do") == "knock"
    knock = forms.Knock(request.POST if knocks else None, waiting=waiting)
    if knocks and knock.is_valid():
        return _knocked(request, organisation, waiting, knock.cleaned_data)
    form = forms.GiveTicket(None if knocks else request.POST or None)
    if not knocks and request.method == "POST" and form.is_valid():
        try:
            actions.give_ticket(
                organisation=organisation,
                first_time=form.cleaned_data["first_time"] == "yes",
                company=form.cleaned_data["company"],
                by=request.user,
                at=timezone.now(),
                id=form_key(request.POST.get("id")),
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("cases:list_tickets")
    today = timezone.localdate()
    user: Any = request.user
    is_held = AT_RECEPTION in request.session
    words = {
        "form": form,
        "knock": knock,
        "form_id": form_key(request.POST.get("id")),
        "organisation": organisation,
        "waiting": waiting,
        "called": queries.last_called(organisation, day=today),
        "is_held": is_held,
        "may_call": not is_held and user.has_perm(Permission.CASE_WORK, organisation),
    }
    return render(request, "cases/reception.html", words)


def _knocked(
    request: HttpRequest, organisation: UUID, waiting: list[Any], typed: dict[str, Any]
) -> HttpResponse:
    """Answer the same sentence to whoever comes: nothing was looked up, and too many tries in an hour change nothing."""
    user: Any = request.user
    if ratelimit.consume(request, app="twiza", action="knock", config={"knock": KNOCKS}, key=str(user.pk)):
        actions.knock(
            organisation=organisation,
            way=way_of(typed),
            ticket=next((one for one in waiting if str(one.pk) == typed["ticket"]), None),
            by=request.user,
            at=timezone.now(),
        )
    messages.info(request, _("A listener will come."))
    return redirect(f"{reverse('cases:list_tickets')}?organisation={organisation}")


@unseen
@require_POST
def call_ticket(request: HttpRequest, id: UUID) -> HttpResponse:
    """Call a number; the listening is the next page."""
    ticket = queries.ticket_for(request.user, id)
    try:
        actions.call_ticket(ticket=ticket, by=request.user, at=timezone.now())
    except actions.CalledAlready:
        return redirect("cases:list_tickets")  # the list shows who waits now
    return redirect("cases:listen")


@unseen
@require_POST
def go_to_reception(request: HttpRequest) -> HttpResponse:
    """Lock the room at once and hold this browser at reception."""
    organisation = working_in(request)
    check(request.user, Permission.TICKET_GIVE, organisation)
    request.session.pop(KEPT, None)
    user: Any = request.user
    if queries.worker_of(user, organisation) is None:
        return to_the_door(request, organisation)  # without a key nothing would open it again
    request.session[AT_RECEPTION] = str(organisation)
    response = redirect("cases:list_tickets")
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return response
