"""A browser that was handed to reception shows reception, and nothing else, until the room's passphrase is typed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from twiza.cases.rules import AT_RECEPTION

OPEN = {"cases:list_tickets", "cases:open_room", "cases:raise_alert", "web:leave", "web:neutral", "web:choose_language", "account_logout"}  # fmt: skip


class AtReceptionMiddleware:
    """Before AccessMiddleware: no page of the listener is even begun."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if AT_RECEPTION not in request.session or name in OPEN:
            return None
        return redirect("cases:list_tickets")
