"""What every page with one form of the winter does: act, say a refusal with what was typed kept, go on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from twiza.lib.errors import DomainError, NotAllowed
from twiza.platform.web.sentences import say


def saved(
    request: HttpRequest,
    form: Any,
    act: Callable[..., Any],
    *,
    back: str,
    done: Any,
    page: str = "shelter/winter_form.html",
    **words: Any,
) -> HttpResponse:
    """Do what a whole form asks and go back; else the form again, with what was typed.

    Args:
        act: called with what was typed, by and at.
        back: path to go to; done: what is said there.
        words: for the page: title, lead, submit.
    """
    if request.method == "POST" and form.is_valid():
        try:
            act(**form.cleaned_data, by=request.user, at=timezone.now())
        except NotAllowed:
            raise  # a page that is not theirs, not a refusal to read
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, done)
            return redirect(back)
    return render(request, page, {"form": form, "back": back, **words}, status=422 if form.errors else 200)


def done_or_said(
    request: HttpRequest, act: Callable[..., Any], *, back: str, done: Any, **asked: Any
) -> HttpResponse:
    """Do what one button asks and go back, saying what was done or why not."""
    try:
        act(**asked, by=request.user, at=timezone.now())
    except NotAllowed:
        raise  # a page that is not theirs, not a refusal to read
    except DomainError as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, done)
    return redirect(back)
