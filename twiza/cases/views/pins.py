"""What opens the room again on one device: a PIN of the day, or a key of its owner, chosen while the room is open."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from twiza.cases import actions, forms, queries, rules
from twiza.cases.queries import OpenRoom
from twiza.cases.views import room as door
from twiza.lib.errors import DomainError
from twiza.platform.accounts import queries as accounts
from twiza.platform.web.sentences import say

ASKED = "room_key_asked"  # in the session: the question to a key, and for which row


@door.unseen
@require_http_methods(["GET", "POST"])
def choose_pin(request: HttpRequest) -> HttpResponse:
    """Choose what opens the room on this device until midnight: a PIN, or a key that is set up."""
    organisation, at = door.working_in(request), timezone.now()
    room = door.opened_for(request, organisation)
    if room is None:
        return door.to_the_door(request, organisation)
    by_key = request.POST.get("way") == "passkey"
    form = forms.ChoosePin(None if by_key else request.POST or None)
    refused: Any = ""
    if request.method == "POST" and (by_key or form.is_valid()):
        try:
            return _chosen(request, room, "" if by_key else form.cleaned_data["pin"], at)
        except DomainError as refusal:
            refused = say(refusal)
            if not by_key:
                form.add_error("pin", refused)
    user: Any = request.user
    words = {"form": form, "organisation": organisation, "has_key": accounts.has_key(user)}
    words["refused"] = refused if by_key else ""
    return render(request, "cases/pin_new.html", words)


def _chosen(request: HttpRequest, room: OpenRoom, pin: str, at: datetime) -> HttpResponse:
    since, by = door.since_of(request), request.user
    if pin:
        row, device = actions.set_pin(room=room, pin=pin, since=since, by=by, at=at)
    else:
        row, device = actions.set_passkey(room=room, since=since, by=by, at=at)
    response = redirect("cases:list_cases")
    response.set_cookie(
        door.DEVICE, f"{row.pk.hex}{device.hex()}", path=door.PATH, httponly=True, samesite="Strict",
        secure=request.is_secure(), max_age=int((row.until - at).total_seconds()),
    )  # fmt: skip
    return response


@door.unseen
@require_http_methods(["GET", "POST"])
def open_with_pin(request: HttpRequest) -> HttpResponse:
    """Open the room again with the PIN or the key of the day; after five tries the passphrase is asked."""
    organisation, user = door.working_in(request), request.user
    half, back = door.device_of(request), door.back_from(request)
    passphrase = f"{reverse('cases:open_room')}?{door.asked(organisation, back)}&passphrase=1"
    row = queries.pin_of(user, half[0], at=timezone.now()) if half else None
    if half is None or row is None:
        return redirect(passphrase)
    by_key = row.way == "passkey"
    form = (forms.GiveKey if by_key else forms.GivePin)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _tried(request, form, half, back, passphrase)
        if answer is not None:
            return answer
    words: dict[str, Any] = {
        "form": form,
        "organisation": organisation,
        "next": back,
        "passphrase": passphrase,
    }
    words["is_kept"] = request.GET.get("kept") == "1"
    if by_key:
        words["question"] = _asked(request, half[0])
    return render(request, "cases/key_open.html" if by_key else "cases/pin_open.html", words)


def _asked(request: HttpRequest, row: UUID) -> dict[str, Any]:
    """Return a new question to the keys of this person; an earlier one is good no more."""
    user: Any = request.user
    options, state = accounts.ask_key(user)
    request.session[ASKED] = {"row": str(row), "state": state, "at": timezone.now().isoformat()}
    return {"request_options": options}


def _question(request: HttpRequest, row: UUID, at: datetime) -> dict[str, Any]:
    """Return the question that stands for this row, once, while it is fresh; {} when there is none."""
    kept: dict[str, Any] = request.session.pop(ASKED, {})
    if kept.get("row") != str(row):
        return {}
    age = at - datetime.fromisoformat(kept["at"])
    return kept["state"] if timedelta() <= age <= rules.KEY_ASKED_FOR else {}


def _tried(
    request: HttpRequest, form: Any, half: tuple[UUID, bytes], back: str, passphrase: str
) -> HttpResponse | None:
    at, typed = timezone.now(), form.cleaned_data
    tried: dict[str, Any] = {"id": half[0], "device": half[1], "by": request.user, "at": at}
    try:
        if "answer" in typed:
            question = _question(request, half[0], at)
            room = actions.open_by_passkey(asked=question, answer=typed["answer"], **tried)
        else:
            room = actions.open_by_pin(pin=typed["pin"], **tried)
    except actions.PinSpent:
        return redirect(passphrase)
    except DomainError as refusal:
        form.add_error(None if "answer" in typed else "pin", say(refusal))
        return None
    row = queries.pin_of(request.user, half[0], at=at)
    response = redirect(back)
    door.hold_open(request, response, room, since=row.at if row else at)
    return response
