"""Every page runs inside one transaction in which the database knows who is asking."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse

from twiza.lib.errors import NotAllowed, NotFound
from twiza.platform.access import queries
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose


class AccessMiddleware:
    """Last in MIDDLEWARE: after CSRF, after sign-in.

    Refusals become pages here, after the rollback: NotFound is 404, NotAllowed is 403.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase:
        user: UUID | None = request.user.pk if request.user.is_authenticated else None
        try:
            with acting_as(user, purpose=Purpose.WORK if user else Purpose.NOBODY):
                response = queries.gate()(request) or view(request, *args, **kwargs)
                # an unrendered response would read its rows after the context has gone
                if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                    response = response.render()
                if not isinstance(response, HttpResponse) and getattr(response, "streaming", False):
                    response = _gathered(response)
                return response
        except NotFound as missing:
            raise Http404(missing.message) from missing
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal


def _gathered(response: HttpResponseBase) -> HttpResponseBase:
    """Read a stream to its end while its rows are still visible, unless it is a plain file."""
    if getattr(response, "file_to_stream", None) is None:
        response.streaming_content = list(response.streaming_content)  # type: ignore[attr-defined]
    return response
