"""The page "My key of the room": another passphrase, renewed keys, no PIN any more, when it was last opened."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twiza.cases import actions, forms, queries
from twiza.cases.queries import OpenRoom
from twiza.cases.views import room as door
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say


@door.unseen
@require_http_methods(["GET", "POST"])
def show_key(request: HttpRequest) -> HttpResponse:
    """One's own key: what it opens is shown nowhere here."""
    organisation = door.working_in(request)
    room = door.opened_for(request, organisation)
    if room is None:
        return door.to_the_door(request, organisation)
    do = request.POST.get("do", "")
    typed = {"change": forms.ChangePassphrase, "renew": forms.RenewKeys}
    bound = {name: form(request.POST if do == name else None, prefix=name) for name, form in typed.items()}
    if do == "forget":
        return _forget(request, room)
    if do in bound and bound[do].is_valid():
        try:
            act, words = (_change if do == "change" else _renew), bound[do].cleaned_data
            return door.tried(request, lambda: act(request, room, words))
        except DomainError as refusal:
            is_new = isinstance(refusal, closed_room.PassphraseTooShort)
            bound[do].add_error("passphrase" if is_new else "old", say(refusal))
    return render(request, "cases/room_key.html", bound | _words(request, organisation))


def _words(request: HttpRequest, organisation: UUID) -> dict[str, Any]:
    user: Any = request.user
    half = door.device_of(request)
    return {
        "organisation": organisation,
        "openings": queries.openings_of(user, organisation),
        "held": queries.keys_held(user, organisation),
        "has_pin": half is not None and queries.pin_of(user, half[0], at=timezone.now()) is not None,
    }


def _change(request: HttpRequest, room: OpenRoom, typed: dict[str, Any]) -> HttpResponse:
    actions.change_passphrase(
        room=room, old=typed["old"], passphrase=typed["passphrase"], by=request.user, at=timezone.now()
    )
    messages.success(request, _("Your passphrase is changed. The old one opens nothing any more."))
    return _forgotten(redirect("cases:show_key"))


def _renew(request: HttpRequest, room: OpenRoom, typed: dict[str, Any]) -> HttpResponse:
    new = actions.renew_keys(
        room=room, old=typed["old"], passphrase=typed["old"], by=request.user, at=timezone.now()
    )
    number = queries.keys_held(request.user, room.organisation)
    messages.success(
        request, _("Your keys are renewed. Cases sealed to them: %(number)d.") % {"number": number}
    )
    response = _forgotten(redirect("cases:show_key"))
    door.hold_open(request, response, new, since=door.since_of(request))
    return response


def _forget(request: HttpRequest, room: OpenRoom) -> HttpResponse:
    actions.end_pin(organisation=room.organisation, by=request.user, at=timezone.now())
    messages.success(request, _("The PIN is forgotten. Your passphrase opens the room."))
    return _forgotten(redirect("cases:show_key"))


def _forgotten(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(door.DEVICE, path=door.PATH, samesite="Strict")
    return response
