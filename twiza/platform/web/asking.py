"""One page that asks for something and does it: shown, corrected, done."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from twiza.lib.errors import DomainError, NotAllowed, NotFound
from twiza.platform.web.sentences import say


def ask(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    template: str = "web/ask.html",
    done: Any = "",
    **more: Any,
) -> HttpResponse:
    """Show a form; when it is sent and right, call `act` with its data and go to the address it returns, else to `cancel`.

    A refusal of the domain is said above the form, which keeps what was typed.

    Args:
        more: for the page: title, submit, cancel, and lead, kind where they are wanted.
    """
    if request.method == "POST" and form.is_valid():
        try:
            address = act(form.cleaned_data)
        except (NotFound, NotAllowed):
            raise  # a page that is not theirs, not a refusal to read
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            if done:
                messages.success(request, done)
            return redirect(address or more["cancel"])
    return render(request, template, {"form": form, **more}, status=422 if form.errors else 200)
