"""The door of the room: opened by the passphrase, held open between two pages by two halves, locked by itself.

The unlocked key rests in the session, sealed with a secret that only the browser's cookie carries. Signing out, the
quick way out, ten idle minutes or the lock end it.
"""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from twiza.cases import actions, forms, queries
from twiza.cases.queries import OpenRoom
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say

COOKIE, PATH, KEPT = "twiza_room", "/room/", "room"
IDLE = timedelta(minutes=10)

View = Callable[..., HttpResponse]


def unseen(view: View) -> View:
    """Let no page of the room be kept by the browser or by what lies between."""

    @wraps(view)
    def unkept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return unkept


def working_in(request: HttpRequest) -> UUID:
    """Return the organisation in whose room this page works. Raises NoPermission when there is none."""
    allowed = queries.where_working(request.user, on=timezone.localdate())
    if not allowed:
        check(request.user, Permission.CASE_WORK)
    kept = request.session.get(KEPT, {}).get("organisation")
    asked = request.GET.get("organisation") or request.POST.get("organisation") or kept
    return next((one for one in allowed if str(one) == asked), allowed[0])


def hold_open(request: HttpRequest, response: HttpResponseBase, room: OpenRoom) -> None:
    """Keep the room open for the next page: one half to the session, the other to the browser."""
    secret, kept = closed_room.hold(room.private, owner=room.user.bytes)
    request.session[KEPT] = {
        "kept": _text(kept),
        "worker": str(room.worker),
        "organisation": str(room.organisation),
        "at": timezone.now().isoformat(),
    }
    response.set_cookie(
        COOKIE, _text(secret), path=PATH, httponly=True, samesite="Strict", secure=request.is_secure()
    )


def room_of(request: HttpRequest, *, at: datetime, stays: bool = True) -> OpenRoom | None:
    """Return the open room of this browser, or None when it is locked.

    Args:
        stays: looking counts as use. What the page does by itself must not keep the room open.
    """
    kept: dict[str, str] = request.session.get(KEPT, {})
    if not kept or at - datetime.fromisoformat(kept["at"]) > IDLE:
        request.session.pop(KEPT, None)
        return None
    user: Any = request.user
    try:
        private = closed_room.held(
            _bytes(request.COOKIES.get(COOKIE, "")), _bytes(kept["kept"]), owner=user.pk.bytes
        )
    except (closed_room.RoomSealBroken, binascii.Error):
        return None
    if stays:
        request.session[KEPT] = kept | {"at": at.isoformat()}
    return OpenRoom(UUID(kept["organisation"]), user.pk, UUID(kept["worker"]), private)


def opened_for(request: HttpRequest, organisation: UUID) -> OpenRoom | None:
    """Return the open room of this browser when it is that of this organisation."""
    room = room_of(request, at=timezone.now())
    return room if room and room.organisation == organisation else None


def to_the_door(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """Send to the page that opens the room, and back here afterwards."""
    words = urlencode({"organisation": organisation, "next": request.path})
    return redirect(f"{reverse('cases:open_room')}?{words}")


@unseen
@require_http_methods(["GET", "POST"])
def open_room(request: HttpRequest) -> HttpResponse:
    """Open the room with the passphrase; who has no key yet chooses one."""
    organisation = working_in(request)
    user: Any = request.user
    is_new = queries.worker_of(user.pk, organisation) is None
    form: Any = (forms.TakeKey if is_new else forms.OpenRoom)(request.POST or None)
    back = request.GET.get("next") or request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, None) or not back.startswith(PATH):
        back = reverse("cases:list_cases")
    if request.method == "POST" and form.is_valid():
        act = actions.take_key if is_new else actions.open_room
        try:
            room = act(
                organisation=organisation,
                passphrase=form.cleaned_data["passphrase"],
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error("passphrase", say(refusal))
        else:
            response = redirect(back)
            hold_open(request, response, room)
            return response
    words = {"form": form, "is_new": is_new, "organisation": organisation, "next": back}
    return render(request, "cases/room_open.html", words)


@unseen
@require_POST
def lock_room(request: HttpRequest) -> HttpResponse:
    """Lock the room: both halves are forgotten."""
    request.session.pop(KEPT, None)
    response = redirect("reporting:today")
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return response


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode(errors="replace"))
