"""The language of a request, and where a part of a page leads.

The language is what the person chose, else what their profile says, else Arabic. A browser's own preference is
not asked: many machines here were set up in French or English by someone else.
"""

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation


def language_of(request: HttpRequest) -> str:
    """Return one of the languages of the settings."""
    known = {code for code, _ in settings.LANGUAGES}
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen in known:
        return chosen
    user = getattr(request, "user", None)
    profile = getattr(user, "language", None) if user is not None and user.is_authenticated else None
    return profile if profile in known else settings.LANGUAGE_CODE


class LanguageMiddleware:
    """After sign-in is known; stands where Django's LocaleMiddleware would."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if request.user.is_authenticated:
            # a page with names is never kept by the browser: Back after leaving shows nothing
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class PermissionsMiddleware:
    """No page listens, looks or asks where somebody is: the hand-over page alone allows itself the camera."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        said = response.headers.get("Permissions-Policy", "")
        closed = [f"{name}=()" for name in ("camera", "microphone", "geolocation") if f"{name}=" not in said]
        response.headers["Permissions-Policy"] = ", ".join([*([said] if said else []), *closed])
        return response


class FragmentMiddleware:
    """A part of a page cannot become another page: where script asked and is sent elsewhere, the browser goes there.

    Sent to sign in, it comes back to the page it was on, not to the address that script asked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        location = response.headers.get("Location")
        if "HX-Request" not in request.headers or location is None or not 300 <= response.status_code < 400:
            return response
        address = urlsplit(location)
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        asked = parse_qs(address.query)
        if asked.get("next") == [request.get_full_path()] and page.netloc == request.get_host():
            back = urlunsplit(("", "", page.path, page.query, ""))
            address = address._replace(query=urlencode(asked | {"next": [back]}, doseq=True))
        sent = HttpResponse(headers={"HX-Redirect": urlunsplit(address)})
        sent.cookies = response.cookies
        return sent
