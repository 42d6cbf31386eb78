"""One page that asks for something and does it: shown, corrected, done."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from twiza.lib.errors import DomainError, NotAllowed, NotFound
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.sentences import say


def ask(
    request: SignedInRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], str],
    *,
    title: Any,
    submit: Any,
    cancel: str,
    done: Any = "",
    template: str = "network/ask.html",
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
    context = {"form": form, "title": title, "submit": submit, "cancel": cancel, **more}
    return render(request, template, context, status=422 if form.errors else 200)


def tried(request: SignedInRequest, act: Callable[[], Any], done: Any) -> bool:
    """Do what one button asks, saying what was done or why not. Returns whether it was done."""
    try:
        act()
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return False
    messages.success(request, done)
    return True
