"""The door of the room: opened by the passphrase, held open between two pages by two halves, locked by itself.

The unlocked key rests in the session, sealed with a secret that only the browser's cookie carries. Signing out, the
quick way out, some idle minutes (a dated number of the house) or the lock end it.
"""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.cases import actions, forms, queries, rules
from twiza.cases.queries import OpenRoom
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say

AT_RECEPTION = rules.AT_RECEPTION
TRIES = {"passphrase": "10/15m/key"}  # wrong passphrases of one worker, on whatever page
COOKIE, DEVICE, PATH, KEPT = "twiza_room", "twiza_room_device", "/room/", "room"

View = Callable[..., HttpResponse]
Made = TypeVar("Made")


def unseen(view: View) -> View:
    """Let no page of the room be kept by the browser or by what lies between; who waits for a key is told so."""

    @wraps(view)
    def unkept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except queries.NoKeyYet as refusal:
            response = render(request, "cases/no_key.html", {"no_key": say(refusal)}, status=403)
        add_never_cache_headers(response)
        return response

    return unkept


def working_in(request: HttpRequest) -> UUID:
    """Return the organisation in whose room this page works. Raises NoPermission when there is none."""
    allowed = queries.where_allowed(request.user, Permission.CASE_WORK, on=timezone.localdate())
    if not allowed:
        check(request.user, Permission.CASE_WORK)
    kept = request.session.get(KEPT, {}).get("organisation")
    asked = request.GET.get("organisation") or request.POST.get("organisation") or kept
    return next((one for one in allowed if str(one) == asked), allowed[0])


def hold_open(
    request: HttpRequest, response: HttpResponseBase, room: OpenRoom, *, since: datetime | None = None
) -> None:
    """Keep the room open for the next page: one half to the session, the other to the browser.

    Args:
        since: when the passphrase was given; now unless said.
    """
    request.session.pop(AT_RECEPTION, None)
    secret, kept = closed_room.hold(room.private, owner=room.user.bytes)
    request.session[KEPT] = {
        "kept": _text(kept),
        "worker": str(room.worker),
        "organisation": str(room.organisation),
        "at": timezone.now().isoformat(),
        "since": (since or timezone.now()).isoformat(),
        "idle": int(queries.idle_time(on=timezone.localdate()).total_seconds()),
    }
    response.set_cookie(
        COOKIE, _text(secret), path=PATH, httponly=True, samesite="Strict", secure=request.is_secure()
    )


def room_of(request: HttpRequest, *, at: datetime, stays: bool = True) -> OpenRoom | None:
    """Return the open room of this browser, or None when it is locked.

    Args:
        stays: looking counts as use. What the page does by itself must not keep the room open.
    """
    kept: dict[str, Any] = request.session.get(KEPT, {})
    if not kept or at - datetime.fromisoformat(kept["at"]) > timedelta(seconds=kept.get("idle", 0)):
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


def since_of(request: HttpRequest) -> datetime:
    """Return when the passphrase of the open room was given."""
    kept: dict[str, str] = request.session[KEPT]
    return datetime.fromisoformat(kept.get("since", kept["at"]))


def device_of(request: HttpRequest) -> tuple[UUID, bytes] | None:
    """Return what this device keeps of a PIN (its id, 32 bytes), or None."""
    try:
        raw = bytes.fromhex(request.COOKIES.get(DEVICE, ""))
    except ValueError:
        return None
    return (UUID(bytes=raw[:16]), raw[16:]) if len(raw) == 16 + closed_room.KEY else None


def back_from(request: HttpRequest) -> str:
    """Return the page of the room to which the door leads, the list unless another was asked."""
    back = request.GET.get("next") or request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, None) or not back.startswith(PATH):
        return reverse("cases:list_cases")
    return back


def asked(organisation: UUID, back: str, *, kept: bool = False) -> str:
    """Return the query of the page that opens the room."""
    return urlencode({"organisation": organisation, "next": back} | ({"kept": 1} if kept else {}))


def opened_for(request: HttpRequest, organisation: UUID) -> OpenRoom | None:
    """Return the open room of this browser when it is that of this organisation.

    A pair that was renewed elsewhere opens it no more: the phone that was lost shows nothing.
    """
    room = room_of(request, at=timezone.now())
    if room is None or room.organisation != organisation:
        return None
    worker = queries.worker_of(room.user, organisation)
    return room if worker and worker.pk == room.worker else None


def to_the_door(request: HttpRequest, organisation: UUID, *, kept: bool = False) -> HttpResponse:
    """Send to the page that opens the room, and back here afterwards. `kept`: what was typed is kept, sealed."""
    return redirect(f"{reverse('cases:open_room')}?{asked(organisation, request.path, kept=kept)}")


def tried(request: HttpRequest, act: Callable[[], Made]) -> Made:
    """Try a passphrase and return what the act returns. A right one forgets the wrong ones before it.

    Raises:
        PassphraseRests: ten wrong ones in a quarter of an hour. What the act raises.
    """
    user: Any = request.user
    key: dict[str, Any] = {"app": "twiza", "action": "passphrase", "config": TRIES, "key": str(user.pk)}
    counted = ratelimit.consume(request, **key)
    if counted is None:
        raise actions.PassphraseRests(
            _(
                "Ten wrong passphrases in a quarter of an hour: wait 15 minutes, then the right one opens again."
                " If you forgot it, tell the supervisor."
            )
        )
    try:
        made = act()
    except closed_room.WrongPassphrase:
        raise
    except DomainError:  # refused for something else
        counted.rollback()
        raise
    ratelimit.clear(request, **key)
    return made


@unseen
@require_http_methods(["GET", "POST"])
def open_room(request: HttpRequest) -> HttpResponse:
    """Open the room with the passphrase; who has no key yet chooses one."""
    organisation = working_in(request)
    user: Any = request.user
    is_new = queries.worker_of(user.pk, organisation) is None
    form: Any = (forms.TakeKey if is_new else forms.OpenRoom)(request.POST or None)
    back, is_kept = back_from(request), request.GET.get("kept") == "1"
    # from reception only the passphrase leads back: no other page of the room is even begun there
    may_ask = (
        request.method == "GET" and "passphrase" not in request.GET and AT_RECEPTION not in request.session
    )
    device = device_of(request) if may_ask else None
    row = queries.pin_of(user, device[0], at=timezone.now()) if device else None
    if row and row.organisation_id == organisation:
        return redirect(f"{reverse('cases:open_with_pin')}?{asked(organisation, back, kept=is_kept)}")
    if request.method == "POST" and form.is_valid():
        typed = {"organisation": organisation, "passphrase": form.cleaned_data["passphrase"]}
        try:
            room = _let_in(request, typed, is_new=is_new)
        except DomainError as refusal:
            form.add_error("passphrase", say(refusal))
        else:
            response = redirect(back)
            hold_open(request, response, room)
            return response
    words = {"form": form, "is_new": is_new, "organisation": organisation, "next": back}
    words["is_kept"] = is_kept
    words["has_two"] = not is_new or bool(queries.officers_of(organisation))
    words["idle_minutes"] = int(queries.idle_time(on=timezone.localdate()).total_seconds()) // 60
    return render(request, "cases/room_open.html", words)


def _let_in(request: HttpRequest, typed: dict[str, Any], *, is_new: bool) -> OpenRoom:
    whole = typed | {"by": request.user, "at": timezone.now()}
    return actions.take_key(**whole) if is_new else tried(request, lambda: actions.open_room(**whole))


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
