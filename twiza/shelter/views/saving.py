"""What every page with one form of the winter does: act, say a refusal with what was typed kept, go on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from twiza.lib.errors import DomainError, NotAllowed
from twiza.platform.web.asking import ask
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

    def acts(data: dict[str, Any]) -> str:
        act(**data, by=request.user, at=timezone.now())
        return back

    return ask(request, form, acts, template=page, done=done, back=back, **words)


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
