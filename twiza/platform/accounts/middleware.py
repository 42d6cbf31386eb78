"""Who is signed in stays signed in for a while, and shows a second factor before anything else."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext

from twiza.platform.accounts import actions, queries
from twiza.platform.accounts.rules import sign_in as rules

STARTED, SEEN = "twiza_started_at", "twiza_seen_at"

# What a person may open before the second factor is set up or shown: leaving, proving, setting up
BEFORE_THE_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "accounts:set_up_factor",
    "accounts:sign_in_again",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


class SessionLimitsMiddleware:
    """Ends a sign-in after 30 minutes without use, and after 12 hours whatever was done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            self._limit(request, timezone.now())
        return self.get_response(request)

    def _limit(self, request: HttpRequest, now: datetime) -> None:
        session = request.session
        if STARTED not in session:
            session[STARTED] = session[SEEN] = now.timestamp()
            return
        seen_at = datetime.fromtimestamp(session[SEEN], tz=now.tzinfo)
        started_at = datetime.fromtimestamp(session[STARTED], tz=now.tzinfo)
        state = rules.session_state(started_at=started_at, seen_at=seen_at, now=now)
        if state != rules.SessionState.OPEN:
            logout(request)
            messages.warning(request, gettext(rules.ENDED[state]))
        elif now - seen_at >= rules.NOTE_EVERY:
            session[SEEN] = now.timestamp()
            actions.note_session(session_key=str(session.session_key), at=now)


def second_factor_first(request: HttpRequest) -> HttpResponse | None:
    """Answer instead of the page while a second factor is still to be shown or set up; None lets the page come.

    Asked by the middleware of row security, inside its context. The question is about the person and the
    session, not about settings: a person with a factor shows it, a role that needs one is not held without.
    """
    match = request.resolver_match
    if not request.user.is_authenticated or match is None or match.view_name in BEFORE_THE_FACTOR:
        return None
    if not getattr(match.func, "login_required", True) or queries.factor_shown(request):
        return None
    if queries.factor_at_the_door(request.user):
        return _send(request, queries.factor_page(request.user))
    if queries.role_needs_second_factor(request.user, on=timezone.localdate()):
        return _send(request, "accounts:set_up_factor")
    return None


def _send(request: HttpRequest, page: str) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" and "HX-Request" not in request.headers else "/"
    address = f"{reverse(page)}?{urlencode({'next': back})}"
    if "HX-Request" in request.headers:  # a fragment cannot become a page: the browser goes there
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
