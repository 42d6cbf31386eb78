"""Pages: call for help on one screen; the alerts that wait for a listener."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twiza.cases import actions, forms, queries
from twiza.cases.views.cases import form_key, looked
from twiza.cases.views.room import KEPT, PATH, opened_for, to_the_door, unseen, working_in
from twiza.lib.errors import DomainError
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def raise_alert(request: HttpRequest) -> HttpResponse:
    """Numbers to call first; then what is happening, sealed to the listeners. With an open room it is a case at once.

    The same page stands at two addresses: only below /room/ does the browser send its half of the key.
    """
    user: Any = request.user
    now = timezone.now()
    if request.method == "GET" and KEPT in request.session and not request.path.startswith(PATH):
        return redirect("cases:raise_alert_in_room")
    where = queries.where_alerting(user, on=timezone.localdate(now))
    if not where:
        check(user, Permission.ALERT_RAISE)
    names = {one.pk: str(one) for one in network.my_organisations(user, on=timezone.localdate(now))}
    form = forms.RaiseAlert(
        request.POST or None, organisations=[(str(one), names.get(one, "")) for one in where]
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data.get("organisation")
        organisation = next((one for one in where if str(one) == asked), where[0])
        try:
            made = actions.raise_alert(
                organisation=organisation,
                said=form.said(),
                room=opened_for(request, organisation) if request.path.startswith(PATH) else None,
                id=form_key(request.POST.get("id")),
                by=user,
                at=now,
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            if hasattr(made, "code"):
                return redirect("cases:show_child", made.pk)
            messages.success(
                request,
                _(
                    "It is sealed and waits in red for the listeners. Stay there; call again if it gets worse."
                ),
            )
            return redirect(request.path)
    words = {
        "form": form,
        "form_id": form_key(request.POST.get("id")),
        "numbers": queries.emergency_numbers(on=timezone.localdate(now)),
        "is_heard": bool(where and queries.listeners_with_key(where[0])),
    }
    return render(request, "cases/alert.html", words)


@unseen
@require_GET
def list_alerts(request: HttpRequest) -> HttpResponse:
    """The alerts that nobody took yet: since when, and who raised them."""
    organisation = working_in(request)
    waiting = queries.waiting_alerts(organisation)
    looked(request, "cases.alerts", organisation, [one.pk for one in waiting])
    words = {
        "waiting": waiting,
        "organisation": organisation,
        "numbers": queries.emergency_numbers(on=timezone.localdate()),
    }
    return render(request, "cases/alert_list.html", words)


@unseen
@require_POST
def take_alert(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take an alert: the case is the next page."""
    alert = queries.alert_for(request.user, id)
    room = opened_for(request, alert.organisation_id)
    if room is None:
        return to_the_door(request, alert.organisation_id)
    try:
        case = actions.take_alert(alert=alert, room=room, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return redirect("cases:list_alerts")
    return redirect("cases:show_child", case.pk)
