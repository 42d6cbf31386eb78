"""One page that asks for something and does it; papers that are taken away."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from twiza.lib.errors import DomainError, NotAllowed, NotFound
from twiza.platform.web.sentences import say

PDF = "application/pdf"


def ask(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], str],
    *,
    template: str = "reporting/ask.html",
    done: Any = "",
    **more: Any,
) -> HttpResponse:
    """Show a form; when it is sent and right, call `act` with its data and go to the address it returns.

    A refusal of the domain is said above the form, which keeps what was typed.
    """
    if request.method == "POST" and form.is_valid():
        try:
            address = act(form.cleaned_data)
        except (NotFound, NotAllowed):
            raise
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            if done:
                messages.success(request, done)
            return redirect(address)
    return render(request, template, {"form": form, **more}, status=422 if form.errors else 200)


def attachment(content: bytes, name: str, kind: str = PDF) -> HttpResponse:
    """Return a download that no cache keeps."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def language_of(request: HttpRequest) -> str:
    """Return the language in which a paper is asked for: "ar" or "fr"; of the page when nothing is said."""
    asked = request.GET.get("language", "") or (get_language() or "ar")[:2]
    return "fr" if asked == "fr" else "ar"
